package engine

import (
	"context"
	"net"
	"net/netip"
	"strconv"

	"certdesk/checks"
	"certdesk/checks/probe"
)

// addresses returns what to dial for a target, and the resolution if a name
// had to be resolved. No addresses means the resolution failed. Where a proxy
// resolves, a name has one place, of which the port alone is known.
func (e *Engine) addresses(ctx context.Context, t checks.Target) ([]netip.AddrPort, *checks.Resolution) {
	host, port := dialled(t)
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.AddrPort{netip.AddrPortFrom(addr.Unmap(), uint16(port))}, nil
	}
	if e.proxy != "" {
		return []netip.AddrPort{netip.AddrPortFrom(netip.Addr{}, uint16(port))}, nil
	}
	res := e.resolver.Resolve(ctx, host)
	return withPort(res.Addresses, port), &res
}

// dialled are the host and the port that a target leads to.
func dialled(t checks.Target) (host string, port int) {
	if h, p, err := net.SplitHostPort(t.Connect); err == nil {
		if n, err := strconv.Atoi(p); err == nil {
			return h, n
		}
	}
	return t.Host, t.Port
}

// way is a request for a place of a target, and says how to get there.
func (e *Engine) way(f *checks.Facts, to netip.AddrPort) probe.Request {
	r := probe.Request{Address: to, Proxied: e.proxy != ""}
	if r.Proxied && !to.Addr().IsValid() {
		host, _ := dialled(f.Target)
		r.Dialled = net.JoinHostPort(host, strconv.Itoa(int(to.Port())))
	}
	return r
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
