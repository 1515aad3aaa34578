package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// places is what a platform says of a channel.
type places struct{ err error }

func (p *places) MayPost(context.Context, bot.Place) error { return p.err }

// Nothing is promised where it would not arrive: not by the command, the button
// or the schedule; and what to do is said.
func TestPromisesAreTried(t *testing.T) {
	on := &places{}
	b := newBench(t, func(c *desk.Config) { c.Places = on })
	here := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	answer := b.say(t, "certcheck", "imap.corp.com:993")
	for barrier, cure := range map[bot.Barrier]string{
		bot.NotMember: "/invite @certdesk", bot.NoSuchPlace: "/invite @certdesk", bot.Archived: "Open the channel again",
		bot.NotPermitted: "Ask a channel manager", bot.NotForMessages: "another channel",
	} {
		on.err = errors.Join(errors.New("asking"), &bot.UndeliverableError{Place: here, Barrier: barrier})
		for name, r := range map[string]bot.Reply{
			"add": b.say(t, "certwatch", "add mail.corp.com:993"), "schedule": b.say(t, "certwatch", "schedule daily 09:00"),
			"the button": b.press(t, answer, "Watch this server"),
		} {
			cures := ""
			for _, i := range r.Items {
				cures += i.Code + i.Text.String()
			}
			if r.Audience != bot.Asker || r.Tone == bot.Good || !strings.Contains(r.Headline.String(), "Nothing was changed") || !strings.Contains(cures, cure) || len(r.Items) != 1 {
				t.Errorf("%s, %s: %+v", name, barrier, r)
			}
		}
	}
	if r := b.say(t, "certwatch", "schedule off"); r.Tone != bot.Good {
		t.Errorf("switching off needs no post: %+v", r)
	}
	on.err = errors.New("the platform does not say")
	if r := b.say(t, "certwatch", "add unknown.corp.com:993"); r.Tone != bot.Good || !strings.Contains(r.Items[len(r.Items)-1].Text.String(), "could not find out") {
		t.Errorf("not known: %+v", r)
	}
	on.err = nil
	if r := b.say(t, "certwatch", "add mail.corp.com:993"); r.Tone != bot.Good || strings.Contains(r.Headline.String(), "Nothing") {
		t.Errorf("nothing in the way: %+v", r)
	}
	told := &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add other.corp.com",
		Barrier: &bot.UndeliverableError{Place: bot.Place{Platform: bot.Discord}, Barrier: bot.NotPermitted, Lacks: []string{"Send Messages in Threads"}}}
	if r := b.send(t, told); !strings.Contains(r.Headline.String(), "is not allowed to post") || !strings.Contains(r.Items[0].Text.String(), "Send Messages in Threads") {
		t.Errorf("told with the command: %+v", r)
	}
	all, err := b.cfg.Watches.Watches(t.Context(), here)
	if err != nil || len(all) != 2 {
		t.Errorf("watched: %+v, %v", all, err)
	}
}
