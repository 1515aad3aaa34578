package checktest

import (
	"crypto/tls"

	"certdesk/checks"
	"certdesk/checks/say"
)

// handshakeCases: TLS is spoken, and something about the handshake is special.
func handshakeCases() []Case {
	return []Case{
		{
			Name: "handshake-failed", Title: say.S("The server breaks off every handshake: it has no usable certificate"),
			Target: "imap.no-certificate.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.TLSHandshakeFailed},
			build: func(s *site) {
				s.serve("imap.no-certificate.example", 993, Implicit("imap", FailingHandshake(AlertHandshakeFailure)))
			},
		},
		{
			Name: "handshake-failed-starttls", Title: say.S("STARTTLS is offered, and the handshake then ends in an error of the server"),
			Target: "smtp.broken-key.example:587", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.TLSHandshakeFailed},
			build: func(s *site) {
				s.serve("smtp.broken-key.example", 587, STARTTLS("smtp", FailingHandshake(AlertInternalError)))
			},
		},
		{
			Name: "two-keys", Title: say.S("A certificate for each type of key, RSA and ECDSA, as it may be"),
			Target: "imap.two-keys.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.CertificateVaries},
			build: func(s *site) {
				s.imaps("imap.two-keys.example", s.rsaCA.Issue("imap.two-keys.example", Key(RSA2048)), Also(s.ca.Issue("imap.two-keys.example")))
			},
		},
		{
			Name: "two-keys-expired", Title: say.S("The RSA certificate was renewed and the ECDSA one forgotten"),
			Target: "imap.half-renewed.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.CertificateVaries, checks.Expired},
			build: func(s *site) {
				s.imaps("imap.half-renewed.example", s.rsaCA.Issue("imap.half-renewed.example", Key(RSA2048)),
					Also(s.ca.Issue("imap.half-renewed.example", ExpiredFor(12*Day))))
			},
		},
		{
			Name: "large-hello", Title: say.S("An old firewall hangs up on the first message of new mail programs"),
			Target: "imap.old-firewall.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.LargeHelloBlocked},
			build: func(s *site) {
				s.serve("imap.old-firewall.example", 993, Implicit("imap", Middlebox(ResetHello, TLS(s.ca.Issue("imap.old-firewall.example")))))
			},
		},
		{
			Name: "client-certificate", Title: say.S("The server wants to see a certificate of the user's"),
			Target: "imap.smartcard.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.ClientCertRequired},
			build: func(s *site) {
				s.imaps("imap.smartcard.example", s.ca.Issue("imap.smartcard.example"), ClientCertificate(tls.RequireAnyClientCert))
			},
		},
		{
			Name: "sni-required", Title: say.S("Many names on one address: without the name there is no certificate"),
			Target: "imap.by-name.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.SNIRequired},
			build: func(s *site) {
				s.imaps("imap.by-name.example", s.ca.Issue("imap.by-name.example"), OnlyByName("imap.by-name.example"))
			},
		},
		{
			Name: "sni-other", Title: say.S("Many names on one address: without the name comes another customer's certificate"),
			Target: "imap.shared.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.SNIRequired},
			build: func(s *site) {
				s.imaps("imap.shared.example", s.ca.Issue("shared7.hoster.example"), ByName("imap.shared.example", s.ca.Issue("imap.shared.example")))
			},
		},
	}
}
