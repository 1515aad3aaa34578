package engine

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"certdesk/checks"
	"certdesk/checks/services"
)

// siblings has, for a port, those that people mean when they have entered it by mistake:
// the same purpose, the other mode. Port 25 is for servers among themselves and often
// blocked; mail programs send by the others.
var siblings = map[int][]int{
	143: {993}, 993: {143},
	110: {995}, 995: {110},
	587: {465}, 465: {587},
	25: {587, 465},
}

// observeWithSiblings probes all addresses. Where TLS is reached at none of them,
// it also tells what other ports of them do: in a full check of a port that was
// named. A port that swallows every packet uses up the whole time, so the others
// are tried after half of it; an answer that comes all the same ends that.
func (e *Engine) observeWithSiblings(ctx context.Context, f *checks.Facts, opts Options, addrs []netip.AddrPort) ([]checks.Endpoint, []checks.Sibling) {
	ports := siblings[f.Target.Port]
	if opts.Depth == Quick || opts.everyPort || f.Target.Connect != "" || len(ports) == 0 || len(addrs) == 0 {
		return e.observe(ctx, f, opts, addrs), nil
	}
	beside, stop := context.WithCancel(ctx)
	defer stop()
	quiet := make(chan struct{}) // closed when TLS was reached nowhere
	var found []checks.Sibling
	var wg sync.WaitGroup
	wg.Go(func() {
		patience := time.NewTimer(half(ctx))
		defer patience.Stop()
		select {
		case <-quiet:
		case <-patience.C:
		case <-beside.Done():
			return
		}
		found = e.tryPorts(beside, f, addrs, ports)
	})
	endpoints := e.observe(ctx, f, opts, addrs)
	if !plain(endpoints) {
		stop()
		wg.Wait()
		return endpoints, nil
	}
	close(quiet)
	wg.Wait()
	return endpoints, found
}

// plain tells whether addresses were tried and none of them got as far as TLS.
func plain(endpoints []checks.Endpoint) bool {
	tried := false
	for i := range endpoints {
		switch endpoints[i].Outcome {
		case checks.OutcomeTLS:
			return false
		case checks.OutcomeNotTested:
		default:
			tried = true
		}
	}
	return tried
}

const (
	// maxSiblingAddresses bounds how many addresses of a name are tried once more.
	maxSiblingAddresses = 4
	// siblingTime bounds that: a port that refuses at once is told soon, also where
	// the others swallow every packet.
	siblingTime = 3 * time.Second
)

// tryPorts makes one handshake with each port at each address.
func (e *Engine) tryPorts(ctx context.Context, f *checks.Facts, addrs []netip.AddrPort, ports []int) []checks.Sibling {
	ctx, cancel := context.WithTimeout(ctx, siblingTime)
	defer cancel()
	out := make([]checks.Sibling, len(ports))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i, port := range ports {
		out[i].Service, _ = services.ByPort(port)
		for _, addr := range addrs[:min(len(addrs), maxSiblingAddresses)] {
			wg.Go(func() {
				seen := e.prober.Probe(ctx, e.plainly(f, netip.AddrPortFrom(addr.Addr(), uint16(port))))
				if seen.Outcome != checks.OutcomeTLS || seen.TLS == nil || !seen.TLS.Completed {
					return
				}
				inOrder := passes(e.judgeOne(seen.TLS, f.Name, f.At))
				mu.Lock()
				defer mu.Unlock()
				out[i].Passes = inOrder && (out[i].Passes || !out[i].Answered)
				out[i].Answered, out[i].Service.Mode = true, seen.Mode
			})
		}
	}
	wg.Wait()
	return out
}
