package watch_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// ill is a server that is not well in some times after the start.
func (w *world) ill(channel, name string, shows func() seen, when ...[2]time.Duration) {
	w.servers[name] = func(now time.Time) seen {
		for _, s := range when {
			if d := now.Sub(start); d >= s[0] && d < s[1] {
				return shows()
			}
		}
		return fine(leaf("well", start.AddDate(0, 0, -10), 300))
	}
	w.add(channel, name)
}

func refusedServer() seen {
	return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("well", start.AddDate(0, 0, -10), 300)}}
}

const ever = 10000 * time.Hour

func hourly(c *watch.Config) { c.Every = time.Hour }

// TestSnoozedBeforeThePost: what was raised a moment before its server was made silent is
// told when that ends, if it holds then.
func TestSnoozedBeforeThePost(t *testing.T) {
	near := leaf("near", start.AddDate(0, 0, -84), 90)
	for name, tt := range map[string]struct {
		shows func(now time.Time) seen
		want  []string
	}{
		"refused": {func(time.Time) seen { return refusedServer() }, []string{"untrusted"}},
		"ends":    {func(now time.Time) seen { return expiring(now, near) }, []string{"ending 7d"}},
		"well when it is over": {func(now time.Time) seen {
			if now.Before(start.Add(3 * time.Hour)) {
				return refusedServer()
			}
			return fine(leaf("well", start.AddDate(0, 0, -10), 300))
		}, nil},
		"refused again": {func(now time.Time) seen {
			if d := now.Sub(start); d < 2*time.Hour || d > 4*time.Hour {
				return refusedServer()
			}
			return fine(leaf("well", start.AddDate(0, 0, -10), 300))
		}, []string{"untrusted"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(start)
			w.servers["a.example:993"] = tt.shows
			w.add("C1", "a.example:993")
			it := w.watcher(t, hourly)
			for len(w.notices.records) == 0 {
				if err := it.Sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.now = w.now.Add(time.Minute)
			}
			w.now = w.now.Add(-time.Minute)
			r := w.watches.look(place("C1").ChannelKey() + "|a.example:993")
			r.value.SnoozedUntil = start.Add(6 * time.Hour)
			w.watches.put(r.key, place("C1").ChannelKey(), r.value, r.due, r.version, false)
			w.passes(t, it, 5*time.Hour)
			check(t, w, "C1")
			if n := len(w.notices.records); n > 3 { // an alarm, its end, and another alarm
				t.Errorf("%d notices are kept", n)
			}
			w.passes(t, it, 4*time.Hour)
			check(t, w, "C1", tt.want...)
			w.allDone(t)
		})
	}
}

// TestAlarmAndItsEnd: that a server works again is told after its alarm, and only where
// that was told; an alarm is not told any more when the server works again.
func TestAlarmAndItsEnd(t *testing.T) {
	type during = [2]time.Duration
	h := time.Hour
	for name, tt := range map[string]struct {
		prepare func(w *world)
		want    []string
	}{
		"told of one alarm, not of the next": {func(w *world) {
			w.servers["a.example:993"] = func(now time.Time) seen {
				switch d := now.Sub(start); {
				case d < 4*h:
					return refusedServer()
				case d < 10*h:
					return silentServer()
				}
				return fine(leaf("well", start.AddDate(0, 0, -10), 300))
			}
			w.add("C1", "a.example:993")
			w.refuses = func() error {
				if d := w.now.Sub(start); d > 4*h && d < 16*h {
					return errors.New("refused")
				}
				return nil
			}
		}, []string{"untrusted", "recovered"}},
		"refused some times, and then well": {func(w *world) {
			w.ill("C1", "a.example:993", refusedServer, during{0, 5 * time.Minute})
			refused := 0
			w.refuses = func() error {
				if refused++; refused <= 5 {
					return errors.New("refused")
				}
				return nil
			}
		}, nil},
		"well in the night": {func(w *world) {
			w.ill("C1", "a.example:993", refusedServer, during{0, 4 * h})
			c := bot.Channel{Place: place("C1"), Quiet: &bot.Quiet{From: 3, To: 10 * 60, Zone: "UTC"}}
			w.channels.put(c.Place.ChannelKey(), "", c, time.Time{}, 0, true)
		}, nil},
		"in doubt for hours": {func(w *world) {
			w.ill("C1", "a.example:993", refusedServer, during{0, 4 * h})
			w.refuses = func() error {
				if w.now.Before(start.Add(8 * h)) {
					return bot.ErrInDoubt
				}
				return nil
			}
		}, nil},
		"in doubt for hours, and still so": {func(w *world) {
			w.ill("C1", "a.example:993", refusedServer, during{0, ever})
			w.refuses = func() error {
				if w.now.Before(start.Add(8 * h)) {
					return bot.ErrInDoubt
				}
				return nil
			}
		}, []string{"untrusted"}},
		"well and refused again while nothing is taken": {func(w *world) {
			w.ill("C1", "a.example:993", refusedServer, during{0, 2 * h}, during{4 * h, 30 * h})
			w.refuses = func() error {
				if d := w.now.Sub(start); d > h && d < 10*h {
					return errors.New("refused")
				}
				return nil
			}
		}, []string{"untrusted", "untrusted", "recovered"}},
		"never told, with a new warning in the end": {func(w *world) {
			w.servers["a.example:993"] = func(now time.Time) seen {
				s := fine(leaf("well", start.AddDate(0, 0, -10), 300))
				switch d := now.Sub(start); {
				case d < h:
				case d < 5*h:
					return refusedServer()
				case d < 20*h:
					s.warns = []checks.Code{checks.WeakKey}
				}
				return s
			}
			w.add("C1", "a.example:993")
			w.refuses = func() error {
				if d := w.now.Sub(start); d > h && d < 8*h {
					return errors.New("refused")
				}
				return nil
			}
		}, []string{"warning", "recovered"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(start)
			tt.prepare(w)
			it := w.watcher(t, hourly)
			w.passes(t, it, 40*time.Hour)
			check(t, w, "C1", tt.want...)
			w.allDone(t)
		})
	}
}

