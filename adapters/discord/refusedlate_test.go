package discord_test

import (
	"context"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Where components are refused that stand in a message already, of which Discord lets
// nobody get rid, the words come as a message of their own: whoever asked by a command or
// in words sees the answer and no "Checking …" any more, and whoever pressed a button
// sees what it brought.
func TestComponentsRefusedLate(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(p *person, before string){
		"command": func(p *person, _ string) { p.Command("certcheck", "imap.example") },
		"message": func(p *person, _ string) { p.Mention("check imap.example") },
		"press":   func(p *person, before string) { p.Press(before, "recheck:x") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			said, refused := make(chan struct{}), make(chan struct{})
			a := newAdapter(t, fake, deskFunc(func(ctx context.Context, q *bot.Request, respond bot.Respond) error {
				if q.Text == "before" {
					return respond(ctx, bot.Reply{Headline: say.Literal("Before."), Actions: []bot.Action{{Name: "recheck", Value: "x", Label: say.Literal("Again")}}})
				}
				if err := respond(ctx, bot.Reply{Working: true, Replaces: name == "press", Headline: say.Literal("Checking …")}); err != nil {
					return err
				}
				close(said)
				<-refused
				return respond(ctx, bot.Reply{Tone: bot.Bad, Replaces: name == "press", Headline: say.Literal("An answer.")})
			}), false)
			p := &person{t: t, fake: fake, deliver: byGateway(t, fake, a)}
			before := ""
			if name == "press" {
				p.Mention("before")
				adaptertest.Eventually(t, func() string {
					for _, m := range fake.Messages() {
						before = m.ID
						return ""
					}
					return "there is nothing to press"
				})
			}
			begin(p, before)
			<-said
			fake.RefuseComponents()
			close(refused)
			all := settled(t, fake, a)
			answers := 0
			for _, m := range all {
				if strings.Contains(string(m.Body["embeds"]), "An answer.") && m.Only == "" {
					answers++
				}
				if name != "press" && strings.Contains(string(m.Body["components"]), "Checking") {
					t.Errorf("the first word stays: %+v", m)
				}
			}
			if answers != 1 {
				t.Errorf("%d answers: %+v", answers, all)
			}
			fake.Forget() // it has complained of the attempt
		})
	}
}
