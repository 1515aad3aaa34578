package desk_test

import (
	"testing"

	"certdesk/bot"
)

// A channel to which certdesk is invited is greeted once, for all to see.
func TestGreetedOnce(t *testing.T) {
	b := newBench(t)
	h := &heard{}
	for i, channel := range []string{"C1", "C1", "C2"} {
		q := &bot.Request{ID: string(rune('a' + i)), Kind: bot.Invited, Place: bot.Place{Platform: bot.Slack, Channel: channel}, Asker: bot.Person{ID: "U1"}}
		if err := b.Handle(t.Context(), q, h.respond); err != nil {
			t.Fatal(err)
		}
	}
	if len(h.replies) != 2 || h.replies[0].Audience != bot.Everyone || !mentions(h.replies[0], "/certdesk help") || h.replies[0].InThread {
		t.Errorf("said %+v", h.replies)
	}
}
