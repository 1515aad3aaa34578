package engine_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// at checks a server on a port with a meaning, in a depth of the caller's.
func (s *realm) at(t *testing.T, b checktest.Behaviour, target checks.Target, depth engine.Depth) checks.Report {
	t.Helper()
	server, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	e, err := engine.New(engine.Config{Dialer: &net.Dialer{}, Resolver: noNames{}, Stores: []chain.Store{s.root}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	target.Connect = server.Addr()
	r := e.Check(t.Context(), target, engine.Options{Timeout: 30 * time.Second, Depth: depth})
	if n := server.Connections(); n > 7 { // 6, and one for the greeting of a program whose certificate is not in order
		t.Errorf("%d connections to one address", n)
	}
	return r
}

var (
	imaps = checks.Target{Host: shownName, Port: 993, Service: "imaps"}
	imap  = checks.Target{Host: shownName, Port: 143, Service: "imap"}

	submitting = checks.Target{Host: shownName, Port: 587, Service: "submission"}
)

// inClear is a server that has agreed to begin TLS and answers the ClientHello in
// clear.
type inClear struct{}

func (inClear) Shake(_ context.Context, conn net.Conn) (net.Conn, error) {
	if _, err := conn.Read(make([]byte, 4096)); err != nil {
		return nil, err
	}
	if _, err := conn.Write([]byte("500 5.5.1 Command unrecognized\r\n")); err != nil {
		return nil, err
	}
	return nil, errors.New("no TLS")
}

// goodbye is a server that has agreed to begin TLS, finds that it cannot, and says so in
// clear: Dovecot does whose key does not fit its certificate.
type goodbye struct {
	words string
	heard bool // only once the hello has come
}

func (g goodbye) Shake(_ context.Context, conn net.Conn) (net.Conn, error) {
	if g.heard {
		if _, err := conn.Read(make([]byte, 4096)); err != nil {
			return nil, err
		}
	}
	if _, err := conn.Write([]byte(g.words + "\r\n")); err != nil {
		return nil, err
	}
	return nil, errors.New("no TLS")
}

// TestGoodbyeBehindSTARTTLS: what the server says then is why, and nobody is suspected
// of having put it there.
func TestGoodbyeBehindSTARTTLS(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	refused := []checks.Code{checks.ServerRefused}
	for _, heard := range []bool{false, true} {
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			for words, target := range map[string]checks.Target{"* BYE TLS initialization failed.": imap, "454 4.3.0 TLS is not to be had": submitting} {
				t.Run(fmt.Sprint(words, heard, depth), func(t *testing.T) {
					t.Parallel()
					protocol := map[int]string{143: "imap", 587: "smtp"}[target.Port]
					r := s.at(t, checktest.STARTTLS(protocol, goodbye{words, heard}), target, depth)
					if got := codes(r); !slices.Equal(got, refused) || !strings.Contains(r.Summary.String(), "cannot start encryption (STARTTLS)") || !strings.Contains(r.Findings[0].Detail.String(), words) {
						t.Errorf("codes %v: %s %s", got, r.Summary.String(), r.Findings[0].Detail.String())
					}
				})
			}
		}
	}
}

// TestLargeHello: where a hello of new programs is blocked and a smaller one
// gets through, that is said, and the server is judged as usual.
func TestLargeHello(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	blocked := []checks.Code{checks.LargeHelloBlocked}
	for _, fate := range []checktest.HelloFate{checktest.DropHello, checktest.CloseHello, checktest.ResetHello, checktest.AlertHello} {
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			for _, way := range []struct {
				name   string
				build  func(checktest.Handshake) checktest.Behaviour
				target checks.Target
			}{
				{"TLS", func(h checktest.Handshake) checktest.Behaviour { return checktest.Implicit("imap", h) }, imaps},
				{"STARTTLS", func(h checktest.Handshake) checktest.Behaviour { return checktest.STARTTLS("imap", h) }, imap},
			} {
				for _, server := range []struct {
					name  string
					id    *checktest.Identity
					codes []checks.Code
				}{
					{"healthy", s.ecdsa(), blocked},
					{"healthy RSA", s.rsa(), blocked},
					{"expired", s.ecdsa(checktest.ExpiredFor(12 * checktest.Day)), []checks.Code{checks.Expired, checks.LargeHelloBlocked}},
				} {
					t.Run(strings.Join([]string{string(fate), string(depth), way.name, server.name}, ", "), func(t *testing.T) {
						t.Parallel()
						r := s.at(t, way.build(checktest.Middlebox(fate, checktest.TLS(server.id))), way.target, depth)
						if got := codes(r); !slices.Equal(got, server.codes) {
							t.Errorf("codes %v, want %v\n%s", got, server.codes, r.Summary.String())
						}
						// An RSA key is asked for in TLS 1.2, and no connection may be left for more.
						if r.TLS == nil || r.TLS.Version != "1.3" && (server.name != "healthy RSA" || r.TLS.Version != "1.2") {
							t.Errorf("TLS %+v", r.TLS)
						}
					})
				}
			}
		}
	}
}

