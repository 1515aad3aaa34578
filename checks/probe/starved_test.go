package probe

import (
	"context"
	"net"
	"net/netip"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/pulse"
)

// machine is one that does not run from one moment to another: what arrives meanwhile
// is read afterwards, by the first connection last, and a deadline that is over by then
// comes before it.
type machine struct {
	server   checktest.Behaviour
	from, to time.Time

	mu    sync.Mutex
	n     int // connections
	conns []net.Conn
	serve sync.WaitGroup
}

// sleeps waits until the machine runs again.
func (m *machine) sleeps(after time.Duration) {
	if now := time.Now(); !now.Before(m.from) && now.Before(m.to) {
		time.Sleep(m.to.Sub(now) + after)
	}
}

func (m *machine) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	m.sleeps(0)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	client, server := net.Pipe()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n++
	m.conns = append(m.conns, client, server)
	late := time.Duration(0)
	if m.n == 1 {
		late = 10 * time.Millisecond
	}
	m.serve.Go(func() {
		defer server.Close()
		m.server.Serve(ctx, server)
	})
	return &slept{Conn: client, machine: m, late: late}, nil
}

func (m *machine) beats(d time.Duration) (<-chan time.Time, func()) {
	ticker, beats, stop := time.NewTicker(d), make(chan time.Time), make(chan struct{})
	go func() {
		for {
			select {
			case at := <-ticker.C:
				m.sleeps(0)
				select {
				case beats <- at:
				case <-stop:
					return
				}
			case <-stop:
				return
			}
		}
	}()
	return beats, func() { ticker.Stop(); close(stop) }
}

// slept is a connection of such a machine.
type slept struct {
	net.Conn
	machine *machine
	late    time.Duration

	mu  sync.Mutex
	end time.Time
}

func (s *slept) Read(b []byte) (int, error) {
	n, err := s.Conn.Read(b)
	s.machine.sleeps(s.late)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.end.IsZero() && !time.Now().Before(s.end) {
		return 0, os.ErrDeadlineExceeded
	}
	return n, err
}

func (s *slept) SetDeadline(at time.Time) error {
	s.SetReadDeadline(at)
	return s.Conn.SetDeadline(at)
}

func (s *slept) SetReadDeadline(at time.Time) error {
	s.mu.Lock()
	s.end = at
	s.mu.Unlock()
	return s.Conn.SetReadDeadline(at)
}

