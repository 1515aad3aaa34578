package watch_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// story is what happens to a certificate in a year, and what its channel is
// told of it.
type story struct {
	share int // of a hundred certificates
	begin func(w *world, channel string, i int)
	// want is nil for renewals alone.
	want []string
	// orElse is right as well where a process died between a check and the next.
	orElse []string
}

const oneDay = 24 * time.Hour

func days(n int) time.Duration { return time.Duration(n) * oneDay }

// stories begin between the first and the ninetieth day.
func stories() []story {
	offset := func(i int) time.Time {
		return start.Add(time.Duration(i%90) * oneDay).Add(time.Duration(i%17) * time.Hour)
	}
	one := func(w *world, channel string, i int, look func(now time.Time) seen) {
		name := nameOf(i)
		w.servers[name] = look
		w.add(channel, name)
	}
	return []story{
		{share: 2, // the authority on its path ends, and is replaced two days before
			begin: func(w *world, channel string, i int) {
				l := leaf("l"+nameOf(i), start, 1000)
				end := offset(i).AddDate(0, 0, 100)
				one(w, channel, i, func(now time.Time) seen {
					s := fine(l)
					if now.Before(end.Add(-days(2))) {
						s.ends = []bot.FurtherEnd{{Leaf: bot.Leaf{SHA256: "ca" + nameOf(i), IssuedTo: "Example CA", NotAfter: end}, Authority: true}}
					}
					return s
				})
			}, want: []string{"ending 30d", "ending 14d", "ending 7d", "ending 3d", "recovered"}},
		{share: 2, // a second certificate, which only a look in full shows, is forgotten for a day
			begin: func(w *world, channel string, i int) {
				l := leaf("l"+nameOf(i), start, 1000)
				end := offset(i).AddDate(0, 0, 60)
				one(w, channel, i, func(now time.Time) seen {
					s := fine(l)
					if now.Before(end.Add(days(1))) {
						s.deep = []bot.FurtherEnd{{Leaf: bot.Leaf{SHA256: "rsa" + nameOf(i), NotAfter: end}}}
					}
					return s
				})
			}, want: []string{"ending 30d", "ending 14d", "ending 7d", "ending 3d", "ending 1d", "ending 0d", "recovered"}},
		{share: 38, // renewed in time, year in, year out
			begin: func(w *world, channel string, i int) {
				one(w, channel, i, func(now time.Time) seen {
					// Every 59 days from its beginning a new one, which lives 90.
					n := int(now.Sub(offset(i)).Hours()/24/59 + 2)
					return fine(leaf(fmt.Sprintf("%s-%d", nameOf(i), n), offset(i).AddDate(0, 0, (n-2)*59), 90))
				})
			}},
		{share: 14, // renewed late
			begin: func(w *world, channel string, i int) {
				old := leaf("old"+nameOf(i), offset(i), 90)
				fresh := leaf("new"+nameOf(i), old.NotAfter.Add(-days(5)), 365)
				one(w, channel, i, func(now time.Time) seen {
					if now.Before(fresh.NotBefore) {
						return fine(old)
					}
					return fine(fresh)
				})
			}, want: []string{"ending 30d", "ending 14d", "ending 7d", "changed"}},
		{share: 6, // forgotten for two days
			begin: func(w *world, channel string, i int) {
				old := leaf("old"+nameOf(i), offset(i), 90)
				fresh := leaf("new"+nameOf(i), old.NotAfter.Add(days(2)), 365)
				one(w, channel, i, func(now time.Time) seen {
					if now.Before(fresh.NotBefore) {
						return expiring(now, old)
					}
					return fine(fresh)
				})
			}, want: []string{"ending 30d", "ending 14d", "ending 7d", "ending 3d", "ending 1d", "ending 0d", "recovered"}},
		{share: 10, // three servers with one certificate, renewed on two of them first
			begin: func(w *world, channel string, i int) {
				old := leaf("old"+nameOf(i), offset(i), 90)
				fresh := leaf("new"+nameOf(i), old.NotAfter.Add(-days(40)), 365)
				for n := range 3 {
					from := fresh.NotBefore.Add(time.Duration(n) * 20 * time.Second)
					if n == 2 {
						from = old.NotAfter.Add(-days(20))
					}
					name := fmt.Sprintf("p%d-%s", n, nameOf(i))
					w.servers[name] = func(now time.Time) seen {
						if now.Before(from) {
							return fine(old)
						}
						return fine(fresh)
					}
					w.add(channel, name)
				}
			}, want: []string{"changed", "ending 30d", "changed"}},
		{share: 6, // four addresses, one of which is forgotten for ten days
			begin: func(w *world, channel string, i int) {
				old := leaf("old"+nameOf(i), offset(i), 365)
				fresh := leaf("new"+nameOf(i), offset(i).Add(days(50)), 365)
				one(w, channel, i, func(now time.Time) seen {
					switch {
					case now.Before(fresh.NotBefore):
						return fine(old, old, old, old)
					case now.Before(fresh.NotBefore.Add(days(10))):
						return fine(fresh, fresh, old, fresh)
					}
					return fine(fresh, fresh, fresh, fresh)
				})
			}, want: []string{"mixed", "changed"}},
		{share: 6, // flips from check to check
			begin: func(w *world, channel string, i int) {
				a, b := leaf("a"+nameOf(i), start, 1000), leaf("b"+nameOf(i), start, 900)
				n := 0
				one(w, channel, i, func(now time.Time) seen {
					if n++; now.Before(offset(i).Add(days(20))) || n%2 == 0 {
						return fine(a)
					}
					return fine(b)
				})
			}, want: []string{"mixed"}, orElse: []string{"changed", "mixed"}},
		{share: 6, // flips irregularly, one of the two being untrusted
			begin: func(w *world, channel string, i int) {
				a, b := leaf("a"+nameOf(i), start, 1000), leaf("b"+nameOf(i), start, 900)
				random := rand.New(rand.NewPCG(uint64(i), 7))
				run := 0
				one(w, channel, i, func(now time.Time) seen {
					if now.Before(offset(i).Add(days(20))) {
						return fine(a)
					}
					if now.Sub(offset(i)) > days(22) {
						if run++; run > 3 || run > 0 && random.IntN(2) == 0 {
							run = -3
						}
					}
					if run < 0 {
						return fine(a)
					}
					// Long enough to be believed, before it flips.
					return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{b}}
				})
			}, want: []string{"untrusted", "mixed"}},
		{share: 4, // away for some minutes now and then, and once for two days
			begin: func(w *world, channel string, i int) {
				l := leaf("l"+nameOf(i), start, 1000)
				one(w, channel, i, func(now time.Time) seen {
					since := now.Sub(offset(i))
					if since > days(60) && since < days(62) || since > 0 && since%days(3) < 8*time.Minute {
						return silentServer()
					}
					return fine(l)
				})
			}, want: []string{"unreachable", "recovered"}},
		{share: 2, // short-lived: six days, renewed every four
			begin: func(w *world, channel string, i int) {
				one(w, channel, i, func(now time.Time) seen {
					n := int(now.Sub(start).Hours() / 24 / 3)
					return fine(leaf(fmt.Sprintf("%s-%d", nameOf(i), n), start.AddDate(0, 0, n*3), 6))
				})
			}},
		{share: 2, // another authority, a shorter life
			begin: func(w *world, channel string, i int) {
				old := leaf("old"+nameOf(i), start, 365)
				fresh := leaf("new"+nameOf(i), offset(i), 300)
				fresh.IssuedBy = "Other CA"
				one(w, channel, i, func(now time.Time) seen {
					if now.Before(offset(i)) {
						return fine(old)
					}
					if now.Sub(offset(i)) > days(200) {
						return fine(leaf("next"+nameOf(i), fresh.NotBefore.Add(days(200)), 365))
					}
					return fine(fresh)
				})
			}, want: []string{"changed", "changed"}},
		{share: 2, // the channel is silent about it
			begin: func(w *world, channel string, i int) {
				old := leaf("old"+nameOf(i), start, 120)
				one(w, channel, i, func(now time.Time) seen { return expiring(now, old) })
				r := w.watches.get("slack/" + channel + "|" + nameOf(i))
				r.value.SnoozedUntil = start.AddDate(2, 0, 0)
			}},
	}
}

