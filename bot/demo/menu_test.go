package demo

import (
	"context"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks/checktest"
	"certdesk/checks/say/saytest"
)

type deskFunc func(q *bot.Request) bot.Reply

func (f deskFunc) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	return respond(ctx, f(q))
}

// Each number of the menu is a server of the zoo, and asks about that; what is
// typed goes to the desk as it is.
func TestMenu(t *testing.T) {
	zoo, err := checktest.Open(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer zoo.Close()
	var asked *bot.Request
	m := newMenu(deskFunc(func(q *bot.Request) bot.Reply { asked = q; return bot.Reply{} }), zoo.Cases)
	if len(m.shown.Actions) != len(worth) {
		t.Errorf("%d of %d servers are in the zoo", len(m.shown.Actions), len(worth))
	}
	for _, stray := range saytest.Once(m.shown) {
		t.Error(stray)
	}
	var said bot.Reply
	ask := func(q bot.Request) {
		t.Helper()
		asked, said = nil, bot.Reply{}
		if err := m.Handle(t.Context(), &q, func(_ context.Context, r bot.Reply) error { said = r; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range m.shown.Actions {
		ask(bot.Request{Kind: bot.ButtonAction, Action: a})
		if asked == nil || asked.Kind != bot.Command || asked.Verb != "certcheck" || asked.Text != a.Value {
			t.Errorf("%s asks %+v", a.Value, asked)
		}
	}
	if ask(bot.Request{Kind: bot.Message, Text: " List "}); asked != nil || len(said.Actions) != len(worth) {
		t.Errorf("list: asked %+v, said %+v", asked, said)
	}
	if ask(bot.Request{Kind: bot.ButtonAction, Action: bot.Action{Name: "walk"}}); asked == nil || asked.Action.Name != "walk" {
		t.Errorf("a button of an answer: %+v", asked)
	}
}
