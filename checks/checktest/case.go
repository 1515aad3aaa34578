package checktest

import (
	"net/netip"

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

// Store is a named list of trusted roots in PEM.
type Store struct {
	Name string
	PEM  []byte
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

// site is the zoo while it is built: the authorities of its world, and the
// hosts the cases put there. The first error stays.
type site struct {
	zoo *Zoo
	pki *PKI
	err error

	root, rsaRoot, newRoot *Authority
	ca, rsaCA              *Authority

	hosts map[string]netip.Addr
	last  netip.Addr
}

// zooNetwork and zooNetwork6 hold the addresses of the zoo. Nothing in them is
// ever dialled.
var (
	zooNetwork  = netip.MustParsePrefix("127.0.20.0/24")
	zooNetwork6 = netip.MustParsePrefix("fd5a:6f6f::/64")
)
