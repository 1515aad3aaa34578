package watch_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// edited counts how often each message of a channel was edited.
func (w *world) edited(channel string) map[string]int {
	out := make(map[string]int)
	for _, p := range w.edits {
		if p.place.Channel == channel {
			out[p.key]++
		}
	}
	return out
}

// TestOver: what was posted is edited when it is over for all of its servers,
// and not before; beside that a message tells it.
func TestOver(t *testing.T) {
	w := newWorld(start)
	old, fresh := leaf("old", start, 40), leaf("new", start.AddDate(0, 0, 34), 90)
	for i := range 3 {
		from := fresh.NotBefore.Add(time.Duration(i) * days(2))
		w.servers[nameOf(i)] = func(now time.Time) seen {
			if now.Before(from) {
				return fine(old)
			}
			return fine(fresh)
		}
		w.add("C1", nameOf(i))
	}
	l := leaf("l", start, 300)
	w.servers["away.example:993"] = func(now time.Time) seen {
		if now.After(start.Add(days(2))) && now.Before(start.Add(days(3))) {
			return silentServer()
		}
		return fine(l)
	}
	w.add("C2", "away.example:993")
	it := w.watcher(t, func(c *watch.Config) { c.Warn = []int{10} })
	w.run(t, it, days(36)+time.Hour*12)
	check(t, w, "C2", "unreachable", "recovered")
	if got := w.edited("C2"); len(got) != 1 || got[w.posted[0].key] != 1 {
		t.Errorf("edited %v", got)
	}
	if got := w.edited("C1"); len(got) != 0 {
		t.Errorf("edited %v before it was over", got)
	}
	w.run(t, it, days(4))
	var ending post
	for _, p := range w.posted {
		if n, _ := w.Notice(t.Context(), p.key); n.Kind == bot.NoticeEnding {
			ending = p
		}
	}
	if got := w.edited("C1"); len(got) != 1 || got[ending.key] != 1 {
		t.Errorf("edited %v, want %s", got, ending.key)
	}
	last := w.edits[len(w.edits)-1].reply
	if last.Tone != bot.Good || last.Headline.String() != "Resolved: 3 servers." || last.Findings[1].Detail.String() != "The new certificate is valid until 5 May 2026." || last.Findings[0].Detail.String() != ending.reply.Headline.String() || len(last.Items) != 3 {
		t.Errorf("%+v", last)
	}
	// What the buttons say of it afterwards does not bring the alarm back.
	n, err := it.Handle(t.Context(), ending.key, "Anna")
	if err != nil || watch.Say(n, w.now).Headline.String() != last.Headline.String() {
		t.Errorf("%+v, %v", n, err)
	}
}

// TestOverWhoeverDies: each alarm, alone or in a list, is edited once it is
// over, and every message stays one.
func TestOverWhoeverDies(t *testing.T) {
	for seed := range uint64(25) {
		w := newWorld(start)
		w.servers["lone.example:993"] = func(now time.Time) seen {
			if now.Before(start.Add(days(1))) {
				return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("w", start, 300)}}
			}
			return fine(leaf("w", start, 300))
		}
		w.add("C1", "lone.example:993")
		for i := range 12 {
			l, fresh := leaf("l"+nameOf(i), start.AddDate(0, 0, -83), 90), leaf("f"+nameOf(i), start.AddDate(0, 0, 1), 90)
			w.servers[nameOf(i)] = func(now time.Time) seen {
				if now.Before(fresh.NotBefore) {
					return fine(l)
				}
				return fine(fresh)
			}
			w.add("C2", nameOf(i))
		}
		random := rand.New(rand.NewPCG(seed, 9))
		dead := false
		w.died = func() bool {
			dead = dead || random.IntN(200) == 0
			return dead
		}
		slow := func(c *watch.Config) { c.Warn = []int{10} }
		it := w.watcher(t, slow)
		for end := start.Add(days(4)); w.step(t, it, end); {
			if dead {
				dead = false
				it = w.watcher(t, slow)
			}
		}
		w.died = nil
		keys := make(map[string]bool)
		for _, p := range w.posted {
			if keys[p.key] {
				t.Errorf("%s was posted twice", p.key)
			}
			keys[p.key] = true
			n, _ := w.Notice(t.Context(), p.key)
			alarm := n.Kind == bot.NoticeEnding || n.Kind == bot.NoticeUntrusted
			for _, id := range n.Members {
				member, _ := w.Notice(t.Context(), id)
				alarm = alarm || member.Kind == bot.NoticeEnding
			}
			if times := w.edited(p.place.Channel)[p.key]; alarm && times == 0 {
				t.Errorf("seed %d: %s %s in %s was not edited: %+v", seed, n.Kind, n.ID, p.place.Channel, n)
			}
		}
	}
}

