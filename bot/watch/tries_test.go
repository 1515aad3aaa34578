package watch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestTriedAgain: what the platform does not take is tried again, ever later and not for
// ever; what it puts off, when it says.
func TestTriedAgain(t *testing.T) {
	minutes := func(all ...time.Duration) (out []time.Duration) {
		for _, n := range all {
			out = append(out, n*time.Minute)
		}
		return out
	}
	until := func(n int, err error) func(int) error {
		return func(asked int) error {
			if asked < n {
				return err
			}
			return nil
		}
	}
	// A message of an incident that has grown; one that is over; and one that is new.
	kinds := map[string]func(t *testing.T, w *world, it *watch.Watcher){
		"edit": func(t *testing.T, w *world, it *watch.Watcher) {
			in := &incidents{revision: 1}
			it.Attend(in)
			if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
				t.Fatal(err)
			}
			w.later(t, it, 0)
			in.revision = 2
			if err := it.Refresh(t.Context(), "n", 2); err != nil {
				t.Fatal(err)
			}
		},
		"over": func(_ *testing.T, w *world, _ *watch.Watcher) {
			n := bot.Notice{ID: "n", Kind: bot.NoticeUntrusted, Place: place("C1"), Raised: start, Posted: start, Message: "mn", Due: start, Lines: []bot.NoticeLine{{Name: "gone.example:993", Watch: "gone.example:993"}}}
			w.notices.put("n", n.Place.ChannelKey(), n, n.Due, 0, true)
		},
		"post": func(t *testing.T, _ *world, it *watch.Watcher) {
			it.Attend(&incidents{revision: 2})
			if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
				t.Fatal(err)
			}
		},
	}
	for _, tt := range []struct {
		name    string
		says    func(asked int) error
		edits   int // how often it is asked to edit
		done    bool
		between []time.Duration // the attempts, the first of them
	}{
		{"put off", until(3, &bot.PutOffError{After: 20 * time.Minute}), 3, true, minutes(20, 20)},
		{"put off for no time", until(3, &bot.PutOffError{}), 3, true, []time.Duration{time.Second, time.Second}},
		{"fails for a while", until(4, errors.New("no connection")), 4, true, minutes(1, 2, 4)},
		{"fails for ever", func(int) error { return errors.New("message_not_found") }, 13, false, minutes(1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60)},
	} {
		for kind, prepare := range kinds {
			w := newWorld(start)
			it := w.watcher(t)
			prepare(t, w, it)
			var at []time.Time
			refuses := func() error {
				at = append(at, w.now)
				return tt.says(len(at))
			}
			if w.refusesEdits = refuses; kind == "post" {
				w.refuses = refuses
			}
			for end := w.now.Add(days(1)); w.now.Before(end); {
				w.later(t, it, time.Second)
			}
			var between []time.Duration
			for i := range min(len(at)-1, len(tt.between)) {
				between = append(between, at[i+1].Sub(at[i]))
			}
			if !slices.Equal(between, tt.between) || kind != "post" && len(at) != tt.edits {
				t.Errorf("%s, %s: asked %d times, %v apart; want %d, %v", tt.name, kind, len(at), between, tt.edits, tt.between)
			}
			posted, edited := w.says()
			if done := edited != "" || kind == "post" && posted != ""; done != tt.done {
				t.Errorf("%s, %s: posted %q, edited %q", tt.name, kind, posted, edited)
			}
			if n, err := w.Notice(t.Context(), "n"); err != nil || n.Due.IsZero() != (tt.done || kind != "post") {
				t.Errorf("%s, %s: %+v, %v", tt.name, kind, n, err)
			}
		}
	}
}

