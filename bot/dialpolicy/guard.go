package dialpolicy

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// Denied is the error of a connection that policy forbids. Host is "host:port",
// where no address is known.
type Denied struct {
	Address netip.AddrPort
	Host    string
}

func (d *Denied) Error() string {
	return "policy forbids connecting to " + cmp.Or(d.Host, d.Address.String())
}

// Forbidden tells those who dial that this is no answer of the network.
func (d *Denied) Forbidden() bool { return true }

// Control is for net.Dialer.Control: it is called with the address that a
// socket is about to be connected to, after all names were resolved.
func (r *Policy) Control(_, address string, _ syscall.RawConn) error {
	return r.at(address, func(at netip.AddrPort) bool { return r.Address(at.Addr()) && r.Port(int(at.Port())) })
}

// DocumentPorts are where certificates and domains say that documents about them
// are to be had: revocation lists, authorities, policies.
func DocumentPorts() []PortRange { return []PortRange{{80, 80}, {443, 443}} }

// document tells whether a document may be fetched from an address. Who asks
// does not choose it, and without it a certificate cannot be judged: so open are
// the ports of public servers whatever Ports says, and their names whatever Hosts
// says. Inside a network that Allow opens, a document is held to both, as a
// server is. host is as the document's URL names it.
func (r *Policy) document(host string, at netip.AddrPort, open []PortRange) bool {
	if !r.Address(at.Addr()) {
		return false
	}
	port := int(at.Port())
	if public := (&Policy{NAT64: r.NAT64}).Address(at.Addr()); !public {
		return r.Port(port) && r.Host(host)
	}
	return r.Port(port) || slices.ContainsFunc(open, func(p PortRange) bool { return port >= p.From && port <= p.To })
}

func (r *Policy) at(address string, allowed func(netip.AddrPort) bool) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("connecting to %q: %w", address, err)
	}
	if !allowed(at) {
		return &Denied{Address: at}
	}
	return nil
}

// Dialer opens the connections of questions from the chat. Its zero value is of
// no use.
type Dialer struct {
	reach   *Policy
	nat64   *NAT64 // nil: not asked
	timeout time.Duration
	// host is who a document is fetched from; nil for servers. open are the ports
	// of public servers that documents are fetched from besides those of reach.
	host func(context.Context) string
	open []PortRange
}

// NewDialer makes one for the servers that are checked. Each connection has
// timeout. nat64 is learnt before the first IPv6 address is dialled; nil is not.
func NewDialer(r *Policy, nat64 *NAT64, timeout time.Duration) *Dialer {
	return &Dialer{reach: r, nat64: nat64, timeout: timeout}
}

// Documents is a dialer for documents, from public servers at the ports open as
// well. host tells from a context whose document it is, as its URL has it.
func (d *Dialer) Documents(host func(context.Context) string, open ...PortRange) *Dialer {
	documents := *d
	documents.host, documents.open = host, open
	return &documents
}

// DialContext dials an address that was resolved before.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, fmt.Errorf("connecting to %q: it is not an address", address)
	}
	if ctx.Value(forbidden{}) != nil {
		return nil, &Denied{Address: at}
	}
	if d.nat64 != nil && at.Addr().Is6() && !at.Addr().Is4In6() {
		d.nat64.Learn(ctx)
	}
	control := d.reach.Control
	if d.host != nil {
		host := d.host(ctx)
		control = func(_, address string, _ syscall.RawConn) error {
			return d.reach.at(address, func(at netip.AddrPort) bool { return d.reach.document(host, at, d.open) })
		}
	}
	if err := control(network, at.String(), nil); err != nil {
		return nil, err
	}
	return (&net.Dialer{Timeout: d.timeout, Control: control}).DialContext(ctx, network, address)
}

type forbidden struct{}

// Forbid is a context in which a Dialer dials nothing: for servers that somebody
// else named, and that may not be asked about.
func Forbid(ctx context.Context) context.Context { return context.WithValue(ctx, forbidden{}, true) }
