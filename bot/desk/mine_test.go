package desk_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/pcline"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestMineLooksDifferent: the comparison begins with the lines that show what the
// PC sees, for the server of the answer; the form below knows that server already.
func TestMineLooksDifferent(t *testing.T) {
	b := newBench(t)
	r := b.press(t, b.say(t, "certcheck", "imap.corp.com:993"), "Mine looks different")
	want := pcline.For(checks.Target{Host: "imap.corp.com", Port: 993})
	if r.Audience != bot.Asker || len(r.Code) != 2 || r.Code[0].Text != want.PowerShell || r.Code[1].Text != want.Shell || want.Shell == "" {
		t.Errorf("%+v", r)
	}
	r = b.press(t, r, "Type it instead")
	if r.Form == nil || r.Form.Fields[0].Name != "server" || r.Form.Fields[0].Value != "imap.corp.com:993" {
		t.Errorf("%+v", r.Form)
	}
}

// TestMineWithoutALine: where no line can begin the protocol the form opens at once,
// and its button says so.
func TestMineWithoutALine(t *testing.T) {
	b := newBench(t)
	r := b.say(t, "certcheck", "ldap.corp.com:389")
	for _, a := range r.Actions {
		if a.Label.String() == "Mine looks different" && !a.Opens {
			t.Errorf("%+v", a)
		}
	}
	if r = b.press(t, r, "Mine looks different"); r.Form == nil || len(r.Code) != 0 || r.Form.Fields[0].Value != "ldap.corp.com:389" {
		t.Errorf("%+v", r)
	}
}

// TestWalkCompares: the step that compares has the lines, the next has none.
func TestWalkCompares(t *testing.T) {
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		a.Reports[0].Steps = append([]checks.Step{{Number: 1, Title: say.Literal("Verify the certificate details")}}, a.Reports[0].Steps...)
		return a, nil
	}
	r := b.press(t, b.say(t, "certcheck", "imap.corp.com:993"), "Guide me")
	if r.Steps[0].Number != 1 || len(r.Code) != 2 || r.Code[0].Text != pcline.For(checks.Target{Host: "imap.corp.com", Port: 993}).PowerShell {
		t.Errorf("step 1: %+v", r)
	}
	if r = b.press(t, r, "Still not working"); r.Steps[0].Number != 6 || len(r.Code) != 0 {
		t.Errorf("step 6: %+v", r)
	}
	if r = b.press(t, r, "Back"); r.Steps[0].Number != 1 || len(r.Code) != 2 {
		t.Errorf("back at step 1: %+v", r)
	}
}
