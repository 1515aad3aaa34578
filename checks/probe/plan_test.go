package probe

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/starttls"
)

func (p plan) String() string {
	switch {
	case p.mode == checks.ModeTLS:
		return "tls"
	case p.listens():
		return "listen"
	}
	return p.protocol
}

// TestPlans: what a port is asked in first, what beside it where it is silent, and what
// where it hangs up on that; and for how many side probes there is room.
func TestPlans(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		request                Request
		first, beside, instead string
		guesses                bool
		room                   int
	}{
		{"IMAPS", Request{Port: 993}, "tls", "imap", "imap", false, 4},
		{"IMAP", Request{Port: 143}, "imap", "tls", "tls", false, 4},
		{"submission", Request{Port: 587}, "smtp", "tls", "tls", false, 4},
		{"HTTPS", Request{Port: 443}, "tls", "", "", false, 4},
		{"no port that is known", Request{Port: 40000}, "tls", "listen", "ldap postgres xmpp", true, 2},
		{"TLS where STARTTLS is usual", Request{Port: 143, Mode: checks.ModeTLS}, "tls", "imap", "imap", false, 4},
		{"STARTTLS where TLS is usual", Request{Port: 993, Mode: checks.ModeSTARTTLS}, "imap", "tls", "tls", false, 4},
		{"TLS at a port of one's own", Request{Port: 40000, Mode: checks.ModeTLS}, "tls", "listen", "ldap postgres xmpp", false, 4},
		{"STARTTLS at a port of one's own", Request{Port: 40000, Mode: checks.ModeSTARTTLS}, "listen", "tls", "tls", true, 2},
		{"a protocol at a port of one's own", Request{Port: 40000, Protocol: "smtp"}, "smtp", "tls", "tls", true, 2},
		{"another protocol at a known port", Request{Port: 993, Protocol: "pop3"}, "pop3", "tls", "tls", false, 4},
		{"TLS and a protocol at a port of one's own", Request{Port: 40000, Mode: checks.ModeTLS, Protocol: "pop3"}, "tls", "pop3", "pop3", false, 4},
	} {
		s := &scan{request: tt.request}
		first := s.firstPlan()
		beside := ""
		if p, has := s.rivalTo(first); has {
			beside = p.String()
		}
		var instead []string
		for _, p := range s.insteadOf(first) {
			instead = append(instead, p.String())
		}
		if first.String() != tt.first || beside != tt.beside || strings.Join(instead, " ") != tt.instead || s.guesses() != tt.guesses || s.roomFor() != tt.room {
			t.Errorf("%s: first %s, beside %s, instead %q, guesses %v, room %d", tt.name, first, beside, instead, s.guesses(), s.roomFor())
		}
	}
}

// TestInsteadOfWhatWasSpoken: what the listener has spoken already is not tried again.
func TestInsteadOfWhatWasSpoken(t *testing.T) {
	for first, want := range map[plan]string{{mode: checks.ModeTLS}: "postgres xmpp", {mode: checks.ModeSTARTTLS}: "postgres xmpp"} {
		s := &scan{request: Request{Port: 40000}}
		s.ear.speakUp("ldap")
		s.ear.speakUp("xmpp") // too late: it speaks already
		if got := fmt.Sprint(s.insteadOf(first)); got != "["+want+"]" {
			t.Errorf("instead of %s: %s, want %s", first, got, want)
		}
	}
}

// TestPlanFits: side probes of one plan are of use to another that leads the same way.
func TestPlanFits(t *testing.T) {
	atOnce, imap, listen := plan{mode: checks.ModeTLS}, plan{checks.ModeSTARTTLS, "imap"}, plan{mode: checks.ModeSTARTTLS}
	for _, tt := range []struct {
		planned, actual plan
		want            bool
	}{
		{atOnce, atOnce, true}, {imap, imap, true}, {listen, imap, true}, {atOnce, imap, false}, {imap, atOnce, false},
		{listen, atOnce, false}, {imap, plan{checks.ModeSTARTTLS, "pop3"}, false},
	} {
		if got := tt.planned.fits(tt.actual); got != tt.want {
			t.Errorf("%s for %s: %v", tt.planned, tt.actual, got)
		}
	}
}

