package engine

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"certdesk/checks"
)

const (
	// maxTries bounds the handshakes made with names instead of a wrong one.
	maxTries = 3
	// suggestTime bounds the search: the answer without a suggestion is worth
	// more than one that comes late.
	suggestTime = 4 * time.Second
)

// suggest finds the name to use instead: it is on the certificate, resolves to
// the same server, and passes there when it is tried. "" if there is none. Where a
// proxy resolves, the same server is one that shows the same certificate.
// Addresses that showed the same certificate are asked about once.
func (e *Engine) suggest(ctx context.Context, f *checks.Facts) string {
	ctx, cancel := context.WithTimeout(ctx, suggestTime)
	defer cancel()
	var judged *checks.Judgement
	tries := 0
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		j := ep.Judgement
		// Only the name may be wrong: a better name does not mend another fault.
		if j == nil || j == judged || j.NameReason == checks.NameOK || !passesButName(j) {
			continue
		}
		judged = j
		names := candidates(f.Name, j.Presented, e.otherNames(ctx, f, ep))
		if e.proxy == "" {
			names = e.resolvingTo(ctx, names, ep.Address.Addr())
		}
		for _, name := range names {
			if tries++; tries > maxTries || ctx.Err() != nil {
				return ""
			}
			if e.passes(ctx, f, ep, name) {
				return name
			}
		}
	}
	return ""
}

// resolvingTo keeps the names that resolve to addr, in their order.
func (e *Engine) resolvingTo(ctx context.Context, names []string, addr netip.Addr) []string {
	hit := make([]bool, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { hit[i] = slices.Contains(e.resolver.Resolve(ctx, name).Addresses, addr) })
	}
	wg.Wait()
	var kept []string
	for i, name := range names {
		if hit[i] {
			kept = append(kept, name)
		}
	}
	return kept
}

// passes tries a name live: a server may well show another certificate when it
// is asked by another name.
func (e *Engine) passes(ctx context.Context, f *checks.Facts, ep *checks.Endpoint, name string) bool {
	r := e.request(f, ep.Address, false)
	r.ServerName, r.Host = name, name
	r.Mode, r.Protocol = ep.Mode, ep.Protocol
	if e.proxy != "" && f.Target.Connect == "" {
		r.Dialled = net.JoinHostPort(name, strconv.Itoa(int(ep.Address.Port())))
	}
	seen := e.prober.Probe(ctx, r)
	j := e.judgeOne(seen.TLS, name, f.At)
	if e.proxy != "" && !sameLeaf(j, ep.Judgement) {
		return false
	}
	return j != nil && seen.TLS.Completed && j.NameReason == checks.NameOK && passesButName(j)
}

func sameLeaf(a, b *checks.Judgement) bool {
	return a != nil && b != nil && a.Leaf != nil && b.Leaf != nil && a.Leaf.SHA256 == b.Leaf.SHA256
}
