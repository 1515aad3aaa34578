package desk_test

import (
	"strings"
	"testing"

	"certdesk/bot"
)

// A button's id that was taken to another channel, or to another server, does
// nothing there; where it was shown it works for everybody.
func TestButtonsStayWhereTheyWereShown(t *testing.T) {
	b := newBench(t)
	here := bot.Place{Platform: bot.Discord, Team: "G1", Channel: "C1"}
	anna, bob := bot.Person{ID: "U1", Name: "Anna"}, bot.Person{ID: "U2", Name: "Bob"}
	ask := func(q bot.Request) bot.Reply {
		t.Helper()
		h := &heard{}
		if err := b.Handle(t.Context(), &q, h.respond); err != nil {
			t.Fatal(err)
		}
		return h.last(t)
	}
	answer := ask(bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Place: here, Asker: anna})
	known := ask(bot.Request{Kind: bot.Command, Verb: "certfix", Text: "0x800CCC1A", Place: here, Asker: anna})
	actions := append(answer.Actions, known.Actions...)
	for _, a := range answer.Actions {
		if a.Name == "walk" {
			actions = append(actions, ask(bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID()), Place: here, Asker: anna}).Actions...)
		}
	}
	checked := b.checker.calls.Load()
	opens := 0
	for _, a := range actions {
		action := bot.ParseAction(a.ID())
		if a.Opens { // a form about nothing that was found
			opens++
			continue
		}
		for name, q := range map[string]bot.Request{
			"another channel":          {Place: bot.Place{Platform: bot.Discord, Team: "G1", Channel: "C2"}, Asker: anna},
			"another server":           {Place: bot.Place{Platform: bot.Discord, Team: "G2", Channel: "C3"}, Asker: bob},
			"another platform":         {Place: bot.Place{Platform: bot.Slack, Team: "G1", Channel: "C1"}, Asker: anna},
			"somebody else's messages": {Place: bot.Place{Platform: bot.Discord, Channel: "D2"}, Direct: true, Asker: bob},
		} {
			q.Kind, q.Action = bot.ButtonAction, action
			if r := ask(q); !strings.HasPrefix(r.Headline.String(), "This button belongs to another channel") || len(r.Actions)+len(r.Findings)+len(r.Facts)+len(r.Steps) > 0 {
				t.Errorf("%q in %s: %+v", a.Label.String(), name, r)
			}
		}
	}
	if len(actions)-opens < 8 || b.checker.calls.Load() != checked {
		t.Errorf("%d buttons, %d checks more", len(actions)-opens, b.checker.calls.Load()-checked)
	}
	for _, q := range []bot.Request{
		{Place: here, Asker: bob},
		{Place: bot.Place{Platform: bot.Discord, Team: "G1", Channel: "C1", Thread: "T"}, Asker: bob},
		{Place: bot.Place{Platform: bot.Discord, Channel: "D1"}, Direct: true, Asker: anna},
	} {
		for _, a := range answer.Actions {
			if a.Name == "details" {
				q.Kind, q.Action = bot.ButtonAction, bot.ParseAction(a.ID())
			}
		}
		if r := ask(q); strings.HasPrefix(r.Headline.String(), "This button") {
			t.Errorf("where it belongs (%+v): %+v", q.Place, r)
		}
	}
}
