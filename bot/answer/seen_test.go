package answer

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

func TestUserSees(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		seen *checks.ReportSeen
		want bot.Fact
	}{
		"not told":      {nil, bot.Fact{}},
		"unclear":       {&checks.ReportSeen{Outcome: checks.SeenUnclear}, bot.Fact{}},
		"same":          {&checks.ReportSeen{Outcome: checks.SeenSame, Address: "192.0.2.1:993"}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("the same certificate, sent by 192.0.2.1"), Tone: bot.Good}},
		"antivirus":     {&checks.ReportSeen{Outcome: checks.SeenIntercepted, IssuedBy: "avast! Web/Mail Shield Root", Product: "Avast"}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("issued by avast! Web/Mail Shield Root (Avast)"), Tone: bot.Bad}},
		"other":         {&checks.ReportSeen{Outcome: checks.SeenOther, IssuedBy: "a\x1bb", Differs: []string{"issued-by"}}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("a different certificate, issued by a\ufffdb"), Tone: bot.Bad}},
		"older":         {&checks.ReportSeen{Outcome: checks.SeenOther, IssuedBy: "R11", Differs: []string{"valid-to"}}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("a different certificate"), Tone: bot.Bad}},
		"program alone": {&checks.ReportSeen{Outcome: checks.SeenIntercepted, Product: "Avast"}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("issued by Avast"), Tone: bot.Bad}},
		"issuer alone":  {&checks.ReportSeen{Outcome: checks.SeenIntercepted, IssuedBy: "R11"}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("issued by R11"), Tone: bot.Bad}},
		"slow":          {&checks.ReportSeen{Outcome: checks.SeenClock, ClockOffS: -22 * 86400}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("a wrong clock: 22 days slow"), Tone: bot.Bad}},
		"fast":          {&checks.ReportSeen{Outcome: checks.SeenClock, ClockOffS: 62 * 86400, ClockAtLeast: true}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("a wrong clock: at least 62 days fast"), Tone: bot.Bad}},
		"who knows":     {&checks.ReportSeen{Outcome: checks.SeenClock}, bot.Fact{Label: say.Literal("On the PC"), Value: say.Literal("a wrong clock"), Tone: bot.Bad}},
	} {
		r := &checks.Report{Seen: tt.seen, Target: checks.ReportTarget{Port: 993}, Endpoints: make([]checks.ReportEndpoint, 2)}
		if got := userSees(r); !cmp.Equal(got, tt.want, worded) {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

// What stands between the user and the server is no fault of the issuer that
// the server shows.
func TestInterceptedAtUser(t *testing.T) {
	t.Parallel()
	r := &checks.Report{
		Certificate: &checks.Certificate{IssuedTo: "imap.corp.com", IssuedBy: "R11"},
		Findings:    []checks.Finding{{Code: checks.Intercepted, Severity: checks.Critical, Evidence: checks.Evidence{Of: &checks.InterceptedEvidence{UserEvidence: checks.UserEvidence{Where: checks.AtUser}}}}},
	}
	if f := issuedBy(r); f.Tone == bot.Bad {
		t.Errorf("%+v", f)
	}
	r.Findings[0].Evidence = checks.Evidence{}
	if f := issuedBy(r); f.Tone != bot.Bad {
		t.Errorf("intercepted on the way from here: %+v", f)
	}
}
