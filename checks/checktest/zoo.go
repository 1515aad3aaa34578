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

	"certdesk/checks"
	"certdesk/checks/say"
)

// Case is one server of the zoo, and what a full check must say of it.
type Case struct {
	// Name is short and unique: "expired".
	Name string
	// Title says in plain words what is wrong with the server.
	Title say.Text
	// Target is what a person types. A URL scheme in it asks for a mode; a mail
	// address stands for the Autodiscover server of its domain.
	Target string
	// Want is the exact set of codes, sorted; empty for a healthy server.
	Want []checks.Code
	// Verdict is the report's.
	Verdict checks.Verdict
	// Suggested is the name to use instead; "" if there is none.
	Suggested string
	// Slow: the server makes a client wait, so that the check takes all the time
	// it is given.
	Slow bool

	build func(*site)
}

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

// Store is a named list of trusted roots in PEM.
type Store struct {
	Name string
	PEM  []byte
}

// Zoo is all servers of the cases, running, with their own name server and
// their own trusted roots.
//
// The names of the cases resolve to addresses of 127.0.20.0/24 on which, at the
// ports of real mail servers, DialContext finds the listeners: an ordinary user
// may not bind port 993, and not every system has more than one loopback
// address. A check that dials through it sees the addresses and ports of real
// life.
type Zoo struct {
	// Cases are those of the function Cases.
	Cases []Case
	// Stores are what clients trust here: today's roots, and those of an older
	// system that has not heard of the newest one.
	Stores []Store

	names   *NameServer
	servers []*Server
	routes  map[netip.AddrPort]route
}

// route is where a connection to an address of the zoo goes.
type route struct {
	to netip.AddrPort
	// dropped: a firewall swallows the packets, so that nothing ever answers.
	dropped bool
	// ours is an error of our own side that keeps the connection from being tried.
	ours error
}

// Forbidden is the error of a connection that policy forbids.
type Forbidden struct{}

func (Forbidden) Error() string { return "policy forbids the address" }

// Forbidden tells it from an answer of the network.
func (Forbidden) Forbidden() bool { return true }

// zooNetwork and zooNetwork6 hold the addresses of the zoo. Nothing in them is
// ever dialled.
var (
	zooNetwork  = netip.MustParsePrefix("127.0.20.0/24")
	zooNetwork6 = netip.MustParsePrefix("fd5a:6f6f::/64")
)

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
