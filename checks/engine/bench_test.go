package engine_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/target"
)

// The figures of a check beside the bare limit: what crypto/tls and
// crypto/x509 alone need for the same servers. Client and server share the
// process, so CPU figures hold both sides and understate the difference by the
// server's part, which is the same for both.

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkQuickCheck(b *testing.B) {
	e, _ := zooEngine(b)
	target, err := target.Parse("imap.corp.example:993")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	start := cpu()
	for b.Loop() {
		if r := e.Check(b.Context(), target, engine.Options{Depth: engine.Quick}); r.Verdict != checks.VerdictTrusted {
			b.Fatal(r.Summary.String())
		}
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N), "cpu-µs/op")
}

func BenchmarkBareHandshakeAndVerify(b *testing.B) {
	_, zoo := zooEngine(b)
	roots := x509.NewCertPool()
	for _, s := range zoo.Stores {
		roots.AppendCertsFromPEM(s.PEM)
	}
	e, _ := zooEngine(b)
	target, err := target.Parse("imap.corp.example:993")
	if err != nil {
		b.Fatal(err)
	}
	address := e.Check(b.Context(), target, engine.Options{}).Endpoints[0].Address
	b.ReportAllocs()
	start := cpu()
	for b.Loop() {
		bareCheck(b, zoo, address, "imap.corp.example", roots)
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/float64(b.N), "cpu-µs/op")
}

func bareCheck(b *testing.B, d engine.Dialer, address, name string, roots *x509.CertPool) {
	conn, err := d.DialContext(b.Context(), "tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	client := tls.Client(conn, &tls.Config{ServerName: name, RootCAs: roots})
	if err := client.HandshakeContext(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkRoundTrips measures a complete answer in round trips of a slow
// network. The protocol's own minimum: TLS 2, IMAP with STARTTLS 4, SMTP with
// STARTTLS 5.
func BenchmarkRoundTrips(b *testing.B) {
	const rtt = 100 * time.Millisecond
	for _, tt := range []struct {
		name, target string
		minimum      float64
	}{
		{"TLS", "imap.corp.example:993", 2},
		{"IMAP-STARTTLS", "imap.corp.example:143", 4},
		{"SMTP-STARTTLS", "smtp.corp.example:587", 5},
		{"two-keys", "imap.two-keys.example:993", 2},
	} {
		b.Run(tt.name, func(b *testing.B) {
			e := slowEngine(b, rtt)
			target, err := target.Parse(tt.target)
			if err != nil {
				b.Fatal(err)
			}
			start := time.Now()
			for b.Loop() {
				r := e.Check(b.Context(), target, engine.Options{})
				if r.Verdict != checks.VerdictTrusted || len(r.TLS.Versions) < 5 {
					b.Fatalf("%s, versions %v", r.Summary.String(), r.TLS.Versions)
				}
			}
			trips := time.Since(start).Seconds() / float64(b.N) / rtt.Seconds()
			b.ReportMetric(trips, "round-trips")
			b.ReportMetric(trips/tt.minimum, "×minimum")
		})
	}
}

// slowEngine reaches the zoo over a network with the given round-trip time.
func slowEngine(b *testing.B, rtt time.Duration) *engine.Engine {
	b.Helper()
	return zooEngineThrough(b, func(zoo *checktest.Zoo) engine.Dialer { return slowDialer{zoo, rtt} })
}

// slowDialer takes one round trip to connect, and delays what the server says
// by another.
type slowDialer struct {
	zoo *checktest.Zoo
	rtt time.Duration
}

func (d slowDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.zoo.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	slow := &slowConn{Conn: conn, rtt: d.rtt, chunks: make(chan chunk, 1024)}
	select {
	case <-ctx.Done():
		slow.Close()
		return nil, ctx.Err()
	case <-time.After(d.rtt):
		go slow.pump()
		return slow, nil
	}
}

type chunk struct {
	due  time.Time
	data []byte
	err  error
}

type slowConn struct {
	net.Conn
	rtt    time.Duration
	chunks chan chunk

	rest []byte
	err  error
}

func (c *slowConn) pump() {
	for {
		buf := make([]byte, 16<<10)
		n, err := c.Conn.Read(buf)
		c.chunks <- chunk{time.Now().Add(c.rtt), buf[:n], err}
		if err != nil {
			return
		}
	}
}

func (c *slowConn) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		next := <-c.chunks
		time.Sleep(time.Until(next.due))
		c.rest, c.err = next.data, next.err
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// BenchmarkSweep checks 2,000 endpoints, 256 at once, as "check --file" does.
func BenchmarkSweep(b *testing.B) {
	e, _ := zooEngine(b)
	const endpoints, width = 2000, 256
	target, err := target.Parse("imap.corp.example:993")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		start := cpu()
		var wg sync.WaitGroup
		gate := make(chan struct{}, width)
		errs := make(chan error, endpoints)
		for range endpoints {
			gate <- struct{}{}
			wg.Go(func() {
				defer func() { <-gate }()
				if r := e.Check(b.Context(), target, engine.Options{Depth: engine.Quick}); r.Verdict != checks.VerdictTrusted {
					errs <- fmt.Errorf("%s", r.Summary.String())
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			b.Fatal(err)
		}
		b.ReportMetric((cpu()-start).Seconds()/endpoints*1000, "cpu-s/1000-checks")
	}
}
