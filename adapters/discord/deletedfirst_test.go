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

// Somebody deletes the first word ("Checking …"), or the message that was pressed, while
// certdesk is at work: the answer comes all the same, once, and as private as it would
// have been.
func TestFirstWordDeleted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		press    bool
		audience bot.Audience
		working  bool // a first word is said, else the placeholder stands alone
		replaces bool
	}{
		"a command":                         {working: true},
		"a command without a word":          {},
		"a command, for the asker alone":    {working: true, audience: bot.Asker},
		"a press whose message is gone":     {press: true, replaces: true, working: true},
		"a press that answers beside":       {press: true, working: true},
		"a press, for the asker alone":      {press: true, working: true, audience: bot.Asker},
		"a press without a word, its place": {press: true, replaces: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			said, deleted := make(chan struct{}), make(chan struct{})
			a := newAdapter(t, fake, deskFunc(func(ctx context.Context, q *bot.Request, respond bot.Respond) error {
				if q.Text == "before" {
					return respond(ctx, bot.Reply{Headline: say.Literal("Before."), Actions: []bot.Action{{Name: "recheck", Value: "x", Label: say.Literal("Again")}}})
				}
				if c.working {
					if err := respond(ctx, bot.Reply{Working: true, Replaces: c.replaces, Headline: say.Literal("Checking …")}); err != nil {
						return err
					}
				} else {
					acknowledged(t, fake)
				}
				close(said)
				<-deleted
				return respond(ctx, bot.Reply{Replaces: c.replaces, Audience: c.audience, Headline: say.Literal("An answer.")})
			}), false)
			p := &person{t: t, fake: fake, deliver: byGateway(t, fake, a)}
			if c.press {
				p.Mention("before")
				before := ""
				adaptertest.Eventually(t, func() string {
					for _, m := range fake.Messages() {
						before = m.ID
						return ""
					}
					return "there is nothing to press"
				})
				p.Press(before, "recheck:x")
			} else {
				p.Command("certcheck", "imap.example")
			}
			<-said
			fake.DeleteAll()
			close(deleted)
			answers := 0
			for _, m := range settled(t, fake, a) {
				if !strings.Contains(string(m.Body["components"]), "An answer.") {
					t.Errorf("besides: %+v", m)
					continue
				}
				answers++
				if private := m.Only != ""; private != (c.audience == bot.Asker) {
					t.Errorf("private %t", private)
				}
			}
			if answers != 1 {
				t.Errorf("%d answers", answers)
			}
		})
	}
}

// acknowledged waits until Discord has an acknowledgement.
func acknowledged(t *testing.T, fake *fakediscord.Server) {
	t.Helper()
	adaptertest.Eventually(t, func() string {
		if fake.Calls("callback") == 0 {
			return "nothing is acknowledged"
		}
		return ""
	})
}
