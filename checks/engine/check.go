package engine

import (
	"cmp"
	"context"
	"net/netip"
	"time"

	"certdesk/checks"
	"certdesk/checks/clients"
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
	e.lookByName(ctx, facts, opts)
	hear := e.hearAgain(ctx, facts)
	e.complete(ctx, facts, opts)
	if opts.look != nil {
		hear()
		judgeRefusals(facts)
		opts.look(facts)
	}
	around := e.lookAround(ctx, facts, opts)
	e.askRevocation(ctx, facts, opts)
	hear()
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
