package engine

import (
	"cmp"
	"context"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe"
)

// unnoticed is how long a conversation may have taken that nobody notices one more.
const unnoticed = 100 * time.Millisecond

// lookAgain makes one handshake more with the addresses where nothing is wrong and
// no reason was seen to ask further: several servers may share an address, and the
// fewer of them are faulty the more looks it takes to meet one. Package probe tells
// how likely that is; with this one it is missed with (1 - 1/n)^4, of two servers
// once in 16 checks, of four 3 times in 10. Only where it takes no time to speak of.
func (e *Engine) lookAgain(ctx context.Context, f *checks.Facts, opts Options) {
	if opts.Depth == Quick {
		return
	}
	var wg sync.WaitGroup
	seen := make([]*checks.Observation, len(f.Endpoints))
	for i := range f.Endpoints {
		if ep := &f.Endpoints[i]; worthAnother(ep) {
			wg.Go(func() {
				r := e.request(f, ep.Address, false)
				r.Mode, r.Protocol, r.MaxConnections = ep.Mode, ep.Protocol, 1
				o := e.prober.Probe(ctx, r)
				seen[i] = &o
			})
		}
	}
	wg.Wait()
	again := false
	for i, o := range seen {
		if o != nil && enterAnother(&f.Endpoints[i], o) {
			again = true
		}
	}
	if again {
		e.judgeAll(f)
	}
}

// worthAnother tells whether an address is asked once more.
func worthAnother(ep *checks.Endpoint) bool {
	if ep.Outcome != checks.OutcomeTLS || ep.TLS == nil || !ep.TLS.Completed || ep.TLS.RawRead || ep.LargeHello != "" ||
		ep.Connections >= probe.MaxConnections || ep.Timing.Total > unnoticed || !passes(ep.Judgement) {
		return false
	}
	for i := range ep.Shown {
		if !passes(ep.Shown[i].Judgement) {
			return false
		}
	}
	return true
}

// enterAnother enters what was seen once more, and tells whether there is another
// certificate to judge.
func enterAnother(ep *checks.Endpoint, o *checks.Observation) bool {
	ep.Connections += o.Connections
	switch {
	case o.Outcome == checks.OutcomeNoSTARTTLS, o.Outcome == checks.OutcomeNotTLS && o.Cause != checks.CauseServerReply:
		if ep.Otherwise == nil {
			ep.Otherwise = &checks.Otherwise{Outcome: o.Outcome, Reply: cmp.Or(o.Reply, o.Greeting), Failed: 1, Of: ep.Connections}
		}
	case o.TLS != nil && len(o.TLS.Certificates) > 0 && fingerprint(o.TLS.Certificates) != fingerprint(ep.TLS.Certificates):
		ep.Others = append(ep.Others, checks.Handshake{TLS: o.TLS})
		return true
	}
	return false
}
