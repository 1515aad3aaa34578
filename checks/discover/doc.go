// Package discover finds the mail servers behind a mail address, by the ways
// in which mail programs look for them. It tells every question that it asked
// and what came of it, for the way is often the fault: the warning that Outlook
// shows mostly comes from a server that Outlook only asked for settings, while
// those for IMAP and SMTP are in order.
//
// Only the address is ever sent, never a password; for a bare domain its
// postmaster's. Nobody but the domain and those it names are asked, unless
// Config.ISPDB names a database. What stands behind a certificate that is not
// trusted is not used.
//
// The way through:
//
//	find.go          Find: the questions side by side, in two stages; finder.go:
//	                 what it needs
//	records.go       SRV; exchangers.go: MX
//	autodiscover.go  Outlook's way from URL to URL; outlook.go: what it is answered
//	autoconfig.go    Thunderbird's; clientconfig.go: what it is answered
//	guess.go         the names that most hosters use, tried where nobody tells
//	providers.go     well-known providers, by domain, by MX, by Autodiscover
//	web.go, xml.go   a stranger's answer in plain words, and in bounds
//	trail.go         what was asked and found, put together in a fixed order
//	targets.go       what to check
//
// # Which Autodiscover endpoints count
//
// Outlook posts to https://DOMAIN/autodiscover/autodiscover.xml, then to the
// same at autodiscover.DOMAIN, then asks http://autodiscover.DOMAIN for a
// redirect, then DNS for _autodiscover._tcp.DOMAIN ([MS-OXDISCO] §3.1.5;
// support.microsoft.com/kb/2772058), and stops at the first that answers.
// Whichever of these speaks TLS with a certificate for another name makes it
// show a Security Alert. So:
//
//   - a name that does not exist, or where nothing answers, is no fault: Outlook
//     goes on without a word;
//   - a web server at DOMAIN that knows nothing of Autodiscover is no fault either
//     as long as its certificate is good; with a bad one it is the classic cause of
//     the alert, and counts;
//   - what comes after the first endpoint that answers is not asked;
//   - for a domain at Microsoft 365 Outlook asks Microsoft first. The domain's own
//     names are left out then: autodiscover.DOMAIN is an alias there for a machine
//     that has no certificate for it, by design.
//
// Sources: RFC 6186, RFC 8314 §5.1 (SRV), RFC 7505 (null MX), [MS-OXDISCO] and
// [MS-OXDSCLI] (Autodiscover), draft-ietf-mailmaint-autoconfig (Thunderbird's).
package discover
