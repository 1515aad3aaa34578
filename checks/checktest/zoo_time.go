package checktest

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// timeCases: the certificate is fine, at another time.
func timeCases() []Case {
	return []Case{
		{
			Name: "expired", Title: say.S("The certificate has expired"),
			Target: "imap.expired.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Expired},
			build: func(s *site) {
				s.imaps("imap.expired.example", s.ca.Issue("imap.expired.example", ExpiredFor(12*Day)))
			},
		},
		{
			Name: "expired-starttls", Title: say.S("Webmail was renewed, the mail server still has the expired certificate"),
			Target: "pop.expired.example:110", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Expired},
			build: func(s *site) {
				s.serve("pop.expired.example", 110, STARTTLS("pop3", TLS(s.ca.Issue("pop.expired.example", ExpiredFor(Day/2)))))
			},
		},
		{
			Name: "expired-intermediate", Title: say.S("The certificate is fresh, its authority's own has expired"),
			Target: "imap.expired-ca.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Expired},
			build: func(s *site) {
				ca := s.root.Intermediate("Example TLS CA 0", ExpiredFor(3*Day))
				s.imaps("imap.expired-ca.example", ca.Issue("imap.expired-ca.example"))
			},
		},
		{
			Name: "not-yet-valid", Title: say.S("The certificate begins tomorrow: someone's clock is wrong"),
			Target: "imap.tomorrow.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.NotYetValid},
			build: func(s *site) {
				s.imaps("imap.tomorrow.example", s.ca.Issue("imap.tomorrow.example", StartsIn(Day)))
			},
		},
		{
			Name: "expiring-soon", Title: say.S("The certificate ends in a few days"),
			Target: "imap.ending.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.ExpiringSoon},
			build: func(s *site) {
				s.imaps("imap.ending.example", s.ca.Issue("imap.ending.example", ExpiresIn(9*Day+Day/2)))
			},
		},
		{
			Name: "expired-and-wrong-name", Title: say.S("Two faults at once: expired, and for another name"),
			Target: "mail.two-faults.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.Expired, checks.HostnameMismatch},
			build: func(s *site) {
				s.imaps("mail.two-faults.example", s.ca.Issue("legacy.hoster.example", ExpiredFor(400*Day)))
			},
		},
	}
}
