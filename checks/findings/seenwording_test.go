package findings_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
)

// comparisons are what users read out beside what the server sends.
func comparisons() []struct {
	name string
	of   checks.SeenComparison
} {
	by := func(outcome checks.SeenOutcome, change func(c *checks.SeenComparison)) checks.SeenComparison {
		c := checks.SeenComparison{Outcome: outcome, Ours: judgement().Leaf}
		change(&c)
		return c
	}
	made := func(product, kind string) checks.SeenComparison {
		return by(checks.SeenIntercepted, func(c *checks.SeenComparison) {
			c.Product, c.Kind, c.Differs = product, kind, []string{"issued-by"}
			c.Seen.IssuedTo, c.Seen.IssuedBy = "imap.corp.com", product+" Root"
		})
	}
	clock := func(off time.Duration, atLeast bool) checks.SeenComparison {
		return by(checks.SeenClock, func(c *checks.SeenComparison) { c.ClockOff, c.ClockAtLeast = off, atLeast })
	}
	other := func(change func(c *checks.SeenComparison), differs ...string) checks.SeenComparison {
		return by(checks.SeenOther, func(c *checks.SeenComparison) {
			c.Differs = differs
			c.Seen.IssuedTo, c.Seen.IssuedBy, c.Seen.ValidTo = "other.example", "Other CA", days(-3)
			change(c)
		})
	}
	same := func(change func(c *checks.SeenComparison)) checks.SeenComparison { return by(checks.SeenSame, change) }
	nothing := func(*checks.SeenComparison) {}
	there := []netip.Addr{netip.MustParseAddr("198.51.100.7")}
	return []struct {
		name string
		of   checks.SeenComparison
	}{
		{"the same", same(nothing)},
		{"the same, and the clock is right", same(func(c *checks.SeenComparison) { c.ClockRight = true })},
		{"the same, and the name is wrong", same(func(c *checks.SeenComparison) { c.Seen.Complaint = checks.SaysName })},

		{"an antivirus program", made("Avast", "antivirus")},
		{"a web filter", made("Zscaler", "proxy")},
		{"a firewall", made("FortiGate", "firewall")},
		{"a sign-in page", made("UniFi", "captive-portal")},
		{"a tool", made("Fiddler", "debugging-tool")},
		{"a developer's authority", made("mkcert", "development-ca")},
		{"a leaked key", made("Superfish", "leaked-ca")},
		{"an antivirus program, by its holder", by(checks.SeenIntercepted, func(c *checks.SeenComparison) {
			c.Product, c.Kind, c.Seen.IssuedTo = "Avast", "antivirus", "imap.corp.com"
		})},
		{"an antivirus program, without names", by(checks.SeenIntercepted, func(c *checks.SeenComparison) { c.Product, c.Kind, c.Ours = "Avast", "antivirus", nil })},

		{"a fast clock", clock(50*time.Hour, false)},
		{"a slow clock", clock(-50*time.Hour, false)},
		{"a clock that is at least fast", clock(50*time.Hour, true)},
		{"a clock that is at least slow", clock(-50*time.Hour, true)},
		{"a clock that was read", by(checks.SeenClock, func(c *checks.SeenComparison) { c.ClockOff, c.Seen.PCClock = 50*time.Hour, at.Add(50*time.Hour) })},
		{"a wrong clock", clock(0, false)},
		{"a wrong clock, and nothing of ours", by(checks.SeenClock, func(c *checks.SeenComparison) { c.Ours = nil })},
		{"a certificate of the future", by(checks.SeenClock, func(c *checks.SeenComparison) {
			c.Differs, c.Seen.ValidFrom, c.ClockOff, c.ClockAtLeast = []string{"valid-from"}, days(9), 9*24*time.Hour, true
		})},
		{"a certificate of the future, and a clock that was read", by(checks.SeenClock, func(c *checks.SeenComparison) {
			c.Differs, c.Seen.ValidFrom, c.Seen.PCClock, c.ClockOff = []string{"valid-from"}, days(9), days(9), 9*24*time.Hour
		})},
		{"another beginning that is not told", by(checks.SeenClock, func(c *checks.SeenComparison) { c.Differs, c.ClockOff = []string{"valid-from"}, 9*24*time.Hour })},

		{"no address", by(checks.SeenNotReached, func(c *checks.SeenComparison) { c.Seen.Missing = checks.MissingName })},
		{"no connection", by(checks.SeenNotReached, nothing)},
		{"no connection to another address", by(checks.SeenNotReached, func(c *checks.SeenComparison) { c.OtherServer, c.Seen.Addresses = true, there })},
		{"another address", by(checks.SeenElsewhere, func(c *checks.SeenComparison) { c.OtherServer, c.Seen.Addresses = true, there })},
		{"another address that was not told", by(checks.SeenElsewhere, nothing)},
		{"a proxy", by(checks.SeenProxy, func(c *checks.SeenComparison) { c.Seen.Proxy = "proxy.corp.com:3128" })},
		{"a proxy without a name", by(checks.SeenProxy, nothing)},

		{"another issuer", other(nothing, "issued-by")},
		{"another issuer and holder", other(nothing, "issued-by", "issued-to")},
		{"another issuer without a name", other(func(c *checks.SeenComparison) { c.Seen.IssuedBy = "" }, "issued-by")},
		{"another holder", other(nothing, "issued-to")},
		{"another holder without a name", other(func(c *checks.SeenComparison) { c.Seen.IssuedTo = "" }, "issued-to")},
		{"another end, past", other(nothing, "valid-to")},
		{"another end, to come", other(func(c *checks.SeenComparison) { c.Seen.ValidTo = days(3) }, "valid-to")},
		{"another thumbprint", other(nothing, "thumbprint")},
		{"another one at another address", other(func(c *checks.SeenComparison) { c.OtherServer, c.Seen.Addresses = true, there }, "issued-by")},
		{"another one, of a product", other(func(c *checks.SeenComparison) { c.Product, c.Kind = "Plesk", "hosting-default" }, "issued-by")},

		{"too little", by(checks.SeenUnclear, nothing)},
	}
}

