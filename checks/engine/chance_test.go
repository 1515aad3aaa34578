package engine_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// resets drops some of its connections, counted from 1, and behaves as rest on all
// others.
type resets struct {
	rest       checktest.Behaviour
	dropped    func(n int64) bool
	afterHello bool          // the first bytes are read before
	wait       time.Duration // until then
	n          atomic.Int64
}

func (r *resets) Serve(ctx context.Context, conn net.Conn) {
	if !r.dropped(r.n.Add(1)) {
		r.rest.Serve(ctx, conn)
		return
	}
	if r.afterHello {
		conn.Read(make([]byte, 4096))
	}
	time.Sleep(r.wait)
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// TestDroppedByChance: a healthy server that resets a connection now and then is
// healthy, whichever it was: nothing is said of what the hello looked like.
func TestDroppedByChance(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, dropped := range [][]int64{{1}, {2}, {3}, {4}, {5}, {1, 2}, {1, 3}, {2, 3}} {
		for _, afterHello := range []bool{false, true} {
			for mode, behaviour := range map[checks.Mode]checktest.Behaviour{
				checks.ModeTLS:      checktest.Implicit("imap", checktest.TLS(s.ecdsa())),
				checks.ModeSTARTTLS: checktest.STARTTLS("imap", checktest.TLS(s.ecdsa())),
			} {
				change := starttls("imap")
				if mode == checks.ModeTLS {
					change = nil
				} else if afterHello {
					continue // the server speaks first
				}
				t.Run(fmt.Sprint(dropped, " ", mode, " ", afterHello), func(t *testing.T) {
					t.Parallel()
					for range 4 {
						server := &resets{rest: behaviour, dropped: func(n int64) bool { return slices.Contains(dropped, n) }, afterHello: afterHello}
						r := s.checkWithin(t, server, engine.Options{Timeout: 30 * time.Second}, change)
						if r.Verdict != checks.VerdictTrusted || slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return f.Severity != checks.Info }) {
							t.Errorf("%s with codes %v: %s", r.Verdict, codes(r), r.Summary.String())
						}
					}
				})
			}
		}
	}
}

// The same holds for a sweep, which asks once.
func TestDroppedByChanceInASweep(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	first := func(n int64) bool { return n == 1 }
	for range 4 {
		for _, r := range []checks.Report{
			s.checkWithin(t, &resets{rest: checktest.Implicit("imap", checktest.TLS(s.ecdsa())), dropped: first}, engine.Options{Depth: engine.Quick, Timeout: 30 * time.Second}, nil),
			s.checkWithin(t, &resets{rest: checktest.Implicit("imap", checktest.TLS(s.ecdsa())), dropped: first, afterHello: true}, engine.Options{Depth: engine.Quick, Timeout: 30 * time.Second}, nil),
			s.checkWithin(t, &resets{rest: checktest.STARTTLS("imap", checktest.TLS(s.ecdsa())), dropped: first}, engine.Options{Depth: engine.Quick, Timeout: 30 * time.Second}, starttls("imap")),
		} {
			if r.Verdict != checks.VerdictTrusted || len(r.Findings) > 0 {
				t.Errorf("%s with codes %v: %s", r.Verdict, codes(r), r.Summary.String())
			}
		}
	}
}

// A server without TLS greets, and resets the connection on a hello: the greeting may
// be lost with it. What it said to others counts, and the other mode is still tried.
func TestGreetingIsLost(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, wait := range []time.Duration{0, 100 * time.Millisecond} { // before the side probes have begun, and after
		server := &resets{rest: checktest.STARTTLS("imap", checktest.TLS(s.ecdsa())), dropped: func(n int64) bool { return n == 1 }, afterHello: true, wait: wait}
		r := s.checkWithin(t, server, engine.Options{Timeout: 30 * time.Second}, nil)
		if got := codes(r); !slices.Equal(got, []checks.Code{checks.WrongEncryptionMode}) {
			t.Errorf("after %v: %s with codes %v: %s", wait, r.Verdict, got, r.Summary.String())
		}
	}
}

// firstEnds has its first connection end in a way of its own, or that which is told.
type firstEnds struct {
	rest checktest.Behaviour
	end  func(net.Conn)
	nth  int64 // 0 is the first as well
	n    atomic.Int64
}

func (f *firstEnds) Serve(ctx context.Context, conn net.Conn) {
	if f.n.Add(1) == max(f.nth, 1) {
		f.end(conn)
		return
	}
	f.rest.Serve(ctx, conn)
}

// TestFirstConnectionEnds: whatever became of the first connection to a healthy
// server, in the middle of the greeting or after seconds of silence.
func TestFirstConnectionEnds(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	imaps, smtp := checktest.Implicit("imap", checktest.TLS(s.ecdsa())), checktest.STARTTLS("smtp", checktest.TLS(s.ecdsa()))
	reset := func(c net.Conn) { c.(*net.TCPConn).SetLinger(0); c.Close() }
	for _, tt := range []struct {
		name   string
		rest   checktest.Behaviour
		end    func(net.Conn)
		change func(*checks.Target)
	}{
		{"closed", imaps, func(c net.Conn) { c.Close() }, nil},
		{"closed on the hello", imaps, func(c net.Conn) { c.Read(make([]byte, 4096)); c.Close() }, nil},
		{"silent, then reset", imaps, func(c net.Conn) { time.Sleep(3 * time.Second); reset(c) }, nil},
		{"greeted, then closed", smtp, func(c net.Conn) { c.Write([]byte("220 mx\r\n")); c.Close() }, starttls("smtp")},
		{"greeted, then reset", smtp, func(c net.Conn) { c.Write([]byte("220 mx\r\n")); c.Read(make([]byte, 100)); reset(c) }, starttls("smtp")},
		{"too many clients", smtp, func(c net.Conn) { c.Write([]byte("421 busy\r\n")); c.Close() }, starttls("smtp")},
	} {
		for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
			t.Run(fmt.Sprint(tt.name, " ", depth), func(t *testing.T) {
				t.Parallel()
				r := s.checkWithin(t, &firstEnds{rest: tt.rest, end: tt.end}, engine.Options{Depth: depth, Timeout: 30 * time.Second}, tt.change)
				if r.Verdict != checks.VerdictTrusted || len(r.Findings) > 0 {
					t.Errorf("%s with codes %v: %s", r.Verdict, codes(r), r.Summary.String())
				}
			})
		}
	}
}

