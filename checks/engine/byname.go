package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"certdesk/checks"
	"certdesk/checks/probe"
)

// maxByName is how many handshakes with the server's name look for a certificate that
// came to one without it. Of two servers behind the address it is missed once in 16
// times, of four 3 times in 10.
const maxByName = 4

// lookByName asks by name for a faulty certificate for the server's name that came only
// where no name was sent. That the missing name is why is one explanation; another is that
// several servers share the address, and that hello met another one of them. Clients
// that send the name meet it as well then.
func (e *Engine) lookByName(ctx context.Context, f *checks.Facts, opts Options) {
	if opts.Depth == Quick {
		return
	}
	var wg sync.WaitGroup
	found := make([]bool, len(f.Endpoints))
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if chain := unnamedChain(ep); chain != nil {
			r := e.request(f, ep.Address, false)
			r.Mode, r.Protocol, r.MaxConnections = ep.Mode, ep.Protocol, 1
			wg.Go(func() { found[i] = e.meet(ctx, r, ep, chain) })
		}
	}
	wg.Wait()
	for _, again := range found {
		if again {
			e.judgeAll(f)
			return
		}
	}
}

// unnamedChain is a chain that carries the server's name, is not in order, and was shown
// only where no name was sent; nil for none.
func unnamedChain(ep *checks.Endpoint) *checks.Shown {
	if ep.NoSNI == nil || ep.NoSNI.Failed || ep.NoSNI.OtherName || ep.Outcome != checks.OutcomeTLS {
		return nil
	}
	for i := range ep.Shown {
		if s := &ep.Shown[i]; leafSum(s.TLS) == ep.NoSNI.LeafSHA256 && !passes(s.Judgement) && !shownByName(ep, s) {
			return s
		}
	}
	return nil
}

// shownByName tells whether a handshake with the server's name brought the chain.
func shownByName(ep *checks.Endpoint, s *checks.Shown) bool {
	return slices.ContainsFunc(ep.Others, func(o checks.Handshake) bool {
		return !o.Unnamed && fingerprint(o.TLS.Certificates) == fingerprint(s.TLS.Certificates)
	})
}

// meet shakes hands by name until the chain comes, and enters that it did.
func (e *Engine) meet(ctx context.Context, r probe.Request, ep *checks.Endpoint, chain *checks.Shown) bool {
	for range maxByName {
		o := e.prober.Probe(ctx, r)
		ep.Connections += o.Connections
		switch {
		case o.TLS == nil || len(o.TLS.Certificates) == 0:
			return false // refused, or out of time
		case fingerprint(o.TLS.Certificates) == fingerprint(chain.TLS.Certificates):
			ep.Others = append(ep.Others, checks.Handshake{TLS: o.TLS})
			return true
		}
	}
	return false
}

// leafSum is the hex digest of the first certificate; "" for none.
func leafSum(t *checks.TLS) string {
	if t == nil || len(t.Certificates) == 0 {
		return ""
	}
	sum := sha256.Sum256(t.Certificates[0])
	return hex.EncodeToString(sum[:])
}
