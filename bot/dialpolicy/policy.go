// Package dialpolicy says which addresses a question from the chat may reach.
//
//	policy.go   which addresses, names and ports may be dialled
//	nat64.go    IPv4 addresses inside the IPv6 addresses of a translator
//	guard.go    the same at the socket, where it cannot be got round
//	proxied.go  the same before a proxy, which looks up names itself
//	lists.go    how an operator writes networks, names and ports
//
// What may be dialled is decided on the address that a socket is about to be
// connected to, after every resolution and redirect: a name that resolves
// differently the second time gains nothing (CWE-918, CWE-367).
package dialpolicy

import (
	"net/netip"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// inner are addresses that lead into the machine or the network the bot runs
// in, or nowhere (IANA's special-purpose registries, RFC 6890). What is not
// allowed by name is not dialled from the chat.
var inner = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
	"::/128", "::1/128", "100::/64", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "5f00::/16",
	// For translators inside a network, with any prefix length of RFC 6052 in it:
	// which IPv4 address is meant, only that network knows (RFC 8215 §5).
	"64:ff9b:1::/48",
)

// carriers are IPv6 prefixes that carry an IPv4 address at a bit offset, and
// hand the packet to it: compatible (RFC 4291), translated (RFC 2765),
// NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056).
var carriers = []struct {
	prefix netip.Prefix
	byte   int
}{
	{netip.MustParsePrefix("::/96"), 12},
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12},
	{netip.MustParsePrefix("64:ff9b::/96"), 12},
	{netip.MustParsePrefix("64:ff9b:1::/48"), 12},
	{netip.MustParsePrefix("2002::/16"), 2},
}

// teredo hides the client's address with all bits turned over (RFC 4380 §4).
var teredo = netip.MustParsePrefix("2001::/32")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// Policy is what may be dialled. The zero value allows the public addresses, at
// any port and by any name.
type Policy struct {
	// Allow are inner addresses that may be reached all the same, Deny addresses
	// that may not; Deny outweighs Allow.
	Allow, Deny []netip.Prefix
	// Hosts are the only names that may be asked for, "*.corp.com" with all below
	// corp.com; nil is any.
	Hosts []string
	// Ports are the only ports; nil is any.
	Ports []PortRange
	// NAT64 tells the prefixes by which this network hands IPv6 packets on to IPv4
	// addresses, besides the well-known ones; nil is none.
	NAT64 func() []netip.Prefix
	// Proxied: servers are reached through a proxy that looks up names itself.
	Proxied bool
}

var loopback = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// Everywhere allows what the command line may reach: everything.
func Everywhere() *Policy {
	return &Policy{Allow: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}}
}

// PortRange is a range of ports, both ends included.
type PortRange struct{ From, To int }

// Address tells whether an address may be dialled.
func (r *Policy) Address(addr netip.Addr) bool {
	if !addr.IsValid() || addr.Zone() != "" {
		return false // a zone is an interface of this machine
	}
	faces := append(r.carried(addr), addr.Unmap())
	for _, face := range faces {
		if within(r.Deny, face) {
			return false
		}
	}
	for _, face := range faces {
		if within(inner, face) && !within(r.Allow, face) {
			return false
		}
	}
	return true
}

func within(list []netip.Prefix, addr netip.Addr) bool {
	for _, p := range list {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// carried are the IPv4 addresses inside an IPv6 address, but for that of a mapped
// one: it is what Unmap gives.
func (r *Policy) carried(addr netip.Addr) []netip.Addr {
	if addr.Is4() {
		return nil
	}
	var out []netip.Addr
	b := addr.As16()
	for _, c := range carriers {
		if c.prefix.Contains(addr) && !(addr.IsLoopback() || addr.IsUnspecified()) {
			out = append(out, netip.AddrFrom4([4]byte(b[c.byte:c.byte+4])))
		}
	}
	if teredo.Contains(addr) {
		out = append(out, netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]}))
	}
	if r.NAT64 != nil {
		for _, prefix := range r.NAT64() {
			if prefix.Contains(addr) {
				out = append(out, embedded(addr, prefix.Bits()))
			}
		}
	}
	return out
}