// TestHandshakeReasons: what is known of the reason is said, and only that.
func TestHandshakeReasons(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	failed := []checks.Code{checks.TLSHandshakeFailed}
	byAddress := checks.Target{Host: "127.0.0.1", Port: 993, Service: "imaps"}
	id := s.ecdsa()
	behindLeaf := 130 + len(id.Leaf()) // bytes of a flight of TLS 1.2, which begins with some 100 of other things
	old := checktest.TLS(id, checktest.Versions(tls.VersionTLS12, tls.VersionTLS12))
	for _, tt := range []struct {
		name      string
		behaviour checktest.Behaviour
		target    checks.Target
		codes     []checks.Code
		says      string
		steps     []int
	}{
		{"hangs up on the hello, 993", checktest.Implicit("imap", checktest.HangUpOnHello()), imaps, failed, "closes the connection as soon as encryption starts", []int{5, 10}},
		{"hangs up on the hello, 143", checktest.STARTTLS("imap", checktest.HangUpOnHello()), imap, failed, "closes the connection as soon as encryption starts", []int{5, 10}},
		{"hangs up on the hello, 443", checktest.Implicit("http", checktest.HangUpOnHello()), checks.Target{Host: shownName, Port: 443, Service: "https"}, failed, "closes the connection as soon as encryption starts", nil},
		{"hangs up at once, 993", checktest.HangUp(), imaps, []checks.Code{checks.Unreachable}, "closes it immediately", nil},
		{"silent until its own end, 993", checktest.SilentUntil(3 * time.Second), imaps, []checks.Code{checks.Unreachable}, "sends nothing, and closes it", nil},
		{"silent until its own end, 143", checktest.SilentUntil(3 * time.Second), imap, []checks.Code{checks.Unreachable}, "sends nothing, and closes it", nil},
		{"more text in the answer to STARTTLS, 587", checktest.Declining("smtp", "220 go ahead\r\n250 inserted"), submitting, failed, "sends more text without encryption", []int{10}},
		{"text in answer to the hello, 587", checktest.STARTTLS("smtp", inClear{}), submitting, failed, "sends more text without encryption", []int{10}},
		{"reset behind its own certificate, 993", checktest.Wrapped(checktest.Implicit("imap", old), checktest.ResetAfter(behindLeaf)), imaps, failed, "breaks off in the middle", nil},
		{"closed behind its own certificate, 993", checktest.Wrapped(checktest.Implicit("imap", old), checktest.CloseAfter(behindLeaf)), imaps, failed, "breaks off in the middle", nil},
		{"does not know the name", checktest.Implicit("imap", checktest.TLS(s.ecdsa(), checktest.OnlyByName("another.example"))), imaps, failed, "does not know the name", []int{2, 10}},
		{"does not know the name, 143", checktest.STARTTLS("imap", checktest.TLS(s.ecdsa(), checktest.OnlyByName("another.example"))), imap, failed, "does not know the name", []int{2, 10}},
		{"wants a name", checktest.Implicit("imap", checktest.TLS(s.ecdsa(), checktest.OnlyByName("another.example"))), byAddress, failed, "must be checked by its name", []int{2, 10}},
	} {
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			t.Run(tt.name+", "+string(depth), func(t *testing.T) {
				t.Parallel()
				r := s.at(t, tt.behaviour, tt.target, depth)
				if got := codes(r); !slices.Equal(got, tt.codes) || !strings.Contains(r.Summary.String(), tt.says) {
					t.Fatalf("codes %v, want %v\n%s", got, tt.codes, r.Summary.String())
				}
				if tt.steps != nil && !slices.Equal(r.Findings[0].Steps, tt.steps) {
					t.Errorf("steps %v, want %v", r.Findings[0].Steps, tt.steps)
				}
			})
		}
	}
}

