package engine_test

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
)

// balancer gives each connection to a node by chance: one faulty node for
// good others.
type balancer struct {
	good, bad checktest.Behaviour
	others    int

	mu  sync.Mutex
	rng *rand.Rand
}

func (b *balancer) Serve(ctx context.Context, conn net.Conn) {
	b.mu.Lock()
	faulty := b.rng.IntN(b.others+1) == 0
	b.mu.Unlock()
	if faulty {
		b.bad.Serve(ctx, conn)
		return
	}
	b.good.Serve(ctx, conn)
}

// mixes are pairs of nodes, a good one and a faulty one.
func (s *realm) mixes() map[string][2]*checktest.Identity {
	expired := checktest.ExpiredFor(12 * checktest.Day)
	return map[string][2]*checktest.Identity{
		"RSA-and-RSA":     {s.rsa(), s.rsa(expired)},
		"ECDSA-and-ECDSA": {s.ecdsa(), s.ecdsa(expired)},
		"RSA-and-ECDSA":   {s.rsa(), s.ecdsa(expired)},
		"ECDSA-and-RSA":   {s.ecdsa(), s.rsa(expired)},
		"stranger":        {s.ecdsa(), s.pki.SelfSigned(shownName)},
		"name":            {s.rsa(), s.rsa(checktest.Names("mx7.hosting.example"))},
	}
}

// BenchmarkNodes measures how often a full check finds the faulty one of several
// servers behind one address that takes turns by chance.
func BenchmarkNodes(b *testing.B) {
	s := newRealm(b)
	e, err := engine.New(engine.Config{Dialer: &net.Dialer{}, Resolver: noNames{}, Stores: []chain.Store{s.root}, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	const runs = 200
	for name, pair := range s.mixes() {
		for _, others := range []int{1, 3} {
			b.Run(name+map[int]string{1: "/1:1", 3: "/1:3"}[others], func(b *testing.B) {
				server, err := checktest.NewServer(&balancer{
					good: checktest.Implicit("imap", checktest.TLS(pair[0])), bad: checktest.Implicit("imap", checktest.TLS(pair[1])),
					others: others, rng: rand.New(rand.NewPCG(1, uint64(others))),
				})
				if err != nil {
					b.Fatal(err)
				}
				defer server.Close()
				target := checks.Target{Host: shownName, Port: 993, Service: "imaps", Connect: server.Addr()}
				for b.Loop() {
					found, noted := 0, 0
					for range runs {
						r := e.Check(b.Context(), target, engine.Options{Timeout: 30 * time.Second})
						switch {
						case r.Verdict != checks.VerdictTrusted:
							found++
						case len(r.Findings) > 0:
							noted++
						}
					}
					b.ReportMetric(100*float64(found)/runs, "found-%")
					b.ReportMetric(100*float64(noted)/runs, "noted-%")
				}
			})
		}
	}
}
