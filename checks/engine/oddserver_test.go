package engine_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
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

// TestOddNamesInWorlds: names beside the right one that are none.
func TestOddNamesInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	lists := func(names ...string) func(*world) {
		return func(w *world) {
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, checktest.DNSNames(names...)))))
		}
	}
	checkWorlds(t, []worldCase{
		{"an address before the name", at, "warning client-disagreement", lists("192.0.2.1", host)},
		{"an address behind the name", at, "trusted", lists(host, "192.0.2.1")},
		{"a wildcard of an inner domain before the name", at, "warning client-disagreement", lists("*.local", host)},
		{"a name with a port before a wildcard that fits", at, "warning client-disagreement", lists("imap.w.example:993", "*.w.example")},
		{"an address behind the name, below an authority of few names", at, "warning client-disagreement", func(w *world) {
			id := w.root.Intermediate("Few Names CA", checktest.Permitted("w.example", "192.0.2.1")).Issue(host, checktest.DNSNames(host, "192.0.2.1"))
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(id)))
		}},
		{"without an end", at, "warning client-disagreement", func(w *world) {
			forever := checktest.Validity(w.pki.Now().Add(-checktest.Day), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC))
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host, forever))))
		}},
	})
}

// hangsUpOn ends the connection on some hellos without a word.
func hangsUpOn(some func(*tls.ClientHelloInfo) bool) checktest.TLSOption {
	return func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if !some(hello) {
				return nil, nil
			}
			hello.Conn.Close()
			return nil, net.ErrClosed
		}
	}
}

// TestHangingUpInWorlds: a server that hangs up on several kinds of hellos has a reason
// for each.
func TestHangingUpInWorlds(t *testing.T) {
	t.Parallel()
	const host, at = "imap.w.example", "imap.w.example:993"
	behind := func(shake func(w *world) checktest.Handshake) func(*world) {
		return func(w *world) { w.serve(host, 993, checktest.Implicit("imap", shake(w))) }
	}
	nameless := func(hello *tls.ClientHelloInfo) bool { return !strings.EqualFold(hello.ServerName, host) }
	checkWorlds(t, []worldCase{
		{"on large hellos and on those without its name", at, "warning large-hello-blocked", behind(func(w *world) checktest.Handshake {
			return checktest.Middlebox(checktest.ResetHello, checktest.TLS(w.ca.Issue(host), hangsUpOn(nameless)))
		})},
	})
}

// TestNewestRefused: a server, or what stands before it, refuses whoever offers TLS 1.3. It
// is told where others were seen to get an answer.
func TestNewestRefused(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	newest := func(hello *tls.ClientHelloInfo) bool {
		return slices.Contains(hello.SupportedVersions, tls.VersionTLS13)
	}
	const at12 = tls.VersionTLS12
	alerts := func(c *tls.Config) {
		c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			if newest(hello) {
				return nil, errors.New("not for this version")
			}
			return nil, nil
		}
	}
	for name, tt := range map[string]struct {
		shake *checktest.Shaker
		depth engine.Depth
		want  checks.HandshakeReason
	}{
		"RSA":                     {checktest.TLS(s.rsa(), hangsUpOn(newest)), engine.Full, checks.ReasonOffer},
		"RSA, by an alert":        {checktest.TLS(s.rsa(), alerts), engine.Full, checks.ReasonOffer},
		"RSA, by an alert, quick": {checktest.TLS(s.rsa(), alerts), engine.Quick, checks.ReasonOffer},
		"ECDSA, by an alert":      {checktest.TLS(s.ecdsa(), alerts), engine.Full, checks.ReasonOffer},
		"ECDSA":                   {checktest.TLS(s.ecdsa(), hangsUpOn(newest)), engine.Full, checks.ReasonOffer},
		"two keys":                {checktest.TLS(s.ecdsa(), checktest.Also(s.rsa()), hangsUpOn(newest)), engine.Full, checks.ReasonOffer},
		"two keys, by an alert":   {checktest.TLS(s.ecdsa(), checktest.Also(s.rsa()), alerts), engine.Full, checks.ReasonOffer},
		"nobody":                  {checktest.TLS(s.rsa(), checktest.Versions(at12, at12)), engine.Full, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := s.checkWithin(t, checktest.Implicit("imap", tt.shake), engine.Options{Depth: tt.depth, Timeout: 30 * time.Second}, nil)
			f := finding(r, checks.TLSHandshakeFailed)
			if tt.want == "" {
				if f != nil {
					t.Errorf("it fails: %s", f.Detail)
				}
				return
			}
			if f == nil || checks.EvidenceOf[checks.TLSHandshakeFailedEvidence](f.Evidence).Reason != tt.want {
				t.Errorf("%v, want %s: %s", r.Findings, tt.want, r.Summary)
			}
		})
	}
}

