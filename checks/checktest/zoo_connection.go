package checktest

import (
	"time"

	"github.com/miekg/dns"

	"certdesk/checks"
	"certdesk/checks/say"
)

// connectionCases: it does not come to TLS, or not in the way that was meant.
func connectionCases() []Case {
	return []Case{
		{
			Name: "no-such-name", Title: say.S("The name does not exist: a typing error"),
			Target: "imap.crop.example:993", Verdict: checks.VerdictUnreachable,
			Want:  []checks.Code{checks.DNSFailure},
			build: func(*site) {},
		},
		{
			Name: "broken-zone", Title: say.S("The name servers of the domain fail"),
			Target: "imap.broken-zone.example:993", Verdict: checks.VerdictUnreachable,
			Want:  []checks.Code{checks.DNSFailure},
			build: func(s *site) { s.zoo.names.Fail("imap.broken-zone.example", dns.RcodeServerFailure) },
		},
		{
			Name: "own-name-server", Title: say.S("Our own name server refuses to look the name up"),
			Target: "imap.unresolved.example:993", Verdict: checks.VerdictUnknown,
			Want:  []checks.Code{checks.LookupFailed},
			build: func(s *site) { s.zoo.names.Fail("imap.unresolved.example", dns.RcodeRefused) },
		},
		{
			Name: "closed-port", Title: say.S("The computer is there, nothing listens on the port"),
			Target: "imap.closed.example:993", Verdict: checks.VerdictUnreachable,
			Want:  []checks.Code{checks.Unreachable},
			build: func(s *site) { s.host("imap.closed.example") },
		},
		{
			Name: "firewall", Title: say.S("A firewall swallows every packet"),
			Target: "imap.firewall.example:993", Verdict: checks.VerdictUnreachable,
			Want: []checks.Code{checks.Unreachable}, Slow: true,
			build: func(s *site) { s.drop("imap.firewall.example", 993) },
		},
		{
			Name: "silent", Title: say.S("The port is open and nobody says a word"),
			Target: "imap.silent.example:993", Verdict: checks.VerdictUnreachable,
			Want: []checks.Code{checks.Unreachable}, Slow: true,
			build: func(s *site) { s.serve("imap.silent.example", 993, Silent()) },
		},
		{
			Name: "tarpit", Title: say.S("A byte a second: the server wears strangers down"),
			Target: "smtp.tarpit.example:587", Verdict: checks.VerdictUnreachable,
			Want: []checks.Code{checks.Unreachable}, Slow: true,
			build: func(s *site) {
				s.serve("smtp.tarpit.example", 587, Tarpit("220-please hold the line, your mail is important to us", time.Second))
			},
		},
		{
			Name: "refused-421", Title: say.S("The server has too many connections already"),
			Target: "smtp.busy.example:587", Verdict: checks.VerdictUnreachable,
			Want: []checks.Code{checks.ServerRefused},
			build: func(s *site) {
				s.serve("smtp.busy.example", 587, Refuse("421 4.7.0 smtp.busy.example Too many connections from your address\r\n"))
			},
		},
		{
			Name: "refused-554", Title: say.S("The server does not talk to this network"),
			Target: "mx.policy.example:25", Verdict: checks.VerdictUnreachable,
			Want: []checks.Code{checks.ServerRefused},
			build: func(s *site) {
				s.serve("mx.policy.example", 25, Refuse("554 5.7.1 mx.policy.example Your address is on our list\r\n"))
			},
		},
		{
			Name: "http-on-993", Title: say.S("A web server answers on the port of IMAP"),
			Target: "imap.web.example:993", Verdict: checks.VerdictNoTLS,
			Want:  []checks.Code{checks.NotTLS},
			build: func(s *site) { s.serve("imap.web.example", 993, Clear("http")) },
		},
		{
			Name: "ssh-on-143", Title: say.S("An SSH server answers on the port of IMAP"),
			Target: "imap.ssh.example:143", Verdict: checks.VerdictNoTLS,
			Want:  []checks.Code{checks.NotTLS},
			build: func(s *site) { s.serve("imap.ssh.example", 143, Banner("SSH-2.0-OpenSSH_9.2p1\r\n")) },
		},
		{
			Name: "no-starttls", Title: say.S("The server knows no encryption at all"),
			Target: "imap.plain.example:143", Verdict: checks.VerdictNoTLS,
			Want:  []checks.Code{checks.STARTTLSNotOffered},
			build: func(s *site) { s.serve("imap.plain.example", 143, Clear("imap")) },
		},
		{
			Name: "no-starttls-submission", Title: say.S("The server for outgoing mail offers no encryption"),
			Target: "smtp.plain.example:587", Verdict: checks.VerdictNoTLS,
			Want:  []checks.Code{checks.STARTTLSNotOffered},
			build: func(s *site) { s.serve("smtp.plain.example", 587, Clear("smtp")) },
		},
		{
			Name: "tls-on-143", Title: say.S("The port of STARTTLS speaks SSL/TLS at once"),
			Target: "imap.swapped.example:143", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.WrongEncryptionMode},
			build: func(s *site) {
				s.serve("imap.swapped.example", 143, Implicit("imap", TLS(s.ca.Issue("imap.swapped.example"))))
			},
		},
		{
			Name: "starttls-on-993", Title: say.S("The port of SSL/TLS greets in clear and wants STARTTLS"),
			Target: "imap.swapped.example:993", Verdict: checks.VerdictWarning,
			Want: []checks.Code{checks.WrongEncryptionMode},
			build: func(s *site) {
				s.serve("imap.swapped.example", 993, STARTTLS("imap", TLS(s.ca.Issue("imap.swapped.example"))))
			},
		},
		{
			Name: "tls-on-587", Title: say.S("The account is set to STARTTLS, the server speaks SSL/TLS at once"),
			Target: "smtp://smtp.swapped.example:587", Verdict: checks.VerdictUntrusted,
			Want: []checks.Code{checks.WrongEncryptionMode},
			build: func(s *site) {
				s.serve("smtp.swapped.example", 587, Implicit("smtp", TLS(s.ca.Issue("smtp.swapped.example"))))
			},
		},
	}
}
