package watch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// run lets time pass.
func (w *world) run(t *testing.T, it *watch.Watcher, d time.Duration) {
	t.Helper()
	for end := w.now.Add(d); w.step(t, it, end); {
	}
}

func place(channel string) bot.Place {
	return bot.Place{Platform: bot.Slack, Team: "T", Channel: channel}
}

// TestOnePostForOneCertificate: twenty servers with one certificate are one
// post, and one channel's watches are nobody else's.
func TestOnePostForOneCertificate(t *testing.T) {
	w := newWorld(start)
	old, fresh := leaf("old", start, 90), leaf("new", start.AddDate(0, 0, 82), 90)
	for i := range 20 {
		name := nameOf(i)
		w.servers[name] = func(now time.Time) seen {
			if now.Before(fresh.NotBefore) {
				return fine(old)
			}
			return fine(fresh)
		}
		w.add("C1", name)
	}
	w.add("C2", nameOf(3), 10)
	it := w.watcher(t)
	w.run(t, it, days(100))
	check(t, w, "C1", "ending 30d", "ending 14d", "changed")
	check(t, w, "C2", "ending 10d", "changed")
	for _, p := range w.posted {
		n, _ := w.Notice(t.Context(), p.key)
		if want := map[string]int{"C1": 20, "C2": 1}[p.place.Channel]; len(n.Lines) != want {
			t.Errorf("%s in %s tells of %d servers, want %d", n.Kind, p.place.Channel, len(n.Lines), want)
		}
	}
}

// TestNewWatch: what is wrong from the beginning is told; of several days
// before the end that have passed, one.
func TestNewWatch(t *testing.T) {
	w := newWorld(start)
	near := leaf("near", start.AddDate(0, 0, -84), 90)
	w.servers["near.example:993"] = func(now time.Time) seen { return expiring(now, near) }
	w.servers["wrong.example:993"] = func(time.Time) seen {
		return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("w", start, 300)}}
	}
	w.servers["silent.example:993"] = func(time.Time) seen { return silentServer() }
	w.servers["fine.example:993"] = func(time.Time) seen { return fine(leaf("f", start, 300)) }
	for _, name := range []string{"near", "wrong", "silent", "fine"} {
		w.add(name, name+".example:993")
	}
	it := w.watcher(t)
	w.run(t, it, 2*time.Hour)
	check(t, w, "near", "ending 7d")
	check(t, w, "wrong", "untrusted")
	check(t, w, "silent", "unreachable")
	check(t, w, "fine")
}

func TestQuietHours(t *testing.T) {
	w := newWorld(start) // midnight in Berlin is an hour earlier
	l := leaf("l", start, 365)
	down := start.Add(22 * time.Hour)
	w.servers["a.example:993"] = func(now time.Time) seen {
		if now.After(down) {
			return silentServer()
		}
		return fine(l)
	}
	w.add("C1", "a.example:993")
	quiet := &bot.Quiet{From: 22 * 60, To: 7 * 60, Zone: "Europe/Berlin"}
	w.channels.put(place("C1").ChannelKey(), "", bot.Channel{Place: place("C1"), Quiet: quiet}, time.Time{}, 0, true)
	it := w.watcher(t, func(c *watch.Config) { c.Every = time.Hour })
	w.run(t, it, 30*time.Hour)
	check(t, w, "C1") // it is six in the morning in UTC, and over in Berlin
	w.run(t, it, 2*time.Hour)
	check(t, w, "C1", "unreachable")
	if at := w.posted[0].at; quiet.At(at) {
		t.Errorf("posted at %v", at)
	}
}

// TestQuietHoursBegin: what was raised by day and could not be posted waits for
// the end of the night as well.
func TestQuietHoursBegin(t *testing.T) {
	w := newWorld(start)
	old := leaf("old", start.AddDate(0, 0, -84), 90)
	w.servers["a.example:993"] = func(now time.Time) seen { return expiring(now, old) }
	w.add("C1", "a.example:993")
	begin := (start.Hour()*60 + start.Minute() + 60) % (24 * 60)
	quiet := &bot.Quiet{From: begin, To: (begin + 8*60) % (24 * 60), Zone: "UTC"}
	w.channels.put(place("C1").ChannelKey(), "", bot.Channel{Place: place("C1"), Quiet: quiet}, time.Time{}, 0, true)
	tried := 0
	w.refuses = func() error {
		if tried++; w.now.Before(start.Add(90 * time.Minute)) {
			return errors.New("the platform is away")
		}
		return nil
	}
	it := w.watcher(t)
	w.run(t, it, 8*time.Hour)
	check(t, w, "C1")
	if tried == 0 {
		t.Error("nothing was raised by day")
	}
	w.run(t, it, 3*time.Hour)
	check(t, w, "C1", "ending 7d")
}

