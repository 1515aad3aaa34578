package dialpolicy

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"certdesk/checks"
)

// nat64Lengths are the lengths that a translator's prefix may have (RFC 6052
// §2.2).
var nat64Lengths = [...]int{96, 64, 56, 48, 40, 32}

// embedded is the IPv4 address behind a translator's prefix of bits. Bits 64 to
// 71 are left out of it (RFC 6052 §2.2).
func embedded(addr netip.Addr, bits int) netip.Addr {
	b := addr.As16()
	var four [4]byte
	at := bits / 8
	for i := range four {
		if at == 8 && bits != 96 {
			at++
		}
		four[i] = b[at]
		at++
	}
	return netip.AddrFrom4(four)
}

// What ipv4only.arpa has as IPv4 addresses; in IPv6 it has none of its own, so
// that whatever a name server makes up shows the prefix (RFC 7050 §2.2).
const nat64Name = "ipv4only.arpa"

var nat64Known = [...]netip.Addr{netip.AddrFrom4([4]byte{192, 0, 0, 170}), netip.AddrFrom4([4]byte{192, 0, 0, 171})}

// nat64Prefixes are the prefixes that show in the addresses of ipv4only.arpa.
func nat64Prefixes(addrs []netip.Addr) []netip.Prefix {
	var out []netip.Prefix
	for _, addr := range addrs {
		if !addr.Is6() || addr.Is4In6() {
			continue
		}
		for _, bits := range nat64Lengths {
			if !slices.Contains(nat64Known[:], embedded(addr, bits)) {
				continue
			}
			if prefix := netip.PrefixFrom(addr.WithZone(""), bits).Masked(); !slices.Contains(out, prefix) {
				out = append(out, prefix)
			}
		}
	}
	return out
}

const (
	// nat64Timeout bounds the question for the prefix, nat64Again is when one that
	// had no answer is put again.
	nat64Timeout = 2 * time.Second
	nat64Again   = time.Minute
)

// Resolver looks up addresses.
type Resolver interface {
	Resolve(ctx context.Context, host string) checks.Resolution
}

// NAT64 learns by which prefixes the network of this process translates IPv6 to
// IPv4 (RFC 7050). It asks its name server once, when the first IPv6 address is
// to be dialled. While that does not answer nothing is known: then no name leads
// to an address either, and only an address that was typed is dialled as it is.
// It is safe for concurrent use.
type NAT64 struct {
	Resolver Resolver
	Now      func() time.Time

	mu       sync.Mutex
	known    bool
	asked    time.Time
	prefixes []netip.Prefix
}

// Prefixes are those that were learnt.
func (n *NAT64) Prefixes() []netip.Prefix {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.prefixes
}

// Learn asks unless the answer is known. Whoever comes meanwhile waits for it.
func (n *NAT64) Learn(ctx context.Context) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known || !n.asked.IsZero() && n.Now().Sub(n.asked) < nat64Again {
		return
	}
	n.asked = n.Now()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), nat64Timeout)
	defer cancel()
	res := n.Resolver.Resolve(ctx, nat64Name)
	switch res.Failure {
	case checks.DNSTimeout, checks.DNSServFail, checks.DNSRefused:
		return
	}
	n.known, n.prefixes = true, nat64Prefixes(res.Addresses)
}
