package engine

import (
	"cmp"
	"context"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/probe"
)

// unnoticed is how long a handshake may take for one more to be worth it: nobody notices
// such a wait.
const unnoticed = 100 * time.Millisecond

// lookAgain makes one more handshake with the addresses where nothing is wrong and
// nothing called for further handshakes. Several servers may share an address, and the
// fewer of them are faulty, the more handshakes it takes to meet one. Package probe
// tells how likely that is; with this handshake a faulty one among n is missed with (1 -
// 1/n)^4: of two servers once in 16 checks, of four 3 times in 10. It is made only where
// it takes next to no time.
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

// enterAnother adds the further handshake to what is known of the address, and tells
// whether it brought another certificate, which is to be judged.
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