func TestSnooze(t *testing.T) {
	w := newWorld(start)
	old := leaf("old", start, 40)
	w.servers["a.example:993"] = func(now time.Time) seen { return expiring(now, old) }
	w.add("C1", "a.example:993")
	it := w.watcher(t)
	w.run(t, it, time.Hour)
	r := w.watches.get(place("C1").ChannelKey() + "|a.example:993")
	r.value.SnoozedUntil = start.AddDate(0, 0, 35)
	w.run(t, it, days(34))
	check(t, w, "C1")
	w.run(t, it, days(2))
	check(t, w, "C1", "ending 7d") // one, of the stages that were reached meanwhile
	w.run(t, it, days(6))
	check(t, w, "C1", "ending 7d", "ending 3d", "ending 1d", "ending 0d")
}

func TestHandled(t *testing.T) {
	w := newWorld(start)
	old := leaf("old", start, 90)
	w.servers["a.example:993"] = func(now time.Time) seen { return expiring(now, old) }
	w.add("C1", "a.example:993")
	it := w.watcher(t)
	w.run(t, it, days(62))
	check(t, w, "C1", "ending 30d")
	n, err := it.Handle(t.Context(), w.posted[0].key, "Anna")
	if err != nil || n == nil || n.Handled != "Anna" {
		t.Fatalf("%+v, %v", n, err)
	}
	w.run(t, it, days(29))
	check(t, w, "C1", "ending 30d", "ending 3d", "ending 1d", "ending 0d")
	if n, err := it.Handle(t.Context(), "gone", "Anna"); n != nil || err != nil {
		t.Errorf("%+v, %v", n, err)
	}
}

// TestPlatformAway: what a platform does not take is posted when it does.
func TestPlatformAway(t *testing.T) {
	for _, test := range []struct {
		name  string
		said  error
		blind bool
		want  int
	}{
		{"refused", errors.New("not in the channel"), false, 1},
		{"in doubt, and not there", bot.ErrInDoubt, false, 1},
		{"in doubt, and nobody may look", bot.ErrInDoubt, true, 0}, // rather one too few
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(start)
			near := leaf("near", start.AddDate(0, 0, -84), 90)
			w.servers["a.example:993"] = func(now time.Time) seen { return expiring(now, near) }
			w.add("C1", "a.example:993")
			w.blind = test.blind
			w.refuses = func() error {
				if w.now.Before(start.Add(2 * time.Hour)) {
					return test.said
				}
				return nil
			}
			it := w.watcher(t)
			w.run(t, it, 6*time.Hour)
			if got := len(w.posts("C1")); got != test.want {
				t.Errorf("posted %v", w.posts("C1"))
			}
			var left []string
			for key, r := range w.notices.records {
				if !r.value.Done() {
					left = append(left, key)
				}
			}
			if len(left) > 0 {
				t.Errorf("not done with %v", left)
			}
		})
	}
}

// TestGivesUp: a channel that is gone for ever does not keep certdesk busy.
func TestGivesUp(t *testing.T) {
	w := newWorld(start)
	near := leaf("near", start.AddDate(0, 0, -70), 90)
	w.servers["a.example:993"] = func(now time.Time) seen { return fine(near) }
	w.add("C1", "a.example:993")
	tries := 0
	w.refuses = func() error { tries++; return errors.New("the channel is gone") }
	it := w.watcher(t, func(c *watch.Config) { c.Warn = []int{30} })
	w.run(t, it, days(9))
	if tries < 100 || tries > 300 {
		t.Errorf("tried %d times in a week", tries)
	}
	for key, r := range w.notices.records {
		if r.value.Dropped == "" {
			t.Errorf("%s is not given up: %+v", key, r.value)
		}
	}
}

