package policy

import (
	"fmt"
	"net/netip"
	"syscall"
)

// Denied is the error of a connection that policy forbids.
type Denied struct{ Address netip.AddrPort }

func (d *Denied) Error() string { return fmt.Sprintf("policy forbids connecting to %s", d.Address) }

// fetchPorts are where certificates themselves say that lists and answers about
// them are to be had; they stay open whatever Ports says.
var fetchPorts = [...]int{80, 443}

// Control is for net.Dialer.Control: it is called with the address that a
// socket is about to be connected to, after all names were resolved.
func (r *Reach) Control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("connecting to %q: %w", address, err)
	}
	if !r.Address(at.Addr()) {
		return &Denied{Address: at}
	}
	port := int(at.Port())
	for _, p := range fetchPorts {
		if port == p {
			return nil
		}
	}
	if !r.Port(port) {
		return &Denied{Address: at}
	}
	return nil
}
