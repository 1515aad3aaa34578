package desk_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// watchedLeases counts how often work was another's.
type watchedLeases struct {
	desk.Leases
	refused atomic.Int32
}

func (l *watchedLeases) Begin(ctx context.Context, key string, life time.Duration) (bool, error) {
	mine, err := l.Leases.Begin(ctx, key, life)
	if err == nil && !mine {
		l.refused.Add(1)
	}
	return mine, err
}

// TestReplicasCheckOnce: what is asked of two processes at the same time is
// checked by one of them, and both answer.
func TestReplicasCheckOnce(t *testing.T) {
	leases := &watchedLeases{}
	one := newBench(t, func(c *desk.Config) {
		leases.Leases = c.Leases
		c.Leases = leases
	})
	cfg := one.cfg
	cfg.NewID = func() string { return "other" }
	second, err := desk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	one.checker.hold = make(chan struct{})
	const askers = 6
	replies := make(chan bot.Reply, askers)
	for i := range askers {
		at := one.Desk
		if i%2 == 1 {
			at = second
		}
		go func() {
			h := &heard{}
			q := &bot.Request{
				ID: fmt.Sprint(i), Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993",
				Place: bot.Place{Platform: bot.Slack, Channel: "C"}, Asker: bot.Person{ID: fmt.Sprint("U", i)},
			}
			if err := at.Handle(context.WithoutCancel(t.Context()), q, h.respond); err != nil {
				t.Error(err)
			}
			replies <- h.last(t)
		}()
	}
	for leases.refused.Load() == 0 && one.checker.calls.Load() < 2 {
		time.Sleep(time.Millisecond) // until both are at it
	}
	close(one.checker.hold)
	for range askers {
		if r := <-replies; r.Headline.String() != "The certificate of imap.corp.com has expired." {
			t.Errorf("%+v", r)
		}
	}
	if n := one.checker.calls.Load(); n != 1 {
		t.Errorf("%d checks of one server at one time", n)
	}
	for _, d := range []*desk.Desk{one.Desk, second} {
		if err := d.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
