package fixes_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/findings"
	"certdesk/checks/fixes"
)

// told is a healthy server, changed, and what a user read out.
func told(c checks.SeenComparison, change func(f *fact, e *ep, j *judge)) *checks.Facts {
	f := server(change)
	c.Ours, c.Address = f.Endpoints[0].Judgement.Leaf, f.Endpoints[0].Address
	f.Seen = &c
	return f
}

func healthy(f *fact, e *ep, j *judge) {}

func avast() checks.SeenComparison {
	return checks.SeenComparison{
		Seen:    checks.Seen{IssuedTo: "imap.corp.com", IssuedBy: "Avast Web/Mail Shield Root"},
		Outcome: checks.SeenIntercepted, Product: "Avast", Kind: "antivirus", Differs: []string{"issued-by"},
	}
}

func other(differs ...string) checks.SeenComparison {
	return checks.SeenComparison{
		Seen:    checks.Seen{IssuedTo: "mail.hoster.example", IssuedBy: "Corp Inspection CA", ValidTo: days(-3)},
		Outcome: checks.SeenOther, Differs: differs,
	}
}

func same(says checks.SeenComplaint) checks.SeenComparison {
	return checks.SeenComparison{Seen: checks.Seen{Thumbprint: "aa", Complaint: says}, Outcome: checks.SeenSame}
}

// right is a comparison beside which the PC's clock was shown to be right.
func right(c checks.SeenComparison) checks.SeenComparison {
	c.ClockRight = true
	return c
}

