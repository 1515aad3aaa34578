package starttls_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"testing"

	"certdesk/checks/starttls"
)

// TestSMTPRefusals tells by the codes alone why a server turns a client away, also
// where the words say something else.
func TestSMTPRefusals(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]starttls.Reason{
		"421 shutting down":                         starttls.Busy,
		"421 4.3.2 system not accepting network":    starttls.Busy,
		"421 4.4.5 congestion":                      starttls.Busy,
		"421-mx\r\n421 4.4.2 later":                 starttls.Busy,
		"421 4.7.0 too many connections from you":   starttls.Deferred,
		"450 please wait":                           starttls.Deferred,
		"450 4.7.1 greylisted":                      starttls.Deferred,
		"451 4.7.650 temporarily rate limited":      starttls.Deferred,
		"451 local error, and busy":                 starttls.Faulty,
		"451 4.3.0 queue file write error":          starttls.Faulty,
		"452 4.3.1 insufficient system storage":     starttls.Faulty,
		"421 4.3.5 system incorrectly configured":   starttls.Faulty,
		"454 4.7.0 TLS not available":               starttls.Faulty,
		"454 no TLS":                                starttls.Faulty,
		"554 5.7.1 blocked":                         starttls.Blocked,
		"550 5.7.606 banned":                        starttls.Blocked,
		"521 does not accept mail":                  starttls.NoMail,
		"521 5.7.1 you are on a list, says Postfix": starttls.Blocked,
		"556 5.1.10 no mail":                        starttls.NoMail,
		"554 5.3.2 no":                              starttls.NoMail,
		"554 no SMTP service here":                  "",
		"554 2.7.1 of another class":                "",
		"550 5.7 not a code":                        "",
		"550 5.x.1 not a code":                      "",
	} {
		for stage, before := range map[string][]string{"greeting": nil, "hello": {"220 mx ready"}} {
			t.Run(reply+" as "+stage, func(t *testing.T) {
				t.Parallel()
				ours, theirs := net.Pipe()
				t.Cleanup(func() { ours.Close() })
				go func() {
					defer theirs.Close()
					in := bufio.NewReader(theirs)
					for _, line := range before {
						io.WriteString(theirs, line+"\r\n")
						in.ReadString('\n') // EHLO
					}
					io.WriteString(theirs, reply+"\r\n")
					io.Copy(io.Discard, in)
				}()
				smtp, _ := starttls.Lookup("smtp")
				err := smtp.Upgrade(t.Context(), starttls.NewConversation(ours, "mx.example"))
				var refused *starttls.RefusedError
				if !errors.As(err, &refused) || refused.Reason != want {
					t.Errorf("got %v (%+v), want the reason %q", err, refused, want)
				}
			})
		}
	}
}