// TestNodesOfOneAddress: servers behind one address that are not set up alike
// are found by the connections of a check, and never pass for a server without
// TLS or for a healthy one.
func TestNodesOfOneAddress(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	id := s.ecdsa()
	good := checktest.STARTTLS("imap", checktest.TLS(id))
	bare := checktest.Clear("imap")
	// Servers with both types of key, so that every connection but one shows a
	// certificate and chance decides nothing.
	secure := func(opts ...checktest.Option) checktest.Behaviour {
		return checktest.Implicit("imap", checktest.TLS(s.ecdsa(opts...), checktest.Also(s.rsa(opts...))))
	}
	node, expired := secure(), secure(checktest.ExpiredFor(12*checktest.Day))
	for _, tt := range []struct {
		name      string
		behaviour func() checktest.Behaviour
		target    checks.Target
		codes     []checks.Code
	}{
		{"STARTTLS offered by the first", func() checktest.Behaviour { return checktest.Alternately(good, bare) }, imap, []checks.Code{checks.STARTTLSNotOffered}},
		{"STARTTLS offered by the second", func() checktest.Behaviour { return checktest.Alternately(bare, good) }, imap, []checks.Code{checks.STARTTLSNotOffered}},
		{"STARTTLS offered by one of three", func() checktest.Behaviour { return checktest.Alternately(bare, bare, good) }, imap, []checks.Code{checks.STARTTLSNotOffered}},
		{"one shows an expired certificate", func() checktest.Behaviour { return checktest.Alternately(node, expired) }, imaps, []checks.Code{checks.CertificateVaries, checks.Expired}},
		{"the first shows an expired certificate", func() checktest.Behaviour { return checktest.Alternately(expired, node) }, imaps, []checks.Code{checks.CertificateVaries, checks.Expired}},
		{"both are in order", func() checktest.Behaviour { return checktest.Alternately(node, secure()) }, imaps, []checks.Code{checks.CertificateVaries}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := s.at(t, tt.behaviour(), tt.target, engine.Full)
			if got := codes(r); !slices.Equal(got, tt.codes) {
				t.Fatalf("codes %v, want %v\n%s", got, tt.codes, r.Summary.String())
			}
			if want := len(tt.codes) > 1 || tt.codes[0] == checks.STARTTLSNotOffered; want != (r.Verdict == checks.VerdictUntrusted) {
				t.Errorf("verdict %s: %s", r.Verdict, r.Summary.String())
			}
		})
	}
	t.Run("quick, the first without STARTTLS", func(t *testing.T) {
		t.Parallel()
		r := s.at(t, checktest.Alternately(bare, good), imap, engine.Quick)
		if got := codes(r); !slices.Equal(got, []checks.Code{checks.STARTTLSNotOffered}) || r.Verdict != checks.VerdictUntrusted || r.Certificate == nil {
			t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
		}
	})
	t.Run("no STARTTLS anywhere", func(t *testing.T) {
		t.Parallel()
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			if r := s.at(t, bare, imap, depth); r.Verdict != checks.VerdictNoTLS {
				t.Errorf("%s: %s", r.Verdict, r.Summary.String())
			}
		}
	})
}

