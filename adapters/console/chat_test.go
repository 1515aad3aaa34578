package console

import (
	"context"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// scripted answers each request with what is on its list, and keeps them.
type scripted struct {
	asked   []*bot.Request
	replies []bot.Reply
}

func (s *scripted) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	s.asked = append(s.asked, q)
	r := s.replies[0]
	s.replies = s.replies[1:]
	if err := respond(ctx, bot.Reply{Working: true, Headline: say.Literal("Checking …")}); err != nil {
		return err
	}
	return respond(ctx, r)
}

func TestConversation(t *testing.T) {
	button := bot.Action{Name: "fix", Value: "server", Label: say.Literal("Describe it"), Opens: true}
	desk := &scripted{replies: []bot.Reply{
		{Headline: say.Literal("First"), Actions: []bot.Action{{Name: "recheck", Value: "1", Label: say.Literal("Again")}, button}},
		{Headline: say.Literal("Fill in"), Form: &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Fields: []bot.Field{
			{Name: "server", Label: say.Literal("Server"), Hint: say.Literal("imap.corp.com")}, {Name: "error", Label: say.Literal("Message")}, {Name: "file", Label: say.Literal("File"), File: true},
		}}},
		{Headline: say.Literal("Third"), Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}},
		{Headline: say.Literal("Fourth")},
	}}
	var out strings.Builder
	script := "/certcheck  imap.corp.com:993 \n# a remark\n7\n2\nimap.corp.com\n\nThe target principal\\nname is incorrect\nquit\nnever read\n"
	c := &Chat{Desk: desk, Lines: NewScript(strings.NewReader(script), &out), Out: &out, Now: time.Now, User: bot.Person{ID: "u"}}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(desk.asked) != 4 {
		t.Fatalf("%d requests", len(desk.asked))
	}
	first, second, third, fourth := desk.asked[0], desk.asked[1], desk.asked[2], desk.asked[3]
	if first.Kind != bot.Command || first.Verb != "certcheck" || first.Text != "imap.corp.com:993" || !first.Direct {
		t.Errorf("%+v", first)
	}
	if second.Kind != bot.ButtonAction || second.Action.ID() != button.ID() {
		t.Errorf("%+v", second)
	}
	if third.Kind != bot.FormSubmission || third.Options["server"] != "imap.corp.com" || len(third.Options) != 1 || third.Action.ID() != "fix:form" {
		t.Errorf("%+v", third)
	}
	if fourth.Kind != bot.Message || fourth.Text != "The target principal\nname is incorrect" {
		t.Errorf("%+v", fourth)
	}
	for _, want := range []string{"[1] Again   [2] Describe it", "There is no button 7.", "Server (imap.corp.com): imap.corp.com", "The file chain.pem is attached.", "Checking"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
