package starttls_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"testing"

	"certdesk/checks/starttls"
)

// TestRefusals tells by the codes whether a server of files or of a directory may take
// the next one who asks: what passes is no fault of its certificate.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		protocol  string
		greeting  string
		answer    string
		heard     int // bytes of the question that are read before the answer
		wantedFor starttls.Reason
	}{
		{"ftp", "421 Too many users\r\n", "", 0, starttls.Busy},
		{"ftp", "120 Ready in five minutes\r\n", "", 0, starttls.Busy},
		{"ftp", "500 No\r\n", "", 0, ""},
		{"ftp", "530 Closed\r\n", "", 0, ""},
		{"ftp", "220 Ready\r\n", "421 Idle for too long\r\n", 10, starttls.Busy},
		{"ftp", "220 Ready\r\n", "431 No certificate\r\n", 10, starttls.TLSUnavailable},
		{"ftp", "220 Ready\r\n", "450 Not now\r\n", 10, ""},
		{"ftp", "220 Ready\r\n", "534 Not for you\r\n", 10, ""},
		{"nntp", "200 news\r\n", "400 down\r\n", 10, starttls.Busy},
		{"nntp", "200 news\r\n", "403 Fault\r\n", 10, ""},
		{"nntp", "200 news\r\n", "580 No key\r\n", 10, starttls.TLSUnavailable},
		{"ldap", "", ldapAnswer(51), ldapLength, starttls.Busy},
		{"ldap", "", ldapAnswer(52), ldapLength, starttls.TLSUnavailable},
		{"ldap", "", ldapAnswer(53), ldapLength, ""},
		{"ldap", "", ldapAnswer(80), ldapLength, ""},
	} {
		t.Run(tt.protocol+" "+tt.greeting+tt.answer, func(t *testing.T) {
			t.Parallel()
			ours, theirs := net.Pipe()
			t.Cleanup(func() { ours.Close() })
			go func() {
				defer theirs.Close()
				in := bufio.NewReader(theirs)
				if tt.greeting != "" { // a pipe waits for a reader of nothing, too
					io.WriteString(theirs, tt.greeting)
				}
				if tt.answer != "" {
					io.CopyN(io.Discard, in, int64(tt.heard))
					io.WriteString(theirs, tt.answer)
				}
				io.Copy(io.Discard, in)
			}()
			protocol, _ := starttls.Lookup(tt.protocol)
			err := protocol.Upgrade(t.Context(), starttls.NewConversation(ours, "server.example"))
			var refused *starttls.RefusedError
			if !errors.As(err, &refused) || refused.Reason != tt.wantedFor {
				t.Errorf("got %v (%+v), want the reason %q", err, refused, tt.wantedFor)
			}
		})
	}
}