// TestGivenUpWithoutIt: a server that joined a notice which was given up without it is
// told of in another one.
func TestGivenUpWithoutIt(t *testing.T) {
	near := leaf("near", start.AddDate(0, 0, -84), 90)
	for name, tt := range map[string]struct {
		shows seen
		want  string
	}{
		"refused": {refusedServer(), "untrusted"},
		"ends":    {fine(near), "ending 7d"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(start)
			for _, server := range []string{"a.example:993", "b.example:993"} {
				w.servers[server] = func(time.Time) seen { return tt.shows }
			}
			w.add("C1", "a.example:993")
			it := w.watcher(t, hourly)
			for len(w.notices.records) == 0 {
				if err := it.Sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.now = w.now.Add(time.Minute)
			}
			// The first is removed before the post, and the notice has nothing to tell;
			// the second has joined it, and is kept after that.
			key := place("C1").ChannelKey()
			delete(w.watches.records, key+"|a.example:993")
			w.watches.groups[key] = nil
			w.add("C1", "b.example:993")
			later := w.watcher(t, hourly, func(c *watch.Config) { c.Now = func() time.Time { return w.now.Add(20 * time.Minute) } })
			w.saving = func(at *bot.Watch) {
				if at.Name() == "b.example:993" && len(at.State.Endpoints[0].Pending) > 0 {
					w.saving = nil
					if err := later.PostDue(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
			for w.saving != nil {
				if err := it.Sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.now = w.now.Add(time.Minute)
			}
			w.now = w.now.Add(20 * time.Minute)
			if all := w.notices.all(); !slices.ContainsFunc(all, func(n bot.Notice) bool { return n.Dropped != "" }) {
				t.Errorf("nothing was given up: %+v", all)
			}
			w.passes(t, it, 3*time.Hour)
			check(t, w, "C1", tt.want)
			w.allDone(t)
		})
	}
}

// TestAddedAgain: the end of a certificate that was raised, and then had no server to be
// told of, is told where one is added again.
func TestAddedAgain(t *testing.T) {
	w := newWorld(start)
	near := leaf("near", start.AddDate(0, 0, -84), 90)
	w.servers["a.example:993"] = func(time.Time) seen { return fine(near) }
	it := w.watcher(t, hourly)
	key := place("C1").ChannelKey()
	for range 3 {
		w.add("C1", "a.example:993")
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		delete(w.watches.records, key+"|a.example:993")
		w.watches.groups[key] = nil
		w.passes(t, it, time.Hour)
	}
	check(t, w, "C1")
	w.add("C1", "a.example:993")
	w.passes(t, it, 3*time.Hour)
	check(t, w, "C1", "ending 7d")
	w.allDone(t)
}
