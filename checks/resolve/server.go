package resolve

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/miekg/dns"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Server asks one name server ("192.0.2.53:53"; port 53 if none is given).
// Whoever names it vouches for the way to it.
func Server(address string, d Dialer) (Resolver, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		host, port = strings.Trim(address, "[]"), "53"
	}
	n, wrong := strconv.ParseUint(port, 10, 16)
	if _, err := netip.ParseAddr(host); err != nil || wrong != nil || n == 0 {
		return nil, say.Fail(say.S("name server \"{word}\" is not an address such as {example}", say.Foreign("word", address), say.Code("example", "192.0.2.53:53")))
	}
	return &server{addresses: []string{net.JoinHostPort(host, port)}, dialer: d, trusted: true}, nil
}

// fromResolvConf are the name servers of the file. Their word on validation
// counts if all run on this machine, or if the file says that the way to them can
// be trusted ("options trust-ad", resolv.conf(5)).
func fromResolvConf(path string, d Dialer) (*server, bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	conf, err := dns.ClientConfigFromReader(bytes.NewReader(text))
	if err != nil || len(conf.Servers) == 0 {
		return nil, false
	}
	s := &server{dialer: d, trusted: true}
	for _, host := range conf.Servers[:min(len(conf.Servers), maxServers)] {
		addr, err := netip.ParseAddr(host)
		s.trusted = s.trusted && err == nil && addr.IsLoopback()
		s.addresses = append(s.addresses, net.JoinHostPort(host, conf.Port))
	}
	s.trusted = s.trusted || trustsAD(text)
	return s, true
}

// trustsAD looks for the option that the parser of the file does not keep.
func trustsAD(conf []byte) bool {
	for line := range strings.Lines(string(conf)) {
		if words := strings.Fields(line); slices.Index(words, "options") == 0 && slices.Contains(words, "trust-ad") {
			return true
		}
	}
	return false
}

func (s *server) Resolve(ctx context.Context, host string) checks.Resolution {
	start := time.Now()
	type family struct {
		addrs     []netip.Addr
		canonical string
		failure   checks.DNSKind
	}
	ask := func(qtype uint16) family {
		var a family
		a.addrs, a.canonical, a.failure = s.chase(ctx, host, qtype)
		return a
	}
	six := make(chan family, 1)
	go func() { six <- ask(dns.TypeAAAA) }()
	a4 := ask(dns.TypeA)
	a6 := <-six

	res := checks.Resolution{
		Canonical: cmp.Or(a4.canonical, a6.canonical),
		Took:      time.Since(start),
	}
	res.Addresses, res.Beyond = some(tidy(append(a4.addrs, a6.addrs...)))
	if len(res.Addresses) == 0 {
		// Where the two answers differ, the one that says more about the name wins.
		res.Failure = a4.failure
		failed := dns.TypeA
		if a4.failure == checks.DNSNoAddress && a6.failure != checks.DNSNotFound {
			res.Failure, failed = a6.failure, dns.TypeAAAA
		}
		res.Failure = s.blame(ctx, fqdn(host), failed, res.Failure)
		res.Took = time.Since(start)
	}
	return res
}

// chase asks for the addresses of one family.
func (s *server) chase(ctx context.Context, host string, qtype uint16) (addrs []netip.Addr, canonical string, failure checks.DNSKind) {
	a := s.lookup(ctx, host, qtype)
	for _, rr := range a.records {
		switch rr := rr.(type) {
		case *dns.A:
			if addr, ok := netip.AddrFromSlice(rr.A); ok {
				addrs = append(addrs, addr.Unmap())
			}
		case *dns.AAAA:
			if addr, ok := netip.AddrFromSlice(rr.AAAA); ok {
				addrs = append(addrs, addr)
			}
		}
	}
	return addrs, a.canonical, a.failure
}

// answer is what a lookup of one type found.
type answer struct {
	records       []dns.RR
	canonical     string // "" if there was no alias
	authenticated bool   // every part of it
	failure       checks.DNSKind
}

// lookup asks for one type and follows aliases that the server did not resolve itself.
func (s *server) lookup(ctx context.Context, host string, qtype uint16) answer {
	a := answer{authenticated: true}
	name := fqdn(host)
	seen := map[string]bool{}
	for range maxAliases {
		if seen[strings.ToLower(name)] {
			break
		}
		seen[strings.ToLower(name)] = true
		reply, failure := s.exchange(ctx, question(name, qtype))
		if failure != "" {
			a.failure = failure
			return a
		}
		a.authenticated = a.authenticated && reply.AuthenticatedData
		end := followAliases(name, reply.Answer)
		for _, rr := range reply.Answer {
			h := rr.Header()
			// A record without any data is allowed in updates alone (RFC 2136), and
			// the parser of messages lets it through.
			if h.Rrtype == qtype && h.Class == dns.ClassINET && h.Rdlength > 0 && strings.EqualFold(h.Name, end) {
				a.records = append(a.records, rr)
			}
		}
		if !strings.EqualFold(end, name) {
			a.canonical = strings.TrimSuffix(strings.ToLower(end), ".")
		}
		switch {
		case len(a.records) > 0:
			return a
		case end == "":
			a.failure = checks.DNSLoop
			return a
		case reply.Rcode == dns.RcodeNameError:
			a.failure = checks.DNSNotFound
			return a
		case strings.EqualFold(end, name):
			a.failure = checks.DNSNoAddress
			return a
		}
		name = end
	}
	a.failure = checks.DNSLoop
	return a
}

// followAliases returns the name at the end of the CNAMEs in an answer, "" for a loop.
func followAliases(name string, answer []dns.RR) string {
	for range maxAliases {
		next := ""
		for _, rr := range answer {
			if alias, ok := rr.(*dns.CNAME); ok && strings.EqualFold(alias.Hdr.Name, name) {
				next = alias.Target
			}
		}
		if next == "" {
			return name
		}
		name = next
	}
	return ""
}
