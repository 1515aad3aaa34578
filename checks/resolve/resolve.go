// Package resolve turns a host name into addresses and, where that fails,
// tells the failures apart: no such name, a name without addresses, a broken
// zone or its signatures, a loop of aliases, and a name server of our own that does
// not answer. A helpdesk acts differently on each, and the last is no fault of the
// name's: a control question shows it (control.go).
//
// System asks as every program on this machine does (hosts file included);
// Server asks one name server directly. Neither caches: a check wants what is
// true now.
//
// Sources: RFC 1035 §4, RFC 2308 (NODATA and NXDOMAIN), RFC 4035 §3.2.2 (the CD
// bit), RFC 6891 (EDNS), RFC 8914 (extended errors).
package resolve

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"certdesk/checks"
)

// Resolver resolves names. It is safe for concurrent use.
type Resolver interface {
	// Resolve looks up A and AAAA side by side. It never returns an error: what
	// went wrong is in Resolution.Failure.
	Resolve(ctx context.Context, host string) checks.Resolution
	// Dead tells whether our own name server does not answer at all. What did not end
	// before ctx has shown nothing.
	Dead(ctx context.Context) bool
	// Cut tells whether it is dead, or has no way to the servers that know more than it
	// does: what it remembers it may still tell.
	Cut(ctx context.Context) bool
	Records
}

// Records asks for the records that tell where mail goes and what guards it.
// The name system's own order is kept. It is safe for concurrent use.
type Records interface {
	// SRV looks up a whole name, such as _imaps._tcp.example.com.
	SRV(ctx context.Context, name string) checks.Records[checks.SRV]
	MX(ctx context.Context, name string) checks.Records[checks.MX]
	// TXT joins the strings of a record (RFC 7208 §3.3).
	TXT(ctx context.Context, name string) checks.Records[string]
	// TLSA looks up a whole name, such as _25._tcp.mail.example.com.
	TLSA(ctx context.Context, name string) checks.Records[checks.TLSA]
	CAA(ctx context.Context, name string) checks.Records[checks.CAA]
	// PTR looks up the names of an address (RFC 1035 §3.5, RFC 3596 §2.5).
	PTR(ctx context.Context, addr netip.Addr) checks.Records[string]
	// Authentic resolves addresses and tells whether the answers were validated.
	Authentic(ctx context.Context, host string) checks.Records[netip.Addr]
}

// Dialer opens the connections to name servers.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// maxAddresses bounds how many addresses of one name are looked at.
const maxAddresses = 16

// tidy unmaps IPv4-in-IPv6, drops doubles, puts IPv4 first and keeps the order
// within a family, so that answers are stable where a server rotates them.
func tidy(addrs []netip.Addr) []netip.Addr {
	var out []netip.Addr
	for _, addr := range addrs {
		addr = addr.Unmap()
		if !slices.Contains(out, addr) {
			out = append(out, addr)
		}
	}
	slices.SortStableFunc(out, func(a, b netip.Addr) int {
		return cmp.Or(cmp.Compare(a.BitLen(), b.BitLen()), a.Compare(b))
	})
	return out
}

// some are as many of the tidied addresses as are looked at, and how many are
// left out. Neither family takes more than half where the other one has as many:
// a fault is often that of one family.
func some(addrs []netip.Addr) (looked []netip.Addr, beyond int) {
	if len(addrs) <= maxAddresses {
		return addrs, 0
	}
	four := 0
	for four < len(addrs) && addrs[four].Is4() {
		four++
	}
	six := min(len(addrs)-four, max(maxAddresses/2, maxAddresses-four))
	return slices.Concat(addrs[:maxAddresses-six], addrs[four:four+six]), len(addrs) - maxAddresses
}

// fqdn ends a name with a dot, so that no search domain is tried.
func fqdn(host string) string { return strings.TrimSuffix(host, ".") + "." }
