package dialpolicy

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// Proxied opens the connections of questions from the chat through a proxy that
// looks up names itself. Where a name leads is known to the proxy alone, so its own
// rules have to say which addresses may be reached; here hosts and ports are held
// to what the operator named, and addresses that are asked for as such to all of it.
type Proxied struct {
	reach   *Policy
	next    dialer
	timeout time.Duration
	open    []PortRange // ports of documents besides those of reach; nil for servers
}

type dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// NewProxied makes one for the servers that are checked; next leads through the
// proxy, and takes names. Each connection has timeout.
func NewProxied(r *Policy, next dialer, timeout time.Duration) *Proxied {
	return &Proxied{reach: r, next: next, timeout: timeout}
}

// Documents is a dialer for documents, at the ports open as well. Their servers may
// be inner ones for all that is known here, so where hosts are named, documents come
// from those alone.
func (d *Proxied) Documents(open ...PortRange) *Proxied {
	documents := *d
	documents.open = open
	return &documents
}

// DialContext has the proxy connect to "host:port".
func (d *Proxied) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, text, err := net.SplitHostPort(address)
	port, errPort := strconv.Atoi(text)
	if err != nil || errPort != nil {
		return nil, fmt.Errorf("connecting to %q: it is no host with a port", address)
	}
	if ctx.Value(forbidden{}) != nil || !d.allows(host, port) {
		return nil, &Denied{Host: address}
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	return d.next.DialContext(ctx, network, address)
}

func (d *Proxied) allows(host string, port int) bool {
	listed := slices.ContainsFunc(d.open, func(p PortRange) bool { return port >= p.From && port <= p.To })
	if !d.reach.Port(port) && !listed {
		return false
	}
	if !d.reach.Host(host) {
		return false
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return d.reach.Address(addr)
	}
	return !isThisMachine(host) || d.reach.Address(loopback)
}
