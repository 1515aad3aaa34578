package watch_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
)

// keep puts a notice into the store as it is.
func (w *world) keep(n bot.Notice) {
	w.notices.put(n.ID, n.Place.ChannelKey(), n, n.Due, 0, true)
}

// know puts what is known of a server into the store, looked at an hour ago and due in a
// day.
func (w *world) know(channel string, endpoints ...bot.WatchedEndpoint) {
	w.add(channel, endpoints[0].Name)
	r := w.watches.get(place(channel).ChannelKey() + "|" + endpoints[0].Name)
	r.value.State = &bot.WatchState{CheckedAt: w.now.Add(-time.Hour), FullAt: w.now.Add(-time.Hour), Endpoints: endpoints}
	r.due = w.now.Add(days(1))
	if w.servers[endpoints[0].Name] == nil {
		w.servers[endpoints[0].Name] = func(time.Time) seen { return fine(endpoints[0].Leaf) }
	}
}

// TestWhoIsInAList: a list carries what can be told now and nobody else has, also after
// its process has died over it; what has nothing to tell any more is given up.
func TestWhoIsInAList(t *testing.T) {
	tells := func(id string) bot.WatchedEndpoint {
		return bot.WatchedEndpoint{Name: id + ".example:993", Pending: []bot.PendingNotice{{Notice: id, Kind: bot.NoticeUntrusted, Line: bot.NoticeLine{Name: id + ".example:993", Text: say.Literal("So it is.")}}}}
	}
	for name, tt := range map[string]struct {
		notice  func(n *bot.Notice)
		says    bool // a server raised it
		in      bool
		dropped string
	}{
		"to be told":            {func(*bot.Notice) {}, true, true, ""},
		"of this list already":  {func(n *bot.Notice) { n.In, n.Attempted = "list", start }, true, true, ""},
		"of another list":       {func(n *bot.Notice) { n.In, n.Attempted = "other", start }, true, false, ""},
		"begun by itself":       {func(n *bot.Notice) { n.Attempted = start }, true, false, ""},
		"posted":                {func(n *bot.Notice) { n.Posted = start }, true, false, ""},
		"given up":              {func(n *bot.Notice) { n.Dropped = "in doubt" }, true, false, "in doubt"},
		"nothing to tell":       {func(*bot.Notice) {}, false, false, ""},
		"of this list, no more": {func(n *bot.Notice) { n.In, n.Attempted = "list", start }, false, false, "nothing to tell"},
		"to be completed": {func(n *bot.Notice) {
			n.Kind, n.Old, n.New = bot.NoticeChanged, leaf("o", start, 90), leaf("n", start, 90)
		}, true, false, ""},
		"of this list, complete": {func(n *bot.Notice) {
			n.Kind, n.Old, n.In, n.Attempted = bot.NoticeChanged, leaf("o", start, 90), "list", start
		}, true, true, ""},
	} {
		w := newWorld(start)
		it := w.watcher(t)
		n := bot.Notice{ID: "n", Kind: bot.NoticeUntrusted, Place: place("C1"), Raised: start, Due: start.Add(days(1))}
		tt.notice(&n)
		w.keep(n)
		other := bot.Notice{ID: "m", Kind: bot.NoticeUntrusted, Place: place("C1"), Raised: start, Due: start.Add(days(1))}
		w.keep(other)
		w.keep(bot.Notice{ID: "list", Kind: bot.NoticeSeveral, Place: place("C1"), Raised: start, Due: start, Members: []string{"forgotten", "n", "m"}})
		e := tells("n")
		if e.Leaf = leaf("o", start, 90); !tt.says {
			e.Pending = nil
		}
		w.know("C1", e)
		w.know("C1", tells("m"))
		failing := errors.New("no connection")
		w.refuses = func() error { return failing }
		w.later(t, it, 0)
		list, err := w.Notice(t.Context(), "list")
		if err != nil || slices.Contains(list.Members, "n") != tt.in || !slices.Contains(list.Members, "m") {
			t.Errorf("%s: the list carries %q, %v", name, list.Members, err)
		}
		now, err := w.Notice(t.Context(), "n")
		if err != nil || now.Dropped != tt.dropped {
			t.Errorf("%s: %+v, %v", name, now, err)
		}
		// While the list is tried again, none of its members goes out by itself.
		if member, err := w.Notice(t.Context(), "m"); err != nil || !member.Due.Equal(start.Add(6*time.Minute)) || member.In != "list" {
			t.Errorf("%s: %+v, %v", name, member, err)
		}
		w.refuses = nil
		w.later(t, it, 6*time.Minute)
		if member, err := w.Notice(t.Context(), "m"); err != nil || member.Posted.IsZero() || member.Message != "mlist" {
			t.Errorf("%s, in the end: %+v, %v", name, member, err)
		}
	}
}

