package engine_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"testing"

	"certdesk/checks"
	"certdesk/checks/checktest"
)

// saysBehind shakes hands at once and then says its lines, the last one to whoever
// comes after them, until the client leaves.
func saysBehind(h checktest.Handshake, lines ...string) checktest.Behaviour {
	turns := make([]checktest.Behaviour, len(lines))
	for i, line := range lines {
		turns[i] = checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
			secured, err := h.Shake(ctx, conn)
			if err != nil {
				return
			}
			fmt.Fprintf(secured, "%s\r\n", line)
			io.Copy(io.Discard, secured)
			secured.Close()
		})
	}
	return checktest.Turns(turns...)
}

// TestWordsBehindTLS: on a port with TLS at once the words that follow count as much as
// those in clear. A server that sends its clients away there is not fine, and neither
// is one that speaks another protocol than the port is for.
func TestWordsBehindTLS(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, tt := range []struct {
		port int
		says string
		want []checks.Code
		why  checks.Cause
	}{
		{993, "* OK [CAPABILITY IMAP4rev1] ready", nil, ""},
		{993, "* PREAUTH welcome", nil, ""},
		{993, "* BYE Too many connections", []checks.Code{checks.ServerRefused}, checks.CauseServerReply},
		{993, "* BYE [UNAVAILABLE] down", []checks.Code{checks.ServerRefused}, checks.CauseServerBusy},
		{993, "+OK POP3 ready", []checks.Code{checks.WrongProtocol}, ""},
		{993, "220 mail.corp.com ESMTP", []checks.Code{checks.WrongProtocol}, ""},
		{995, "+OK ready", nil, ""},
		{995, "-ERR [SYS/TEMP] later", []checks.Code{checks.ServerRefused}, checks.CauseServerBusy},
		{995, "* OK IMAP ready", []checks.Code{checks.WrongProtocol}, ""},
		{465, "220 mail.corp.com ESMTP", nil, ""},
		{465, "220 ftp.corp.com ready", nil, ""}, // the number is that of SMTP too
		{465, "421 4.3.2 shutting down", []checks.Code{checks.ServerRefused}, checks.CauseServerBusy},
		{465, "554 5.7.1 listed", []checks.Code{checks.ServerRefused}, checks.CauseBlocked},
		{465, "* OK IMAP ready", []checks.Code{checks.WrongProtocol}, ""},
		{990, "220 Welcome", nil, ""}, // no word of FTP
		{443, "* OK IMAP ready", nil, ""},
	} {
		t.Run(fmt.Sprint(tt.port, " ", tt.says), func(t *testing.T) {
			t.Parallel()
			r := s.check(t, saysBehind(checktest.TLS(s.ecdsa()), tt.says), func(target *checks.Target) {
				target.Connect, target.Port, target.Mode = fmt.Sprintf("127.0.0.1:%d", target.Port), tt.port, checks.ModeAuto
			})
			if got := codes(r); !slices.Equal(got, tt.want) {
				t.Fatalf("%s with codes %v, want %v: %s", r.Verdict, got, tt.want, r.Summary.String())
			}
			if tt.why != "" {
				if e := r.Findings[0].Evidence.Of.(*checks.ServerRefusedEvidence); e.Cause != tt.why || e.Reply != tt.says {
					t.Errorf("the evidence is %+v, want the cause %q", e, tt.why)
				}
			}
		})
	}
}

// A server that is busy with our own other connections is not told to turn clients
// away: whoever comes alone gets in.
func TestBusyBehindTLS(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	const busy = "* BYE Too many connections"
	r := s.check(t, saysBehind(checktest.TLS(s.ecdsa()), busy, busy, busy, "* OK ready"), func(target *checks.Target) {
		target.Connect, target.Port, target.Mode = fmt.Sprintf("127.0.0.1:%d", target.Port), 993, checks.ModeAuto
	})
	if got := codes(r); len(got) != 0 {
		t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
	}
}

// TestProtocolOfAnotherPort: what is spoken on a port in clear is another protocol than
// mail programs expect there.
func TestProtocolOfAnotherPort(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, tt := range []struct {
		port     int
		protocol string
		want     []checks.Code
	}{
		{587, "smtp", nil},
		{587, "imap", []checks.Code{checks.WrongProtocol}},
		{143, "smtp", []checks.Code{checks.WrongProtocol}},
		{110, "imap", []checks.Code{checks.WrongProtocol}},
		{143, "pop3", []checks.Code{checks.WrongProtocol}},
		{25, "lmtp", nil}, // a mail server hands on to both
		{10143, "smtp", nil},
		{993, "pop3", []checks.Code{checks.WrongEncryptionMode, checks.WrongProtocol}},
	} {
		t.Run(fmt.Sprint(tt.protocol, " on ", tt.port), func(t *testing.T) {
			t.Parallel()
			r := s.check(t, checktest.STARTTLS(tt.protocol, checktest.TLS(s.ecdsa())), func(target *checks.Target) {
				target.Connect, target.Port, target.Mode = fmt.Sprintf("127.0.0.1:%d", target.Port), tt.port, checks.ModeAuto
			})
			if got := codes(r); !slices.Equal(got, tt.want) {
				t.Errorf("%s with codes %v, want %v: %s", r.Verdict, got, tt.want, r.Summary.String())
			}
		})
	}
}