// TestSeenWording keeps what is said of a user's view where a reviewer sees it change,
// beside a server without fault and one with.
func TestSeenWording(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range comparisons() {
		fmt.Fprintf(&b, "# %s\n", tt.name)
		for _, server := range []struct {
			name  string
			only  checks.SeenOutcome // where it makes a difference
			facts *checks.Facts
		}{
			{"fine", "", healthy()},
			{"without an address", checks.SeenElsewhere, with(func(f *fact, _ *ep, _ *judge) { f.DNS = nil })},
			{"expired", "", with(func(_ *fact, _ *ep, j *judge) { j.Leaf.NotAfter, j.Expired = days(-20), []*checks.Certificate{j.Leaf} })},
			{"intercepted", checks.SeenIntercepted, with(func(_ *fact, _ *ep, j *judge) {
				j.Trust, j.PublicRoot, j.Leaf.IssuedBy, j.Path = checks.TrustUntrustedRoot, false, "Avast Web/Mail Shield Root", j.Path[:1]
			})},
			{"distrusted", checks.SeenIntercepted, with(func(_ *fact, _ *ep, j *judge) { j.Trust, j.Distrusted = checks.TrustUntrustedRoot, j.Path[2] })},
		} {
			if server.only != "" && server.only != tt.of.Outcome {
				continue
			}
			seen := tt.of
			server.facts.Seen = &seen
			all := findings.Find(server.facts)
			fmt.Fprintf(&b, "%s: %s\n", server.name, findings.Summary(server.facts, all).String())
			for _, f := range all {
				if !f.Evidence.OfUser() {
					continue
				}
				evidence, err := json.Marshal(f.Evidence)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "  %s [%s] %v %s\n    %s\n    %s\n", f.Code, f.Severity, f.Steps, f.Title.String(), f.Detail.String(), evidence)
			}
		}
		b.WriteByte('\n')
	}
	golden(t, "testdata/seen.txt", b.String())
}
