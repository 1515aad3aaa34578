package engine_test

import (
	"testing"

	"certdesk/checks/checktest"
)

// TestNoSettingFitsAll: where the addresses of a name want different modes or protocols,
// what fits one fails at another, so there is no row to enter.
func TestNoSettingFitsAll(t *testing.T) {
	t.Parallel()
	const host = "mail.w.example"
	later := func(protocol string) func(checktest.Handshake) checktest.Behaviour {
		return func(h checktest.Handshake) checktest.Behaviour { return checktest.STARTTLS(protocol, h) }
	}
	atOnce := func(protocol string) func(checktest.Handshake) checktest.Behaviour {
		return func(h checktest.Handshake) checktest.Behaviour { return checktest.Implicit(protocol, h) }
	}
	for name, c := range map[string]struct {
		at            string
		port          uint16
		first, second func(checktest.Handshake) checktest.Behaviour
		row           bool
	}{
		"IPv4 upgrades, IPv6 does not":   {":143", 143, later("imap"), atOnce("imap"), false},
		"IPv6 upgrades, IPv4 does not":   {":143", 143, atOnce("imap"), later("imap"), false},
		"on the port of TLS at once":     {":993", 993, atOnce("imap"), later("imap"), false},
		"one mode was asked for":         {":587/starttls", 587, later("smtp"), atOnce("smtp"), false},
		"on a port without a convention": {":10993", 10993, later("imap"), atOnce("imap"), false},
		"IMAP and POP3 behind TLS":       {":993", 993, atOnce("imap"), atOnce("pop3"), false},
		"POP3 and IMAP in clear":         {":143", 143, later("pop3"), later("imap"), false},
		"the same at both":               {":143", 143, later("imap"), later("imap"), true},
		"the same at both, at once":      {":993", 993, atOnce("imap"), atOnce("imap"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.ca.Issue(host)
			w.serve(host, c.port, c.first(checktest.TLS(id)))
			w.serve6(host, c.port, c.second(checktest.TLS(id)))
			r := w.check(host + c.at)
			if told := r.Settings != nil; told != c.row {
				t.Errorf("the row is %+v: %s", r.Settings, r.Summary)
			}
			if r.Case != nil && !c.row && (r.Case.Port != 0 || r.Case.Encryption != "") {
				t.Errorf("the steps enter port %d with %q", r.Case.Port, r.Case.Encryption)
			}
		})
	}
}
