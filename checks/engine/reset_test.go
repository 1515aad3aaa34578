package engine_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// TestResetAtEveryByte checks healthy servers whose connections are reset after
// so many bytes, for every number there is (some of them under the race
// detector). A dialogue that was cut short is never a reason to trust, and what
// was seen before is not forgotten.
func TestResetAtEveryByte(t *testing.T) {
	root := checktest.NewPKI(time.Now()).Root("Reset Root")
	id := root.Issue("mail.reset.example")
	store, err := chain.FromPEM("test", root.PEM())
	if err != nil {
		t.Fatal(err)
	}
	inTLS := 0 // bytes of the first way, which has no others
	for _, way := range []struct {
		name     string
		protocol string // "" for TLS at once
		depth    engine.Depth
	}{
		{"TLS", "", engine.Quick},
		{"TLS with all questions", "", engine.Full},
		{"IMAP", "imap", engine.Quick},
		{"SMTP", "smtp", engine.Quick},
		{"POP3", "pop3", engine.Quick},
		{"LDAP", "ldap", engine.Quick},
	} {
		t.Run(way.name, func(t *testing.T) {
			behaviour := checktest.Implicit("imap", checktest.TLS(id))
			if way.protocol != "" {
				behaviour = checktest.STARTTLS(way.protocol, checktest.TLS(id))
			}
			server, err := checktest.NewServer(behaviour)
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			check := func(d *cutDialer) checks.Report {
				e, err := engine.New(engine.Config{Dialer: d, Resolver: noNames{}, Stores: []chain.Store{store}, Now: time.Now})
				if err != nil {
					t.Fatal(err)
				}
				target := checks.Target{Input: server.Addr(), Host: "127.0.0.1", Port: server.Port(), Name: "mail.reset.example", Mode: checks.ModeTLS}
				if way.protocol != "" {
					target.Mode, target.Protocol = checks.ModeSTARTTLS, way.protocol
				}
				return e.Check(t.Context(), target, engine.Options{Depth: way.depth, Timeout: time.Minute})
			}
			whole := &cutDialer{after: 1 << 30}
			if r := check(whole); r.Verdict != checks.VerdictTrusted {
				t.Fatalf("uncut: %s", r.Summary.String())
			}
			total := int(whole.most.Load())
			if inTLS == 0 {
				inTLS = total
			}
			// TLS itself is cut at each byte once; of the other dialogues it is what
			// comes before, and how TLS begins.
			last := total
			if way.protocol != "" {
				last -= inTLS - 100
			}
			step := 1
			if raced || testing.Short() {
				step = 31 // a prime, so that no field's length hides behind it
			}
			seen := make([]bool, total)
			var wg sync.WaitGroup
			gate := make(chan struct{}, 16)
			for n := 0; n < last; n += step {
				gate <- struct{}{}
				wg.Go(func() {
					defer func() { <-gate }()
					r := check(&cutDialer{after: n})
					seen[n] = r.Certificate != nil
					if r.Summary.Empty() || len(r.Findings) == 0 && r.Verdict != checks.VerdictTrusted {
						t.Errorf("cut after %d of %d bytes: verdict %s, summary %q, %d findings", n, total, r.Verdict, r.Summary.String(), len(r.Findings))
					}
					if r.Certificate == nil && (r.Verdict == checks.VerdictTrusted || r.Verdict == checks.VerdictWarning) {
						t.Errorf("cut after %d of %d bytes: %s without a certificate", n, total, r.Verdict)
					}
				})
			}
			wg.Wait()
			if way.depth == engine.Full {
				return // how many of the six connections are left to look again is chance
			}
			// Once the certificate has come it is seen, however soon the end comes.
			first := slices.Index(seen, true)
			if first < 0 && last == total {
				t.Fatalf("no certificate in %d bytes", total)
			}
			for n := max(first, 0); n < last && first >= 0; n += step {
				if !seen[n] {
					t.Errorf("cut after %d of %d bytes: the certificate is lost that %d bytes showed", n, total, first)
				}
			}
			t.Logf("%d of %d bytes, the certificate is seen from %d on", last, total, first)
		})
	}
}

// cutDialer resets each connection once it has brought so many bytes.
type cutDialer struct {
	after int
	most  atomic.Int64 // that a connection brought
}

func (d *cutDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("dialling a test server: %w", err)
	}
	return &cutConn{Conn: conn, dialer: d, left: d.after}, nil
}

type cutConn struct {
	net.Conn
	dialer *cutDialer
	left   int
}

func (c *cutConn) Read(b []byte) (int, error) {
	if c.left == 0 {
		return 0, &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	brought := int64(c.dialer.after - c.left)
	for most := c.dialer.most.Load(); brought > most && !c.dialer.most.CompareAndSwap(most, brought); {
		most = c.dialer.most.Load()
	}
	return n, err
}

// noNames is a resolver that is not asked.
type noNames struct{}

func (noNames) Resolve(context.Context, string) checks.Resolution { return checks.Resolution{} }
