package seen_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/seen"
)

// TestTools: what a PC's tools print leads to what it proves, beside a server
// that answers at 192.0.2.7.
func TestTools(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		outcome    checks.SeenOutcome
		says       string // in the summary
	}{
		{"the same address", "Server:  fritz.box\nAddress:  192.168.178.1\n\nName:    imap.corp.com\nAddress:  192.0.2.7", checks.SeenUnclear, "is fine. Its certificate"},
		{"another address", "Server:  fritz.box\nAddress:  192.168.178.1\n\nName:    imap.corp.com\nAddress:  10.1.2.3", checks.SeenElsewhere, "leads to 10.1.2.3, and here to 192.0.2.7"},
		{"another address of another name", "Name:    www.corp.com\nAddress:  10.1.2.3", checks.SeenUnclear, "is fine. Its certificate"},
		{"no name", "** server can't find imap.corp.com: NXDOMAIN", checks.SeenNotReached, "finds no address"},
		{"no other name", "** server can't find imap.corp.local: NXDOMAIN", checks.SeenUnclear, "is fine. Its certificate"},
		{"a closed port", "ComputerName     : imap.corp.com\nRemoteAddress    : 192.0.2.7\nRemotePort       : 993\nTcpTestSucceeded : False", checks.SeenNotReached, "gets no connection to port 993"},
		{"another closed port", "ComputerName     : imap.corp.com\nRemoteAddress    : 192.0.2.7\nRemotePort       : 25\nTcpTestSucceeded : False", checks.SeenUnclear, "is fine. Its certificate"},
		{"a closed port at another address", "curl: (7) Failed to connect to imap.corp.com port 993 after 2 ms: Could not connect to server\n*   Trying 10.1.2.3:993...", checks.SeenNotReached, "On that PC the name leads to 10.1.2.3"},
		{"a slow clock", "16:03:01, +172900.5000000s", checks.SeenClock, "2 days slow"},
		{"a clock that is seconds off", "16:03:01, +00.5000000s", checks.SeenUnclear, "is fine. Its certificate"},
		{"a clock that is an hour off", "16:03:01, -3600.0000000s", checks.SeenClock, "1 hour fast"},
		{"a clock's date", "Universal time: Mon 2001-01-01 00:00:01 UTC", checks.SeenClock, "days slow"},
		{"a proxy", "    Proxy Server(s) :  proxy.corp.com:8080", checks.SeenProxy, "use the proxy proxy.corp.com:8080"},
		{"no proxy", "Current WinHTTP proxy settings:\n\n    Direct access (no proxy server).", checks.SeenUnclear, "is fine. Its certificate"},
		{"a proxy, and who issued", "    Proxy Server(s) :  proxy.corp.com:8080\nSubject: CN=imap.corp.com\nIssuer: CN=Zscaler Root CA, O=Zscaler Inc.", checks.SeenIntercepted, "Zscaler"},
		{"the same certificate, not trusted", "sha-256 fingerprint: " + current.SHA256 + "\nIssuer: CN=R11\nCert Verify Result: CSSMERR_TP_NOT_TRUSTED", checks.SeenSame, "The problem is on the user's PC"},
	} {
		s, err := seen.Parser{}.Pasted("Hi,\n\n" + strings.ReplaceAll(tt.text, "\n", "\r\n") + "\n\nAnna")
		if s == nil {
			t.Errorf("%s: nothing is read, %v", tt.name, err)
			continue
		}
		f := shownFacts()
		f.Seen = seen.Compare(*s, f)
		if f.Seen.Outcome != tt.outcome {
			t.Errorf("%s: %s", tt.name, f.Seen.Outcome)
		}
		if text := findings.Summary(f, findings.Find(f)).String(); !strings.Contains(text, tt.says) {
			t.Errorf("%s: %q", tt.name, text)
		}
	}
}

// TestClockRight: it is said to be right only where the text proves it.
func TestClockRight(t *testing.T) {
	t.Parallel()
	now := shownFacts().At
	told := func(at time.Time) string { return "Universal time: Sun " + at.UTC().Format(time.DateTime) + " UTC" }
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"measured", "16:03:01, +00.0156250s", true},
		{"measured, a minute off", "16:03:01, -61.5s", true},
		{"measured, an hour off", "16:03:01, -3601.5s", false},
		{"measured, half an hour off", "16:03:01, -1801.5s", false},
		{"measured, ten minutes off", "16:03:01, -600.0s", false},
		{"told ten minutes ago, or slow", told(now.Add(-10 * time.Minute)), false},
		{"told now", told(now.Add(-time.Minute)), true},
		{"told an hour ago, or slow", told(now.Add(-time.Hour)), false},
		{"not told", "Name:    imap.corp.com\nAddress:  192.0.2.7", false},
		{"nothing sets it", "Leap Indicator: 3(not synchronized)\nSource: Local CMOS Clock", false},
	} {
		s, err := seen.Parser{}.Pasted(tt.text)
		if s == nil {
			t.Errorf("%s: nothing is read, %v", tt.name, err)
			continue
		}
		f := shownFacts()
		if c := seen.Compare(*s, f); c.ClockRight != tt.want || seen.Report(c).ClockRight != tt.want {
			t.Errorf("%s: %v", tt.name, c.ClockRight)
		}
	}
	// What somebody typed of his clock has no zone, and proves nothing.
	typed, err := seen.Parser{}.Parse([]string{"pc-date=" + now.UTC().Format("2006-01-02 15:04")})
	if err != nil {
		t.Fatal(err)
	}
	if c := seen.Compare(typed, shownFacts()); c.ClockRight {
		t.Error("a typed time is said to be right")
	}
}
