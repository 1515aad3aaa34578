package engine

import (
	"cmp"
	"context"
	"net/netip"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe"
)

// observe probes all addresses side by side. Where none of them answers, and nothing else
// does, that is told of our own network.
func (e *Engine) observe(ctx context.Context, f *checks.Facts, opts Options, addrs []netip.AddrPort) []checks.Endpoint {
	dead := e.watchNetwork(ctx, addrs)
	endpoints := e.probeAll(ctx, f, opts, addrs)
	dead(endpoints)
	return endpoints
}

// probeAll probes them.
func (e *Engine) probeAll(ctx context.Context, f *checks.Facts, opts Options, addrs []netip.AddrPort) []checks.Endpoint {
	endpoints := make([]checks.Endpoint, len(addrs))
	one := func(i int) checks.Observation {
		r := e.request(f, addrs[i], opts.Depth != Quick)
		r.Greeting = (r.Full || opts.Greeting) && greets(expected(f.Target))
		r.Fair = min(fairTime, cmp.Or(opts.Timeout, DefaultTimeout)/2)
		return e.likeBrowsers(ctx, f, r, e.inClear(ctx, r, e.prober.Probe(ctx, r)))
	}
	if len(addrs) == 1 { // the usual case costs no goroutine
		endpoints[0].Observation = one(0)
		return endpoints
	}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		seen = make([]bool, len(addrs))
	)
	for i := range addrs {
		wg.Go(func() {
			o := one(i)
			mu.Lock()
			defer mu.Unlock()
			endpoints[i].Observation, seen[i] = o, true
		})
	}
	if opts.look != nil {
		e.lookAfter(&wg, func() {
			mu.Lock()
			defer mu.Unlock()
			so := *f
			for i := range endpoints {
				if seen[i] {
					so.Endpoints = append(so.Endpoints, endpoints[i])
				}
			}
			if answered(so.Endpoints) {
				e.judgeAll(&so)
				opts.look(&so)
			}
		})
	}
	wg.Wait()
	return endpoints
}

// fairTime is how much of the check's time a server must have had before its silence is
// held against it: a slow look-up of its name is not its fault.
const fairTime = 2 * time.Second

// lookAfter calls look if the work takes longer than firstLookAfter.
func (e *Engine) lookAfter(work *sync.WaitGroup, look func()) {
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	patience := time.NewTimer(firstLookAfter)
	defer patience.Stop()
	select {
	case <-done:
	case <-patience.C:
		look()
	}
}

func (e *Engine) request(f *checks.Facts, addr netip.AddrPort, full bool) probe.Request {
	r := e.way(f, addr)
	r.ServerName, r.Host, r.Port = serverName(f.Name), f.Name, f.Target.Port
	r.Mode, r.Protocol, r.Full = f.Target.Mode, f.Target.Protocol, full
	return r
}

// plainly asks for one handshake as the port has it.
func (e *Engine) plainly(f *checks.Facts, at netip.AddrPort) probe.Request {
	r := e.way(f, at)
	r.ServerName, r.Host, r.Port = serverName(f.Name), f.Name, int(at.Port())
	return r
}

// firstLookAfter is how long the addresses of a name have to answer before
// those that did are told.
const firstLookAfter = time.Second