// TestStarved: where our own machine did not run, nothing is concluded from what was
// not heard; what a server does is found all the same.
func TestStarved(t *testing.T) {
	ca := checktest.NewPKI(time.Now()).Root("Root")
	id := ca.Issue("mail.alone.example", checktest.Key(checktest.P256))
	good := checktest.TLS(id)
	atOnceTLS := checktest.Implicit("imap", good)
	// slow is a server that lets its first client wait.
	slow := func(first, others time.Duration, b checktest.Behaviour) checktest.Behaviour {
		return numbered(func(n int) checktest.Behaviour {
			if n == 1 {
				return late(first, b)
			}
			return late(others, b)
		})
	}
	const ms = time.Millisecond
	blocks := checktest.Implicit("imap", checktest.Middlebox(checktest.DropHello, good))
	healthy := `tls by tls 1.3 completed 1 ECDSA +1.3 +1.2 -1.1 -1.0 -ssl3 also ECDSA 1.3`
	for _, tt := range []struct {
		name     string
		server   checktest.Behaviour
		request  Request
		within   time.Duration
		from, to time.Duration
		want     string
	}{
		{"the first hello is answered while we do not run", slow(900*ms, 100*ms, atOnceTLS), Request{Port: 993, Full: true}, time.Minute, 800 * ms, 6 * time.Second, healthy},
		{"a quick look, the same", slow(3200*ms, 100*ms, atOnceTLS), Request{Port: 993}, time.Minute, 3100 * ms, 9 * time.Second, `tls by tls 1.3 completed 1 ECDSA`},
		{"large hellos are swallowed, and we do not run for a while", blocks, Request{Port: 993, Full: true}, time.Minute, 1200 * ms, 6 * time.Second, healthy + ` large hello dropped`},
		{"large hellos are swallowed", blocks, Request{Port: 993, Full: true}, time.Minute, 0, 0, healthy + ` large hello dropped`},
		{"large hellos are swallowed, quick", blocks, Request{Port: 993}, time.Minute, 0, 0, `tls by tls 1.3 completed 1 ECDSA large hello dropped`},
		{"TLS is answered while we do not run", late(300*ms, atOnceTLS), Request{Port: 993, Fair: 2 * time.Second}, 10 * time.Second, 200 * ms, 11 * time.Second, `not-tested cut-short`},
		{"the greeting comes while we do not run", late(300*ms, checktest.STARTTLS("imap", good)), Request{Port: 143, Fair: 2 * time.Second}, 10 * time.Second, 200 * ms, 11 * time.Second, `not-tested cut-short`},
		{"the hello behind STARTTLS is answered while we do not run", checktest.STARTTLS("imap", slowly{300 * ms, good}), Request{Port: 143, Fair: 2 * time.Second}, 10 * time.Second, 200 * ms, 11 * time.Second, `not-tested cut-short`},
		{"silent, and we do not run for a while", checktest.Silent(), Request{Port: 993, Fair: 2 * time.Second}, 10 * time.Second, 200 * ms, 4 * time.Second, `unreachable silent`},
		{"silent", checktest.Silent(), Request{Port: 993, Fair: 2 * time.Second}, 10 * time.Second, 0, 0, `unreachable silent`},
		{"hangs up at once, which is seen late", late(100*ms, checktest.HangUp()), Request{Port: 143}, time.Minute, 50 * ms, 5 * time.Second, `unreachable reset at greeting`},
		{"hangs up on everybody, while we do not run", late(100*ms, checktest.HangUp()), Request{Port: 443}, time.Minute, 850 * ms, 7 * time.Second, `unreachable reset`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				m := &machine{server: tt.server, from: start.Add(tt.from), to: start.Add(tt.to)}
				p := New(m)
				p.pulse = pulse.By(m.beats)
				tt.request.Address, tt.request.ServerName = addressOfAny, "mail.alone.example"
				ctx, cancel := context.WithTimeout(t.Context(), tt.within)
				got := picture(p.Probe(ctx, tt.request))
				cancel()
				for _, conn := range m.conns {
					conn.Close()
				}
				m.serve.Wait()
				if got != tt.want {
					t.Errorf("by %d connections\n got %s\nwant %s", m.n, got, tt.want)
				}
			})
		})
	}
}

// slowly shakes hands after a while.
type slowly struct {
	wait time.Duration
	then checktest.Handshake
}

func (s slowly) Shake(ctx context.Context, conn net.Conn) (net.Conn, error) {
	time.Sleep(s.wait)
	return s.then.Shake(ctx, conn)
}

// TestBusyServer: one that answers nobody for a while does not block large hellos.
func TestBusyServer(t *testing.T) {
	id := checktest.NewPKI(time.Now()).Root("Root").Issue("mail.alone.example", checktest.Key(checktest.P256))
	for _, full := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			good := checktest.Implicit("imap", checktest.TLS(id))
			m := &machine{}
			n := 0
			m.server = checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
				m.mu.Lock()
				n++
				nth := n
				m.mu.Unlock()
				if busy := 30 * time.Second; nth == 1 || full && nth > 5 || !full && nth > 2 {
					time.Sleep(busy - time.Since(start))
				}
				good.Serve(ctx, conn)
			})
			p := New(m)
			p.pulse = pulse.By(m.beats)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			o := p.Probe(ctx, Request{Address: addressOfAny, ServerName: "mail.alone.example", Port: 993, Full: full})
			cancel()
			for _, conn := range m.conns {
				conn.Close()
			}
			m.serve.Wait()
			if o.LargeHello != "" || o.TLS == nil || !o.TLS.Completed {
				t.Errorf("full %v, by %d connections: large hello %q, %s", full, m.n, o.LargeHello, picture(o))
			}
			if o.Outcome != checks.OutcomeTLS {
				t.Errorf("full %v: %s", full, o.Outcome)
			}
		})
	}
}

// addressOfAny is where a machine dials; who answers there is its server.
var addressOfAny = netip.MustParseAddrPort("192.0.2.1:993")
