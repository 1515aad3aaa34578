package checktest

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// healthyCases are servers as they should be; a false alarm here is the worst
// fault of a checker.
func healthyCases() []Case {
	return []Case{
		{
			Name: "healthy-imaps", Title: say.S("IMAP with SSL/TLS, as it should be"),
			Target: "imap.corp.example:993", Verdict: checks.VerdictTrusted,
			build: func(s *site) { s.imaps("imap.corp.example", s.ca.Issue("imap.corp.example")) },
		},
		{
			Name: "healthy-imap", Title: say.S("IMAP with STARTTLS, as it should be"),
			Target: "imap.corp.example:143", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("imap.corp.example", 143, STARTTLS("imap", TLS(s.ca.Issue("imap.corp.example"))))
			},
		},
		{
			Name: "healthy-pop3s", Title: say.S("POP3 with SSL/TLS and an RSA key, as it should be"),
			Target: "pop.corp.example:995", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("pop.corp.example", 995, Implicit("pop3", TLS(s.rsaCA.Issue("pop.corp.example", Key(RSA2048)))))
			},
		},
		{
			Name: "healthy-submission", Title: say.S("Submission with STARTTLS, as it should be"),
			Target: "smtp.corp.example:587", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("smtp.corp.example", 587, STARTTLS("smtp", TLS(s.ca.Issue("smtp.corp.example"))))
			},
		},
		{
			Name: "healthy-submissions", Title: say.S("Submission with SSL/TLS, as it should be"),
			Target: "smtps://smtp.corp.example", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("smtp.corp.example", 465, Implicit("smtp", TLS(s.ca.Issue("smtp.corp.example"))))
			},
		},
		{
			Name: "healthy-https", Title: say.S("Webmail, with one wildcard for all hosts, as it should be"),
			Target: "https://webmail.corp.example/owa/", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("webmail.corp.example", 443, Implicit("http", TLS(s.rsaCA.Issue("*.corp.example", Key(RSA2048)))))
			},
		},
		{
			Name: "healthy-sieve", Title: say.S("ManageSieve with STARTTLS, as it should be"),
			Target: "sieve.corp.example:4190", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("sieve.corp.example", 4190, STARTTLS("sieve", TLS(s.ca.Issue("sieve.corp.example"))))
			},
		},
		{
			Name: "healthy-odd-port", Title: say.S("IMAP with SSL/TLS on a port without a meaning, as it may be"),
			Target: "imap.corp.example:10993", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				s.serve("imap.corp.example", 10993, Implicit("imap", TLS(s.ca.Issue("imap.corp.example"))))
			},
		},
		{
			Name: "healthy-expired-cross-certificate", Title: say.S("An expired certificate that nobody needs is sent along"),
			Target: "imap.old-cross.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.ExtraCertificates},
			build: func(s *site) {
				id := s.ca.Issue("imap.old-cross.example")
				s.imaps("imap.old-cross.example", id.With(s.rsaRoot.CrossSign(s.root, ExpiredFor(100*Day))))
			},
		},
		{
			Name: "healthy-policy", Title: say.S("A mail exchanger that fits DANE and MTA-STS"),
			Target: "mx.policy-fits.example:25", Verdict: checks.VerdictTrusted,
			build: func(s *site) {
				id := s.ca.Issue("mx.policy-fits.example")
				s.exchanger("policy-fits.example", id)
				s.tlsa("mx.policy-fits.example", id.Leaf())
				s.mtaSTS("policy-fits.example", "version: STSv1\r\nmode: enforce\r\nmx: *.policy-fits.example\r\nmax_age: 604800\r\n")
			},
		},
	}
}