// TestPutOffInOrder: of several notices that a platform puts off with the first, each
// comes after the one before.
func TestPutOffInOrder(t *testing.T) {
	w := newWorld(start)
	it := w.watcher(t)
	it.Attend(&incidents{revision: 1})
	for n := range 4 {
		if err := it.Tell(t.Context(), ofIncident(fmt.Sprint("n", n))); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	w.refuses = func() error { asked++; return &bot.PutOffError{After: time.Hour} }
	w.later(t, it, 0)
	last := start.Add(time.Hour)
	var dues []time.Time
	for _, r := range w.notices.records {
		dues = append(dues, r.due)
	}
	slices.SortFunc(dues, time.Time.Compare)
	if asked != 1 || !dues[0].Equal(last) || !dues[3].After(dues[2]) || !dues[2].After(dues[1]) || dues[3].After(last.Add(time.Second)) {
		t.Errorf("asked %d times, due at %v", asked, dues)
	}
}

// TestBegunInTime: a post or a letter is begun in the first half of the time for which
// this process has it alone, has a third of that to come to its end, and is put off to
// be claimed anew otherwise.
func TestBegunInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const lease = 3 * time.Minute // of an interval of a minute
		for took, second := range map[time.Duration]bool{lease / 2: true, lease/2 + time.Second: false} {
			for _, to := range []bot.Place{place("C1"), {Platform: bot.Mail, Channel: "ops@corp.com"}} {
				w := newWorld(time.Now())
				w.bubble = true
				var within []time.Duration
				takes := func(ctx context.Context) error {
					until, ok := ctx.Deadline()
					if !ok {
						t.Error("it may take for ever")
					}
					within = append(within, time.Until(until))
					time.Sleep(took)
					return nil
				}
				w.slow = func(ctx context.Context, _ bot.Place) error { return takes(ctx) }
				it := w.watcher(t)
				it.Attend(&incidents{revision: 1})
				it.Engage(bot.Mail, carries(func(ctx context.Context) error { return takes(ctx) }))
				for _, id := range []string{"first", "second"} {
					n := ofIncident(id)
					n.Place, n.Raised, n.Due = to, time.Now(), time.Now()
					if err := it.Tell(t.Context(), n); err != nil {
						t.Fatal(err)
					}
				}
				if err := it.PostDue(t.Context()); err != nil {
					t.Fatal(err)
				}
				if (len(within) == 2) != second || within[0] != lease/3 {
					t.Errorf("%s, after %v: %d begun, within %v", to.Platform, took, len(within), within)
				}
				if err := it.PostDue(t.Context()); err != nil {
					t.Fatal(err)
				}
				if len(within) != 2 {
					t.Errorf("%s, after %v: %d begun in the end", to.Platform, took, len(within))
				}
			}
		}
	})
}

// carries is a courier that is one function.
type carries func(ctx context.Context) error

func (c carries) Carry(ctx context.Context, _ *bot.Notice) error { return c(ctx) }

// TestNobodyServes: what waits for a platform that no process serves is given up after a
// week.
func TestNobodyServes(t *testing.T) {
	w := newWorld(start)
	it := w.watcher(t, func(c *watch.Config) { c.Serves = func(p bot.Platform) bool { return p != bot.Slack } })
	it.Attend(&incidents{revision: 1})
	if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
		t.Fatal(err)
	}
	w.run(t, it, days(7)-time.Hour)
	if n, err := w.Notice(t.Context(), "n"); err != nil || n.Done() {
		t.Errorf("%+v, %v", n, err)
	}
	w.run(t, it, 2*time.Hour)
	if n, err := w.Notice(t.Context(), "n"); err != nil || n.Dropped != "nothing serves slack" {
		t.Errorf("%+v, %v", n, err)
	}
}

// TestOpenAgain: a channel that took no posts is open again with the first post that it
// takes, whatever that is.
func TestOpenAgain(t *testing.T) {
	for _, of := range []string{"a server", "an incident"} {
		w := newWorld(start)
		c := bot.Channel{Place: place("C1"), Closed: &bot.Closed{Barrier: bot.NotMember, Since: start.AddDate(0, 0, -30)}}
		w.channels.put(c.Place.ChannelKey(), "", c, time.Time{}, 0, true)
		it := w.watcher(t)
		it.Attend(&incidents{revision: 1})
		if of == "a server" {
			w.ended("C1", 0, 1)
		} else if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
			t.Fatal(err)
		}
		w.run(t, it, time.Hour)
		if now, err := w.Channel(t.Context(), place("C1")); err != nil || now.Closed != nil || len(w.posted) != 1 {
			t.Errorf("%s: %+v, %v, %d posts", of, now, err, len(w.posted))
		}
	}
}

// TestListsOfTwentyFive: of many notices at once each list has so many, and with the list
// its members are posted.
func TestListsOfTwentyFive(t *testing.T) {
	w := newWorld(start)
	w.ended("C1", 0, 32)
	it := w.watcher(t)
	if err := it.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.later(t, it, time.Minute)
	var sizes []int
	for _, p := range w.posted {
		list, err := w.Notice(t.Context(), p.key)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(list.Members))
		for _, id := range list.Members {
			if n, err := w.Notice(t.Context(), id); err != nil || n.Posted.IsZero() || n.Message != list.Message || n.In != list.ID {
				t.Errorf("%+v, %v", n, err)
			}
		}
	}
	if !slices.Equal(sizes, []int{25, 7}) {
		t.Errorf("lists of %v", sizes)
	}
}

