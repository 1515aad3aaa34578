package resolve

import (
	"cmp"
	"context"
	"encoding/hex"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"certdesk/checks"
)

// maxRecords bounds how many records of one name are looked at.
const maxRecords = 32

// records turns a lookup into plain data.
func records[R dns.RR, T any](ctx context.Context, s *server, name string, qtype uint16, plain func(R) T) checks.Records[T] {
	a := s.lookup(ctx, name, qtype)
	out := checks.Records[T]{Failure: a.failure, Canonical: a.canonical}
	if a.failure != "" {
		out.Failure = s.blame(ctx, fqdn(name), qtype, a.failure)
	}
	for _, rr := range a.records[:min(len(a.records), maxRecords)] {
		if r, ok := rr.(R); ok {
			out.Items = append(out.Items, plain(r))
		}
	}
	if len(out.Items) == 0 {
		out.Failure = cmp.Or(out.Failure, checks.DNSNoAddress)
		return out
	}
	out.Authenticated = a.authenticated && s.trusted
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
	return records(ctx, s, name, dns.TypeTXT, func(r *dns.TXT) string { return unescape(strings.Join(r.Txt, "")) })
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

func (s *server) PTR(ctx context.Context, addr netip.Addr) checks.Records[string] {
	name, err := dns.ReverseAddr(addr.Unmap().WithZone("").String())
	if err != nil {
		return checks.Records[string]{Failure: checks.DNSNotFound}
	}
	return records(ctx, s, name, dns.TypePTR, func(r *dns.PTR) string { return bare(r.Ptr) })
}

func (s *server) Authentic(ctx context.Context, host string) checks.Records[netip.Addr] {
	six := make(chan checks.Records[netip.Addr], 1)
	go func() {
		six <- records(ctx, s, host, dns.TypeAAAA, func(r *dns.AAAA) netip.Addr { return plainAddr(r.AAAA) })
	}()
	out := records(ctx, s, host, dns.TypeA, func(r *dns.A) netip.Addr { return plainAddr(r.A) })
	a6 := <-six
	switch {
	case len(out.Items) == 0 && len(a6.Items) > 0:
		out = a6
	case len(a6.Items) > 0:
		out.Items = append(out.Items, a6.Items...)
		out.Authenticated = out.Authenticated && a6.Authenticated
	case len(out.Items) == 0 && out.Failure == checks.DNSNoAddress && a6.Failure != checks.DNSNotFound:
		out.Failure = a6.Failure
	}
	out.Items, _ = some(tidy(out.Items))
	return out
}

// plainAddr is the zero Addr for bytes that are no address; lookup lets none through.
func plainAddr(ip net.IP) netip.Addr {
	addr, _ := netip.AddrFromSlice(ip)
	return addr.Unmap()
}

// unescape undoes what the parser of messages does to the strings of a record:
// it puts a backslash before quotes and backslashes, and writes what is not
// printable ASCII as \DDD (RFC 1035 §5.1).
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		if i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 10, 8); err == nil {
				out = append(out, byte(n))
				i += 3
				continue
			}
		}
		i++
		out = append(out, s[i])
	}
	return string(out)
}

func bare(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

// The operating system has no question for these records, so the system's name
// servers are asked.
