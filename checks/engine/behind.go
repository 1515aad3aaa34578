package engine

import (
	"context"
	"sync"

	"certdesk/checks"
)

// hearAgain asks once more, with one connection and no other beside it, where a server
// sent its client away behind TLS: it may have been busy with our own connections. Only
// who is sent away twice is told of.
func (e *Engine) hearAgain(ctx context.Context, f *checks.Facts) {
	var wg sync.WaitGroup
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if !ep.Behind.TurnsAway {
			continue
		}
		wg.Go(func() {
			r := e.request(f, ep.Address, false)
			r.Mode, r.Greeting, r.MaxConnections = checks.ModeTLS, true, 1
			o := e.prober.Probe(ctx, r)
			ep.Connections += o.Connections
			if o.Outcome == checks.OutcomeTLS && o.Greeting != "" {
				ep.Greeting, ep.Behind = o.Greeting, o.Behind
			}
		})
	}
	wg.Wait()
}
