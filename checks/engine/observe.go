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

// judgeAll judges each distinct chain once.
func (e *Engine) judgeAll(f *checks.Facts) {
	if len(f.Endpoints) == 1 && len(f.Endpoints[0].Others) == 0 {
		ep := &f.Endpoints[0]
		ep.Judgement = e.judgeOne(ep.TLS, f.Name, f.At)
		return
	}
	byChain := make(map[[32]byte]*checks.Judgement)
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if ep.TLS == nil || len(ep.TLS.Certificates) == 0 {
			continue
		}
		key := fingerprint(ep.TLS.Certificates)
		if byChain[key] == nil {
			byChain[key] = e.judgeOne(ep.TLS, f.Name, f.At)
		}
		ep.Judgement = byChain[key]
		e.judgeOthers(f, ep, byChain)
	}
}

// observe probes all addresses side by side.
func (e *Engine) observe(ctx context.Context, f *checks.Facts, opts Options, addrs []netip.AddrPort) []checks.Endpoint {
	endpoints := make([]checks.Endpoint, len(addrs))
	one := func(i int) checks.Observation {
		r := e.request(f, addrs[i], opts.Depth != Quick)
		r.Greeting = r.Full && greets(expected(f.Target))
		r.Fair = min(fairTime, cmp.Or(opts.Timeout, DefaultTimeout)/2)
		return e.inClear(ctx, r, e.prober.Probe(ctx, r))
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

// fairTime is what a server must have had, of the time that was asked for, before
// its silence is told of it: a look-up that was slow is no fault of the server's.
const fairTime = 2 * time.Second

// lookAfter looks at what there is if the work takes longer.
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
