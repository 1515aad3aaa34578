package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/desk"
)

// crowded is a checker behind which it is open for a time whether there is room.
type crowded struct {
	open, takes time.Duration
	room        bool
}

func (c *crowded) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	to.Crowded(true)
	time.Sleep(c.open)
	to.Crowded(false)
	if !c.room {
		return nil, &admission.Busy{Silent: true, Again: 10 * time.Second}
	}
	time.Sleep(c.takes)
	return expired(q), nil
}

// TestCrowd: that a server is being checked is said where it is. Who is turned away
// a moment later reads that alone.
func TestCrowd(t *testing.T) {
	for name, c := range map[string]struct {
		checker crowded
		working int // first words
	}{
		"turned away at once":       {crowded{open: 100 * time.Millisecond}, 0},
		"turned away":               {crowded{open: 1500 * time.Millisecond}, 0},
		"let in, and quick":         {crowded{open: 1500 * time.Millisecond, room: true, takes: 100 * time.Millisecond}, 0},
		"let in, and slow":          {crowded{open: 1500 * time.Millisecond, room: true, takes: 5 * time.Second}, 1},
		"open for too long":         {crowded{open: 5 * time.Second}, 1},
		"room at once, and a while": {crowded{room: true, takes: 1500 * time.Millisecond}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, func(cfg *desk.Config) { cfg.ProgressAfter, cfg.Checker = time.Second, &c.checker })
				h := &heard{}
				q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Asker: bot.Person{ID: "U1"}, Place: bot.Place{Platform: bot.Slack, Channel: "C"}}
				if err := b.Handle(t.Context(), q, h.respond); err != nil {
					t.Fatal(err)
				}
				working := 0
				for _, r := range h.replies {
					if r.Working {
						working++
					}
				}
				if working != c.working || len(h.replies) != c.working+1 || h.replies[len(h.replies)-1].Working {
					t.Errorf("said %d first words, want %d: %+v", working, c.working, h.replies)
				}
			})
		})
	}
}
