package bot_test

import (
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestActionIDs: a platform hands back what it was given, also where the value holds
// the sign that stands between the two.
func TestActionIDs(t *testing.T) {
	for id, want := range map[string]bot.Action{
		"recheck:a7":     {Name: "recheck", Value: "a7"},
		"show:[::1]:993": {Name: "show", Value: "[::1]:993"},
		"close:":         {Name: "close"},
	} {
		got := bot.ParseAction(id)
		if got.Name != want.Name || got.Value != want.Value || got.ID() != id {
			t.Errorf("%q is %+v", id, got)
		}
	}
	if got := bot.ParseAction("close"); got.Name != "close" || got.Value != "" {
		t.Errorf("without a value it is %+v", got)
	}
}

// TestEnglishFrame: what a platform says itself is English until somebody puts it in
// the reader's language.
func TestEnglishFrame(t *testing.T) {
	german := bot.Frame{Cancel: say.Literal("Abbrechen")}
	if got := (&bot.Reply{}).Framed(); got.Cancel.String() != "Cancel" || got.More.String() != "More …" {
		t.Errorf("%+v", got)
	}
	if got := (&bot.Reply{Frame: &german}).Framed(); got.Cancel.String() != "Abbrechen" {
		t.Errorf("%+v", got)
	}
	for want, f := range map[string]bot.Form{
		"Send, Cancel":      {},
		"Senden, Abbrechen": {Submit: say.Literal("Senden"), Cancel: german.Cancel},
	} {
		if got := f.Sending().String() + ", " + f.Closing().String(); got != want {
			t.Errorf("the buttons of a form are %q, want %q", got, want)
		}
	}
}

// TestDiagnosisIsAboveTheFacts: only a reply that says who acts, or what helps, is
// laid out as a diagnosis.
func TestDiagnosisIsAboveTheFacts(t *testing.T) {
	for want, r := range map[string]bot.Reply{
		"a list":     {Headline: say.Literal("Three servers.")},
		"who acts":   {Act: say.Literal("You can fix this.")},
		"what helps": {Cure: &bot.Step{Number: 6}},
	} {
		if got := r.Diagnosis(); got != (want != "a list") {
			t.Errorf("%s is a diagnosis: %v", want, got)
		}
	}
}

// TestMentionsInWords: where a platform knows no names, an entry ends with the ids of
// those it mentions.
func TestMentionsInWords(t *testing.T) {
	item := bot.Item{Text: say.Literal("watched by")}
	if got := item.Written().String(); got != "watched by" || item.Mentions() != nil {
		t.Errorf("%q", got)
	}
	item.Mentioned = &bot.Mentions{{Kind: bot.MentionPerson, ID: "U1"}, {Kind: bot.MentionChannel, ID: "C2"}}
	if got := item.Written().String(); got != "watched by U1 C2" {
		t.Errorf("%q", got)
	}
}

// TestSteps: a step is called as its reader calls it, and is told in a line where it
// has nothing but a title.
func TestSteps(t *testing.T) {
	article := checks.Step{Number: 6, Title: say.Literal("Check system date and time"), Why: say.Literal("The clock is wrong."), Caution: say.Literal("Save first."), Actions: []say.Text{say.Literal("Open Settings.")}}
	got := bot.StepOf(&article)
	if got.Number != 6 || got.Title.String() != "Check system date and time" || got.Why.String() != "The clock is wrong." || got.Caution.String() != "Save first." || len(got.Actions) != 1 {
		t.Errorf("%+v", got)
	}
	article.Called = say.Literal("Set the clock of the phone")
	if got := bot.StepOf(&article); got.Title.String() != "Set the clock of the phone" {
		t.Errorf("%+v", got)
	}
	title := bot.Step{Number: 1, Title: say.Literal("Title")}
	for name, more := range map[string]func(s *bot.Step){
		"a reason":  func(s *bot.Step) { s.Why = say.Literal("Why.") },
		"a caution": func(s *bot.Step) { s.Caution = say.Literal("Careful.") },
		"an action": func(s *bot.Step) { s.Actions = []say.Text{say.Literal("Click.")} },
	} {
		full := title
		more(&full)
		if !bot.Titles([]bot.Step{title, title}) || bot.Titles([]bot.Step{title, full}) {
			t.Errorf("a step with %s is taken for a title", name)
		}
	}
}

// TestTextToCopy: what is language is kept in lines, and stands whole for those who
// read it as it is.
func TestTextToCopy(t *testing.T) {
	lines := []say.Text{say.Literal("Hello,"), say.Literal("the certificate has expired.")}
	const whole = "Hello,\nthe certificate has expired."
	if got := bot.Words(say.Literal("Letter"), lines); got.Text != whole || len(got.Said) != len(lines) {
		t.Errorf("%+v", got)
	}
	if got := bot.Document("letter.txt", lines); strings.TrimSuffix(string(got.Data), "\n") != whole || !strings.HasSuffix(string(got.Data), "\n") || len(got.Said) != len(lines) {
		t.Errorf("%q", got.Data)
	}
}
