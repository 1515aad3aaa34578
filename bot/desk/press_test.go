package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// While an answer is made anew it is said in the old one's place, with a button
// to ask again; where it fails the old one comes back.
func TestCheckAgainInPlace(t *testing.T) {
	b := newBench(t, func(cfg *desk.Config) { cfg.ProgressAfter = time.Millisecond })
	b.say(t, "certcheck", "imap.corp.com:993")
	first := b.say(t, "certcheck", "imap.corp.com:993")
	again := first.Actions[slices.IndexFunc(first.Actions, func(a bot.Action) bool { return a.Name == "recheck" })]
	b.checker.hold = make(chan struct{})
	replies := make(chan bot.Reply)
	press := func() {
		go func() {
			defer close(replies)
			b.Handle(t.Context(), &bot.Request{Kind: bot.ButtonAction, Action: again, Place: bot.Place{Platform: bot.Slack, Channel: "C"}},
				func(_ context.Context, r bot.Reply) error { replies <- r; return nil })
		}()
	}
	press()
	word := <-replies
	if !word.Working || !word.Replaces || len(word.Actions) != 1 || word.Actions[0].ID() != again.ID() {
		t.Errorf("the first word is %+v", word)
	}
	close(b.checker.hold)
	if r := <-replies; !r.Replaces || r.Audience != bot.Everyone || r.Headline.String() != first.Headline.String() {
		t.Errorf("the answer is %+v", r)
	}
	<-replies

	replies, b.checker.hold = make(chan bot.Reply), make(chan struct{})
	b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, errors.New("broken") }
	press()
	<-replies
	close(b.checker.hold)
	if r := <-replies; !r.Replaces || r.Headline.String() != first.Headline.String() || len(r.Actions) == 0 {
		t.Errorf("in the first word's place stands %+v", r)
	}
	if r := <-replies; r.Replaces || r.Audience != bot.Asker || r.Tone != bot.Warning {
		t.Errorf("of the failure it is said: %+v", r)
	}
	<-replies
}
