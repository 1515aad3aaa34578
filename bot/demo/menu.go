package demo

import (
	"context"
	"strings"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/checks/checktest"
	"certdesk/checks/say"
)

// worth are the servers that a visitor is shown first, by their names in the zoo:
// what helpdesks meet most, and one that is in order. The first is the example.
var worth = []struct {
	name  string
	shows say.Text
}{
	{"wrong-name", say.P("demo", "it has the certificate of its hoster")},
	{"expired", say.P("demo", "its certificate has expired")},
	{"incomplete-chain", say.P("demo", "it sends an incomplete chain")},
	{"intercepted", say.P("demo", "an antivirus program is in between")},
	{"tls-on-587", say.P("demo", "the account uses the wrong encryption")},
	{"self-signed", say.P("demo", "its certificate is self-signed")},
	{"sibling-port", say.P("demo", "the port is closed")},
	{"healthy-imaps", say.P("demo", "everything is OK")},
}

// look is the button of a server; its value is what is typed for it.
const look = "demo-look"

// menu stands before the desk: a number is one of the servers as long as no answer
// has buttons of its own.
type menu struct {
	desk  console.Desk
	shown bot.Reply
}

// newMenu chooses among the cases.
func newMenu(desk console.Desk, cases []checktest.Case) *menu {
	m := &menu{desk: desk, shown: bot.Reply{
		Headline: say.S("Your turn. Type the number of a server:"),
		Footnote: say.Join(
			say.S("Type {list} for these numbers again, {help} for what else you can ask, {quit} to end.",
				say.Code("list", "list"), say.Code("help", "help"), say.Code("quit", "quit")),
			say.S("To see all {n} servers, start {command}.", say.Count("n", len(cases)), say.Code("command", "certdesk demo --all"))),
	}}
	for _, w := range worth {
		if c := named(cases, w.name); c != nil {
			m.shown.Actions = append(m.shown.Actions, bot.Action{Name: look, Value: c.Target,
				Label: say.P("demo", "{server}: {fault}", say.Host("server", c.Target), say.Sub("fault", w.shows))})
		}
	}
	return m
}

func named(cases []checktest.Case, name string) *checktest.Case {
	for i := range cases {
		if cases[i].Name == name {
			return &cases[i]
		}
	}
	return nil
}

// Handle asks the desk, but for what is the menu's own.
func (m *menu) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	switch {
	case q.Kind == bot.ButtonAction && q.Action.Name == look:
		asked := *q
		asked.Kind, asked.Verb, asked.Text, asked.Action = bot.Command, "certcheck", q.Action.Value, bot.Action{}
		q = &asked
	case q.Kind == bot.Message && strings.EqualFold(strings.TrimSpace(q.Text), "list"):
		return respond(ctx, m.shown)
	}
	return m.desk.Handle(ctx, q, respond)
}
