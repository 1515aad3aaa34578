package slack_test

import (
	"fmt"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// A first word ("Checking …") is gone when the answer to a press is there,
// wherever the answer goes, and what only the asker saw is seen by nobody else.
func TestFirstWordOfAPress(t *testing.T) {
	t.Parallel()
	again := []bot.Action{{Name: "recheck", Value: "a1", Label: say.Literal("Check again")}}
	for _, c := range []struct {
		name          string
		private       bool // the message that is pressed
		working, last bot.Reply
		gone          bool // the response_url
		want          []string
	}{
		{"in place", false, bot.Reply{Replaces: true, Actions: again}, bot.Reply{Replaces: true}, false, []string{"all: New"}},
		{"in place, privately", true, bot.Reply{Replaces: true, Actions: again}, bot.Reply{Replaces: true}, false, []string{"one: New"}},
		{"in place by API", false, bot.Reply{Replaces: true}, bot.Reply{Replaces: true}, true, []string{"all: New"}},
		{"in place by API, privately", true, bot.Reply{}, bot.Reply{Replaces: true}, true, []string{"one: Old", "one: New"}},
		{"beside", false, bot.Reply{}, bot.Reply{}, false, []string{"all: Old", "all: New"}},
		{"beside, for the asker", false, bot.Reply{}, bot.Reply{Audience: bot.Asker}, false, []string{"all: Old", "one: New"}},
		{"beside what is private", true, bot.Reply{}, bot.Reply{Audience: bot.Asker}, false, []string{"one: Old", "one: New"}},
		{"beside, then in place", false, bot.Reply{}, bot.Reply{Replaces: true}, false, []string{"all: New"}},
		{"not in place of what all see", false, bot.Reply{}, bot.Reply{Replaces: true, Audience: bot.Asker}, false, []string{"all: Old", "one: New"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			old := bot.Reply{Headline: say.Literal("Old"), Actions: again}
			if c.private {
				old.Audience = bot.Asker
			}
			fake, s := fakeslack.New(t), adaptertest.Scripted(old)
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, newAdapter(t, fake, s))}
			p.Command("certcheck", "imap.example")
			stands(t, fake, []string{map[bool]string{false: "all: Old", true: "one: Old"}[c.private]})
			first := fake.Messages()[0].TS
			c.working.Working, c.working.Headline, c.last.Headline = true, say.Literal("Checking …"), say.Literal("New")
			s.Answers(func(*bot.Request) []bot.Reply { return []bot.Reply{c.working, c.last} })
			if c.gone {
				fake.Fail("response", fakeslack.Fault{Status: 404}, fakeslack.Fault{Status: 404})
			}
			p.Press(first, "recheck:a1")
			stands(t, fake, c.want)
			if n := fake.Calls("chat.postMessage"); c.private && n > 0 {
				t.Errorf("of what was private %d messages were shown to all", n)
			}
		})
	}
}

// stands waits until these messages stand there: who sees each, and its text.
func stands(t *testing.T, fake *fakeslack.Server, want []string) {
	t.Helper()
	adaptertest.Eventually(t, func() string {
		var got []string
		for _, m := range fake.Messages() {
			who := "all"
			if m.Only != "" {
				who = "one"
			}
			got = append(got, who+": "+m.Text)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Sprintf("there stands %q, want %q", got, want)
		}
		return ""
	})
}
