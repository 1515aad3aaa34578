package checktest

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// revocationCases: what the authority says of certificates it has issued.
func revocationCases() []Case {
	return []Case{
		{
			Name: "revoked", Title: say.S("The key became known, so the authority has withdrawn the certificate"),
			Target: "imap.revoked.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Revoked},
			build: func(s *site) {
				id := s.ca.Issue("imap.revoked.example", CRLURL("http://crl.trust.example/ca1.crl"))
				s.imaps("imap.revoked.example", id)
				list, err := s.ca.RevocationList(id)
				s.fail(err)
				s.serve("crl.trust.example", 80, ClearPage("/ca1.crl", Document{Body: list, Type: "application/pkix-crl"}))
			},
		},
		{
			Name: "revoked-responder", Title: say.S("The certificate was replaced, and the responder says so; the server has the old one still"),
			Target: "imap.replaced.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Revoked},
			build: func(s *site) {
				id := s.ca.Issue("imap.replaced.example", OCSPURL("http://ocsp.replaced.example"))
				r := s.ca.Responder()
				r.Revoke(id.Leaf(), s.pki.now.Add(-3*Day), 4)
				s.serve("ocsp.replaced.example", 80, Web(r))
				s.imaps("imap.replaced.example", id)
			},
		},
		{
			Name: "healthy-stapled", Title: say.S("The server encloses its authority's word that the certificate is good"),
			Target: "imap.stapled.example:993", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				id := s.ca.Issue("imap.stapled.example", OCSPURL("http://ocsp.gone.example/"), MustStaple())
				s.imaps("imap.stapled.example", id, Staple(s.ca.Responder().Staple(id.Leaf())))
			},
		},
		{
			Name: "healthy-not-revoked", Title: say.S("A certificate that its authority's list does not name, as it should be"),
			Target: "imap.listed.example:993", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.imaps("imap.listed.example", s.ca.Issue("imap.listed.example", CRLURL("http://crl.listed.example/ca1.crl")))
				list, err := s.ca.RevocationList()
				s.fail(err)
				s.serve("crl.listed.example", 80, ClearPage("/ca1.crl", Document{Body: list, Type: "application/pkix-crl"}))
			},
		},
		{
			Name: "revocation-unavailable", Title: say.S("The authority's revocation server is gone; clients go on without it"),
			Target: "imap.unasked.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.RevocationUnavailable},
			build: func(s *site) {
				s.imaps("imap.unasked.example", s.ca.Issue("imap.unasked.example", OCSPURL("http://ocsp.gone.example/")))
			},
		},
	}
}

// discoveryCases: the servers that a mail program finds for an address.
func discoveryCases() []Case {
	return []Case{
		{
			Name: "autodiscover", Title: say.S("Outlook asks for its settings and meets the hoster's certificate"),
			Target: "anna@travel.example", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.AutodiscoverMismatch, checks.HostnameMismatch},
			build: func(s *site) {
				s.serve("autodiscover.travel.example", 443, Page(TLS(s.ca.Issue("web17.hoster.example")), "/", Document{}))
			},
		},
	}
}
