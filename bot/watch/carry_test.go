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

// TestPressedBelowANotice: who looks after it, and until when its servers are silent, is
// noted of all of them; of a notice that is forgotten nothing.
func TestPressedBelowANotice(t *testing.T) {
	w := newWorld(start)
	shared := leaf("shared", start.AddDate(0, 0, -84), 90)
	names := []string{"a.example:993", "b.example:993"}
	for _, name := range names {
		w.servers[name] = func(now time.Time) seen { return expiring(now, shared) }
		w.add("C1", name)
	}
	it := w.watcher(t)
	w.run(t, it, time.Hour)
	if len(w.posted) != 1 {
		t.Fatalf("%d posts", len(w.posted))
	}
	key := w.posted[0].key
	until := start.Add(days(3))
	if n, err := it.Snooze(t.Context(), key, until, "Bob"); err != nil || n == nil || n.SnoozedBy != "Bob" || !n.SnoozedUntil.Equal(until) {
		t.Errorf("%+v, %v", n, err)
	}
	if n, err := it.Handle(t.Context(), key, "Anna"); err != nil || n == nil || n.Handled != "Anna" {
		t.Errorf("%+v, %v", n, err)
	}
	for _, name := range names {
		if at, err := w.Watch(t.Context(), place("C1"), name); err != nil || at.Handled != "Anna" || at.SnoozedBy != "Bob" || !at.SnoozedUntil.Equal(until) {
			t.Errorf("%s: %+v, %v", name, at, err)
		}
	}
	if n, err := it.Snooze(t.Context(), "forgotten", until, "Bob"); n != nil || err != nil {
		t.Errorf("%+v, %v", n, err)
	}
	if n, err := it.Notice(t.Context(), key); err != nil || n.Handled != "Anna" || n.SnoozedBy != "Bob" {
		t.Errorf("%+v, %v", n, err)
	}
}

// TestDigestSaysWhenItIsPosted, and how that is changed.
func TestDigestSaysWhenItIsPosted(t *testing.T) {
	w := newWorld(start)
	w.servers["a.example:993"] = func(time.Time) seen { return fine(leaf("l", start, 365)) }
	w.add("C1", "a.example:993")
	s := &bot.Schedule{Days: bot.EveryDay, Minute: 9 * 60, Zone: "UTC"}
	c := bot.Channel{Place: place("C1"), Digest: s, Due: s.Next(start)}
	w.channels.put(c.Place.ChannelKey(), "", c, c.Due, 0, true)
	it := w.watcher(t)
	w.run(t, it, days(1))
	if got := w.posted[len(w.posted)-1].reply.Footnote.String(); got != "This digest is posted daily at 09:00, UTC. To change this, use /certwatch schedule." {
		t.Errorf("%q", got)
	}
}

// TestOwnersOfAClosedChannel: a few of those who added its watches are told, each once,
// and nobody for those of the operator's file.
func TestOwnersOfAClosedChannel(t *testing.T) {
	w := newWorld(start)
	near := leaf("near", start.AddDate(0, 0, -84), 90)
	for n, owner := range []string{"", bot.FileOwner, "U1", "U1", "U2", "U3", "U4", "U5", "U6", "U7"} {
		name := nameOf(n)
		w.servers[name] = func(now time.Time) seen { return expiring(now, near) }
		w.add("C1", name)
		w.watches.get(place("C1").ChannelKey() + "|" + name).value.Owner = owner
	}
	w.refusesIn = func(to bot.Place) error {
		if to.Channel == "C1" {
			return &bot.UndeliverableError{Place: to, Barrier: bot.Archived}
		}
		return nil
	}
	it := w.watcher(t)
	w.run(t, it, 3*time.Hour)
	told := make(map[string]int)
	for _, p := range w.posted {
		told[p.place.Channel]++
	}
	if len(told) != 5 {
		t.Errorf("told are %v", told)
	}
	for who, n := range told {
		if n != 1 {
			t.Errorf("%s is told %d times", who, n)
		}
	}
	c, err := w.Channel(t.Context(), place("C1"))
	if err != nil || c.Closed == nil || c.Closed.Barrier != bot.Archived {
		t.Fatalf("%+v, %v", c, err)
	}
	w.refusesIn = nil
	w.run(t, it, 3*time.Hour)
	if c, err := w.Channel(t.Context(), place("C1")); err != nil || c.Closed != nil || len(w.posts("C1")) == 0 {
		t.Errorf("it takes posts again: %+v, %v, %v", c, err, w.posts("C1"))
	}
}

// TestCarriedIsCounted: what was posted and what was carried is counted, by kind.
func TestCarriedIsCounted(t *testing.T) {
	w := newWorld(start)
	counted := make(map[bot.NoticeKind]int)
	it := w.watcher(t, func(c *watch.Config) { c.Count = func(k bot.NoticeKind) { counted[k]++ } })
	it.Engage(bot.Mail, &courier{says: func() error { return nil }})
	n := &bot.Notice{ID: "l", Kind: bot.NoticeLetter, Place: bot.Place{Platform: bot.Mail, Channel: "ops@corp.com"}, Raised: start, Due: start}
	if err := errors.Join(it.Tell(t.Context(), n), it.PostDue(t.Context()), it.PostDue(t.Context())); err != nil {
		t.Fatal(err)
	}
	if len(counted) != 1 || counted[bot.NoticeLetter] != 1 {
		t.Errorf("%v", counted)
	}
}
