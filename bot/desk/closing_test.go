package desk_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// hanging is a checker whose server says nothing: a check that is cut off has a
// report of what it did not see.
type hanging struct{ takes time.Duration }

func (c *hanging) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	select {
	case <-time.After(c.takes):
	case <-ctx.Done():
	}
	return expired(q), nil
}

// TestClosing: everybody who asks a desk that comes to its end reads an answer, or
// that there is none; what was cut off is said of no server, and not kept.
func TestClosing(t *testing.T) {
	const stopping = "certdesk is stopping right now"
	for name, c := range map[string]struct {
		takes    time.Duration // of a check
		asks     time.Duration // after BeginNone, which is after a second
		stopping bool
	}{
		"asked before, and quick":          {takes: 2 * time.Second, asks: -500 * time.Millisecond},
		"asked before, and slow":           {takes: 9 * time.Second, asks: -500 * time.Millisecond, stopping: true},
		"asked after":                      {takes: time.Second, asks: time.Second, stopping: true},
		"asked when nothing is waited for": {takes: time.Second, asks: 8 * time.Second, stopping: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, func(cfg *desk.Config) { cfg.ProgressAfter, cfg.Checker = time.Second, &hanging{c.takes} })
				time.AfterFunc(time.Second, b.BeginNone)
				time.AfterFunc(5*time.Second, b.AwaitNone)
				time.Sleep(time.Second + c.asks)
				began := time.Now()
				h := &heard{}
				q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:993", Asker: bot.Person{ID: "U1"}, Place: bot.Place{Platform: bot.Slack, Channel: "C"}}
				if err := b.Handle(t.Context(), q, h.respond); err != nil {
					t.Fatal(err)
				}
				last := h.replies[len(h.replies)-1]
				if strings.HasPrefix(last.Headline.String(), stopping) != c.stopping || last.Working {
					t.Errorf("it says %q", last.Headline)
				}
				if took := time.Since(began); took > 5*time.Second {
					t.Errorf("it took %s", took)
				}
				if err := b.Drain(t.Context()); err != nil {
					t.Error(err)
				}
				known := &heard{}
				if err := b.Handle(t.Context(), q, known.respond); err != nil {
					t.Fatal(err)
				}
				if kept := !strings.HasPrefix(known.replies[0].Headline.String(), stopping); kept == c.stopping {
					t.Errorf("afterwards it says %q", known.replies[0].Headline)
				}
			})
		})
	}
}