// answersOf is what waits for its client's first line, and answers it.
func answersOf(words string) func(ctx context.Context, raw, secured net.Conn) {
	return func(_ context.Context, _, secured net.Conn) {
		if _, err := bufio.NewReader(secured).ReadString('\n'); err == nil {
			io.WriteString(secured, words)
		}
		secured.Close()
	}
}

// TestWebBehindTLSInWorlds: a web server at a port of mail waits for its client in
// silence. What it chooses by ALPN tells it, or what it answers to a browser's request; a
// server that chooses nothing and answers nothing, or in another protocol, has told
// nothing: mail servers that are slow to greet complain about who does not wait.
func TestWebBehindTLSInWorlds(t *testing.T) {
	t.Parallel()
	const host = "mail.w.example"
	offers := func(protocols ...string) checktest.TLSOption {
		return func(c *tls.Config) { c.NextProtos = protocols }
	}
	waits := func(port uint16, opts ...checktest.TLSOption) func(*world) {
		return func(w *world) {
			w.serve(host, port, endsBehind(checktest.TLS(w.ca.Issue(host), opts...), isSilent))
		}
	}
	page := answersOf("HTTP/1.1 200 OK\r\n\r\n")
	answers := func(port uint16, words string, opts ...checktest.TLSOption) func(*world) {
		return func(w *world) {
			w.serve(host, port, endsBehind(checktest.TLS(w.ca.Issue(host), opts...), answersOf(words)))
		}
	}
	checkWorlds(t, []worldCase{
		{"a web server without ALPN on 993", host + ":993", "warning wrong-protocol", answers(993, "HTTP/1.1 400 Bad Request\r\n\r\n")},
		{"a web server without ALPN on 465, TLS 1.2", host + ":465", "warning wrong-protocol", answers(465, "HTTP/1.0 302 Found\r\n\r\n", checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))},
		{"a web server without ALPN on 587", host + ":587", "warning wrong-protocol", answers(587, "<html><title>400</title></html>\n")},
		{"SMTP that complains", host + ":465", "trusted", answers(465, "554 synchronization error\r\n")},
		{"IMAP that complains", host + ":993", "trusted", answers(993, "* BYE not your turn\r\n")},
		{"another protocol", host + ":993", "trusted", answers(993, "what?\r\n")},
		{"a web server without ALPN whose certificate has expired", host + ":995", "untrusted expired wrong-protocol", func(w *world) {
			w.serve(host, 995, endsBehind(checktest.TLS(w.ca.Issue(host, checktest.ExpiredFor(checktest.Day))), page))
		}},
		{"HTTP/2 on 993", host + ":993", "warning wrong-protocol", waits(993, offers("h2", "http/1.1"))},
		{"HTTP/1.1 on 465", host + ":465", "warning wrong-protocol", waits(465, offers("http/1.1"))},
		{"HTTP/1.1 on 995, TLS 1.2", host + ":995", "warning wrong-protocol", waits(995, offers("http/1.1"), checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))},
		{"HTTP/2 on 587", host + ":587", "warning wrong-protocol", waits(587, offers("h2"))},
		{"no ALPN on 993", host + ":993", "trusted", waits(993)},
		{"IMAP by ALPN on 993", host + ":993", "trusted", waits(993, offers("imap"))},
		{"HTTP/2 on 443", host + ":443", "trusted", waits(443, offers("h2"))},
		{"HTTP/2 at one of two addresses", host + ":993", "warning inconsistent-servers wrong-protocol", func(w *world) {
			waits(993, offers("h2"))(w)
			w.serve(host, 993, checktest.Implicit("imap", checktest.TLS(w.ca.Issue(host))))
		}},
	})
}

// The step about settings says what that port speaks, and not what it is usually for.
func TestWebServerIsToldAsOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.serve("mail.w.example", 993, endsBehind(checktest.TLS(w.ca.Issue("mail.w.example"), func(c *tls.Config) { c.NextProtos = []string{"h2"} }), isSilent))
	r := w.check("mail.w.example:993")
	i := slices.IndexFunc(r.Steps, func(s checks.Step) bool { return s.Number == 3 })
	if i < 0 || !strings.Contains(r.Steps[i].Why.String(), "speaks HTTP on port 993") {
		t.Errorf("steps %+v", r.Steps)
	}
}
