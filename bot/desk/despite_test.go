package desk_test

import (
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/say"
)

// fine is an answer about a server that is fine, with the steps for who sees an error
// all the same.
func fine(q bot.Question) (*bot.Answer, error) {
	a := answered(q, checks.VerdictTrusted)
	r := &a.Reports[0]
	r.Act = checks.ActNobody
	r.Steps = []checks.Step{
		{Number: 6, Title: say.Literal("The clock")}, {Number: 8, Title: say.Literal("The antivirus"), Caution: say.Literal("Careful.")},
		{Number: 2, Title: say.Literal("The names")},
	}
	return a, nil
}

// shows is a recogniser that finds in each text what it is told to.
type shows struct {
	recogniser
	known desk.Known
}

func (s shows) Recognise(text string) (desk.Known, bool) {
	known, ok := s.recogniser.Recognise(text)
	known.Codes, known.Steps = s.known.Codes, s.known.Steps
	return known, ok
}

// Who shows an error of a server that is fine is told what to do: "nobody acts" is no
// answer to it. The walk begins with the same step.
func TestErrorDespiteAFineServer(t *testing.T) {
	wrongName := desk.Known{Codes: []checks.Code{checks.HostnameMismatch}, Steps: []int{1, 2, 10}}
	for name, tt := range map[string]struct {
		known desk.Known
		q     bot.Request
		act   string
		cure  int
		walk  string
	}{
		"its step":               {wrongName, bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993"}, "Who acts: you.", 2, "The names"},
		"behind the command":     {wrongName, bot.Request{Kind: bot.Command, Verb: "certfix", Text: "0x800CCC1A imap.corp.com:993"}, "Who acts: you.", 2, "The names"},
		"in the form":            {wrongName, bot.Request{Kind: bot.FormSubmission, Action: bot.Action{Name: "fix"}, Options: map[string]string{"server": "imap.corp.com:993", "error": "0x800CCC1A"}}, "Who acts: you.", 2, "The names"},
		"none with a caution":    {desk.Known{Codes: []checks.Code{checks.UntrustedRoot}, Steps: []int{1, 8, 9}}, bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993"}, "Who acts: you.", 6, "The clock"},
		"no certificate's error": {desk.Known{Steps: []int{2}}, bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993"}, "Who acts: not known yet.", 0, "The clock"},
		"no error":               {wrongName, bot.Request{Kind: bot.Message, Text: "is imap.corp.com:993 fine"}, "Who acts: nobody.", 0, "The clock"},
	} {
		b := newBench(t, func(c *desk.Config) { c.Recogniser = shows{known: tt.known} })
		b.checker.answer = fine
		r := b.send(t, &tt.q)
		cure := 0
		if r.Cure != nil {
			cure = r.Cure.Number
		}
		if r.Act.String() != tt.act || cure != tt.cure || r.Tone != bot.Good || !strings.Contains(r.Headline.String(), "imap.corp.com") {
			t.Errorf("%s: %s, step %d, %+v", name, r.Act.String(), cure, r)
			continue
		}
		if cure > 0 && len(r.Steps) != 2 {
			t.Errorf("%s: %+v", name, r.Steps)
		}
		label := "Still an error?"
		if tt.act == "Who acts: you." {
			label = "Guide me"
		}
		if w := b.press(t, r, label); len(w.Steps) != 1 || w.Steps[0].Title.String() != tt.walk {
			t.Errorf("%s: the walk begins with %+v", name, w.Steps)
		}
	}
}