// TestWhatAnEditSays: how it ended, by what is known of the server now.
func TestWhatAnEditSays(t *testing.T) {
	weak := []bot.WatchedWarning{{Code: checks.WeakKey, Title: say.Literal("Weak")}}
	old, fresh := leaf("old", start.AddDate(0, 0, -80), 90), leaf("new", start, 90)
	for name, tt := range map[string]struct {
		notice   bot.Notice
		endpoint *bot.WatchedEndpoint
		want     string
	}{
		"works":                    {bot.Notice{Kind: bot.NoticeUntrusted}, &bot.WatchedEndpoint{}, "There are no more problems."},
		"works, with a warning":    {bot.Notice{Kind: bot.NoticeUntrusted}, &bot.WatchedEndpoint{Warnings: weak}, "It is working again, with a warning."},
		"of a warning":             {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.NoSAN}}, &bot.WatchedEndpoint{Warnings: weak}, "This warning no longer applies."},
		"of the only warning":      {bot.Notice{Kind: bot.NoticeWarning, Codes: []checks.Code{checks.NoSAN}}, &bot.WatchedEndpoint{}, "There are no more problems."},
		"renewed":                  {bot.Notice{Kind: bot.NoticeEnding, New: old}, &bot.WatchedEndpoint{Leaf: fresh}, "The new certificate is valid until 1 April 2026."},
		"an authority is replaced": {bot.Notice{Kind: bot.NoticeEnding, New: old, Of: bot.EndOfAuthority}, &bot.WatchedEndpoint{Leaf: fresh}, "There are no more problems."},
		"removed":                  {bot.Notice{Kind: bot.NoticeEnding, New: old}, nil, "There are no more problems."},
		"still so":                 {bot.Notice{Kind: bot.NoticeEnding, New: old}, &bot.WatchedEndpoint{Leaf: old}, ""},
	} {
		w := newWorld(start)
		it := w.watcher(t)
		n := tt.notice
		n.ID, n.Place, n.Raised, n.Posted, n.Message, n.Due = "n", place("C1"), start, start, "mn", start
		n.Lines = []bot.NoticeLine{{Name: "a.example:993", Watch: "a.example:993"}}
		w.notices.put("n", n.Place.ChannelKey(), n, n.Due, 0, true)
		if tt.endpoint != nil {
			w.add("C1", "a.example:993")
			tt.endpoint.Name = "a.example:993"
			other := bot.WatchedEndpoint{Name: "b.example:993", Failure: bot.Untrusted, Leaf: old}
			w.watches.get(place("C1").ChannelKey() + "|a.example:993").value.State = &bot.WatchState{Endpoints: []bot.WatchedEndpoint{other, *tt.endpoint}}
		}
		w.later(t, it, 0)
		got := ""
		for _, e := range w.edits {
			got += e.reply.Findings[1].Detail.String()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if n, err := w.Notice(t.Context(), "n"); err != nil || !n.Due.IsZero() || n.Edited.IsZero() != (tt.want == "") {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

// TestListIsOver when all of its members are that are not forgotten.
func TestListIsOver(t *testing.T) {
	w := newWorld(start)
	it := w.watcher(t)
	list := bot.Notice{ID: "list", Kind: bot.NoticeSeveral, Place: place("C1"), Raised: start, Posted: start, Message: "mlist", Due: start, Members: []string{"forgotten", "n"}}
	n := bot.Notice{ID: "n", Kind: bot.NoticeUntrusted, Place: place("C1"), Raised: start, Posted: start, Message: "mlist", In: "list", Lines: []bot.NoticeLine{{Name: "a.example:993", Watch: "a.example:993"}}}
	w.notices.put("list", list.Place.ChannelKey(), list, list.Due, 0, true)
	w.notices.put("n", n.Place.ChannelKey(), n, n.Due, 0, true)
	w.add("C1", "a.example:993")
	state := &bot.WatchState{Endpoints: []bot.WatchedEndpoint{{Name: "a.example:993", Failure: bot.Untrusted}}}
	w.watches.get(place("C1").ChannelKey() + "|a.example:993").value.State = state
	w.later(t, it, 0)
	if len(w.edits) != 0 {
		t.Errorf("edited while one holds: %+v", w.edits)
	}
	state.Endpoints[0].Failure = bot.Fine
	if at, err := w.Notice(t.Context(), "list"); err != nil {
		t.Fatal(err)
	} else {
		at.Due = w.now
		if saved, err := w.SaveNotice(t.Context(), at); !saved || err != nil {
			t.Fatal(saved, err)
		}
	}
	w.later(t, it, 0)
	if len(w.edits) != 1 || w.edits[0].key != "list" {
		t.Errorf("edited %+v", w.edits)
	}
}

// TestToldIsKept: that a channel was told of an end is known even when the notice is
// forgotten, also where somebody looks after it only then.
func TestToldIsKept(t *testing.T) {
	w := newWorld(start)
	shared := leaf("shared", start.AddDate(0, 0, -65), 90)
	for _, name := range []string{"a.example:993", "late.example:993"} {
		w.servers[name] = func(now time.Time) seen { return expiring(now, shared) }
	}
	w.add("C1", "a.example:993")
	it := w.watcher(t)
	w.run(t, it, time.Hour)
	check(t, w, "C1", "ending 30d")
	w.notices.mu.Lock()
	w.notices.init()
	w.notices.mu.Unlock()
	posts := len(w.posted)
	w.add("C1", "late.example:993")
	w.run(t, it, days(1))
	if len(w.posted) != posts {
		t.Errorf("told again: %+v", w.posted[posts:])
	}
	// Whoever looks after it hears of it again when it is near.
	key := place("C1").ChannelKey() + "|shared"
	for _, tt := range []struct {
		known, want time.Duration
	}{{0, days(30)}, {days(14), days(14)}} {
		n := bot.Notice{ID: fmt.Sprint("n", tt.known), Kind: bot.NoticeEnding, Place: place("C1"), New: shared, Before: days(30), Raised: start, Posted: start}
		w.notices.put(n.ID, n.Place.ChannelKey(), n, n.Due, 0, true)
		if delete(w.ends, key); tt.known > 0 {
			w.ends[key] = watch.EndTold{Before: tt.known}
		}
		if _, err := it.Handle(t.Context(), n.ID, "Anna"); err != nil {
			t.Fatal(err)
		}
		if got := w.ends[key]; got.Before != tt.want || got.Handled != "Anna" {
			t.Errorf("of an end told %v before it is kept %+v, want %v", tt.known, got, tt.want)
		}
	}
}

// TestListIsHandled: whoever looks after a list looks after all that it tells of.
func TestListIsHandled(t *testing.T) {
	w := newWorld(start)
	w.ended("C1", 0, 7)
	it := w.watcher(t)
	w.run(t, it, time.Hour)
	check(t, w, "C1", "several")
	list, err := it.Handle(t.Context(), w.posted[0].key, "Anna")
	if err != nil || list.Handled != "Anna" {
		t.Fatalf("%+v, %v", list, err)
	}
	for n, id := range list.Members {
		if member, err := w.Notice(t.Context(), id); err != nil || member.Handled != "Anna" {
			t.Errorf("%+v, %v", member, err)
		}
		if at, err := w.Watch(t.Context(), place("C1"), nameOf(n)); err != nil || at.Handled != "Anna" {
			t.Errorf("%+v, %v", at, err)
		}
		if told := w.ends[place("C1").ChannelKey()+"|l"+nameOf(n)]; told.Handled != "Anna" || told.Before == 0 {
			t.Errorf("%s: %+v", nameOf(n), told)
		}
	}
	// Also where some of it is forgotten, and not where the store fails.
	w.notices.mu.Lock()
	delete(w.notices.records, list.Members[0])
	w.notices.mu.Unlock()
	if list, err := it.Handle(t.Context(), list.ID, "Bob"); err != nil || list.Handled != "Bob" {
		t.Errorf("%+v, %v", list, err)
	}
	for call := range 30 {
		calls, failed := 0, false
		w.fails = func() bool {
			calls++
			failed = failed || calls == call
			return calls == call
		}
		if _, err := it.Handle(t.Context(), list.ID, "Carla"); failed != errors.Is(err, errFailed) {
			t.Errorf("the store fails at its call %d: %v", call, err)
		}
	}
}

// TestManyDigests: all that are due are raised at once, also where that are more than
// are claimed at a time; a channel of which some servers were not looked at yet says so.
func TestManyDigests(t *testing.T) {
	w := newWorld(start)
	s := &bot.Schedule{Days: bot.EveryDay, Minute: 9 * 60, Zone: "UTC"}
	due := s.Next(start)
	const channels = 130
	for n := range channels {
		c := bot.Channel{Place: place(fmt.Sprintf("C%03d", n)), Digest: s, Due: due}
		w.channels.put(c.Place.ChannelKey(), "", c, c.Due, 0, true)
	}
	w.servers["a.example:993"] = func(time.Time) seen { return fine(leaf("l", start, 365)) }
	w.add("C000", "a.example:993")
	it := w.watcher(t)
	if err := it.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		w.add("C000", nameOf(n))
	}
	w.now = due
	if err := it.Digests(t.Context()); err != nil {
		t.Fatal(err)
	}
	raised := 0
	for _, r := range w.notices.records {
		if r.value.Kind == bot.NoticeDigest {
			raised++
		}
	}
	if raised != channels {
		t.Errorf("%d digests are raised", raised)
	}
	r, err := it.Overview(t.Context(), place("C000"), "en")
	if err != nil || r.Items[len(r.Items)-1].Text.String() != "2 servers not checked yet" || r.Tone != bot.Good {
		t.Errorf("%+v, %v", r, err)
	}
}
