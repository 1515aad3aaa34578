package checktest

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"net/netip"

	"certdesk/checks"
	"certdesk/checks/say"
)

// policyCases: what the domain publishes about mail to the server.
func policyCases() []Case {
	return []Case{
		{
			Name: "dane-mismatch", Title: say.S("A new key, and DNS still announces the old one (DANE)"),
			Target: "mx.dane.example:25", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.DANEMismatch},
			build: func(s *site) {
				s.exchanger("dane.example", s.ca.Issue("mx.dane.example"))
				s.tlsa("mx.dane.example", s.rsaCA.DER) // any other key
			},
		},
		{
			Name: "dane-one-of-two", Title: say.S("DNS announces the RSA key of a server that has an ECDSA one as well (DANE)"),
			Target: "mx.half-announced.example:25", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.CertificateVaries, checks.DANEMismatch},
			build: func(s *site) {
				rsa := s.rsaCA.Issue("mx.half-announced.example", Key(RSA2048))
				s.exchanger("half-announced.example", rsa, Also(s.ca.Issue("mx.half-announced.example")))
				s.tlsa("mx.half-announced.example", rsa.Leaf())
			},
		},
		{
			Name: "mta-sts-mismatch", Title: say.S("The domain's mail policy names the servers of the old hoster (MTA-STS)"),
			Target: "mx.moved.example:25", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.MTASTSMismatch},
			build: func(s *site) {
				s.exchanger("moved.example", s.ca.Issue("mx.moved.example"))
				s.mtaSTS("moved.example", "version: STSv1\r\nmode: enforce\r\nmx: *.old-hoster.example\r\nmax_age: 604800\r\n")
			},
		},
	}
}

// siblingCases: the server is there, elsewhere than it is looked for.
func siblingCases() []Case {
	return []Case{
		{
			Name: "sibling-port", Title: say.S("Port 143 is closed; the server answers on 993"),
			Target: "imap.sibling.example:143", Verdict: checks.VerdictUnreachable,
			Want:  []checks.Code{checks.Unreachable},
			build: func(s *site) { s.imaps("imap.sibling.example", s.ca.Issue("imap.sibling.example")) },
		},
		{
			Name: "sibling-firewall", Title: say.S("A firewall swallows port 465; the server answers on 587"),
			Target: "smtp.sibling.example:465", Verdict: checks.VerdictUnreachable,
			Want: []checks.Code{checks.Unreachable}, Slow: true,
			build: func(s *site) {
				s.drop("smtp.sibling.example", 465)
				s.serve("smtp.sibling.example", 587, STARTTLS("smtp", TLS(s.ca.Issue("smtp.sibling.example"))))
			},
		},
		{
			Name: "ipv6-down", Title: say.S("The server does not listen on its IPv6 address"),
			Target: "imap.six.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InconsistentServers, checks.Unreachable},
			build: func(s *site) {
				s.imaps("imap.six.example", s.ca.Issue("imap.six.example"))
				s.record("imap.six.example. IN AAAA " + s.address6().String())
			},
		},
	}
}

// exchanger is a server that takes the mail of a domain.
func (s *site) exchanger(domain string, id *Identity, opts ...TLSOption) {
	host := "mx." + domain
	s.serve(host, 25, STARTTLS("smtp", TLS(id, opts...)))
	s.record(fmt.Sprintf("%s. IN MX 10 %s.", domain, host))
}

// tlsa announces the key of a certificate for a host, in a signed zone.
func (s *site) tlsa(host string, der []byte) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		s.fail(err)
		return
	}
	sum := sha256.Sum256(cert.RawSubjectPublicKeyInfo)
	s.record(fmt.Sprintf("_25._tcp.%s. IN TLSA 3 1 1 %s", host, hex.EncodeToString(sum[:])))
	s.zoo.names.Validate(host)
}

// mtaSTS publishes a policy.
func (s *site) mtaSTS(domain, policy string) {
	host := "mta-sts." + domain
	s.record(fmt.Sprintf("_mta-sts.%s. IN TXT \"v=STSv1; id=20261123T000000;\"", domain))
	s.serve(host, 443, Page(TLS(s.ca.Issue(host)), "/.well-known/mta-sts.txt", Document{Type: "text/plain", Body: []byte(policy)}))
}

// record adds a line to the zones of the zoo.
func (s *site) record(line string) {
	if err := s.zoo.names.Add(line); err != nil {
		s.fail(err)
	}
}

// fail keeps the first error.
func (s *site) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// address6 returns an IPv6 address of the zoo, where nobody listens.
func (s *site) address6() netip.Addr { return zooNetwork6.Addr().Next() }
