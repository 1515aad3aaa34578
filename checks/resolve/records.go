package resolve

import (
	"context"
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"certdesk/checks"
)

// maxRecords bounds how many records of one name are looked at.
const maxRecords = 32

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
	// Authentic resolves addresses and tells whether the answers were validated.
	Authentic(ctx context.Context, host string) checks.Records[netip.Addr]
}

// records turns a lookup into plain data.
func records[R dns.RR, T any](ctx context.Context, s *server, name string, qtype uint16, plain func(R) T) checks.Records[T] {
	a := s.lookup(ctx, name, qtype)
	out := checks.Records[T]{Authenticated: a.authenticated && s.trusted && a.failure == "", Failure: a.failure}
	for _, rr := range a.records[:min(len(a.records), maxRecords)] {
		if r, ok := rr.(R); ok {
			out.Items = append(out.Items, plain(r))
		}
	}
	return out
}

func (s *server) SRV(ctx context.Context, name string) checks.Records[checks.SRV] {
	return records(ctx, s, name, dns.TypeSRV, func(r *dns.SRV) checks.SRV {
		return checks.SRV{Target: bare(r.Target), Port: int(r.Port), Priority: int(r.Priority), Weight: int(r.Weight)}
	})
}

func (s *server) MX(ctx context.Context, name string) checks.Records[checks.MX] {
	return records(ctx, s, name, dns.TypeMX, func(r *dns.MX) checks.MX {
		return checks.MX{Host: bare(r.Mx), Preference: int(r.Preference)}
	})
}

func (s *server) TXT(ctx context.Context, name string) checks.Records[string] {
	return records(ctx, s, name, dns.TypeTXT, func(r *dns.TXT) string { return strings.Join(r.Txt, "") })
}

func (s *server) TLSA(ctx context.Context, name string) checks.Records[checks.TLSA] {
	return records(ctx, s, name, dns.TypeTLSA, func(r *dns.TLSA) checks.TLSA {
		data, _ := hex.DecodeString(r.Certificate) // the parser has made the hex itself
		return checks.TLSA{Usage: r.Usage, Selector: r.Selector, MatchingType: r.MatchingType, Data: data}
	})
}

func (s *server) CAA(ctx context.Context, name string) checks.Records[checks.CAA] {
	return records(ctx, s, name, dns.TypeCAA, func(r *dns.CAA) checks.CAA {
		return checks.CAA{Critical: r.Flag&0x80 != 0, Tag: strings.ToLower(r.Tag), Value: r.Value}
	})
}

func (s *server) Authentic(ctx context.Context, host string) checks.Records[netip.Addr] {
	out := checks.Records[netip.Addr]{Authenticated: s.trusted}
	var failures []checks.DNSKind
	for _, qtype := range []uint16{dns.TypeA, dns.TypeAAAA} {
		a := s.lookup(ctx, host, qtype)
		if a.failure != "" {
			failures = append(failures, a.failure)
			continue
		}
		out.Authenticated = out.Authenticated && a.authenticated
		for _, rr := range a.records {
			var ip []byte
			switch rr := rr.(type) {
			case *dns.A:
				ip = rr.A
			case *dns.AAAA:
				ip = rr.AAAA
			}
			if addr, ok := netip.AddrFromSlice(ip); ok && !slices.Contains(out.Items, addr.Unmap()) {
				out.Items = append(out.Items, addr.Unmap())
			}
		}
	}
	if len(out.Items) == 0 {
		out.Authenticated, out.Failure = false, failures[0]
	}
	return out
}

func bare(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

// The operating system has no question for these records, so the system's
// first name server is asked.

func systemRecords[T any](s *system, ask func(*server) checks.Records[T]) checks.Records[T] {
	server, ok := s.server()
	if !ok {
		return checks.Records[T]{Failure: checks.DNSServFail}
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

func (s *system) CAA(ctx context.Context, name string) checks.Records[checks.CAA] {
	return systemRecords(s, func(n *server) checks.Records[checks.CAA] { return n.CAA(ctx, name) })
}

func (s *system) Authentic(ctx context.Context, host string) checks.Records[netip.Addr] {
	return systemRecords(s, func(n *server) checks.Records[netip.Addr] { return n.Authentic(ctx, host) })
}
