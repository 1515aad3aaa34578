package answer

import (
	"slices"
	"testing"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

func numbers(steps []bot.Step) (out []int) {
	for _, s := range steps {
		out = append(out, s.Number)
	}
	return out
}

// TestFirst: the cure is told in full, the other steps by their titles, and the
// step that looks at the certificate only where that tells something new.
func TestFirst(t *testing.T) {
	long := []say.Text{say.Literal("One."), say.Literal("Two."), say.Literal("Three."), say.Literal("Four."), say.Literal("Five.")}
	report := func(act checks.Actor, cure int, codes ...checks.Code) *checks.Report {
		r := wrongName()
		r.Act, r.Cure, r.Findings, r.Steps = act, cure, nil, nil
		for _, c := range codes {
			r.Findings = append(r.Findings, checks.Finding{Code: c, Severity: checks.Critical, Title: say.Literal(string(c))})
		}
		for _, n := range []int{1, 2, 7, 10} {
			r.Steps = append(r.Steps, checks.Step{Number: n, Title: say.Literal("A step"), Why: say.Literal("Because."), Actions: long})
		}
		return r
	}
	for name, c := range map[string]struct {
		report *checks.Report
		cure   int
		others []int
	}{
		"wrong name":     {report(checks.ActUser, 2, checks.HostnameMismatch), 2, []int{7, 10}},
		"self-signed":    {report(checks.ActServer, 10, checks.SelfSigned), 10, []int{1, 2, 7}},
		"expired":        {report(checks.ActServer, 10, checks.Expired), 10, []int{2, 7}},
		"older certdesk": {report("", 0, checks.Expired), 1, []int{2, 7, 10}},
	} {
		r := First(c.report)
		if r.Cure == nil || r.Cure.Number != c.cure || len(r.Cure.Actions) != len(long) {
			t.Errorf("%s: the cure is %+v", name, r.Cure)
		}
		if got := numbers(r.Steps); !slices.Equal(got, c.others) || !bot.Titles(r.Steps) {
			t.Errorf("%s: the others are %v: %+v", name, got, r.Steps)
		}
		if len(r.Facts) > maxFirstFacts || r.Act.Empty() != (c.report.Act == "") {
			t.Errorf("%s: %+v", name, r)
		}
	}
	aside := report(checks.ActUser, 2, checks.HostnameMismatch)
	aside.Steps[1].Path = 3
	if r, all := First(aside), AllSteps(aside); len(r.Cure.Actions) != 3 || len(all.Steps[1].Actions) != len(long) {
		t.Errorf("what is for another version belongs below all steps alone: %+v, %+v", r.Cure, all.Steps[1])
	}
	fine := healthy()
	fine.Act, fine.Steps = checks.ActNobody, report(checks.ActNobody, 0).Steps
	if r := First(fine); r.Cure != nil || len(r.Steps) != 0 || len(r.Facts) != enoughFacts || r.Act.Empty() {
		t.Errorf("a healthy server: %+v", r)
	}
	theirs := report(checks.ActUser, 8, checks.Expired)
	theirs.Seen = &checks.ReportSeen{Outcome: checks.SeenIntercepted}
	if got := numbers(First(theirs).Steps); !slices.Equal(got, []int{1, 2, 7, 10}) {
		t.Errorf("with the user's own view there is something to compare: %v", got)
	}
}
