package answer_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/say"
)

// The headline of several servers tells of the worst that was seen; that one could
// not be looked at never hides a fault, nor does it become one.
func TestSeveral(t *testing.T) {
	t.Parallel()
	const unknown, warning = checks.VerdictUnknown, checks.VerdictWarning
	for _, tt := range []struct {
		name     string
		verdicts []checks.Verdict
		want     string
		tone     bot.Tone
		cure     bool
	}{
		{"none", nil, "certdesk found no server to check.", bot.Bad, false},
		{"one", []checks.Verdict{untrusted}, "0 is untrusted.", bot.Bad, true},
		{"both fine", []checks.Verdict{trusted, trusted}, "Both servers are fine.", bot.Good, false},
		{"three fine", []checks.Verdict{trusted, trusted, trusted}, "All 3 servers are fine.", bot.Good, false},
		{"one not looked at", []checks.Verdict{trusted, unknown}, "1 is unknown.", bot.Unknown, false},
		{"two not looked at", []checks.Verdict{unknown, trusted, unknown}, "2 of 3 servers could not be checked. The first: 0 is unknown.", bot.Unknown, false},
		{"one bad", []checks.Verdict{trusted, untrusted}, "1 is untrusted.", bot.Bad, true},
		{"one bad, one not looked at", []checks.Verdict{unknown, warning}, "1 is warning.", bot.Warning, true},
		{"two bad", []checks.Verdict{warning, trusted, untrusted}, "2 of 3 servers need attention. Most urgent: 2 is untrusted.", bot.Bad, true},
		{"the first of two alike", []checks.Verdict{untrusted, untrusted}, "2 of 2 servers need attention. Most urgent: 0 is untrusted.", bot.Bad, true},
	} {
		a := &bot.Answer{}
		for i, v := range tt.verdicts {
			a.Reports = append(a.Reports, checks.Report{
				Verdict: v, Act: checks.ActServer, Cure: 10, Summary: say.Literal(string(rune('0'+i)) + " is " + string(v) + "."),
				Steps: []checks.Step{{Number: 10, Title: say.Literal("Write to the administrator")}},
			})
		}
		got := answer.Several(a)
		if got.Headline.String() != tt.want || got.Tone != tt.tone || (got.Cure != nil) != tt.cure {
			t.Errorf("%s: %q, %s, a cure: %t", tt.name, got.Headline, got.Tone, got.Cure != nil)
		}
	}
}

// A zone without a certificate is told with the addresses that it came to.
func TestZoneWithoutCertificate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ address, want string }{
		{"192.0.2.9", "no certificate, at 192.0.2.9"},
		{"", "no certificate"},
	} {
		got := answer.Zones(&bot.Answer{Reports: []checks.Report{seenFrom("", trusted, "R11", ""), seenFrom("dmz", unreachable, "", tt.address)}})
		if len(got.Facts) != 2 || got.Facts[1].Value.String() != tt.want || got.Facts[0].Value.String() != "issued by R11, valid until 22 January 2027" {
			t.Errorf("%+v", got.Facts)
		}
	}
}