// TestRemovedMeanwhile: nothing is told of a watch that was removed before the
// post.
func TestRemovedMeanwhile(t *testing.T) {
	w := newWorld(start)
	near := leaf("near", start.AddDate(0, 0, -84), 90)
	w.servers["a.example:993"] = func(now time.Time) seen { return fine(near) }
	w.add("C1", "a.example:993")
	it := w.watcher(t)
	w.now = start.Add(time.Minute)
	if err := it.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.notices.records) != 1 {
		t.Fatal("nothing was raised")
	}
	key := place("C1").ChannelKey()
	delete(w.watches.records, key+"|a.example:993")
	w.watches.groups[key] = nil
	w.run(t, it, time.Hour)
	check(t, w, "C1")
}

func TestOverview(t *testing.T) {
	w := newWorld(start)
	shared := leaf("shared", start.AddDate(0, 0, -80), 90)
	for i := range 3 {
		w.servers[nameOf(i)] = func(time.Time) seen { return fine(shared) }
		w.add("C1", nameOf(i))
	}
	w.servers["fine.example:993"] = func(time.Time) seen { return fine(leaf("f", start, 365)) }
	w.servers["wrong.example:993"] = func(time.Time) seen {
		return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("w", start, 300)}}
	}
	w.add("C1", "fine.example:993")
	w.add("C1", "wrong.example:993")
	w.add("C2", "fine.example:993")
	var drawn []watch.Row
	it := w.watcher(t, func(c *watch.Config) {
		c.Picture = func(rows []watch.Row, _ string, _ time.Time) ([]byte, error) { drawn = rows; return []byte("png"), nil }
	})
	w.run(t, it, time.Hour)
	for channel, want := range map[string]string{
		"C1": `[bad] 5 servers in this channel: 1 needs attention. 1 certificate expires within 30 days.
  - [bad] ` + "`wrong.example:993`" + ` A summary of wrong.example:993.
  - [warning] ` + "`s0000.example:993`" + ` expires in 9 days, on 11 January 2026 (same certificate on 2 more servers)
  (certificates.png: The 3 certificates that expire first. The first is s0000.example:993 on 11 January 2026.)
`,
		"C2": `[good] No problems: the server in this channel is OK.
  - [good] ` + "`fine.example:993`" + ` expires in 364 days, on 1 January 2027
  (certificates.png: The certificate that expires first: fine.example:993 on 1 January 2027.)
`,
		"C3": "[] This channel does not watch any servers yet.\n  - [] `/certwatch add mail.corp.com` Type this to start\n",
	} {
		r, err := it.Overview(t.Context(), place(channel), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := text(r); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", channel, got, want)
		}
		if channel == "C1" && (len(drawn) != 3 || drawn[0].Endpoints != 3) {
			t.Errorf("drawn %+v", drawn)
		}
	}
}

// TestSilentDigest: where nothing is to be told, a channel may want no
// overview; and after a night's downtime it comes late, but once.
func TestSilentDigest(t *testing.T) {
	w := newWorld(start)
	end := leaf("l", start, 35)
	w.servers["a.example:993"] = func(time.Time) seen { return fine(end) }
	w.add("C1", "a.example:993")
	s := &bot.Schedule{Days: bot.EveryDay, Minute: 9 * 60, Zone: "UTC"}
	c := bot.Channel{Place: place("C1"), Digest: s, SilentWhenFine: true, Due: s.Next(start)}
	w.channels.put(c.Place.ChannelKey(), "", c, c.Due, 0, true)
	it := w.watcher(t, func(c *watch.Config) { c.Warn = []int{1} })
	w.run(t, it, days(5)+time.Hour)
	check(t, w, "C1")
	w.run(t, it, days(1)) // within thirty days now
	check(t, w, "C1", "digest")
	w.now = w.now.Add(20 * time.Hour) // nobody was there at nine
	w.run(t, it, time.Hour)
	check(t, w, "C1", "digest", "digest")
	w.now = w.now.Add(40 * time.Hour) // and now it is another day's noon
	w.run(t, it, time.Hour)
	check(t, w, "C1", "digest", "digest", "digest")
}

// TestRunEnds: the loop ends with its context, and notes errors once.
func TestRunEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(start)
		w.died = func() bool { return true }
		var log strings.Builder
		it := w.watcher(t, func(c *watch.Config) { c.Interval = time.Millisecond; c.Log = newLog(&log) })
		ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer stop()
		it.Run(ctx)
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		slices.Sort(lines)
		if len(lines) != 3 {
			t.Errorf("logged %s", fmt.Sprint(lines))
		}
	})
}