// TestReserve: connections are kept back for what else a server may be that hangs up,
// and for nothing once it has answered.
func TestReserve(t *testing.T) {
	atOnce := plan{mode: checks.ModeTLS}
	for _, tt := range []struct {
		name    string
		request Request
		plan    plan
		answers []answer
		want    int
	}{
		{"TLS, which may be LDAP, PostgreSQL or XMPP", Request{Port: 40000}, atOnce, nil, 3},
		{"TLS, which was answered beside it", Request{Port: 40000}, atOnce, []answer{refuses(unnamed, 40)}, 0},
		{"TLS, which was asked for", Request{Port: 40000, Mode: checks.ModeTLS}, atOnce, nil, 0},
		{"IMAPS: a server of IMAP greets", Request{Port: 993}, atOnce, nil, 0},
		{"LDAPS: a server of LDAP does not", Request{Port: 636}, atOnce, nil, 1},
		{"IMAP, which may be TLS", Request{Port: 143}, plan{checks.ModeSTARTTLS, "imap"}, nil, 1},
	} {
		s := met(tt.answers...)
		s.request = tt.request
		if got := s.reserve(tt.plan); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// TestVersionsOfTheMainConversation: it tells of the version that was agreed on and of
// those above it that were offered.
func TestVersionsOfTheMainConversation(t *testing.T) {
	for _, tt := range []struct {
		best    uint16
		version checks.TLSVersion
		want    string
	}{
		{0, checks.TLS13, "map[1.3:true]"}, {0, checks.TLS12, "map[1.2:true 1.3:false]"},
		{0, checks.TLS10, "map[1.0:true 1.1:false 1.2:false 1.3:false]"}, {0x0303, checks.TLS12, "map[1.2:true]"},
		{0x0303, checks.TLS11, "map[1.1:true 1.2:false]"}, {0x0300, checks.SSL3, "map[ssl3:true]"}, {0, "", "map[]"},
	} {
		a := mainly(tt.version, suite13, "")
		a.best = tt.best
		if got := fmt.Sprint(a.versionsOf()); got != tt.want {
			t.Errorf("%s of %x: %s, want %s", tt.version, tt.best, got, tt.want)
		}
	}
	if got := new(attempt).versionsOf(); len(got) != 0 {
		t.Errorf("without TLS: %v", got)
	}
}

// TestEndsInClear: each end of a conversation in clear has its outcome, its cause and
// what the server said.
func TestEndsInClear(t *testing.T) {
	for _, tt := range []struct {
		name     string
		err      error
		greeting string
		after    time.Duration
		want     string
	}{
		{"refused", &starttls.RefusedError{Reply: "no"}, "hi", 0, "refused server-reply imap no conclusive"},
		{"refused for a time", &starttls.RefusedError{Reply: "421", Reason: starttls.Busy}, "", 0, "refused server-busy imap 421 conclusive"},
		{"not offered", &starttls.NotOfferedError{Reply: "no"}, "hi", 0, "no-starttls server-reply imap no conclusive"},
		{"masked", &starttls.NotOfferedError{Reply: "XXX", Masked: true}, "hi", 0, "no-starttls masked imap XXX conclusive"},
		{"another protocol", &starttls.UnexpectedError{Got: []byte("SSH-2.0\r\nx")}, "", 0, "not-tls protocol [SSH-2.0] plain"},
		{"another protocol behind a greeting", &starttls.UnexpectedError{}, "hi", 0, "not-tls protocol [hi] plain"},
		{"clear text behind STARTTLS", starttls.ErrClearText, "hi", 0, "tls  imap clear-text conclusive"},
		{"silence", os.ErrDeadlineExceeded, "", 0, "unreachable silent"},
		{"silence behind a greeting", os.ErrDeadlineExceeded, "hi", 0, "unreachable timeout imap"},
		{"a reset", syscall.ECONNRESET, "", 0, "unreachable reset broken off wordless"},
		{"an end at the last moment", io.EOF, "", atOnce, "unreachable reset broken off wordless"},
		{"an end after a time", io.EOF, "", 3 * time.Second, "unreachable silent-then-closed broken off wordless"},
		{"an end behind a greeting", io.EOF, "hi", 3 * time.Second, "unreachable interrupted imap broken off"},
		{"nonsense", starttls.ErrTooMuch, "", 0, "not-tls protocol"},
	} {
		a := &attempt{}
		a.Greeting, a.Timing.STARTTLS = tt.greeting, tt.after
		a.ended(tt.err, "imap")
		words := []string{string(a.Outcome), string(a.Cause)}
		add := func(is bool, what string) {
			if is {
				words = append(words, what)
			}
		}
		add(a.Protocol != "", a.Protocol)
		add(a.Reply != "", a.Reply)
		add(a.TLS != nil, "clear-text")
		add(a.plain != nil, "["+a.Greeting+"] plain")
		add(a.conclusive(), "conclusive")
		add(a.brokenOff(), "broken off")
		add(a.wordless(), "wordless")
		if got := strings.Join(words, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestConclusive: only what no other plan can better ends a probe.
func TestConclusive(t *testing.T) {
	for _, tt := range []struct {
		outcome  checks.Outcome
		protocol string
		want     bool
	}{
		{checks.OutcomeTLS, "", true}, {checks.OutcomeNoSTARTTLS, "imap", true}, {checks.OutcomeRefused, "smtp", true},
		{checks.OutcomeNotTLS, "http", true}, {checks.OutcomeNotTLS, "ssh", true}, {checks.OutcomeNotTLS, "imap", false},
		{checks.OutcomeUnreachable, "", false}, {checks.OutcomeNotTested, "", false},
	} {
		a := &attempt{Observation: checks.Observation{Outcome: tt.outcome, Protocol: tt.protocol}}
		if got := a.conclusive(); got != tt.want {
			t.Errorf("%s %s: %v", tt.outcome, tt.protocol, got)
		}
	}
}

// TestSpeaksSMTP: a server that does not know EHLO may be one of FTP.
func TestSpeaksSMTP(t *testing.T) {
	for reply, want := range map[string]bool{"": true, "454 later": true, "500 what": false, "502 what": false, "530 log in": false} {
		a := &attempt{Observation: checks.Observation{Reply: reply}}
		if got := a.speaksSMTP(); got != want {
			t.Errorf("%q: %v", reply, got)
		}
		a.Outcome = checks.OutcomeTLS
		if !a.speaksSMTP() {
			t.Errorf("%q, and TLS came", reply)
		}
	}
}

// forbidden and byProxy are errors that tell something of themselves.
type forbidden struct{ is bool }

func (forbidden) Error() string     { return "forbidden" }
func (e forbidden) Forbidden() bool { return e.is }

type byProxy struct{}

func (byProxy) Error() string                   { return "by a proxy" }
func (byProxy) Proxied() (checks.Cause, string) { return checks.CauseProxySilent, "502" }

// dials fails with an error.
type dials struct{ err error }

func (d dials) DialContext(context.Context, string, string) (net.Conn, error) { return nil, d.err }

// TestDialCauses: what is not of the server is not told of it.
func TestDialCauses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err         error
		want, want6 string
	}{
		{syscall.ECONNREFUSED, "unreachable connection-refused", ""},
		{syscall.ETIMEDOUT, "unreachable timeout", ""},
		{context.DeadlineExceeded, "unreachable timeout", ""},
		{syscall.EHOSTUNREACH, "unreachable no-route", ""},
		{syscall.ENETUNREACH, "not-tested no-route", ""},
		{syscall.ENETDOWN, "not-tested no-route", ""},
		{syscall.EAFNOSUPPORT, "not-tested no-route", ""},
		{syscall.EADDRNOTAVAIL, "not-tested local-fault", "not-tested no-route"},
		{syscall.ECONNRESET, "unreachable reset", ""},
		{syscall.ECONNABORTED, "unreachable reset", ""},
		{io.EOF, "unreachable reset", ""},
		{syscall.EACCES, "not-tested not-allowed", ""},
		{syscall.EPERM, "not-tested not-allowed", ""},
		{syscall.EMFILE, "not-tested local-fault", ""},
		{forbidden{true}, "not-tested not-allowed", ""},
		{forbidden{false}, "not-tested local-fault", ""},
		{byProxy{}, "not-tested " + string(checks.CauseProxySilent) + " 502", ""},
	} {
		for address, want := range map[string]string{"192.0.2.1:993": tt.want, "[fd00::1]:993": tt.want6} {
			if want == "" {
				want = tt.want
			}
			t.Run(tt.err.Error()+" at "+address, func(t *testing.T) {
				t.Parallel()
				got := New(dials{fmt.Errorf("dialling: %w", tt.err)}).Probe(t.Context(), Request{Address: netip.MustParseAddrPort(address)})
				said := strings.TrimSpace(fmt.Sprint(got.Outcome, " ", got.Cause, " ", got.ProxyReply))
				if said != want {
					t.Errorf("%s, want %s", said, want)
				}
			})
		}
	}
}
