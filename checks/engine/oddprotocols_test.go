package engine_test

import (
	"testing"

	"certdesk/checks/checktest"
)

// TestProtocolsInWorlds: a port may speak another protocol than convention has there,
// whatever it is for, and the numbers of a greeting are those of several protocols.
func TestProtocolsInWorlds(t *testing.T) {
	t.Parallel()
	const host = "mail.w.example"
	upgraded := func(port uint16, protocol string, opts ...checktest.Option) func(*world) {
		return func(w *world) {
			w.serve(host, port, checktest.STARTTLS(protocol, checktest.TLS(w.ca.Issue(host, opts...))))
		}
	}
	behind := func(port uint16, protocol string) func(*world) {
		return func(w *world) { w.serve(host, port, checktest.Implicit(protocol, checktest.TLS(w.ca.Issue(host)))) }
	}
	clear := func(port uint16, protocol string) func(*world) {
		return func(w *world) { w.serve(host, port, checktest.Clear(protocol)) }
	}
	checkWorlds(t, []worldCase{
		{"FTP at the port of submission", host + ":587", "warning wrong-protocol", upgraded(587, "ftp")},
		{"FTP at the port of SMTP, expired", host + ":25", "untrusted expired wrong-protocol", upgraded(25, "ftp", checktest.ExpiredFor(checktest.Day))},
		{"FTP without TLS at the port of submission", host + ":587", "no-tls starttls-not-offered", clear(587, "ftp")},
		{"FTP without TLS at the port of SMTP", host + ":25", "no-tls starttls-not-offered", clear(25, "ftp")},
		{"SMTP at the port of a directory", host + ":389", "warning wrong-protocol", upgraded(389, "smtp")},
		{"SMTP at the port of FTP", host + ":21", "warning wrong-protocol", upgraded(21, "smtp")},
		{"IMAP at the port of ManageSieve", host + ":4190", "warning wrong-protocol", upgraded(4190, "imap")},
		{"POP3 at the port of NNTP, TLS at once", host + ":563", "warning wrong-protocol", behind(563, "pop3")},
		{"LMTP at the port of SMTP", host + ":25", "trusted", upgraded(25, "lmtp")},
		{"SMTP at the port of LMTP", host + ":24", "trusted", upgraded(24, "smtp")},
		{"XMPP between clients at the port between servers", host + ":5269", "trusted", upgraded(5269, "xmpp")},
		{"FTP at its port, TLS at once", host + ":990", "trusted", behind(990, "ftp")},
		{"NNTP at its port", host + ":119", "trusted", upgraded(119, "nntp")},
		{"MySQL at its port", host + ":3306", "trusted", upgraded(3306, "mysql")},
		{"PostgreSQL at its port", host + ":5432", "trusted", upgraded(5432, "postgres")},
	})
}

// Where one address speaks as usual and another does not, it is not said that all do.
func TestSomeSpeakAnotherProtocol(t *testing.T) {
	t.Parallel()
	for want, protocols := range map[string][]string{
		"Some of the addresses for mail.w.example use POP3 on port 993 instead of the usual IMAP.": {"imap", "pop3"},
		"mail.w.example works, but port 993 uses POP3 instead of the usual IMAP.":                  {"pop3", "pop3"},
	} {
		w := newWorld(t)
		id := w.ca.Issue("mail.w.example")
		for _, protocol := range protocols {
			w.serve("mail.w.example", 993, checktest.Implicit(protocol, checktest.TLS(id)))
		}
		if r := w.check("mail.w.example:993"); r.Summary.String() != want || codesOf(&r) != "wrong-protocol(w)" {
			t.Errorf("%v: %s: %s", protocols, codesOf(&r), r.Summary)
		}
	}
}