// TestTakenWhileListed: a notice that somebody else takes while its list is settled is
// told of all the same, once: that the list was posted does not mean that it was in it.
func TestTakenWhileListed(t *testing.T) {
	for _, before := range []string{"", "list"} { // the list that carries it by then
		t.Run("in "+before, func(t *testing.T) {
			w := newWorld(start)
			it, other := w.watcher(t), w.watcher(t)
			for i, id := range []string{"n", "m"} {
				n := bot.Notice{ID: id, Kind: bot.NoticeUntrusted, Place: place("C1"), Raised: start, Due: start.Add(time.Minute + days(i))}
				if before != "" {
					n.In, n.Attempted = before, start
				}
				w.keep(n)
				w.know("C1", bot.WatchedEndpoint{Name: id + ".example:993", Pending: []bot.PendingNotice{{Notice: id, Kind: bot.NoticeUntrusted, Line: bot.NoticeLine{Name: id + ".example:993", Text: say.Literal("So it is.")}}}})
			}
			w.keep(bot.Notice{ID: "list", Kind: bot.NoticeSeveral, Place: place("C1"), Raised: start, Due: start, Members: []string{"n", "m"}})
			w.read = func(id string) {
				if id == "n" {
					w.read = nil
					if taken := w.notices.claim(start.Add(time.Minute), time.Minute, 1); len(taken) != 1 || taken[0].key != "n" {
						t.Errorf("took %v", taken)
					}
				}
			}
			w.later(t, it, 0)
			if list, err := w.Notice(t.Context(), "list"); err != nil || !slices.Equal(list.Members, []string{"m"}) || list.Posted.IsZero() {
				t.Fatalf("the list is %+v, %v", list, err)
			}
			for range 10 {
				w.later(t, other, 5*time.Minute)
			}
			if told := w.told("C1"); told["n.example:993"] != 1 || told["m.example:993"] != 1 {
				t.Errorf("told of %v in %v", told, w.posts("C1"))
			}
		})
	}
}

// TestToneOfAList is that of the worst in it.
func TestToneOfAList(t *testing.T) {
	for want, tones := range map[bot.Tone][][]bot.Tone{
		bot.Good:    {{bot.Good}, {bot.Good, bot.Good}},
		bot.Warning: {{bot.Warning}, {bot.Good, bot.Warning}, {bot.Warning, bot.Good}},
		bot.Bad:     {{bot.Bad}, {bot.Bad, bot.Warning}, {bot.Warning, bot.Bad}, {bot.Bad, bot.Good, bot.Warning}},
	} {
		for _, lines := range tones {
			list := &bot.Notice{Kind: bot.NoticeSeveral, Posted: start}
			for n, tone := range lines {
				list.Members = append(list.Members, fmt.Sprint(n))
				list.Lines = append(list.Lines, bot.NoticeLine{Name: "a.example:993", Of: fmt.Sprint(n), Tone: tone})
			}
			if got := watch.Say(list, start).Tone; got != want {
				t.Errorf("of %v it is %s, want %s", lines, got, want)
			}
		}
	}
}

