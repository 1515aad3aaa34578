package watch_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// TestFurtherEnds: whatever makes the diagnosis warn of an end is told in time,
// at its stages, once, and so is that it is over.
func TestFurtherEnds(t *testing.T) {
	authority := func(end time.Time) bot.FurtherEnd {
		return bot.FurtherEnd{Leaf: bot.Leaf{SHA256: "ca", IssuedTo: "Example CA R3", NotAfter: end}, Authority: true}
	}
	another := func(end time.Time) bot.FurtherEnd {
		return bot.FurtherEnd{Leaf: bot.Leaf{SHA256: "rsa", IssuedTo: "mail.corp.com", NotAfter: end}}
	}
	long := leaf("leaf", start, 200)
	end := start.Add(days(35)).Add(5 * time.Hour)
	until := func(now time.Time, renewed time.Time, e bot.FurtherEnd) []bot.FurtherEnd {
		if now.Before(renewed) {
			return []bot.FurtherEnd{e}
		}
		return nil
	}
	for name, c := range map[string]struct {
		look  func(now time.Time) seen
		after time.Duration
		want  []string
		says  string
	}{
		"an authority, replaced in time": {func(now time.Time) seen {
			s := fine(long)
			s.ends = until(now, end.Add(-days(2)), authority(end))
			return s
		}, days(60), []string{"ending 30d", "ending 14d", "ending 7d", "ending 3d", "recovered"}, "a.example:993 relies on the CA certificate “Example CA R3”, which expires in "},
		"an authority, forgotten for two days": {func(now time.Time) seen {
			s := fine(long)
			s.ends = until(now, end.Add(days(2)), authority(end))
			return s
		}, days(60), []string{"ending 30d", "ending 14d", "ending 7d", "ending 3d", "ending 1d", "ending 0d", "recovered"}, "a.example:993 relies on the CA certificate “Example CA R3”, which expired on "},
		"a second certificate that only a look in full shows": {func(now time.Time) seen {
			s := fine(long)
			s.deep = until(now, end.Add(-days(5)), another(end))
			return s
		}, days(60), []string{"ending 30d", "ending 14d", "ending 7d", "recovered"}, "One of the certificates for a.example:993 expires in "},
		"a second certificate, replaced between two looks in full": {func(now time.Time) seen {
			s := fine(long)
			s.deep = until(now, end.Add(-days(7)-time.Hour), another(end))
			return s
		}, days(60), []string{"ending 30d", "ending 14d", "recovered"}, "One of the certificates"},
		"the leaf and its authority": {func(now time.Time) seen {
			s := expiring(now, leaf("short", start, 90))
			s.ends = until(now, start.Add(days(200)), authority(start.Add(days(87))))
			return s
		}, days(88), []string{"ending 30d", "ending 30d", "ending 14d", "ending 14d", "ending 7d", "ending 7d", "ending 3d", "ending 1d", "ending 3d", "ending 0d"}, "relies on the CA certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(start)
			w.servers["a.example:993"] = c.look
			w.add("C1", "a.example:993")
			it := w.watcher(t, func(c *watch.Config) { c.Checker, c.Full = quick{w}, w })
			w.run(t, it, c.after)
			got := w.posts("C1")
			if name == "the leaf and its authority" {
				slices.Sort(got)
				slices.Sort(c.want)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("posted %v, want %v", got, c.want)
			}
			if !slices.ContainsFunc(w.posted, func(p post) bool { return strings.Contains(p.reply.Headline.String(), c.says) }) {
				t.Errorf("nothing says %q", c.says)
			}
			if least := int(c.after / oneDay); w.fully < least-1 || w.fully > 2*least || w.checked < 3*least {
				t.Errorf("looked %d times in %d days, %d of them in full", w.checked, least, w.fully)
			}
		})
	}
}

// TestUnknown: what could not be looked at, for a reason on our side, raises
// nothing and ends nothing.
func TestUnknown(t *testing.T) {
	good, bad := leaf("good", start, 300), leaf("bad", start, 300)
	wrong := seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: []bot.Leaf{bad}}
	unknown := seen{verdict: checks.VerdictUnknown, codes: []checks.Code{checks.LookupFailed}}
	from, to := start.Add(days(2)), start.Add(days(5))
	during := func(is seen) func(time.Time) seen {
		return func(now time.Time) seen {
			if now.After(from) && now.Before(to) {
				return unknown
			}
			return is
		}
	}
	w := newWorld(start)
	w.servers["fine.example:993"] = during(fine(good))
	w.servers["wrong.example:993"] = during(wrong)
	w.servers["never.example:993"] = func(time.Time) seen { return unknown }
	w.servers["late.example:993"] = func(now time.Time) seen {
		if now.Before(to) {
			return unknown
		}
		return wrong
	}
	for _, name := range []string{"fine", "wrong", "never", "late"} {
		w.add(name, name+".example:993")
	}
	it := w.watcher(t)
	w.run(t, it, days(4))
	check(t, w, "late")
	w.run(t, it, days(6))
	check(t, w, "fine")
	check(t, w, "wrong", "untrusted")
	check(t, w, "never")
	check(t, w, "late", "untrusted")
}

// TestEndWaitsForTheFirstLook: the end of a certificate is told once, so it waits
// for the other servers of the channel that nobody has looked at yet, though not
// for ever.
func TestEndWaitsForTheFirstLook(t *testing.T) {
	for _, c := range []struct {
		name  string
		later time.Duration // the second server is looked at so much later
		want  map[string]int
	}{
		{"soon", 5 * time.Minute, map[string]int{"a.example:993": 1, "b.example:993": 1}},
		{"not within the hour", 2 * time.Hour, map[string]int{"a.example:993": 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(start)
			shared := leaf("shared", start.AddDate(0, 0, -84), 90)
			for _, name := range []string{"a.example:993", "b.example:993"} {
				w.servers[name] = func(time.Time) seen { return fine(shared) }
			}
			w.add("C1", "a.example:993")
			w.now = start.Add(c.later)
			w.add("C1", "b.example:993")
			w.now = start
			for it := w.watcher(t); w.step(t, it, start.Add(time.Hour)); {
			}
			if got := w.told("C1"); !maps.Equal(got, c.want) || len(w.posted) != 1 {
				t.Errorf("%d posts told of %v, want %v", len(w.posted), got, c.want)
			}
		})
	}
}
