//go:build !race

package watch_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// span is a time after the beginning of a tale.
type span struct{ from, to time.Duration }

func (s span) has(d time.Duration) bool { return d >= s.from && d < s.to }

// tale is a world in which all kinds of things are to be told within some days.
type tale struct {
	*turns
	begin time.Time
	// well tells whether a server is well now, and since when that is so.
	well  map[string]func(d time.Duration) (well bool, since time.Duration)
	admin bot.Place
	in    *incidents
}

const hour = time.Hour

// newTale begins one.
func newTale(seed uint64) *tale {
	t := &tale{turns: newTurns(seed), well: make(map[string]func(time.Duration) (bool, time.Duration)), admin: place("ADMIN"), in: &incidents{revision: 1}}
	t.begin = t.clock()
	t.endings()
	t.renewals()
	t.failures()
	t.quiet()
	t.other()
	t.closed = func(channel string) bool {
		return channel == "C3" && span{26 * hour, 34 * hour}.has(t.clock().Sub(t.begin)) || channel == "U1" && t.clock().Sub(t.begin) < 28*hour
	}
	return t
}

// watched has a channel watch a server that shows something at a time after the beginning.
func (t *tale) watched(channel, name string, shows func(d time.Duration) seen) {
	t.servers[name] = func(now time.Time) seen { return shows(now.Sub(t.begin)) }
	t.add(channel, name)
}

// ailing is a server that is not well in some times.
func (t *tale) ailing(channel, name string, well seen, ill func() seen, when ...span) {
	t.watched(channel, name, func(d time.Duration) seen {
		if slices.ContainsFunc(when, func(s span) bool { return s.has(d) }) {
			return ill()
		}
		return well
	})
	t.well[name] = func(d time.Duration) (bool, time.Duration) {
		since := time.Duration(0)
		for _, s := range when {
			if s.has(d) {
				return false, s.from
			}
			if d >= s.to {
				since = max(since, s.to)
			}
		}
		return true, since
	}
}

// endings: eight servers with a certificate of their own that ends within the time, and
// four with one in common.
func (t *tale) endings() {
	for i := range 8 {
		l := leaf("l"+nameOf(i), t.begin.Add(84*hour).AddDate(0, 0, -90), 90)
		t.watched("C1", nameOf(i), func(d time.Duration) seen { return expiring(t.begin.Add(d), l) })
	}
	common := leaf("common", t.begin.Add(30*hour).AddDate(0, 0, -60), 63)
	for i := range 4 {
		t.watched("C1", fmt.Sprintf("common%d.example:993", i), func(d time.Duration) seen { return expiring(t.begin.Add(d), common) })
	}
	s := &bot.Schedule{Days: bot.EveryDay, Minute: 9 * 60, Zone: "UTC"}
	c := bot.Channel{Place: place("C1"), Digest: s, Due: s.Next(t.begin)}
	t.channels.put(c.Place.ChannelKey(), "", c, c.Due, 0, true)
}

// renewals: a certificate of several servers is changed on one after the other, and
// another one on all at once.
func (t *tale) renewals() {
	old := leaf("old", t.begin.AddDate(0, 0, -10), 90)
	for i := range 8 {
		at, fresh := 10*hour+time.Duration(i)*3*hour, leaf("fresh", t.begin.AddDate(0, 0, 1), 90)
		if i > 3 {
			at, fresh = 50*hour+time.Duration(i)*20*time.Second, leaf("other", t.begin.AddDate(0, 0, 2), 90)
		}
		t.watched("C2", fmt.Sprintf("new%d.example:993", i), func(d time.Duration) seen {
			if d < at {
				return fine(old)
			}
			return fine(fresh)
		})
	}
	a, b := leaf("ma", t.begin.AddDate(0, 0, -10), 90), leaf("mb", t.begin.AddDate(0, 0, 1), 90)
	t.watched("C2", "mixed.example:993", func(d time.Duration) seen {
		switch {
		case d < 12*hour:
			return fine(a, a, a)
		case d < 40*hour:
			return fine(b, a, b)
		}
		return fine(b, b, b)
	})
}

