package resolve

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"certdesk/checks"
)

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
	if isAnswer(err) {
		_, err = s.resolver.LookupHost(ctx, freshName())
	}
	switch {
	case isAnswer(err):
		return failed
	case ctx.Err() == context.Canceled:
		return checks.DNSCutShort
	case failed == checks.DNSServFail:
		return checks.DNSResolverFails
	}
	return checks.DNSResolverSilent
}

// isAnswer tells whether a name server answered, be it that there is nothing.
func isAnswer(err error) bool {
	var failure *net.DNSError
	return err == nil || errors.As(err, &failure) && failure.IsNotFound
}

func (s *system) Cut(ctx context.Context) bool {
	if server, known := s.server(); known {
		return server.Cut(ctx)
	}
	return s.blame(ctx, checks.DNSTimeout) == checks.DNSResolverSilent && ctx.Err() == nil
}

func (s *system) Dead(ctx context.Context) bool {
	if server, known := s.server(); known {
		return server.Dead(ctx)
	}
	_, err := s.resolver.LookupNS(ctx, controlName)
	return !isAnswer(err) && ctx.Err() == nil
}

func systemRecords[T any](s *system, ask func(*server) checks.Records[T]) checks.Records[T] {
	server, ok := s.server()
	if !ok {
		return checks.Records[T]{Failure: checks.DNSResolverSilent}
	}
	return ask(server)
}

func (s *system) SRV(ctx context.Context, name string) checks.Records[checks.SRV] {
	return systemRecords(s, func(n *server) checks.Records[checks.SRV] { return n.SRV(ctx, name) })
}

func (s *system) MX(ctx context.Context, name string) checks.Records[checks.MX] {
	return systemRecords(s, func(n *server) checks.Records[checks.MX] { return n.MX(ctx, name) })
}

func (s *system) TXT(ctx context.Context, name string) checks.Records[string] {
	return systemRecords(s, func(n *server) checks.Records[string] { return n.TXT(ctx, name) })
}

func (s *system) TLSA(ctx context.Context, name string) checks.Records[checks.TLSA] {
	return systemRecords(s, func(n *server) checks.Records[checks.TLSA] { return n.TLSA(ctx, name) })
}

func (s *system) PTR(ctx context.Context, addr netip.Addr) checks.Records[string] {
	return systemRecords(s, func(n *server) checks.Records[string] { return n.PTR(ctx, addr) })
}

func (s *system) CAA(ctx context.Context, name string) checks.Records[checks.CAA] {
	return systemRecords(s, func(n *server) checks.Records[checks.CAA] { return n.CAA(ctx, name) })
}

func (s *system) Authentic(ctx context.Context, host string) checks.Records[netip.Addr] {
	return systemRecords(s, func(n *server) checks.Records[netip.Addr] { return n.Authentic(ctx, host) })
}
