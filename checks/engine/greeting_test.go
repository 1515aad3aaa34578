package engine_test

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// endsBehind shakes hands and then does what is asked, without a word of the protocol.
func endsBehind(h checktest.Handshake, end func(ctx context.Context, raw, secured net.Conn)) checktest.Behaviour {
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if secured, err := h.Shake(ctx, conn); err == nil {
			end(ctx, conn, secured)
		}
	})
}

// says is what says something and leaves.
func says(words string) func(ctx context.Context, raw, secured net.Conn) {
	return func(_ context.Context, _, secured net.Conn) {
		io.WriteString(secured, words)
		secured.Close()
	}
}

var (
	leaves   = func(_ context.Context, _, secured net.Conn) { secured.Close() }
	isCut    = func(_ context.Context, raw, _ net.Conn) { raw.Close() }
	isReset  = func(_ context.Context, raw, _ net.Conn) { raw.(*net.TCPConn).SetLinger(0) }
	isSilent = func(_ context.Context, _, secured net.Conn) { io.Copy(io.Discard, secured) }
	waits    = func(ctx context.Context, _, secured net.Conn) {
		select { // a proxy that tries its server a few times
		case <-ctx.Done():
		case <-time.After(600 * time.Millisecond):
		}
		secured.Close()
	}
)

// TestNoWordBehindTLS: a proxy may set up TLS for a mail server that is down. Where the
// port is of a protocol whose servers greet, one that does not is not called fine, however
// good its certificate. Missing words are no finding: the verdict is on the certificate.
func TestNoWordBehindTLS(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	const (
		twice  = "The certificate of 127.0.0.1 is OK, but the server ended the connection without a greeting, twice."
		silent = "The certificate of 127.0.0.1 is OK, but no greeting came within 2 seconds."
		ours   = "The certificate of 127.0.0.1 is OK, but the check ended before a greeting could come."
	)
	for _, tt := range []struct {
		name     string
		port     int
		protocol string // typed
		end      func(ctx context.Context, raw, secured net.Conn)
		version  uint16
		timeout  time.Duration
		says     string // "" where the server is fine
		why      checks.Cause
		act      checks.Actor
	}{
		{name: "within a word", port: 993, end: says("* O"), says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "behind an empty line", port: 995, end: says("\r\n"), says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "closed", port: 993, end: leaves, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "closed, TLS 1.2", port: 993, version: tls.VersionTLS12, end: leaves, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "without a goodbye", port: 995, end: isCut, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "without a goodbye, TLS 1.2", port: 465, version: tls.VersionTLS12, end: isCut, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "reset", port: 465, end: isReset, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "after a while", port: 993, end: waits, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "of FTP", port: 990, end: leaves, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "of NNTP", port: 563, end: leaves, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "another port, protocol typed", port: 10993, protocol: "imap", end: leaves, says: twice, why: checks.CauseReset, act: checks.ActServer},
		{name: "web", port: 443, end: leaves},
		{name: "LDAP, where the client speaks first", port: 636, end: leaves},
		{name: "a port of nothing", port: 10993, end: leaves},
		{name: "silent", port: 993, end: isSilent, says: silent, why: checks.CauseSilent, act: checks.ActUnknown},
		{name: "silent, TLS 1.2", port: 465, version: tls.VersionTLS12, end: isSilent, timeout: 20 * time.Second, says: silent, why: checks.CauseSilent, act: checks.ActUnknown},
		{name: "silent for as long as we had", port: 995, end: isSilent, timeout: 2 * time.Second, says: ours, why: checks.CauseCutShort, act: checks.ActUnknown},
		{name: "web that waits", port: 443, end: isSilent},
	} {
		t.Run(fmt.Sprint(tt.port, " ", tt.name), func(t *testing.T) {
			t.Parallel()
			var options []checktest.TLSOption
			if tt.version != 0 {
				options = append(options, checktest.Versions(tt.version, tt.version))
			}
			r := s.checkWithin(t, endsBehind(checktest.TLS(s.ecdsa(), options...), tt.end), engine.Options{Timeout: cmp.Or(tt.timeout, 30*time.Second)}, func(target *checks.Target) {
				target.Connect, target.Port = fmt.Sprintf("127.0.0.1:%d", target.Port), tt.port
				target.Mode, target.Protocol = checks.ModeAuto, tt.protocol
				if tt.protocol != "" {
					target.Mode = checks.ModeTLS
				}
			})
			said := r.Summary.String()
			if got := codes(r); len(got) > 0 || r.Verdict != checks.VerdictTrusted {
				t.Fatalf("%s with codes %v, want none: %s", r.Verdict, got, said)
			}
			if fine := strings.Contains(said, "is fine"); fine != (tt.says == "") || !fine && said != tt.says {
				t.Errorf("the summary is %q, want %q", said, tt.says)
			}
			if got := r.Endpoints[0].NoGreeting; got != tt.why || r.NoGreeting() != (tt.why != "") {
				t.Errorf("no greeting for %q, want %q", got, tt.why)
			}
			if tt.act != "" && r.Act != tt.act {
				t.Errorf("who acts: %s, want %s", r.Act, tt.act)
			}
			if ask := len(r.Steps) == 1 && r.Steps[0].Number == 10 && r.Cure == 10; ask != (tt.act == checks.ActServer) {
				t.Errorf("the cure is step %d of %d steps", r.Cure, len(r.Steps))
			}
		})
	}
}

