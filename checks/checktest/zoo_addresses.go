package checktest

import (
	"net/netip"
	"os"
	"syscall"

	"certdesk/checks"
	"certdesk/checks/say"
)

// addressCases: one name, several servers that do not agree.
func addressCases() []Case {
	return []Case{
		{
			Name: "stale-node", Title: say.S("One of three servers still has the old, expired certificate"),
			Target: "imap.pool.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Expired, checks.InconsistentServers},
			build: func(s *site) {
				fresh := s.ca.Issue("imap.pool.example")
				stale := s.ca.Issue("imap.pool.example", ExpiredFor(5*Day))
				s.pool("imap.pool.example", 993, Implicit("imap", TLS(fresh)), Implicit("imap", TLS(fresh)), Implicit("imap", TLS(stale)))
			},
		},
		{
			Name: "two-certificates", Title: say.S("Two servers with different certificates, both fine"),
			Target: "imap.pair.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.InconsistentServers},
			build: func(s *site) {
				one, two := s.ca.Issue("imap.pair.example"), s.ca.Issue("imap.pair.example")
				s.pool("imap.pair.example", 993, Implicit("imap", TLS(one)), Implicit("imap", TLS(two)))
			},
		},
		{
			Name: "dead-node", Title: say.S("One of two servers is down"),
			Target: "imap.half.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InconsistentServers, checks.Unreachable},
			build: func(s *site) {
				s.pool("imap.half.example", 993, Implicit("imap", TLS(s.ca.Issue("imap.half.example"))), nil)
			},
		},
		{
			Name: "no-ipv6", Title: say.S("IPv4 is fine; this machine has no IPv6 to test the other address"),
			Target: "imap.both.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.NotTested},
			build: func(s *site) {
				s.imaps("imap.both.example", s.ca.Issue("imap.both.example"))
				s.record("imap.both.example. IN AAAA " + noRoute.String())
				s.hinder(netip.AddrPortFrom(noRoute, 993), os.NewSyscallError("connect", syscall.ENETUNREACH))
			},
		},
		{
			Name: "not-allowed", Title: say.S("The name leads to an address that certdesk may not reach"),
			Target: "imap.inner.example:993", Verdict: checks.VerdictUnknown,
			Want: []checks.Code{checks.NotAllowed},
			build: func(s *site) {
				s.hinder(netip.AddrPortFrom(s.host("imap.inner.example"), 993), Forbidden{})
			},
		},
	}
}

// noRoute is an address that this machine has no route to.
var noRoute = netip.MustParseAddr("fd5a:6f6f::6")

// pool gives a name one address for each behaviour; nil is a closed port.
func (s *site) pool(name string, port uint16, behaviours ...Behaviour) {
	for _, b := range behaviours {
		addr := s.address()
		s.alias(name, addr)
		if b != nil {
			s.serveAt(netip.AddrPortFrom(addr, port), b)
		}
	}
}