// TestOneTurnedAway: a full server turns one connection away, in clear where TLS is due
// (Exim does), whichever of ours it is.
func TestOneTurnedAway(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	imaps := checktest.Implicit("imap", checktest.TLS(s.ecdsa()))
	for _, words := range []string{"421 Too many concurrent connections; please try again later.", "* BYE too many connections", "-ERR [SYS/TEMP] busy"} {
		for nth := int64(1); nth <= 8; nth++ {
			t.Run(fmt.Sprint(words, " ", nth), func(t *testing.T) {
				t.Parallel()
				busy := &firstEnds{rest: imaps, nth: nth, end: func(c net.Conn) { io.WriteString(c, words+"\r\n"); c.Close() }}
				r := s.checkWithin(t, busy, engine.Options{Timeout: 30 * time.Second}, nil)
				if r.Verdict != checks.VerdictTrusted || len(r.Findings) > 0 {
					t.Errorf("%s with codes %v: %s", r.Verdict, codes(r), r.Summary.String())
				}
			})
		}
	}
}

// crowded turns whoever comes away while it has max clients.
type crowded struct {
	rest  checktest.Behaviour
	words string
	max   int64
	n     atomic.Int64
}

func (c *crowded) Serve(ctx context.Context, conn net.Conn) {
	defer c.n.Add(-1)
	if c.n.Add(1) > c.max {
		io.WriteString(conn, c.words+"\r\n")
		return
	}
	c.rest.Serve(ctx, conn)
}

// TestFull: a server that turns everybody away in clear, where TLS is due, is told as
// that, and not as one without TLS.
func TestFull(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, words := range []string{"421 Too many concurrent connections", "* BYE Too many connections", "-ERR busy", "554 5.7.1 go away"} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			full := &crowded{rest: checktest.Implicit("imap", checktest.TLS(s.ecdsa())), words: words}
			r := s.checkWithin(t, full, engine.Options{Timeout: 30 * time.Second}, nil)
			if got := codes(r); !slices.Equal(got, []checks.Code{checks.ServerRefused}) {
				t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
			}
		})
	}
}

// TestCrowded: a server that has room for few at a time is in order, whichever of our
// connections it turns away.
func TestCrowded(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for name, in := range map[string]struct {
		rest   checktest.Behaviour
		change func(*checks.Target)
		words  string
	}{
		"TLS":      {checktest.Implicit("smtp", checktest.TLS(s.ecdsa())), nil, "421 Too many concurrent connections"},
		"STARTTLS": {checktest.STARTTLS("smtp", checktest.TLS(s.ecdsa())), starttls("smtp"), "421 Too many concurrent connections"},
		"IMAP":     {checktest.STARTTLS("imap", checktest.TLS(s.ecdsa())), starttls("imap"), "* BYE Too many connections"},
		"POP3":     {checktest.STARTTLS("pop3", checktest.TLS(s.ecdsa())), starttls("pop3"), "-ERR [SYS/TEMP] busy"},
		"FTP":      {checktest.STARTTLS("ftp", checktest.TLS(s.ecdsa())), starttls("ftp"), "421 There are too many connected users"},
	} {
		for most := int64(1); most <= 4; most++ {
			for _, depth := range []engine.Depth{engine.Full, engine.Quick} {
				t.Run(fmt.Sprint(name, " ", most, " ", depth), func(t *testing.T) {
					t.Parallel()
					r := s.checkWithin(t, &crowded{rest: in.rest, words: in.words, max: most}, engine.Options{Depth: depth, Timeout: 30 * time.Second}, in.change)
					if r.Verdict != checks.VerdictTrusted || len(r.Findings) > 0 {
						t.Errorf("%s with codes %v: %s", r.Verdict, codes(r), r.Summary.String())
					}
				})
			}
		}
	}
}

// late behaves as rest does, after a while.
type late struct {
	rest checktest.Behaviour
	wait time.Duration
}

func (l *late) Serve(ctx context.Context, conn net.Conn) {
	time.Sleep(l.wait)
	l.rest.Serve(ctx, conn)
}

// A server without TLS that greets late is asked for STARTTLS beside the hello that it
// does not understand: what comes of that counts, for no connection may be left to ask
// again.
func TestGreetingIsLate(t *testing.T) {
	t.Parallel()
	s := newRealm(t)
	for _, wait := range []time.Duration{500 * time.Millisecond, 1200 * time.Millisecond, 1800 * time.Millisecond, 2500 * time.Millisecond} {
		t.Run(wait.String(), func(t *testing.T) {
			t.Parallel()
			r := s.checkWithin(t, &late{checktest.STARTTLS("imap", checktest.TLS(s.ecdsa())), wait}, engine.Options{Timeout: 30 * time.Second},
				func(target *checks.Target) { target.Protocol = "imap" })
			if got := codes(r); !slices.Equal(got, []checks.Code{checks.WrongEncryptionMode}) {
				t.Errorf("%s with codes %v: %s", r.Verdict, got, r.Summary.String())
			}
		})
	}
}