// TestOneEndBehindTLS: what was met once may be chance, or owed to our own other
// connections, and who greets whoever comes alone is fine.
func TestOneEndBehindTLS(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	h := checktest.TLS(s.ecdsa())
	ends := endsBehind(h, leaves)
	r := s.check(t, checktest.Turns(ends, ends, ends, saysBehind(h, "* OK ready")), func(target *checks.Target) {
		target.Connect, target.Port, target.Mode = fmt.Sprintf("127.0.0.1:%d", target.Port), 993, checks.ModeAuto
	})
	if got := codes(r); len(got) != 0 || r.NoGreeting() || !strings.Contains(r.Summary.String(), "is fine") {
		t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
	}
}

// TestGreetingOfWhoAsksForACertificate: the first byte of a greeting that shows that the
// server does without a client certificate belongs to the greeting.
func TestGreetingOfWhoAsksForACertificate(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	h := checktest.TLS(s.ecdsa(), checktest.ClientCertificate(tls.RequestClientCert))
	for says, want := range map[string][]checks.Code{"* OK ready": nil, "* BYE full": {checks.ServerRefused}, "+OK ready": {checks.WrongProtocol}} {
		r := s.check(t, saysBehind(h, says), func(target *checks.Target) {
			target.Connect, target.Port, target.Mode = fmt.Sprintf("127.0.0.1:%d", target.Port), 993, checks.ModeAuto
		})
		if got := codes(r); !slices.Equal(got, want) {
			t.Errorf("%q: %s with codes %v, want %v: %s", says, r.Verdict, got, want, r.Summary.String())
		}
	}
}

// TestAnswerToAHelloIsNoGreeting: words in clear that come to a ClientHello may look like
// those of a protocol that greets (Redis says "-ERR"). Where nobody greets then, those
// words are what was seen, and not silence.
func TestAnswerToAHelloIsNoGreeting(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for says, want := range map[string]checks.Code{
		"-ERR unknown command\r\n":         checks.ServerRefused, // of Redis; in POP3 it sends its client away
		"* OK what\r\n":                    checks.NotTLS,
		"500 unrecognized command\r\n":     checks.NotTLS,
		"HTTP/1.1 400 Bad Request\r\n\r\n": checks.NotTLS,
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			r := s.checkWithin(t, checktest.BehaviourFunc(func(_ context.Context, conn net.Conn) {
				for hello := make([]byte, 4096); ; {
					if _, err := conn.Read(hello); err != nil {
						return
					}
					io.WriteString(conn, says)
				}
			}), engine.Options{Timeout: 5 * time.Second}, func(target *checks.Target) {
				target.Connect, target.Port, target.Mode = fmt.Sprintf("127.0.0.1:%d", target.Port), 993, checks.ModeAuto
			})
			if got := codes(r); !slices.Equal(got, []checks.Code{want}) {
				t.Errorf("%s with codes %v, want %s: %s", r.Verdict, got, want, r.Summary.String())
			}
		})
	}
}