// TestYear lets a year pass over five hundred certificates (a hundred under the race
// detector), with two changes of summer time, and finds exactly the expected posts;
// then again over a hundred, with a process that dies at one of every fifty things it
// does.
func TestYear(t *testing.T) {
	hundreds := 5
	if raced {
		hundreds = 1
	}
	for _, test := range []struct {
		name        string
		hundreds    int // of certificates
		doneByDeath int // things done until a process dies; 0 is never
	}{{"undisturbed", hundreds, 0}, {"dying", 1, 50}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			year(t, test.hundreds, test.doneByDeath)
		})
	}
}

func year(t *testing.T, hundreds, deaths int) {
	w := newWorld(start)
	want := make(map[string]story)
	i := 0
	for kind, s := range stories() {
		for range s.share * hundreds {
			if i%90 == 0 {
				i++ // what begins on the first day has no before
			}
			channel := fmt.Sprintf("C%d-%d", kind, i)
			s.begin(w, channel, i)
			want[channel] = s
			i++
		}
	}
	digests := bot.Place{Platform: bot.Slack, Team: "T", Channel: "DIGEST"}
	w.servers["digest.example:993"] = func(time.Time) seen { return fine(leaf("digest", start, 2000)) }
	w.add("DIGEST", "digest.example:993")
	for n, zone := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
		place := digests
		place.Channel += fmt.Sprint(n)
		s := &bot.Schedule{Days: bot.EveryDay, Minute: 2*60 + 15, Zone: zone}
		w.servers[fmt.Sprintf("d%d.example:993", n)] = w.servers["digest.example:993"]
		w.add(place.Channel, fmt.Sprintf("d%d.example:993", n))
		w.channels.put(place.ChannelKey(), "", bot.Channel{Place: place, Digest: s, Due: s.Next(start)}, s.Next(start), 0, true)
	}

	random := rand.New(rand.NewPCG(3, 4))
	// Now and then the platform says "later", for minutes.
	w.refuses = func() error {
		w.mu.Lock()
		defer w.mu.Unlock()
		if random.IntN(20) == 0 {
			return &bot.PutOffError{After: time.Duration(1+random.IntN(9)) * time.Minute}
		}
		return nil
	}
	slow := func(c *watch.Config) { c.Every, c.Checker, c.Full = oneDay, quick{w}, w } // a quarter of the checks, the same posts
	it := w.watcher(t, slow)
	end := start.AddDate(1, 0, 0)
	dead, died := false, 0
	if deaths > 0 {
		w.died = func() bool {
			dead = dead || random.IntN(deaths) == 0
			return dead
		}
	}
	for w.step(t, it, end) {
		if dead { // another one takes over
			dead = false
			died++
			it = w.watcher(t, slow)
		}
	}
	w.died = nil
	for channel, s := range want {
		if s.want == nil {
			for _, p := range w.posts(channel) {
				if p != "changed" {
					t.Errorf("%s: posted %v, want renewals alone", channel, w.posts(channel))
					break
				}
			}
			continue
		}
		if died > 0 && s.orElse != nil && slices.Equal(w.posts(channel), s.orElse) {
			continue
		}
		check(t, w, channel, s.want...)
	}
	for n := range 3 {
		channel := fmt.Sprint("DIGEST", n)
		dates := make(map[string]int)
		for _, p := range w.posted {
			if p.place.Channel == channel {
				zone, _ := time.LoadLocation(w.channels.get("slack/" + channel).value.Digest.Zone)
				dates[p.at.In(zone).Format(time.DateOnly)]++
			}
		}
		if len(dates) < 364 || len(dates) > 366 {
			t.Errorf("%s: an overview on %d days", channel, len(dates))
		}
		for date, times := range dates {
			if times != 1 {
				t.Errorf("%s: %d overviews on %s", channel, times, date)
			}
		}
	}
	edits := make(map[string]int)
	for _, p := range w.edits {
		edits[p.key]++
	}
	keys := make(map[string]bool)
	for _, p := range w.posted {
		if n, _ := w.Notice(t.Context(), p.key); n.Kind == bot.NoticeUnreachable && edits[p.key] == 0 || died == 0 && edits[p.key] > 1 {
			t.Errorf("%s %s in %s was edited %d times", n.Kind, p.key, p.place.Channel, edits[p.key])
		}
		if keys[p.key] {
			t.Errorf("%s was posted twice in %s", p.key, p.place.Channel)
		}
		keys[p.key] = true
	}
	t.Logf("%d certificates, %d checks, %d posts, %d deaths", i, w.checked, len(w.posted), died)
}