var seenTests = []struct {
	name    string
	facts   *checks.Facts
	codes   string
	verdict checks.Verdict
	want    []int
}{
	{"same", told(same(""), healthy), "", checks.VerdictTrusted, []int{4, 5, 6, 2, 7}},
	{"same, not trusted", told(same(checks.SaysUntrusted), healthy), "", checks.VerdictTrusted, []int{4, 5, 6, 7}},
	{"same, not trusted, a private root", told(same(checks.SaysUntrusted), private), "", checks.VerdictTrusted, []int{4, 5, 6, 7}},
	{"same, the name", told(same(checks.SaysName), healthy), "", checks.VerdictTrusted, []int{2, 7}},
	{"same, and expired", told(same(checks.SaysExpired), func(f *fact, e *ep, j *judge) { expire(j) }), "expired", checks.VerdictUntrusted, []int{10, 6}},
	{"same, and the clock is right", told(right(same("")), healthy), "", checks.VerdictTrusted, []int{4, 5, 2, 7}},
	{"same, and expired, and the clock is right", told(right(same(checks.SaysExpired)), func(f *fact, e *ep, j *judge) { expire(j) }), "expired", checks.VerdictUntrusted, []int{10}},
	{"antivirus", told(avast(), healthy), "intercepted", checks.VerdictUntrusted, []int{8, 1, 4, 10}},
	{"antivirus, and self-signed: never accept", told(avast(), func(f *fact, e *ep, j *judge) { j.Trust, j.PublicRoot = checks.TrustSelfSigned, false }),
		"self-signed intercepted", checks.VerdictUntrusted, []int{8, 1, 4, 10}},
	{"antivirus, and another name", told(avast(), func(f *fact, e *ep, j *judge) {
		j.NameReason, j.Presented = checks.NameOther, []string{"mail.hoster.example"}
	}), "hostname-mismatch intercepted", checks.VerdictUntrusted, []int{8, 1, 4, 2, 7, 10}},
	{"antivirus, server unreachable", func() *checks.Facts {
		f := fails(checks.Observation{Outcome: checks.OutcomeUnreachable, Cause: checks.CauseTimeout})
		c := avast()
		f.Seen = &c
		return f
	}(), "unreachable intercepted", checks.VerdictUntrusted, []int{8, 1, 4, 2, 10}},
	{"proxy", told(checks.SeenComparison{Seen: checks.Seen{IssuedBy: "Zscaler Root CA"}, Outcome: checks.SeenIntercepted, Product: "Zscaler", Kind: "proxy", Differs: []string{"issued-by"}}, healthy),
		"intercepted", checks.VerdictUntrusted, []int{10, 8, 1, 4}},
	{"login page", told(checks.SeenComparison{Seen: checks.Seen{IssuedTo: "securelogin.arubanetworks.com"}, Outcome: checks.SeenIntercepted, Product: "an Aruba Wi-Fi login page", Kind: "captive-portal", Differs: []string{"issued-to"}}, healthy),
		"intercepted", checks.VerdictUntrusted, []int{8, 1, 10}},
	{"leaked key", told(checks.SeenComparison{Seen: checks.Seen{IssuedBy: "Superfish, Inc."}, Outcome: checks.SeenIntercepted, Product: "Superfish", Kind: "leaked-ca", Differs: []string{"issued-by"}}, healthy),
		"distrusted-ca", checks.VerdictUntrusted, []int{10, 8, 1}},
	{"developer's machine", told(checks.SeenComparison{Seen: checks.Seen{IssuedBy: "mkcert development CA"}, Outcome: checks.SeenIntercepted, Product: "mkcert", Kind: "development-ca", Differs: []string{"issued-by"}}, healthy),
		"distrusted-ca", checks.VerdictUntrusted, []int{10, 1, 2}},
	{"clock slow", told(checks.SeenComparison{Seen: checks.Seen{PCClock: days(-90)}, Outcome: checks.SeenClock, ClockOff: -90 * 24 * time.Hour}, healthy), "", checks.VerdictTrusted, []int{6, 1}},
	{"clock fast, by at least", told(checks.SeenComparison{Seen: checks.Seen{Complaint: checks.SaysExpired}, Outcome: checks.SeenClock, ClockOff: 62 * 24 * time.Hour, ClockAtLeast: true}, healthy), "", checks.VerdictTrusted, []int{6, 1}},
	{"clock, who knows how far", told(checks.SeenComparison{Seen: checks.Seen{Complaint: checks.SaysDate}, Outcome: checks.SeenClock}, healthy), "", checks.VerdictTrusted, []int{6, 1}},
	{"begins in the future", told(checks.SeenComparison{Seen: checks.Seen{ValidFrom: days(90)}, Outcome: checks.SeenClock, ClockOff: 89 * 24 * time.Hour, ClockAtLeast: true, Differs: []string{"valid-from"}}, healthy), "", checks.VerdictTrusted, []int{6, 1}},
	{"clock, and another name", told(checks.SeenComparison{Seen: checks.Seen{PCClock: days(-90)}, Outcome: checks.SeenClock, ClockOff: -90 * 24 * time.Hour}, func(f *fact, e *ep, j *judge) {
		j.NameReason, j.Presented = checks.NameOther, []string{"mail.hoster.example"}
	}), "hostname-mismatch", checks.VerdictUntrusted, []int{6, 1, 2, 7, 10}},
	{"other issuer", told(other("issued-by"), healthy), "", checks.VerdictTrusted, []int{1, 8, 10}},
	{"other dates", told(other("valid-to", "thumbprint"), healthy), "", checks.VerdictTrusted, []int{1, 10}},
	{"other thumbprint", told(other("thumbprint"), healthy), "", checks.VerdictTrusted, []int{1, 10}},
	{"other server", told(other("issued-to", "issued-by"), healthy), "", checks.VerdictTrusted, []int{1, 2, 8, 10}},
	{"other, and self-signed: never accept", told(other("thumbprint"), func(f *fact, e *ep, j *judge) { j.Trust, j.PublicRoot = checks.TrustSelfSigned, false }),
		"self-signed", checks.VerdictUntrusted, []int{1, 10}},
	{"a router", told(checks.SeenComparison{Seen: checks.Seen{IssuedTo: "fritz.box", IssuedBy: "fritz.box"}, Outcome: checks.SeenOther, Product: "FRITZ!Box router", Kind: "hosting-default", Differs: []string{"issued-to", "issued-by"}}, healthy),
		"", checks.VerdictTrusted, []int{1, 2, 10}},
	{"another address", told(checks.SeenComparison{Seen: checks.Seen{Addresses: []netip.Addr{netip.MustParseAddr("10.1.2.3")}}, Outcome: checks.SeenElsewhere, OtherServer: true}, func(f *fact, e *ep, j *judge) {
		f.DNS = &checks.Resolution{Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.7")}}
	}), "", checks.VerdictTrusted, []int{1, 8, 10}},
	{"another address, and expired", told(checks.SeenComparison{Seen: checks.Seen{Addresses: []netip.Addr{netip.MustParseAddr("10.1.2.3")}}, Outcome: checks.SeenElsewhere, OtherServer: true}, func(f *fact, e *ep, j *judge) { expire(j) }), "expired", checks.VerdictUntrusted, []int{1, 8, 6, 10}},
	{"a proxy is set", told(checks.SeenComparison{Seen: checks.Seen{Proxy: "proxy.corp.com:8080"}, Outcome: checks.SeenProxy}, healthy), "", checks.VerdictTrusted, []int{1, 8, 10}},
	{"a proxy is set, and expired", told(checks.SeenComparison{Seen: checks.Seen{Proxy: "proxy.corp.com:8080"}, Outcome: checks.SeenProxy}, func(f *fact, e *ep, j *judge) { expire(j) }), "expired", checks.VerdictUntrusted, []int{10, 6}},
	{"nothing sets the clock", told(checks.SeenComparison{Seen: checks.Seen{ClockFree: true}, Outcome: checks.SeenUnclear}, healthy), "", checks.VerdictTrusted, []int{6, 1, 8, 4, 5, 2, 7}},
	{"unclear", told(checks.SeenComparison{Outcome: checks.SeenUnclear}, healthy), "", checks.VerdictTrusted, []int{1, 6, 8, 4, 5, 2, 7}},
	{"unclear, and expired", told(checks.SeenComparison{Outcome: checks.SeenUnclear}, func(f *fact, e *ep, j *judge) { expire(j) }), "expired", checks.VerdictUntrusted, []int{10, 6}},
	{"a file has no user", told(same(""), func(f *fact, e *ep, j *judge) { f.Offline, e.TLS, e.Mode = true, nil, "" }), "", checks.VerdictTrusted, nil},
}

func TestSeen(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, tt := range seenTests {
		found := findings.Find(tt.facts)
		var codes []string
		for _, f := range found {
			codes = append(codes, string(f.Code))
			fmt.Fprintf(&b, "# %s\n", tt.name)
			if f.Evidence.OfUser() {
				fmt.Fprintf(&b, "%s: %s. %s\n%s\n", f.Code, f.Title.String(), f.Detail.String(), evidence(f))
			}
			if slices.Contains(f.Steps, 9) && strings.Contains(tt.name, "never accept") {
				t.Errorf("%s: %s lists step 9", tt.name, f.Code)
			}
		}
		if len(found) == 0 {
			fmt.Fprintf(&b, "# %s\n", tt.name)
		}
		if got := strings.Join(codes, " "); got != tt.codes {
			t.Errorf("%s: found %q, want %q", tt.name, got, tt.codes)
		}
		if got := findings.Verdict(tt.facts, found); got != tt.verdict {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.verdict)
		}
		summary := findings.Summary(tt.facts, found)
		if !strings.HasSuffix(summary.String(), ".") || len(summary) > 3 {
			t.Errorf("%s: %q is no sentence", tt.name, summary)
		}
		fmt.Fprintf(&b, "%s\n", summary)
		var numbers []int
		for _, s := range fixes.Choose(tt.facts, found) {
			numbers = append(numbers, s.Number)
			if s.Why.Empty() || len(s.Actions) == 0 || strings.ContainsAny(s.Why.String(), "{}") || strings.Contains(s.Why.String(), "%!") {
				t.Errorf("%s: step %d is %+v", tt.name, s.Number, s)
			}
			fmt.Fprintf(&b, "%d %s\n", s.Number, s.Why.String())
		}
		if !slices.Equal(numbers, tt.want) {
			t.Errorf("%s: steps %v, want %v", tt.name, numbers, tt.want)
		}
		b.WriteByte('\n')
	}
	golden(t, "testdata/seen.txt", b.String())
}

