package engine

import (
	"context"
	"sync"

	"certdesk/checks"
)

// hearAgain makes one more connection, with no other beside it, where a server sent its
// client away after the TLS handshake, or ended the connection there without a word: it
// may have been busy with our own connections. Only a server that does so twice is
// reported. The returned function waits for the answers and enters them.
func (e *Engine) hearAgain(ctx context.Context, f *checks.Facts) func() {
	var wg sync.WaitGroup
	heard := make([]*checks.Observation, len(f.Endpoints))
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if !ep.Behind.TurnsAway && !ep.Behind.HungUp() {
			continue
		}
		r := e.request(f, ep.Address, false)
		r.Mode, r.Greeting, r.MaxConnections = checks.ModeTLS, true, 1
		wg.Go(func() {
			o := e.prober.Probe(ctx, r)
			heard[i] = &o
		})
	}
	return sync.OnceFunc(func() {
		wg.Wait()
		for i, o := range heard {
			if o != nil {
				enterHeard(&f.Endpoints[i], o)
			}
		}
	})
}

// enterHeard enters what a server said the second time; if it said nothing, what was
// seen the first time stays.
func enterHeard(ep *checks.Endpoint, o *checks.Observation) {
	ep.Connections += o.Connections
	switch {
	case o.Outcome == checks.OutcomeTLS && o.Greeting != "":
		ep.Greeting, ep.Behind = o.Greeting, o.Behind
	case o.Outcome == checks.OutcomeTLS && o.Behind.HungUp() && ep.Behind.HungUp():
		ep.Behind.Twice = true
	}
}