// failures are alarms that begin and end, some while the channel takes no posts.
func (t *tale) failures() {
	well := func(name string) seen { return fine(leaf("w"+name, t.begin.AddDate(0, 0, -10), 300)) }
	refused := func(name string) func() seen {
		return func() seen {
			return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: well(name).leaves}
		}
	}
	for name, one := range map[string]struct {
		ill  func() seen
		when []span
	}{
		"wrong":   {refused("wrong"), []span{{5 * hour, 30 * hour}}},
		"silent1": {silentServer, []span{{20 * hour, 50 * hour}}},
		"silent2": {silentServer, []span{{20 * hour, 52 * hour}, {70 * hour, 90 * hour}}},
		"blip":    {silentServer, []span{{27 * hour, 30 * hour}}},
		"worse":   {silentServer, []span{{27 * hour, 30 * hour}, {31 * hour, 60 * hour}}},
		"stays":   {refused("stays"), []span{{28 * hour, 1000 * hour}}},
	} {
		t.ailing("C3", name+".example:993", well(name), one.ill, one.when...)
	}
	warned := well("warned")
	warned.warns = []checks.Code{checks.WeakKey}
	t.ailing("C3", "warned.example:993", well("warned"), func() seen { return warned }, span{8 * hour, 40 * hour})
	t.watches.get(place("C3").ChannelKey() + "|wrong.example:993").value.Owner = "U1"
}

// quiet: a channel that wants to hear nothing at night.
func (t *tale) quiet() {
	well := func(name string) seen { return fine(leaf("q"+name, t.begin.AddDate(0, 0, -10), 300)) }
	t.ailing("C4", "evening.example:993", well("e"), silentServer, span{21*hour + 20*time.Minute, 26 * hour}, span{45 * hour, 49 * hour}, span{69 * hour, 73 * hour})
	t.ailing("C4", "night.example:993", well("n"), silentServer, span{23 * hour, 40 * hour})
	c := bot.Channel{Place: place("C4"), Quiet: &bot.Quiet{From: 22*60 - t.random.IntN(30), To: 7 * 60, Zone: "UTC"}}
	t.channels.put(c.Place.ChannelKey(), "", c, time.Time{}, 0, true)
	t.ailing("C6", "snoozed.example:993", well("s"), silentServer, span{6 * hour, 1000 * hour})
	t.ailing("C6", "refused.example:993", well("r"), func() seen {
		return seen{verdict: checks.VerdictUntrusted, codes: []checks.Code{checks.HostnameMismatch}, leaves: well("r").leaves}
	}, span{6 * hour, 1000 * hour})
}

// other: an incident, letters and an event.
func (t *tale) other() {
	for _, n := range []bot.Notice{
		{ID: "incident", Kind: bot.NoticeIncident, Place: t.admin, Incident: "i", Revision: 1},
		{ID: "letter", Kind: bot.NoticeLetter, Place: bot.Place{Platform: bot.Mail, Channel: "ops@corp.com"}},
		{ID: "letter2", Kind: bot.NoticeLetter, Place: bot.Place{Platform: bot.Mail, Channel: "ops@corp.com"}, After: "letter"},
	} {
		n.Raised, n.Due = t.begin, t.begin.Add(3*hour)
		t.keep(n)
	}
}

func (t *tale) watcher(tb testing.TB) *process {
	p := t.process(tb, func(c *watch.Config) { c.Admin, c.Every = &t.admin, 2*hour })
	p.it.Attend(t.in)
	p.it.Engage(bot.Mail, p)
	p.it.Summarise(&summaries{}, bot.Schedule{Days: bot.EveryDay, Minute: 8 * 60, Zone: "UTC"})
	return p
}

// goes lets a time pass. Processes that died are followed by others.
func (t *tale) goes(tb testing.TB, d time.Duration, procs []*process, pauses bool) {
	presses := rand.New(rand.NewPCG(t.random.Uint64(), 7))
	for end := t.clock().Add(d); t.clock().Before(end); {
		for i, p := range procs {
			if p.dead.Load() && p.tasks.Load() == 0 {
				p = t.watcher(tb)
				procs[i] = p
			}
			if p.tasks.Load() == 0 && (!pauses || t.random.IntN(8) > 0) {
				p.starts(p.it.PostDue)
				p.starts(p.it.Sweep)
				p.starts(p.it.Digests)
				t.press(p, presses, pauses)
			}
		}
		if pauses && t.random.IntN(10) == 0 {
			for range t.random.IntN(60) {
				t.next()
			}
			procs[t.random.IntN(len(procs))].paused = true
		}
		t.all()
		next := end
		for _, due := range []time.Time{t.watches.next(), t.notices.next(), t.channels.next()} {
			if !due.IsZero() && due.Before(next) {
				next = due
			}
		}
		wait := max(time.Until(next), time.Minute)
		if pauses {
			wait = max(min(wait, time.Duration(1+t.random.IntN(20))*time.Minute), time.Minute)
		}
		time.Sleep(wait)
		for _, p := range procs {
			p.paused = p.paused && t.random.IntN(2) == 0
		}
	}
	for _, p := range procs {
		p.paused = false
	}
	t.all()
}

