// Package resolve turns a host name into addresses and, where that fails,
// tells the failures apart: no such name, a name without addresses, a broken
// zone, no answer, a loop of aliases. A helpdesk acts differently on each.
//
// System asks as every program on this machine does (hosts file included);
// Server asks one name server directly. Neither caches: a check wants what is
// true now.
//
// Sources: RFC 1035 §4, RFC 2308 (NODATA and NXDOMAIN), RFC 6891 (EDNS).
package resolve

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"certdesk/checks"
)

// Resolver resolves names. It is safe for concurrent use.
type Resolver interface {
	// Resolve looks up A and AAAA side by side. It never returns an error: what
	// went wrong is in Resolution.Failure.
	Resolve(ctx context.Context, host string) checks.Resolution
	Records
}

// Dialer opens the connections to name servers.
type Dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// maxAddresses bounds how many addresses of one name are looked at.
const maxAddresses = 16

type system struct {
	resolver *net.Resolver
	now      func() time.Time
	// server is the first name server of this machine: it answers the finer
	// question why a name was not found, and has the records that the operating
	// system has no question for.
	server func() (*server, bool)
}

// System resolves as the operating system does.
func System(d Dialer) Resolver {
	return &system{
		resolver: net.DefaultResolver,
		now:      time.Now,
		server:   func() (*server, bool) { return fromResolvConf("/etc/resolv.conf", d) },
	}
}

func (s *system) Resolve(ctx context.Context, host string) checks.Resolution {
	start := s.now()
	addrs, err := s.resolver.LookupNetIP(ctx, "ip", host)
	res := checks.Resolution{Addresses: tidy(addrs), Took: s.now().Sub(start)}
	if len(res.Addresses) > 0 {
		return res
	}
	res.Failure = checks.DNSNotFound
	var failure *net.DNSError
	switch {
	case errors.As(err, &failure) && failure.IsTimeout, errors.Is(err, context.DeadlineExceeded):
		res.Failure = checks.DNSTimeout
	case errors.As(err, &failure) && !failure.IsNotFound:
		res.Failure = checks.DNSServFail
	case err == nil:
		res.Failure = checks.DNSNoAddress
	default:
		// "Not found" covers both NXDOMAIN and a name without addresses; the
		// name server itself tells which.
		if server, ok := s.server(); ok && ctx.Err() == nil {
			finer := server.Resolve(ctx, host)
			if finer.Failure == checks.DNSNoAddress || finer.Failure == checks.DNSLoop {
				res.Failure = finer.Failure
			}
		}
	}
	return res
}

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
	return out[:min(len(out), maxAddresses)]
}

// fqdn ends a name with a dot, so that no search domain is tried.
func fqdn(host string) string { return strings.TrimSuffix(host, ".") + "." }