// Port tells whether a port may be dialled.
func (r *Policy) Port(port int) bool {
	if len(r.Ports) == 0 {
		return true
	}
	for _, p := range r.Ports {
		if port >= p.From && port <= p.To {
			return true
		}
	}
	return false
}

// Host tells whether a host may be asked about, as it was typed: where hosts are
// named, an address is one only if it is named itself. Whether it may be dialled
// is Address's matter.
func (r *Policy) Host(name string) bool {
	if len(r.Hosts) == 0 {
		return true
	}
	addr, err := netip.ParseAddr(name)
	isAddress := err == nil
	for _, pattern := range r.Hosts {
		if isAddress {
			if listed, err := netip.ParseAddr(pattern); err == nil && listed.Unmap() == addr.Unmap() {
				return true
			}
		} else if parent, ok := strings.CutPrefix(pattern, "*."); ok {
			if strings.HasSuffix(name, "."+parent) {
				return true
			}
		} else if name == pattern {
			return true
		}
	}
	return false
}

// Target tells in one sentence why a target may not be checked from here, nothing
// if it may. The addresses of a name are judged at the socket.
func (r *Policy) Target(t checks.Target) say.Text {
	addr, err := netip.ParseAddr(t.Host)
	if isThisMachine(t.Host) && t.Connect == "" && !r.Address(loopback) {
		return say.S("certdesk itself runs on {host}. Use the server's own name.", say.Host("host", t.Host))
	}
	if err == nil && t.Connect == "" && !r.Address(addr) {
		return say.S("{address} is in an internal network. certdesk is not allowed to check it from chat.", say.Host("address", t.Host))
	}
	if r.Proxied && t.Mailbox != "" {
		return say.S("certdesk sees through a proxy here, and cannot look up mail servers. Use the server's own name.")
	}
	return r.TargetElsewhere(t)
}

// Resolved tells in a sentence or two why a name may not be checked from here that
// leads to these addresses, nothing if one of them may. No addresses forbid nothing:
// that a name leads nowhere is an answer.
func (r *Policy) Resolved(name string, addrs []netip.Addr) say.Text {
	if slices.ContainsFunc(addrs, r.Address) {
		return nil
	}
	if len(addrs) == 0 {
		return nil
	}
	return NotAllowed(name, addrs[0].String())
}

// NotAllowed says to the asker, and to the person who runs certdesk, that policy
// forbids the address behind a name.
func NotAllowed(name, address string) say.Text {
	return say.Join(say.S("{host} leads to {address}, which certdesk is not allowed to check from chat.", say.Host("host", name), say.Host("address", address)),
		say.S("The certdesk administrator can allow it with {setting}.", say.Code("setting", "CERTDESK_ALLOW_CIDRS")))
}

// isThisMachine knows the names that lead to whatever machine looks them up (RFC
// 6761 §6.3, and what Linux distributions write into /etc/hosts).
func isThisMachine(host string) bool {
	switch host {
	case "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback":
		return true
	}
	return strings.HasSuffix(host, ".localhost")
}

// TargetElsewhere is Target for a check that is made in another network: hosts
// and ports are judged here, where an address leads is judged there.
func (r *Policy) TargetElsewhere(t checks.Target) say.Text {
	switch {
	case t.Connect != "":
		return say.S("You can choose the connection address only on the command line.")
	case !r.Host(t.Host):
		return say.S("certdesk is not allowed to check {host} from here.", say.Host("host", t.Host))
	case t.Port != 0 && !r.Port(t.Port):
		return say.S("certdesk is not allowed to check port {port} from here.", say.Port("port", t.Port))
	}
	return nil
}
