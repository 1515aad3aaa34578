package checktest

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// trustCases: nobody whom clients know vouches for the certificate, or not so.
func trustCases() []Case {
	return []Case{
		{
			Name: "self-signed", Title: say.S("The certificate vouches for itself"),
			Target: "imap.self-signed.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.SelfSigned},
			build: func(s *site) {
				s.imaps("imap.self-signed.example", s.pki.SelfSigned("imap.self-signed.example"))
			},
		},
		{
			Name: "self-signed-default", Title: say.S("A fresh installation's own certificate: three faults at once"),
			Target: "imap.fresh-install.example:143", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Expired, checks.HostnameMismatch, checks.SelfSigned},
			build: func(s *site) {
				id := s.pki.SelfSigned("localhost.localdomain", ExpiredFor(200*Day))
				s.serve("imap.fresh-install.example", 143, STARTTLS("imap", TLS(id)))
			},
		},
		{
			Name: "untrusted-root", Title: say.S("Issued by the company's own authority, which this computer does not know"),
			Target: "imap.private-ca.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.UntrustedRoot},
			build: func(s *site) {
				root := s.pki.Root("Private Example Root CA", Organization("Private Example GmbH"))
				id := root.Intermediate("Private Example Mail CA", Organization("Private Example GmbH")).Issue("imap.private-ca.example")
				s.imaps("imap.private-ca.example", id.With(root.DER))
			},
		},
		{
			Name: "incomplete-chain", Title: say.S("The server sends its certificate without the authority's"),
			Target: "imap.incomplete.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.IncompleteChain},
			build: func(s *site) {
				s.imaps("imap.incomplete.example", s.ca.Issue("imap.incomplete.example").Alone())
			},
		},
		{
			Name: "incomplete-chain-unknown", Title: say.S("The same, and nobody else has shown that authority's either"),
			Target: "imap.incomplete-too.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.IncompleteChain},
			build: func(s *site) {
				ca := s.root.Intermediate("Example TLS CA 7")
				s.imaps("imap.incomplete-too.example", ca.Issue("imap.incomplete-too.example").Alone())
			},
		},
		{
			Name: "name-constraints", Title: say.S("The authority may only issue for another domain"),
			Target: "imap.constrained.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InvalidChain},
			build: func(s *site) {
				ca := s.root.Intermediate("Example Partner CA", Permitted("partner.example"))
				s.imaps("imap.constrained.example", ca.Issue("imap.constrained.example"))
			},
		},
		{
			Name: "not-a-ca", Title: say.S("Issued with a certificate that is none of an authority"),
			Target: "imap.not-a-ca.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InvalidChain},
			build: func(s *site) {
				ca := s.root.Intermediate("www.not-a-ca.example", NotCA())
				s.imaps("imap.not-a-ca.example", ca.Issue("imap.not-a-ca.example"))
			},
		},
		{
			Name: "path-length", Title: say.S("An authority below one that may have none below"),
			Target: "imap.path-length.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InvalidChain},
			build: func(s *site) {
				ca := s.root.Intermediate("Example Last CA", MaxPathLen(0)).Intermediate("Example One Too Many CA")
				s.imaps("imap.path-length.example", ca.Issue("imap.path-length.example"))
			},
		},
		{
			Name: "critical-extension", Title: say.S("The certificate demands something that no client understands"),
			Target: "imap.critical.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InvalidChain},
			build: func(s *site) {
				s.imaps("imap.critical.example", s.ca.Issue("imap.critical.example", UnknownCritical()))
			},
		},
		{
			Name: "bad-signature", Title: say.S("The signature is not the authority's: damaged or forged"),
			Target: "imap.forged.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.InvalidChain},
			build: func(s *site) {
				s.imaps("imap.forged.example", s.root.Issue("imap.forged.example", BadSignature()))
			},
		},
		{
			Name: "wrong-usage", Title: say.S("A certificate for signing mail, installed on the server"),
			Target: "imap.wrong-usage.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.WrongUsage},
			build: func(s *site) {
				s.imaps("imap.wrong-usage.example", s.ca.Issue("imap.wrong-usage.example", Usages(ClientAuth, EmailProtection)))
			},
		},
		{
			Name: "intercepted", Title: say.S("An antivirus program stands between and shows its own certificate"),
			Target: "imap.scanned.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Intercepted, checks.UntrustedRoot},
			build: func(s *site) {
				root := s.pki.Root("Avast Web/Mail Shield Root", Organization("Avast Web/Mail Shield"))
				s.imaps("imap.scanned.example", root.Issue("imap.scanned.example").With(root.DER))
			},
		},
		{
			Name: "distrusted-ca", Title: say.S("Issued by an authority whose key is in everybody's hands"),
			Target: "imap.superfish.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.DistrustedCA, checks.UntrustedRoot},
			build: func(s *site) {
				root := s.pki.Root("Superfish, Inc.", Organization("Superfish, Inc."))
				s.imaps("imap.superfish.example", root.Issue("imap.superfish.example").With(root.DER))
			},
		},
		{
			Name: "store-disagreement", Title: say.S("Up-to-date computers know the new root, older ones do not"),
			Target: "imap.new-root.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.StoreDisagreement},
			build: func(s *site) {
				s.imaps("imap.new-root.example", s.newRoot.Intermediate("Example TLS CA 9").Issue("imap.new-root.example"))
			},
		},
		{
			Name: "chain-order", Title: say.S("The authorities are sent the wrong way round; most clients cope"),
			Target: "imap.order.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.ChainOrder},
			build: func(s *site) {
				ca := s.ca.Intermediate("Example Mail CA 4")
				s.imaps("imap.order.example", ca.Issue("imap.order.example").AuthoritiesReversed())
			},
		},
		{
			Name: "extra-certificates", Title: say.S("A certificate that has nothing to do with the matter is sent along"),
			Target: "imap.extra.example:993", Verdict: checks.VerdictTrusted,
			Want: []checks.Code{checks.ExtraCertificates},
			build: func(s *site) {
				s.imaps("imap.extra.example", s.ca.Issue("imap.extra.example").With(s.rsaCA.DER))
			},
		},
		{
			Name: "staple-missing", Title: say.S("The certificate promises a fresh proof with every connection; none comes"),
			Target: "imap.must-staple.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.StapleMissing},
			build: func(s *site) {
				s.imaps("imap.must-staple.example", s.ca.Issue("imap.must-staple.example", MustStaple()))
			},
		},
	}
}