// Sentences for what the user sees must hold when nothing is known of it, and
// what he typed is shown inert.
func TestSeenText(t *testing.T) {
	t.Parallel()
	for _, tt := range seenTests {
		f := *tt.facts
		c := *f.Seen
		c.Seen.IssuedBy = "\x1b[31m\u202e{use}" + strings.Repeat("x", 5000)
		c.Seen.IssuedTo = "\x00" + c.Seen.IssuedBy
		for _, view := range []checks.SeenComparison{c, {Outcome: c.Outcome, Kind: c.Kind}} {
			f.Seen = &view
			found := findings.Find(&f)
			text := findings.Summary(&f, found).String()
			for _, s := range fixes.Choose(&f, found) {
				text += "\n" + s.Why.String()
			}
			for _, x := range found {
				text += "\n" + x.Detail.String()
			}
			if strings.ContainsAny(text, "\x00\x1b\u202e") || len(text) > 9000 || strings.Contains(text, "0001") {
				t.Errorf("%s: %q", tt.name, text)
			}
		}
	}
}

// evidence is that of a finding, as it is kept.
func evidence(f checks.Finding) string {
	data, err := json.Marshal(f.Evidence)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// TestLengthOfPaths: of few steps the whole paths are shown, and of many a line each.
func TestLengthOfPaths(t *testing.T) {
	t.Parallel()
	for _, tt := range seenTests {
		longest := 0
		for _, s := range fixes.Choose(tt.facts, findings.Find(tt.facts)) {
			longest = max(longest, len(s.Actions))
		}
		want := map[string]bool{"same": false, "same, not trusted": true, "same, the name": true, "unclear": false}
		if whole, of := want[tt.name]; of && whole != (longest > 1) {
			t.Errorf("%s: the longest path has %d lines", tt.name, longest)
		}
	}
}
