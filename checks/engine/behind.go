package engine

import (
	"context"
	"slices"
	"sync"

	"certdesk/checks"
)

// hearAgain makes one more connection, with no other beside it, where a server sent its
// client away after the TLS handshake, or ended the connection there without a word: it
// may have been busy with our own connections. Only a server that does so twice is
// reported. A full check asks one that stayed silent if it waits for a browser, and speaks
// to it as one does: mail servers may well be silent for longer than we wait, and then say
// that it was not the client's turn. The returned function waits for the answers and enters them.
func (e *Engine) hearAgain(ctx context.Context, f *checks.Facts) func() {
	var wg sync.WaitGroup
	heard := make([]*checks.Observation, len(f.Endpoints))
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		silent := !f.Quick && ep.Behind.Cause == checks.CauseSilent && !ep.Behind.TurnsAway
		if !ep.Behind.TurnsAway && !ep.Behind.HungUp() && !silent {
			continue
		}
		r := e.request(f, ep.Address, false)
		r.Mode, r.Greeting, r.MaxConnections = checks.ModeTLS, true, 1
		if silent {
			r.ALPN, r.Asks = ofTheWeb, "HEAD / HTTP/1.1\r\nHost: "+f.Name+"\r\nConnection: close\r\n\r\n"
		}
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
	case o.Outcome == checks.OutcomeTLS && slices.Contains(ofTheWeb, o.TLS.ALPN):
		ep.Behind = checks.FirstWords{Protocol: "http"}
	case ep.Behind.Cause == checks.CauseSilent:
		if o.Outcome == checks.OutcomeTLS && o.Behind.OfWeb() {
			ep.Behind = checks.FirstWords{Protocol: "http"}
		}
	case o.Outcome == checks.OutcomeTLS && o.Greeting != "":
		ep.Greeting, ep.Behind = o.Greeting, o.Behind
	case o.Outcome == checks.OutcomeTLS && o.Behind.HungUp() && ep.Behind.HungUp():
		ep.Behind.Twice = true
	}
}