// TestLargeKeys: crypto/tls refuses RSA keys above 8192 bits in any certificate;
// most mail clients work with up to 16384.
func TestLargeKeys(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	id := func(k checktest.KeyType) *checktest.Identity { return s.ca.Issue(shownName, checktest.Key(k)) }
	for _, tt := range []struct {
		name    string
		id      *checktest.Identity
		opts    []checktest.TLSOption
		codes   []checks.Code
		verdict checks.Verdict
	}{
		{"8200 bits", id(checktest.RSA8200), nil, nil, checks.VerdictTrusted},
		{"8200 bits, TLS 1.2", id(checktest.RSA8200), []checktest.TLSOption{checktest.Versions(tls.VersionTLS12, tls.VersionTLS12)}, nil, checks.VerdictTrusted},
		{"16384 bits", id(checktest.RSA16384), nil, nil, checks.VerdictTrusted},
		{"an authority of 8200 bits", s.base.Intermediate("Large CA", checktest.Key(checktest.RSA8200)).Issue(shownName), nil, nil, checks.VerdictTrusted},
		{"8200 bits and expired", s.ca.Issue(shownName, checktest.Key(checktest.RSA8200), checktest.ExpiredFor(12*checktest.Day)), nil, []checks.Code{checks.Expired}, checks.VerdictUntrusted},
		{"16400 bits", id(checktest.RSA16400), nil, []checks.Code{checks.TLSHandshakeFailed}, checks.VerdictUntrusted},
	} {
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			t.Run(tt.name+", "+string(depth), func(t *testing.T) {
				t.Parallel()
				r := s.at(t, checktest.Implicit("imap", checktest.TLS(tt.id, tt.opts...)), imaps, depth)
				if got := codes(r); !slices.Equal(got, tt.codes) || r.Verdict != tt.verdict {
					t.Errorf("%s with codes %v, want %s with %v\n%s", r.Verdict, got, tt.verdict, tt.codes, r.Summary.String())
				}
			})
		}
	}
}

// What crypto/tls refuses by itself is no fault that the server was seen to have.
// Where the time runs out before our own reader has heard it, nothing is known.
func TestLargeKeyWithoutTime(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	answers := checktest.Implicit("imap", checktest.TLS(s.ca.Issue(shownName, checktest.Key(checktest.RSA8200))))
	var connections atomic.Int32
	once := checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if connections.Add(1) > 1 {
			<-ctx.Done()
			return
		}
		answers.Serve(ctx, conn)
	})
	r := s.checkWithin(t, once, engine.Options{Timeout: 6 * time.Second, Depth: engine.Quick}, func(target *checks.Target) { target.Mode = checks.ModeTLS })
	if got, want := codes(r), []checks.Code{checks.NotTested}; !slices.Equal(got, want) || r.Verdict != checks.VerdictUnknown {
		t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
	}
}

// stalls lets some bytes out, and then none.
type stalls struct {
	net.Conn
	left int
	done <-chan struct{}
}

func (c *stalls) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b[:min(len(b), c.left)])
	if c.left -= n; c.left == 0 && err == nil {
		<-c.done
		return n, net.ErrClosed
	}
	return n, err
}

// A server that began to answer our own reader, and was not through when the time was
// up, is not said to have no settings in common with mail apps.
func TestLargeKeyHalfSent(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	answers := checktest.Implicit("imap", checktest.TLS(s.ca.Issue(shownName, checktest.Key(checktest.RSA8200))))
	var connections atomic.Int32
	r := s.checkWithin(t, checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		if connections.Add(1) > 1 {
			conn = &stalls{conn, 200, ctx.Done()}
		}
		answers.Serve(ctx, conn)
	}), engine.Options{Timeout: 6 * time.Second, Depth: engine.Quick}, func(target *checks.Target) { target.Mode = checks.ModeTLS })
	failed := finding(r, checks.TLSHandshakeFailed)
	if failed == nil || checks.EvidenceOf[checks.TLSHandshakeFailedEvidence](failed.Evidence).Reason != checks.ReasonTime {
		t.Errorf("%s with codes %v: %s", r.Verdict, codes(r), r.Summary.String())
	}
}
