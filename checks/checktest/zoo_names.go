package checktest

import (
	"net/netip"

	"certdesk/checks"
	"certdesk/checks/say"
)

// byAddress is reached without a name.
var byAddress = netip.MustParseAddr("127.0.20.250")

// nameCases: the certificate is fine, for another name.
func nameCases() []Case {
	return []Case{
		{
			Name: "wrong-name", Title: say.S("The hoster's certificate does not carry the customer's name"),
			Target: "mail.corp.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.HostnameMismatch}, Suggested: "imap.hoster.example",
			build: func(s *site) {
				s.alias("imap.hoster.example", s.host("mail.corp.example"))
				s.imaps("mail.corp.example", s.ca.Issue("imap.hoster.example", Names("imap.hoster.example", "smtp.hoster.example")))
			},
		},
		{
			Name: "wrong-name-starttls", Title: say.S("The same after STARTTLS: the certificate is the hoster's"),
			Target: "smtp.customer.example:587", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.HostnameMismatch}, Suggested: "smtp.hoster.example",
			build: func(s *site) {
				s.alias("smtp.hoster.example", s.host("smtp.customer.example"))
				s.serve("smtp.customer.example", 587, STARTTLS("smtp", TLS(s.ca.Issue("smtp.hoster.example"))))
			},
		},
		{
			Name: "wrong-name-web", Title: say.S("The mail server has been given the certificate of the web site"),
			Target: "mail.shop.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.HostnameMismatch},
			build: func(s *site) {
				s.host("www.shop.example") // another machine
				s.imaps("mail.shop.example", s.ca.Issue("www.shop.example", Names("www.shop.example", "shop.example")))
			},
		},
		{
			Name: "wrong-name-by-address", Title: say.S("The server was entered by its address; the certificate carries its name"),
			Target: byAddress.String() + ":993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.HostnameMismatch}, Suggested: "mx.byaddress.example",
			build: func(s *site) {
				s.alias("mx.byaddress.example", byAddress)
				s.imaps("mx.byaddress.example", s.ca.Issue("mx.byaddress.example"))
			},
		},
		{
			Name: "wildcard-too-deep", Title: say.S("The wildcard covers one label, the name has two"),
			Target: "mail.berlin.wild.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.HostnameMismatch}, Suggested: "mail.wild.example",
			build: func(s *site) {
				s.alias("mail.wild.example", s.host("mail.berlin.wild.example"))
				s.imaps("mail.berlin.wild.example", s.ca.Issue("*.wild.example"))
			},
		},
		{
			Name: "no-san", Title: say.S("The name stands in the old place alone (CN), where clients no longer look"),
			Target: "imap.no-san.example:993", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.NoSAN},
			build: func(s *site) {
				s.imaps("imap.no-san.example", s.ca.Issue("imap.no-san.example", NoSAN()))
			},
		},
	}
}
