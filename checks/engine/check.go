package engine

import (
	"cmp"
	"context"
	"net/netip"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/clients"
	"certdesk/checks/probe"
	"certdesk/checks/seen"
)

// Check answers for one endpoint: a host and a port, all its addresses. The
// port must be given; Each is for targets without one. It returns within the
// timeout of the options, or as soon as ctx ends, with what was learned.
func (e *Engine) Check(ctx context.Context, t checks.Target, opts Options) checks.Report {
	start := e.now()
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(opts.Timeout, DefaultTimeout))
	defer cancel()
	addrs, res := e.addresses(ctx, t)
	return e.report(e.gather(ctx, t, opts, start, addrs, res), start, e.stores)
}

// gather finds out all that is to be known of one endpoint.
func (e *Engine) gather(ctx context.Context, t checks.Target, opts Options, start time.Time, addrs []netip.AddrPort, res *checks.Resolution) *checks.Facts {
	facts := &checks.Facts{Target: t, Name: checkedName(t), At: opts.At, DNS: res, Strict: opts.Strict, Quick: opts.Depth == Quick, Proxy: e.proxy}
	if facts.At.IsZero() {
		facts.At = start
	}
	if opts.FirstLook != nil {
		opts.look = func(f *checks.Facts) { opts.FirstLook(e.report(f, start, e.stores)) }
	}
	policy := e.askPolicy(ctx, facts, opts)
	facts.Endpoints, facts.Siblings = e.observeWithSiblings(ctx, facts, opts, addrs)
	forgiveLoopbackTwin(facts.Endpoints)
	e.judgeAll(facts)
	e.lookAgain(ctx, facts, opts)
	e.complete(ctx, facts, opts)
	if opts.look != nil {
		judgeRefusals(facts)
		opts.look(facts)
	}
	around := e.lookAround(ctx, facts, opts)
	e.askRevocation(ctx, facts, opts)
	judgeRefusals(facts)
	facts.Policy = policy()
	if opts.Seen != nil {
		facts.Seen = seen.Compare(*opts.Seen, facts)
	}
	if opts.Depth != Quick {
		facts.Clients = clients.Verdicts(facts)
		facts.Suggested = e.suggest(ctx, facts)
	}
	around()
	return facts
}

// judgeRefusals tells what single clients refuse at each address: at any depth,
// for it needs no question more.
func judgeRefusals(f *checks.Facts) {
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		ep.Refusals = clients.Refusals(f, ep)
		for k := range ep.Shown {
			ep.Shown[k].Refusals = clients.Refusals(f, ep.View(&ep.Shown[k]))
		}
	}
}

// observe probes all addresses side by side.
func (e *Engine) observe(ctx context.Context, f *checks.Facts, opts Options, addrs []netip.AddrPort) []checks.Endpoint {
	endpoints := make([]checks.Endpoint, len(addrs))
	one := func(i int) checks.Observation {
		r := e.request(f, addrs[i], opts.Depth != Quick)
		r.Fair = min(fairTime, cmp.Or(opts.Timeout, DefaultTimeout)/2)
		return e.prober.Probe(ctx, r)
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

// firstLookAfter is how long the addresses of a name have to answer before
// those that did are told.
const firstLookAfter = time.Second

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

func (e *Engine) judgeOne(t *checks.TLS, name string, at time.Time) *checks.Judgement {
	if t == nil || len(t.Certificates) == 0 {
		return nil
	}
	return e.judge.Judge(chain.Input{
		Sent:   t.Certificates,
		Parsed: t.Parsed,
		Name:   name,
		At:     at,
	})
}
