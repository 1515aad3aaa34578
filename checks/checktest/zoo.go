package checktest

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"syscall"
	"time"
)

// Cases returns the cases of the demo, the healthy ones first, then the faults
// by family. Their servers run in a Zoo.
func Cases() []Case {
	return slices.Concat(
		healthyCases(),
		nameCases(),
		timeCases(),
		trustCases(),
		strengthCases(),
		handshakeCases(),
		connectionCases(),
		addressCases(),
		siblingCases(),
		policyCases(),
		revocationCases(),
		discoveryCases(),
	)
}

// Open starts all servers. The certificates are made around now: that is when
// the expired ones have expired and the others have not.
func Open(ctx context.Context, now time.Time) (*Zoo, error) {
	names, err := NewNameServer("")
	if err != nil {
		return nil, fmt.Errorf("opening the zoo: %w", err)
	}
	z := &Zoo{Cases: Cases(), names: names, routes: make(map[netip.AddrPort]route)}
	s := newSite(z, now)
	for _, c := range z.Cases {
		if err := ctx.Err(); err != nil {
			z.Close()
			return nil, fmt.Errorf("opening the zoo: %w", err)
		}
		c.build(s)
		if s.err != nil {
			z.Close()
			return nil, fmt.Errorf("opening the zoo, case %s: %w", c.Name, s.err)
		}
	}
	z.Stores = s.stores()
	return z, nil
}

// NameServer is the address of the server that knows the names of the zoo.
func (z *Zoo) NameServer() string { return z.names.Addr() }

// DialContext connects to a server of the zoo at its address and conventional
// port. Addresses outside of the zoo, such as that of its name server, are
// dialled as they are.
func (z *Zoo) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	addr, err := netip.ParseAddrPort(address)
	if err != nil || !zooNetwork.Contains(addr.Addr()) && !zooNetwork6.Contains(addr.Addr()) {
		return dialer.DialContext(ctx, network, address)
	}
	fail := func(cause error) error {
		return &net.OpError{Op: "dial", Net: network, Addr: net.TCPAddrFromAddrPort(addr), Err: cause}
	}
	route, known := z.routes[addr]
	switch {
	case !known: // dialling a port that is known to be closed would be a race
		return nil, fail(os.NewSyscallError("connect", syscall.ECONNREFUSED))
	case route.ours != nil:
		return nil, fail(route.ours)
	case route.dropped:
		<-ctx.Done()
		return nil, fail(ctx.Err())
	}
	return dialer.DialContext(ctx, network, route.to.String())
}

// Roots are all roots of the zoo, for a client that speaks HTTPS with it.
func (z *Zoo) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	for _, store := range z.Stores {
		pool.AppendCertsFromPEM(store.PEM)
	}
	return pool
}

// Connections is the number of connections that all servers have accepted.
func (z *Zoo) Connections() int {
	n := 0
	for _, server := range z.servers {
		n += server.Connections()
	}
	return n
}

// Close stops all servers and waits for their goroutines.
func (z *Zoo) Close() {
	for _, server := range z.servers {
		server.Close()
	}
	z.names.Close()
}