// TestWhoIsWoken: where a certificate was changed at one server, those of the channel
// that had it too are looked at at once, so that one post tells of all.
func TestWhoIsWoken(t *testing.T) {
	old, fresh, else1 := leaf("old", start.AddDate(0, 0, -60), 90), leaf("new", start, 90), leaf("else", start, 90)
	known := func(name string, l bot.Leaf) bot.WatchedEndpoint {
		return bot.WatchedEndpoint{Name: name + ".example:993", Verdict: checks.VerdictTrusted, Leaf: l, Steady: 1, Notified: bot.Notified{Leaf: old}}
	}
	prepare := func() (*world, *watch.Watcher) {
		w := newWorld(start)
		w.know("C1", known("behind", old))
		w.know("C1", known("apart", else1))
		w.know("C1", known("seen", old))
		w.watches.get(place("C1").ChannelKey() + "|seen.example:993").value.State.CheckedAt = start
		w.know("C2", known("elsewhere", old))
		return w, w.watcher(t)
	}
	woken := func(w *world) (out []string) {
		for _, r := range w.watches.records {
			if r.value.State != nil && !r.due.After(w.now) {
				out = append(out, r.value.Name())
			}
		}
		slices.Sort(out)
		return out
	}
	// When it is seen.
	w, it := prepare()
	w.know("C1", known("first", fresh))
	first := w.watches.get(place("C1").ChannelKey() + "|first.example:993")
	w.watches.put(first.key, place("C1").ChannelKey(), first.value, start, first.version, false)
	var looked []string
	for name, server := range w.servers {
		w.servers[name] = func(now time.Time) seen {
			looked = append(looked, name)
			return server(now)
		}
	}
	for range 2 { // the first may be over by then
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(looked)
	if !slices.Equal(looked, []string{"behind.example:993", "first.example:993"}) {
		t.Errorf("when it is seen %q are looked at", looked)
	}
	// And where one of them was not looked at until it is to be posted. What is raised of
	// something else wakes nobody, though it waits as well.
	for kind, want := range map[bot.NoticeKind][]string{bot.NoticeChanged: {"behind.example:993"}, bot.NoticeEnding: nil} {
		w, it := prepare()
		w.add("C1", "unchecked.example:993")
		w.watches.get(place("C1").ChannelKey() + "|unchecked.example:993").due = start.Add(days(1))
		w.keep(bot.Notice{ID: "n", Kind: kind, Place: place("C1"), Old: old, New: fresh, Raised: start, Due: start})
		w.later(t, it, 0)
		if got := woken(w); !slices.Equal(got, want) {
			t.Errorf("%s: when it is to be posted %q are woken, want %q", kind, got, want)
		}
		if n, err := w.Notice(t.Context(), "n"); err != nil || n.Done() || !n.Due.Equal(start.Add(time.Minute)) {
			t.Errorf("%s: %+v, %v", kind, n, err)
		}
	}
}

// TestWhatBecameOfIt: what an endpoint waits for is forgotten once it was told, and raised
// anew where it was posted or given up without it; of an end the next stage tells.
func TestWhatBecameOfIt(t *testing.T) {
	l := leaf("l", start.AddDate(0, 0, -10), 300)
	for name, tt := range map[string]struct {
		kind    bot.NoticeKind
		notice  func(n *bot.Notice)
		pending string // the notice that it waits for then
		open    bool   // it is to be edited when it is over
	}{
		"not begun":                     {bot.NoticeUntrusted, func(*bot.Notice) {}, "n", false},
		"begun with it":                 {bot.NoticeUntrusted, func(n *bot.Notice) { n.Attempted = start; n.Lines = []bot.NoticeLine{{Name: "a.example:993"}} }, "n", false},
		"posted with it":                {bot.NoticeUntrusted, func(n *bot.Notice) { n.Posted = start; n.Lines = []bot.NoticeLine{{Name: "a.example:993"}} }, "", true},
		"a recovery, posted with it":    {bot.NoticeRecovered, func(n *bot.Notice) { n.Posted = start; n.Lines = []bot.NoticeLine{{Name: "a.example:993"}} }, "", false},
		"given up with it":              {bot.NoticeUntrusted, func(n *bot.Notice) { n.Dropped = "in doubt"; n.Lines = []bot.NoticeLine{{Name: "a.example:993"}} }, "", false},
		"posted without it":             {bot.NoticeUntrusted, func(n *bot.Notice) { n.Posted = start; n.Lines = []bot.NoticeLine{{Name: "b.example:993"}} }, "n1", false},
		"an end, posted without it":     {bot.NoticeEnding, func(n *bot.Notice) { n.Posted = start; n.Lines = []bot.NoticeLine{{Name: "b.example:993"}} }, "", false},
		"given up without it":           {bot.NoticeUntrusted, func(n *bot.Notice) { n.Dropped = "in doubt" }, "n1", false},
		"an end, given up without it":   {bot.NoticeEnding, func(n *bot.Notice) { n.Dropped = "in doubt" }, "", false},
		"begun without it, not yet out": {bot.NoticeUntrusted, func(n *bot.Notice) { n.Attempted = start }, "n1", false},
	} {
		w := newWorld(start)
		it := w.watcher(t)
		n := bot.Notice{ID: "n", Kind: tt.kind, Place: place("C1"), Raised: start, Due: start.Add(days(1))}
		tt.notice(&n)
		w.keep(n)
		w.know("C1", bot.WatchedEndpoint{Name: "a.example:993", Verdict: checks.VerdictTrusted, Leaf: l, Steady: 5, Times: 5, Notified: bot.Notified{Leaf: l, Looked: true}, Pending: []bot.PendingNotice{{Kind: tt.kind, Notice: "n"}}})
		r := w.watches.get(place("C1").ChannelKey() + "|a.example:993")
		w.watches.put(r.key, place("C1").ChannelKey(), r.value, start, r.version, false)
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		e := w.watches.get(r.key).value.State.Endpoints[0]
		got := ""
		for _, p := range e.Pending {
			got += p.Notice
		}
		if got != tt.pending || slices.Contains(e.Open, "n") != tt.open {
			t.Errorf("%s: it waits for %q, open are %q", name, got, e.Open)
		}
	}
}

// TestWhatIsForgotten: of the messages that are to be edited when they are over, those
// that were, that are no more or that never went out.
func TestWhatIsForgotten(t *testing.T) {
	w := newWorld(start)
	it := w.watcher(t)
	l := leaf("l", start.AddDate(0, 0, -10), 300)
	for _, n := range []bot.Notice{
		{ID: "holds", Posted: start}, {ID: "edited", Posted: start, Edited: start}, {ID: "dropped", Dropped: "in doubt"},
		{ID: "list", Kind: bot.NoticeSeveral, Posted: start}, {ID: "done", Kind: bot.NoticeSeveral, Posted: start, Edited: start},
		{ID: "in a list", In: "list", Posted: start}, {ID: "in one that was edited", In: "done", Posted: start}, {ID: "in none", In: "nowhere", Posted: start},
	} {
		if n.Kind == "" {
			n.Kind = bot.NoticeMixed
		}
		n.Place, n.Raised = place("C1"), start
		w.keep(n)
	}
	w.know("C1", bot.WatchedEndpoint{Name: "a.example:993", Verdict: checks.VerdictTrusted, Leaf: l, Times: 5, Notified: bot.Notified{Leaf: l, Looked: true, Inconsistency: bot.ByCheck},
		Open: []string{"gone", "holds", "edited", "dropped", "in a list", "in one that was edited", "in none"}})
	r := w.watches.get(place("C1").ChannelKey() + "|a.example:993")
	w.watches.put(r.key, place("C1").ChannelKey(), r.value, start, r.version, false)
	if err := it.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.watches.get(r.key).value.State.Endpoints[0].Open; !slices.Equal(got, []string{"holds", "in a list"}) {
		t.Errorf("%q are to be edited", got)
	}
}
