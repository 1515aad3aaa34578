package engine

import (
	"context"
	"net"
	"net/netip"
	"strconv"

	"certdesk/checks"
)

// addresses returns what to dial for a target, and the resolution if a name
// had to be resolved. No addresses means the resolution failed.
func (e *Engine) addresses(ctx context.Context, t checks.Target) ([]netip.AddrPort, *checks.Resolution) {
	host, port := t.Host, t.Port
	if t.Connect != "" {
		if h, p, err := net.SplitHostPort(t.Connect); err == nil {
			if n, err := strconv.Atoi(p); err == nil {
				host, port = h, n
			}
		}
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.AddrPort{netip.AddrPortFrom(addr.Unmap(), uint16(port))}, nil
	}
	res := e.resolver.Resolve(ctx, host)
	return withPort(res.Addresses, port), &res
}

func withPort(addrs []netip.Addr, port int) []netip.AddrPort {
	out := make([]netip.AddrPort, len(addrs))
	for i, addr := range addrs {
		out[i] = netip.AddrPortFrom(addr, uint16(port))
	}
	return out
}

// forgiveLoopbackTwin leaves out a loopback address that refuses where the
// other family's answers: "localhost" is one machine, and most services listen
// on one of 127.0.0.1 and ::1 only.
func forgiveLoopbackTwin(endpoints []checks.Endpoint) {
	answered := false
	for _, ep := range endpoints {
		if !ep.Address.Addr().IsLoopback() {
			return
		}
		answered = answered || ep.Outcome != checks.OutcomeUnreachable && ep.Outcome != checks.OutcomeNotTested
	}
	for i := range endpoints {
		ep := &endpoints[i]
		if answered && ep.Outcome == checks.OutcomeUnreachable && ep.Cause == checks.CauseRefused && ep.Address.Addr().Is6() {
			ep.Outcome, ep.Cause = checks.OutcomeNotTested, checks.CauseLoopbackTwin
		}
	}
}
