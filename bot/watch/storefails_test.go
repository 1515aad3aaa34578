package watch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// busy is a world in which much happens within two days: an end and a renewal, a list, a
// server that is silent for a while, one that is refused, a channel that takes no posts
// at first, a digest, and a letter.
func busy(t *testing.T) *world {
	t.Helper()
	w := newWorld(start)
	old, fresh := leaf("old", start.AddDate(0, 0, -76), 90), leaf("new", start.Add(6*time.Hour), 90)
	for _, name := range []string{"a.example:993", "b.example:993"} {
		w.servers[name] = func(now time.Time) seen {
			if now.Before(fresh.NotBefore) {
				return fine(old)
			}
			return fine(fresh)
		}
		w.add("C1", name)
	}
	w.ended("C2", 0, 7)
	w.servers["silent.example:993"] = func(now time.Time) seen {
		if now.After(start.Add(3*time.Hour)) && now.Before(start.Add(9*time.Hour)) {
			return silentServer()
		}
		return fine(leaf("s", start, 300))
	}
	w.servers["wrong.example:993"] = func(now time.Time) seen {
		return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("w", start, 300)}}
	}
	w.servers["warned.example:993"] = func(now time.Time) seen {
		s := fine(leaf("v", start, 300))
		if now.After(start.Add(2*time.Hour)) && now.Before(start.Add(12*time.Hour)) {
			s.warns = []checks.Code{checks.WeakKey}
		}
		return s
	}
	for _, name := range []string{"silent", "wrong", "warned"} {
		w.add("C3", name+".example:993")
	}
	w.watches.get(place("C3").ChannelKey() + "|wrong.example:993").value.Owner = "U1"
	w.refusesIn = func(to bot.Place) error {
		if to.Channel == "C3" && w.now.Before(start.Add(5*time.Hour)) {
			return &bot.UndeliverableError{Place: to, Barrier: bot.NotMember}
		}
		return nil
	}
	s := &bot.Schedule{Days: bot.EveryDay, Minute: 9 * 60, Zone: "UTC"}
	c := bot.Channel{Place: place("C1"), Digest: s, Due: s.Next(start)}
	w.channels.put(c.Place.ChannelKey(), "", c, c.Due, 0, true)
	w.now = start
	return w
}

// goOn lets two days pass, and tells of each task what became of it.
func (w *world) goOn(t *testing.T, it *watch.Watcher, became func(task string, err error)) {
	for end := w.now.Add(days(2)); w.now.Before(end); w.now = w.now.Add(10 * time.Minute) {
		for _, task := range []struct {
			name string
			do   func(context.Context) error
		}{{"sweep", it.Sweep}, {"digests", it.Digests}, {"posting", it.PostDue}} {
			became(task.name, task.do(t.Context()))
		}
	}
}

// TestStoreFails: what the store could not do is told by the task that it was for, and
// done later: every channel reads what it would have read.
func TestStoreFails(t *testing.T) {
	admin := place("ADMIN")
	run := func(seed uint64, oneIn int) (posted []string, failed int) {
		w := busy(t)
		random := rand.New(rand.NewPCG(seed, 1))
		failures := 0
		if oneIn > 0 {
			w.fails = func() bool {
				if random.IntN(oneIn) > 0 {
					return false
				}
				failures++
				return true
			}
		}
		it := w.watcher(t, func(c *watch.Config) { c.Admin, c.Log = &admin, newLog(io.Discard) })
		it.Engage(bot.Mail, &courier{says: func() error { return nil }})
		w.goOn(t, it, func(task string, err error) {
			if (failures > 0) != errors.Is(err, errFailed) || err != nil && !errors.Is(err, errFailed) {
				t.Errorf("seed %d: the store failed %d times in %s, which says %v", seed, failures, task, err)
			}
			failed += failures
			failures = 0
		})
		w.fails = nil
		w.goOn(t, it, func(task string, err error) {
			if err != nil {
				t.Errorf("seed %d, afterwards: %s says %v", seed, task, err)
			}
		})
		keys := make(map[string]bool)
		for _, p := range w.posted {
			n, err := w.Notice(t.Context(), p.key)
			if err != nil {
				t.Fatal(err)
			}
			if keys[p.key] {
				t.Errorf("seed %d: %s is posted twice", seed, n.Kind)
			}
			keys[p.key] = true
			if len(n.Lines) == 0 {
				posted = append(posted, fmt.Sprint(p.place.Channel, " ", n.Kind))
			}
			for _, l := range n.Lines {
				posted = append(posted, fmt.Sprint(p.place.Channel, " ", l.Name))
			}
		}
		slices.Sort(posted)
		return slices.Compact(posted), failed
	}
	want, _ := run(0, 0)
	t.Log(want)
	for seed := range uint64(50) {
		got, failed := run(seed, 25)
		if failed < 20 {
			t.Errorf("seed %d: the store failed %d times", seed, failed)
		}
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: told\n%q, want\n%q", seed, got, want)
		}
	}
}
