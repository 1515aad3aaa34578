package probe

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/probe/rawtls"
)

// turnstile hands connections to a server as the test decides by their number:
// those that it names are closed once another one is open beside them.
type turnstile struct {
	checktest.Behaviour
	drop func(n int) bool

	mu    sync.Mutex
	n     int
	other chan struct{} // closed when a second client has come
}

func newTurnstile(b checktest.Behaviour, drop func(n int) bool) *turnstile {
	return &turnstile{Behaviour: b, drop: drop, other: make(chan struct{})}
}

func (s *turnstile) Serve(ctx context.Context, conn net.Conn) {
	s.mu.Lock()
	s.n++
	n := s.n
	if n == 2 {
		close(s.other)
	}
	s.mu.Unlock()
	if !s.drop(n) {
		s.Behaviour.Serve(ctx, conn)
		return
	}
	select {
	case <-s.other:
	case <-ctx.Done():
	}
}

// serve probes a server with all that there is to ask.
func serve(t *testing.T, b checktest.Behaviour, r Request) checks.Observation {
	t.Helper()
	return serveWith(t, New(&net.Dialer{}), b, r)
}

// serveWith has a prober do so.
func serveWith(t *testing.T, prober *Prober, b checktest.Behaviour, r Request) checks.Observation {
	t.Helper()
	server, err := checktest.NewServer(b)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	r.Address = netip.MustParseAddrPort(server.Addr())
	r.ServerName, r.Full = "mail.alone.example", true
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	got := prober.Probe(ctx, r)
	if n := server.Connections(); n > MaxConnections {
		t.Errorf("%d connections", n)
	}
	return got
}

// TestMainDropped: the main conversation loses against our own side probes.
func TestMainDropped(t *testing.T) {
	t.Parallel()
	id := checktest.NewPKI(time.Now()).Root("Alone Root").Issue("mail.alone.example")
	shake := checktest.TLS(id)
	for _, way := range []struct {
		name      string
		behaviour checktest.Behaviour
		request   Request
	}{
		{"TLS", checktest.Implicit("imap", shake), Request{Mode: checks.ModeTLS}},
		{"STARTTLS", checktest.STARTTLS("imap", shake), Request{Mode: checks.ModeSTARTTLS, Protocol: "imap"}},
	} {
		for _, tt := range []struct {
			name string
			drop func(n int) bool
		}{
			{"the first", func(n int) bool { return n == 1 }},
			{"all that came together", func(n int) bool { return n <= 5 }},
		} {
			t.Run(way.name+", "+tt.name, func(t *testing.T) {
				t.Parallel()
				if way.request.Mode == checks.ModeSTARTTLS && tt.name != "the first" {
					t.Skip("the first that is dropped keeps the others from being opened")
				}
				got := serve(t, newTurnstile(way.behaviour, tt.drop), way.request)
				if got.Outcome != checks.OutcomeTLS || got.TLS == nil || !got.TLS.Completed {
					t.Fatalf("outcome %s, cause %s, TLS %+v", got.Outcome, got.Cause, got.TLS)
				}
				if got.NoSNI != nil && got.NoSNI.Failed || got.LargeHello != "" || got.Otherwise != nil {
					t.Errorf("without a name %+v, large hello %q, otherwise %+v", got.NoSNI, got.LargeHello, got.Otherwise)
				}
			})
		}
	}
}

// hangUpUnnamed makes a server close the connection without a word on clients
// that name no server.
func hangUpUnnamed(c *tls.Config) {
	c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if hello.ServerName == "" {
			hello.Conn.Close()
		}
		return nil, nil
	}
}

// TestUnnamedDropped: that a server hangs up on a hello without a name is said
// only where it does so for the name.
func TestUnnamedDropped(t *testing.T) {
	t.Parallel()
	id := checktest.NewPKI(time.Now()).Root("Alone Root").Issue("mail.alone.example")
	request := Request{Mode: checks.ModeTLS}
	t.Run("for the name", func(t *testing.T) {
		t.Parallel()
		got := serve(t, checktest.Implicit("imap", checktest.TLS(id, hangUpUnnamed)), request)
		if got.NoSNI == nil || !got.NoSNI.Failed || got.NoSNI.Alert != 0 {
			t.Errorf("without a name: %+v", got.NoSNI)
		}
	})
	t.Run("for being every other client", func(t *testing.T) {
		t.Parallel()
		drop := func(n int) bool { return n > 1 && n <= 5 || n%2 == 0 }
		got := serve(t, newTurnstile(checktest.Implicit("imap", checktest.TLS(id)), drop), request)
		if got.Outcome != checks.OutcomeTLS || got.NoSNI != nil && got.NoSNI.Failed {
			t.Errorf("%s, without a name: %+v", got.Outcome, got.NoSNI)
		}
	})
	for _, last := range []int{5, 6} { // the last of those that are dropped; the first is the main one
		drop := func(n int) bool { return n > 1 && n <= last }
		t.Run("for being one of many", func(t *testing.T) {
			t.Parallel()
			got := serve(t, newTurnstile(checktest.Implicit("imap", checktest.TLS(id)), drop), request)
			if got.Outcome != checks.OutcomeTLS || got.NoSNI != nil && got.NoSNI.Failed {
				t.Errorf("%s, without a name: %+v", got.Outcome, got.NoSNI)
			}
		})
	}
}

// TestNameRefused: what a server shows to clients that give no name is not what
// it shows to those whose name it refuses.
func TestNameRefused(t *testing.T) {
	t.Parallel()
	id := checktest.NewPKI(time.Now()).Root("Alone Root").Issue("mail.alone.example")
	for _, best := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		t.Run(tls.VersionName(best), func(t *testing.T) {
			t.Parallel()
			got := serve(t, checktest.Implicit("imap", checktest.TLS(id, checktest.Versions(tls.VersionTLS12, best), refuseNames)), Request{Mode: checks.ModeTLS})
			if got.TLS == nil || got.TLS.Completed || !got.TLS.AlertSeen || got.TLS.Alert != rawtls.AlertUnrecognizedName {
				t.Fatalf("%s, TLS %+v", got.Outcome, got.TLS)
			}
			if n := len(got.TLS.Certificates); n > 0 {
				t.Errorf("%d certificates, of an answer to a hello without a name", n)
			}
			if got.Connections > 1+roomBeside {
				t.Errorf("%d connections: more was asked of a server that shows nothing", got.Connections)
			}
		})
	}
}

// refuseNames makes a server know no name, and serve clients that give none.
func refuseNames(c *tls.Config) {
	c.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if hello.ServerName == "" {
			return nil, nil
		}
		return &tls.Config{MinVersion: tls.VersionTLS12}, nil
	}
}