// TestClosed: that a channel takes no posts is told once to each who can mend
// it, and once it does again, what still holds is posted there, and nothing else.
func TestClosed(t *testing.T) {
	w := newWorld(start)
	admin := place("ADMIN")
	end := leaf("l", start.AddDate(0, 0, -61), 90) // 29 days
	w.servers["ending.example:993"] = func(now time.Time) seen { return expiring(now, end) }
	w.servers["down.example:993"] = func(now time.Time) seen {
		if now.After(start.Add(days(3))) && now.Before(start.Add(days(4))) {
			return silentServer()
		}
		return fine(leaf("d", start, 300))
	}
	w.servers["wrong.example:993"] = func(now time.Time) seen {
		if now.After(start.Add(days(5))) {
			return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{leaf("w", start, 300)}}
		}
		return fine(leaf("w", start, 300))
	}
	for name, owner := range map[string]string{"ending": "U1", "down": "U2", "wrong": bot.FileOwner} {
		w.add("C1", name+".example:993")
		w.watches.get(place("C1").ChannelKey() + "|" + name + ".example:993").value.Owner = owner
	}
	open := start.Add(days(16)) // nobody mends it for more than two weeks
	refusals := 0
	w.refusesIn = func(to bot.Place) error {
		if to.Channel == "C1" && w.now.Before(open) {
			refusals++
			return fmt.Errorf("posting: %w", &bot.UndeliverableError{Place: to, Barrier: bot.NotMember})
		}
		return nil
	}
	it := w.watcher(t, func(c *watch.Config) { c.Admin = &admin })
	w.run(t, it, days(15))
	check(t, w, "C1")
	check(t, w, "ADMIN", "closed")
	check(t, w, "DU1", "closed")
	check(t, w, "DU2", "closed")
	if c, _ := w.Channel(t.Context(), place("C1")); c.Closed == nil || c.Closed.Barrier != bot.NotMember || !strings.Contains(watch.ClosedSince(c.Closed).String(), "certdesk is not in the channel") {
		t.Errorf("%+v", c)
	}
	if refusals < 24 || refusals > 3000 {
		t.Errorf("tried %d times in 15 days", refusals)
	}
	w.run(t, it, days(2))
	got := w.posts("C1")
	slices.Sort(got)
	if want := []string{"ending 14d", "untrusted"}; !slices.Equal(got, want) {
		t.Errorf("posted %v, want %v", got, want)
	}
	check(t, w, "ADMIN", "closed")
	if c, _ := w.Channel(t.Context(), place("C1")); c.Closed != nil {
		t.Errorf("it is open again: %+v", c)
	}
}

// A place that takes no direct message either ends there.
func TestClosedEverywhere(t *testing.T) {
	w := newWorld(start)
	w.ended("C1", 0, 1)
	w.watches.get(place("C1").ChannelKey() + "|" + nameOf(0)).value.Owner = "U1"
	w.refusesIn = func(to bot.Place) error {
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotPermitted, Err: errors.New("no")}
	}
	it := w.watcher(t)
	w.run(t, it, days(1))
	closed := 0
	for key, r := range w.notices.records {
		if r.value.Kind == bot.NoticeClosed {
			if closed++; r.value.Dropped == "" {
				t.Errorf("%s is tried on: %+v", key, r.value)
			}
		}
	}
	if closed != 1 {
		t.Errorf("%d notices tell of it", closed)
	}
}