// press does now and then what people and incidents do.
func (t *tale) press(p *process, random *rand.Rand, pauses bool) {
	since := t.clock().Sub(t.begin)
	if !pauses {
		return
	}
	switch random.IntN(4) {
	case 0:
		if len(t.posted) > 0 {
			key := t.posted[random.IntN(len(t.posted))].key
			p.starts(func(ctx context.Context) error { _, err := p.it.Handle(ctx, key, "Anna"); return err })
		}
	case 1:
		if (span{6 * hour, 9 * hour}).has(since) {
			name := []string{"snoozed.example:993", "refused.example:993"}[random.IntN(2)]
			until := t.clock().Add(time.Duration(random.IntN(180)) * time.Minute)
			r := t.watches.look(place("C6").ChannelKey() + "|" + name)
			if r.value.State == nil || len(r.value.State.Endpoints[0].Pending) == 0 {
				return
			}
			r.value.SnoozedUntil = until
			t.watches.put(r.key, place("C6").ChannelKey(), r.value, r.due, r.version, false)
		}
	case 2:
		t.in.revision++
		revision := t.in.revision
		p.starts(func(ctx context.Context) error { return p.it.Refresh(ctx, "incident", revision) })
	}
}

// telling is one line of what was told.
type telling struct {
	at   time.Duration
	what string
}

// told is what each server's channel was told of it, and each place beside that.
func (t *tale) told() map[string][]telling {
	out := make(map[string][]telling)
	for _, p := range t.posted {
		n := t.notices.look(p.key).value
		at := p.at.Sub(t.begin)
		if len(n.Lines) == 0 {
			out[p.place.Channel] = append(out[p.place.Channel], telling{at, string(n.Kind)})
		}
		for _, l := range n.Lines {
			of := n
			if l.Of != "" {
				of = t.notices.look(l.Of).value
			}
			what := string(of.Kind)
			if of.Kind == bot.NoticeEnding {
				what += fmt.Sprintf(" %gd", of.Before.Hours()/24)
			}
			out[p.place.Channel+" "+l.Name] = append(out[p.place.Channel+" "+l.Name], telling{at, what})
		}
	}
	return out
}

func kinds(all []telling) (out []string) {
	for _, one := range all {
		out = append(out, one.what)
	}
	return out
}

