package watch_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
)

// courier says what it is told to, and notes what it carries.
type courier struct {
	says    func() error
	carried []string
}

func (c *courier) Carry(_ context.Context, n *bot.Notice) error {
	c.carried = append(c.carried, n.ID)
	return c.says()
}

// TestLettersAreCarried: a letter is handed over once, again where that failed, and no
// more where it was refused; a further one goes after the first.
func TestLettersAreCarried(t *testing.T) {
	mail := bot.Place{Platform: bot.Mail, Channel: "ops@corp.com"}
	refused, away := &bot.RefusedError{By: "mx.corp.com"}, errors.New("connection refused")
	for name, c := range map[string]struct {
		says    error // until an hour has passed
		nobody  bool
		pass    time.Duration
		first   int // how often the first is carried, at least
		second  bool
		dropped string
	}{
		"carried":                     {nil, false, 2 * time.Hour, 1, true, ""},
		"refused":                     {refused, false, 2 * time.Hour, 1, false, "refused"},
		"again":                       {away, false, 3 * time.Hour, 3, true, ""},
		"nobody carries":              {nil, true, days(6), 0, false, ""},
		"nobody for more than a week": {nil, true, days(8), 0, false, "nothing carries mail"},
	} {
		w := newWorld(start)
		by := &courier{says: func() error {
			if w.now.Before(start.Add(time.Hour)) {
				return c.says
			}
			return nil
		}}
		it := w.watcher(t)
		if !c.nobody {
			it.Engage(bot.Mail, by)
		}
		for _, n := range []bot.Notice{{ID: "first"}, {ID: "second", After: "first"}} {
			n.Kind, n.Place, n.Raised, n.Due = bot.NoticeLetter, mail, start, start
			if err := it.Tell(t.Context(), &n); err != nil {
				t.Fatal(err)
			}
		}
		w.run(t, it, c.pass)
		times := make(map[string]int)
		for _, id := range by.carried {
			times[id]++
		}
		first, err := w.Notice(t.Context(), "first")
		if err != nil || times["first"] < c.first || c.first < 2 && times["first"] != c.first || (times["second"] == 1) != c.second || first.Dropped != c.dropped {
			t.Errorf("%s: carried %v, dropped %q, %v", name, times, first.Dropped, err)
		}
		if second, err := w.Notice(t.Context(), "second"); err != nil || c.second && by.carried[len(by.carried)-1] != "second" || c.dropped == "refused" && second.Dropped == "" {
			t.Errorf("%s: the second is %+v after %v, %v", name, second, by.carried, err)
		}
	}
}

// summaries notes of which time they are asked for.
type summaries struct{ from, to time.Time }

func (s *summaries) Summary(_ context.Context, from, to time.Time, _ string) (*bot.Reply, error) {
	s.from, s.to = from, to
	return &bot.Reply{}, nil
}

// TestSummaryOfTheWeek: it comes at its time, once, and tells of the seven days before.
func TestSummaryOfTheWeek(t *testing.T) {
	w := newWorld(start)
	admin := place("ADMIN")
	it := w.watcher(t, func(c *watch.Config) { c.Admin = &admin })
	asked := new(summaries)
	when := bot.Schedule{Days: bot.EveryDay, Minute: 9 * 60, Zone: "UTC"}
	it.Summarise(asked, when)
	due := when.Next(start)
	for w.now.Before(due.Add(-time.Minute)) {
		w.now = w.now.Add(time.Hour)
		if w.now.Before(due) {
			if err := errors.Join(it.Digests(t.Context()), it.PostDue(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := len(w.posts("ADMIN"))
	w.now = due
	for range 3 {
		if err := errors.Join(it.Digests(t.Context()), it.PostDue(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(w.posts("ADMIN")); got != before+1 || !asked.to.Equal(due) || !asked.from.Equal(due.AddDate(0, 0, -7)) {
		t.Errorf("%d posts after %d, of %v to %v", got, before, asked.from, asked.to)
	}
}
