package checktest

import (
	"crypto/tls"

	"certdesk/checks"
	"certdesk/checks/say"
)

// strengthCases: keys, signatures, suites and versions that clients refuse, or
// should.
func strengthCases() []Case {
	return []Case{
		{
			Name: "weak-signature", Title: say.S("Signed with SHA-1, which can be forged"),
			Target: "imap.sha1.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.WeakSignature},
			build: func(s *site) {
				s.imaps("imap.sha1.example", s.rsaCA.Issue("imap.sha1.example", SignedWith(SHA1)))
			},
		},
		{
			Name: "weak-key", Title: say.S("An RSA key of 1024 bits, the size of twenty years ago"),
			Target: "imap.rsa1024.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.WeakKey},
			build: func(s *site) {
				s.imaps("imap.rsa1024.example", s.ca.Issue("imap.rsa1024.example", Key(RSA1024)))
			},
		},
		{
			Name: "broken-key", Title: say.S("An RSA key of 512 bits, which a laptop can break"),
			Target: "imap.rsa512.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.WeakKey},
			build: func(s *site) {
				s.imaps("imap.rsa512.example", s.ca.Issue("imap.rsa512.example", Key(RSA512)), Versions(tls.VersionTLS12, tls.VersionTLS12))
			},
		},
		{
			Name: "refused-by-apple", Title: say.S("A purpose that is not stated, which Apple's systems refuse"),
			Target: "imap.no-purpose.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.ClientDisagreement},
			build: func(s *site) {
				s.imaps("imap.no-purpose.example", s.ca.Issue("imap.no-purpose.example", Usages()))
			},
		},
		{
			Name: "refused-by-windows", Title: say.S("A key on the curve P-521, which Windows does not offer"),
			Target: "imap.p521.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.ClientDisagreement},
			build: func(s *site) {
				s.imaps("imap.p521.example", s.ca.Issue("imap.p521.example", Key(P521)))
			},
		},
		{
			Name: "weak-cipher", Title: say.S("Only cipher suites without forward secrecy"),
			Target: "imap.static-rsa.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.WeakCipher},
			build: func(s *site) {
				s.imaps("imap.static-rsa.example", s.rsaCA.Issue("imap.static-rsa.example", Key(RSA2048)),
					CipherSuites(tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA))
			},
		},
		{
			Name: "rc4", Title: say.S("Only RC4, which no current client speaks"),
			Target: "imap.rc4.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.TLSHandshakeFailed, checks.WeakCipher},
			build: func(s *site) {
				s.imaps("imap.rc4.example", s.rsaCA.Issue("imap.rc4.example", Key(RSA2048)), CipherSuites(tls.TLS_RSA_WITH_RC4_128_SHA))
			},
		},
		{
			Name: "small-dh", Title: say.S("Only Diffie-Hellman with 1024 bits, which no current client speaks"),
			Target: "smtp.dh1024.example:587", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.TLSHandshakeFailed, checks.WeakCipher},
			build: func(s *site) {
				s.serve("smtp.dh1024.example", 587, STARTTLS("smtp", &Scripted{
					Version: tls.VersionTLS12, Suite: SuiteDHERSAAES128, DHBits: 1024,
					Identity: s.rsaCA.Issue("smtp.dh1024.example", Key(RSA2048)),
				}))
			},
		},
		{
			Name: "null-cipher", Title: say.S("Only suites that do not encrypt at all"),
			Target: "imap.null.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.TLSHandshakeFailed, checks.WeakCipher},
			build: func(s *site) {
				s.serve("imap.null.example", 993, Implicit("imap", &Scripted{
					Version: tls.VersionTLS12, Suite: SuiteNullSHA,
					Identity: s.rsaCA.Issue("imap.null.example", Key(RSA2048)),
				}))
			},
		},
		{
			Name: "legacy-tls", Title: say.S("Only TLS 1.0, which current clients have switched off"),
			Target: "imap.tls10.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.LegacyTLS},
			build: func(s *site) {
				s.imaps("imap.tls10.example", s.rsaCA.Issue("imap.tls10.example", Key(RSA2048)), Versions(tls.VersionTLS10, tls.VersionTLS10))
			},
		},
		{
			Name: "ssl3", Title: say.S("Only SSL 3.0, from 1996"),
			Target: "pop.ssl3.example:995", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.LegacyTLS, checks.TLSHandshakeFailed},
			build: func(s *site) {
				s.serve("pop.ssl3.example", 995, Implicit("pop3", &Scripted{
					Version: 0x0300, Suite: tls.TLS_RSA_WITH_AES_128_CBC_SHA,
					Identity: s.rsaCA.Issue("pop.ssl3.example", Key(RSA2048)),
				}))
			},
		},
		{
			Name: "ed25519", Title: say.S("A modern key that mail clients cannot use yet"),
			Target: "imap.ed25519.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.UnsupportedKey},
			build: func(s *site) {
				s.imaps("imap.ed25519.example", s.ca.Issue("imap.ed25519.example", Key(Ed25519)))
			},
		},
		{
			Name: "secp256k1", Title: say.S("A key on a curve made for Bitcoin, which mail clients cannot use"),
			Target: "imap.secp256k1.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.UnsupportedKey},
			build: func(s *site) {
				id := s.ca.Issue("imap.secp256k1.example", Key(Secp256k1))
				s.serve("imap.secp256k1.example", 993, Implicit("imap", OddKey(Secp256k1, id)))
			},
		},
		{
			Name: "malformed-certificate", Title: say.S("A negative serial number, which the rules of encoding forbid"),
			Target: "imap.negative.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.MalformedCertificate},
			build: func(s *site) {
				s.imaps("imap.negative.example", s.ca.Issue("imap.negative.example", Serial(-20261123)))
			},
		},
	}
}
