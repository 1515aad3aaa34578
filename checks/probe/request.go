package probe

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"time"

	"certdesk/checks"
)

// Dialer opens the connections. An error with the method Forbidden is its refusal
// to reach the address, one with Proxied that of a proxy in between; any other that
// does not come from the network is taken for a fault of this machine.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// Request is what to observe.
type Request struct {
	// Address is dialled, unless Dialled is set.
	Address netip.AddrPort
	// Dialled is the "name:port" that a proxy is asked for, which looks up the name
	// itself; Address then has the port alone.
	Dialled string
	// Proxied: the connections lead through a proxy. What is no word of the server
	// itself may then be the proxy's doing, and is not told of the server.
	Proxied bool
	// ServerName is sent as SNI; "" sends none.
	ServerName string
	// Host names the server to protocols that ask for it (XMPP).
	Host string
	// Port is the port that was asked for, whose convention is a hint; zero is
	// that of Address.
	Port int
	// Mode and Protocol are what was asked for; the observation tells what works.
	// ModeNone asks for nothing, as ModeAuto.
	Mode     checks.Mode
	Protocol string
	// Full asks for older versions and the answer without a server name as well.
	Full bool
	// MaxConnections is how many connections may be opened; zero is as many as
	// the constant of that name says.
	MaxConnections int
	// Greeting asks for what the server says first behind TLS as well, which
	// takes as long as a server lets its clients wait (two seconds at most).
	Greeting bool
	// Asks is said behind TLS before those first words are waited for, to a server that has
	// shown that it waits for its client; "" says nothing.
	Asks string
	// ALPN are the protocols to offer (RFC 7301), the best first; none offers none, as mail
	// programs do.
	ALPN []string
	// Fair is the least time that the server must have had for its silence to
	// count; where less was left, it is the check that was cut short.
	Fair time.Duration
}

// at is what is dialled.
func (r *Request) at() string { return cmp.Or(r.Dialled, r.Address.String()) }
