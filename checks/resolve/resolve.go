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
	// server are the name servers of this machine: they answer the finer question
	// why a name was not found, and have the records that the operating system has
	// no question for.
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
	first, cancel := half(ctx)
	addrs, err := s.resolver.LookupNetIP(first, "ip", host)
	cancel()
	var res checks.Resolution
	res.Addresses, res.Beyond = some(tidy(addrs))
	if len(res.Addresses) == 0 {
		res = s.reason(ctx, host, err)
	}
	res.Took = s.now().Sub(start)
	return res
}

// half is the time for the first look, so that some is left for its reason.
func half(ctx context.Context) (context.Context, context.CancelFunc) {
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithTimeout(ctx, time.Until(deadline)/2)
	}
	return context.WithCancel(ctx)
}

// reason tells why the operating system found no address. It says little itself:
// "not found" covers both NXDOMAIN and a name without addresses, and any other
// failure may be the domain's or that of our own name server, so the name servers
// are asked.
func (s *system) reason(ctx context.Context, host string, err error) checks.Resolution {
	kind := checks.DNSNotFound
	var failure *net.DNSError
	switch {
	case err == nil:
		return checks.Resolution{Failure: checks.DNSNoAddress}
	case ctx.Err() != nil:
		return checks.Resolution{Failure: checks.DNSCutShort}
	case errors.As(err, &failure) && failure.IsTimeout, errors.Is(err, context.DeadlineExceeded):
		kind = checks.DNSTimeout
	case errors.As(err, &failure) && !failure.IsNotFound:
		kind = checks.DNSServFail
	}
	server, known := s.server()
	switch {
	case !known && kind == checks.DNSNotFound:
		return checks.Resolution{Failure: kind}
	case !known:
		return checks.Resolution{Failure: s.blame(ctx, kind)}
	}
	finer := server.Resolve(ctx, host)
	if kind == checks.DNSNotFound && finer.Failure != checks.DNSNoAddress && finer.Failure != checks.DNSLoop {
		return checks.Resolution{Failure: kind}
	}
	return finer
}

// blame is the control question where the name servers of this machine are not
// known.
func (s *system) blame(ctx context.Context, failed checks.DNSKind) checks.DNSKind {
	_, err := s.resolver.LookupNS(ctx, controlName)
	var failure *net.DNSError
	switch {
	case err == nil, errors.As(err, &failure) && failure.IsNotFound:
		return failed
	case ctx.Err() == context.Canceled:
		return checks.DNSCutShort
	case failed == checks.DNSServFail:
		return checks.DNSResolverFails
	}
	return checks.DNSResolverSilent
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