// faults are what is wrong with what was told, beside what would have been undisturbed.
func (t *tale) faults(want map[string][]telling) (out []string) {
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	told := t.told()
	keys := make(map[string]bool)
	for _, p := range t.posted {
		if keys[p.key] {
			fault("%s is posted twice in %s: %+v", p.key, p.place.Channel, t.notices.look(p.key).value)
		}
		keys[p.key] = true
		before, now := t.posting[p.key], t.notices.look(p.key).value
		names := func(n bot.Notice) (out []string) {
			for _, l := range n.Lines {
				out = append(out, l.Name)
			}
			return out
		}
		if !slices.Equal(names(before), names(now)) {
			fault("%s was posted with %q, and %q are kept", p.key, names(before), names(now))
		}
	}
	for name, all := range told {
		server := name[strings.Index(name, " ")+1:]
		well := t.well[server]
		alarmed := false
		for _, one := range all {
			is := slices.Contains([]string{"untrusted", "unreachable", "warning"}, one.what)
			if is && alarmed || one.what == "recovered" && well != nil && !alarmed {
				fault("%s: told %v", name, all)
			}
			alarmed = is || alarmed && one.what != "recovered"
			if well == nil {
				continue
			}
			if ok, since := well(one.at); is && ok && one.at-since > 2*hour || one.what == "recovered" && !ok && one.at-since > 2*hour {
				fault("%s: %s was told after %v, when that was untrue since %v", name, one.what, one.at, since)
			}
		}
	}
	for name := range want {
		if _, ok := told[name]; !ok {
			told[name] = nil
		}
	}
	for name, all := range told {
		got, should := kinds(all), kinds(want[name])
		slices.Sort(got)
		slices.Sort(should)
		switch {
		case strings.HasPrefix(name, "C4 "): // what begins or ends about when the night does may be told or not
			continue
		case t.blindIn != "" && strings.HasPrefix(name, t.blindIn):
			if len(slices.Compact(slices.Clone(got))) != len(got) && name != t.blindIn {
				fault("%s: told %v", name, all)
			}
			continue
		}
		if !slices.Equal(got, should) {
			fault("%s: told %v, want %v", name, all, want[name])
		}
	}
	for key, r := range t.notices.records {
		switch {
		case !r.value.Done():
			fault("not done with %s: %+v", key, r.value)
		case slices.Contains([]string{"in doubt", "it could not be posted"}, r.value.Dropped) && r.value.Place.Channel != t.blindIn:
			fault("%s was given up: %+v", key, r.value)
		}
	}
	for _, p := range t.posted {
		n, lasts := t.notices.look(p.key).value, false
		for _, l := range n.Lines {
			lasts = lasts || p.place.Channel == "C1" || p.place.Channel == "C6" || strings.HasPrefix(l.Name, "stays")
			of := n
			if l.Of != "" {
				of = t.notices.look(l.Of).value
			}
			lasts = lasts || !slices.Contains([]bot.NoticeKind{bot.NoticeUntrusted, bot.NoticeUnreachable, bot.NoticeWarning, bot.NoticeMixed}, of.Kind)
		}
		if edits := t.edited(p.place.Channel)[p.key]; len(n.Lines) > 0 && !lasts && edits == 0 {
			fault("%s in %s was not edited when it was over: %+v", p.key, p.place.Channel, n)
		}
	}
	if n := t.notices.look("incident").value; n.Shown < t.in.revision {
		fault("the incident shows revision %d of %d", n.Shown, t.in.revision)
	}
	for _, id := range []string{"letter", "letter2"} {
		if t.carried[id] == 0 {
			fault("%s was not carried", id)
		}
	}
	slices.Sort(out)
	return out
}

// tell lets a tale of a seed come to its end; disturbed, two processes tell it. What is
// told then is to be the same.
func tell(t *testing.T, seed uint64, odds int) (it *tale) {
	synctest.Test(t, func(t *testing.T) {
		it = newTale(seed)
		procs := []*process{it.watcher(t)}
		if odds > 0 {
			it.odds = odds
			procs = append(procs, it.watcher(t))
			if seed%4 == 3 {
				it.blindIn = "C1"
			}
		}
		it.goes(t, 96*hour, procs, odds > 0)
		it.odds = 0
		it.goes(t, hour, procs, false) // in which those that died are replaced
		for _, p := range procs {      // whoever grows an incident says so until it is kept
			p.starts(func(ctx context.Context) error { return p.it.Refresh(ctx, "incident", it.in.revision) })
		}
		it.goes(t, 48*hour, procs, false)
		if len(it.asking) > 0 {
			t.Errorf("somebody still asks for %s", it.asking[0].what)
		}
	})
	return it
}

// TestAlerts: whenever a process dies or stands still, another takes something, people
// press, or the store or a platform fails: everything is told once, as it is, and in the
// end nothing is left to do. To hunt, more seeds are to be told.
func TestAlerts(t *testing.T) {
	const seeds, odds = 3, 20
	want := tell(t, 0, 0).told()
	for seed := range uint64(seeds) {
		it := tell(t, seed+1, odds)
		if died := it.became[diesBefore] + it.became[diesAfter]; died < 100 {
			t.Errorf("seed %d: %d processes died: that is no test", seed, died)
		}
		if faults := it.faults(want); len(faults) > 0 {
			t.Errorf("seed %d:\n%s", seed+1, strings.Join(faults, "\n"))
		}
		t.Logf("seed %d: %d turns, %v, %d posts", seed+1, it.became[done], it.became[1:], len(it.posted))
	}
}
