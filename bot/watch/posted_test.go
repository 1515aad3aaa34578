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
	"certdesk/checks/say"
)

// passes lets a time pass minute by minute, as a process does that runs.
func (w *world) passes(t *testing.T, it *watch.Watcher, d time.Duration) {
	t.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		for _, task := range []func(context.Context) error{it.Sweep, it.PostDue} {
			if err := task(t.Context()); err != nil && !errors.Is(err, errDied) {
				t.Fatal(err)
			}
		}
		w.now = w.now.Add(time.Minute)
	}
}

// TestPressedWhilePosted: what somebody presses below a message before it is noted as
// posted does not make that forgotten, also where nobody may look for messages.
func TestPressedWhilePosted(t *testing.T) {
	for _, servers := range []int{1, 7} {
		w := newWorld(start)
		w.blind = true
		w.ended("C1", 0, servers)
		var it *watch.Watcher
		pressed := false
		it = w.watcher(t)
		w.after = func(key string) {
			if n, err := it.Handle(t.Context(), key, "Anna"); err != nil || n == nil {
				t.Errorf("%+v, %v", n, err)
			}
			pressed = true
		}
		w.passes(t, it, 30*time.Minute)
		w.toldOnce(t, "C1", 0, servers)
		n, err := w.Notice(t.Context(), w.posted[0].key)
		if err != nil || !pressed || n.Posted.IsZero() || n.Message == "" || n.Handled != "Anna" || !n.Due.IsZero() {
			t.Errorf("of %d servers: %+v, %v", servers, n, err)
		}
		if told := w.ends[place("C1").ChannelKey()+"|l"+nameOf(0)]; told.Handled != "Anna" || told.Before != days(7) {
			t.Errorf("of %d servers: of the end is known %+v", servers, told)
		}
	}
}

// TestGrownWhileRefused: an incident that grows while its message is refused is posted
// when it can be, also where nobody may look for messages.
func TestGrownWhileRefused(t *testing.T) {
	for name, says := range map[string]error{"refused": errors.New("refused"), "put off": &bot.PutOffError{After: 10 * time.Minute}} {
		w, in := newWorld(start), &incidents{revision: 1, fails: errors.New("its words cannot be had")}
		w.blind = true
		it := w.watcher(t)
		it.Attend(in)
		w.now = w.now.Add(time.Minute)
		if err := it.Tell(t.Context(), ofIncident("n")); err != nil {
			t.Fatal(err)
		}
		if err := it.PostDue(t.Context()); !errors.Is(err, in.fails) {
			t.Error(err)
		}
		in.fails = nil
		w.refuses = func() error {
			w.refuses = nil
			in.revision = 2
			if err := it.Refresh(t.Context(), "n", 2); err != nil {
				t.Error(err)
			}
			return says
		}
		w.passes(t, it, time.Hour)
		if posted, _ := w.says(); posted != "revision 2" {
			n, err := w.Notice(t.Context(), "n")
			t.Errorf("%s: posted %q: %+v, %v", name, posted, n, err)
		}
	}
}

// TestListInDoubt: where nobody knows whether a list was posted, and nobody may look, its
// members are not told again.
func TestListInDoubt(t *testing.T) {
	w := newWorld(start)
	w.blind = true
	w.ended("C1", 0, 7)
	dead := false
	w.died = func() bool { return dead }
	w.after = func(string) { dead = true }
	w.passes(t, w.watcher(t), 5*time.Minute)
	dead, w.after = false, nil
	w.passes(t, w.watcher(t), time.Hour)
	w.toldOnce(t, "C1", 0, 7)
	for key, r := range w.notices.records {
		if !r.value.Done() {
			t.Errorf("not done with %s: %+v", key, r.value)
		}
	}
}

// TestOneFailsAlone: a notice that fails again and again, since what it is to say cannot be
// had, holds up none of its channel.
func TestOneFailsAlone(t *testing.T) {
	w, in := newWorld(start), &incidents{revision: 1, fails: errors.New("its words cannot be had")}
	it := w.watcher(t)
	it.Attend(in)
	n := ofIncident("0")                // whose key is the first
	n.Due = start.Add(30 * time.Second) // before the others, and claimed with them
	if err := it.Tell(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	w.ended("C1", 0, 2)
	for range 20 {
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := it.PostDue(t.Context()); err != nil && !errors.Is(err, in.fails) {
			t.Fatal(err)
		}
		w.now = w.now.Add(time.Minute)
	}
	w.toldOnce(t, "C1", 0, 2)
}

// TestIncidentThatCannotBeRead keeps no alert from its channel.
func TestIncidentThatCannotBeRead(t *testing.T) {
	w, in := newWorld(start), &incidents{cause: &bot.Cause{SHA256: "well"}, fails: fmt.Errorf("reading it: %w", bot.ErrUnreadable)}
	w.ill("C1", "a.example:993", refusedServer, [2]time.Duration{0, ever})
	it := w.watcher(t, hourly)
	it.Attend(in)
	for range 20 {
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := it.PostDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(time.Minute)
	}
	check(t, w, "C1", "untrusted")
	if len(in.alerts) == 0 {
		t.Error("the incident is not told: that is no test")
	}
}

// unreadable is a world with notices that cannot be read.
type unreadable struct {
	*world
	spoilt func(id string) bool
}

func (u *unreadable) Notice(ctx context.Context, id string) (*bot.Notice, error) {
	if u.spoilt(id) {
		return nil, bot.ErrUnreadable
	}
	return u.world.Notice(ctx, id)
}

func (u *unreadable) ClaimNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Notice, error) {
	all, err := u.world.ClaimNotices(ctx, now, lease, limit)
	return slices.DeleteFunc(all, func(n bot.Notice) bool { return u.spoilt(n.ID) }), err
}

// TestUnreadableNotice: what cannot be read of what was told of a server, or is to be,
// does not end its watch, and silences no other of its channel.
func TestUnreadableNotice(t *testing.T) {
	w := newWorld(start)
	ill := [][2]time.Duration{{0, 2 * time.Hour}, {10 * time.Hour, 30 * time.Hour}}
	for i := range 3 {
		w.ill("C1", nameOf(i), refusedServer, ill...)
	}
	w.ill("C1", "spoilt.example:993", silentServer, ill...)
	u := &unreadable{w, func(id string) bool {
		n := w.notices.look(id)
		return n != nil && n.value.Kind == bot.NoticeUnreachable
	}}
	it := w.watcher(t, hourly, func(c *watch.Config) { c.Notices = u })
	w.passes(t, it, 40*time.Hour)
	told := w.told("C1")
	for i := range 3 {
		if told[nameOf(i)] != 4 {
			t.Errorf("told of %v in %q", told, w.posts("C1"))
		}
	}
	r := w.watches.look(place("C1").ChannelKey() + "|spoilt.example:993")
	if e := r.value.State.Endpoints[0]; w.now.Sub(r.value.State.CheckedAt) > 3*time.Hour || e.Failure != bot.Fine {
		t.Errorf("it is not looked at any more: %+v", r.value.State)
	}
}

// closing is a world with a channel that certdesk is not let into at times.
type closing struct {
	*world
	closed bool
}

func (c *closing) Find(ctx context.Context, in bot.Place, key string, since time.Time) ([]string, error) {
	if c.closed {
		return nil, &bot.UndeliverableError{Place: in, Barrier: bot.NotMember}
	}
	return c.world.Find(ctx, in, key, since)
}

// TestRemovedInDoubt: where a process dies over a post, and certdesk is removed from the
// channel before anybody has looked for it, that is done once it is let in again.
func TestRemovedInDoubt(t *testing.T) {
	for _, arrives := range []bool{false, true} {
		w := newWorld(start)
		w.ended("C1", 0, 1)
		dead := false
		w.died = func() bool { return dead }
		if arrives {
			w.after = func(string) { dead = true }
		} else {
			w.slow = func(context.Context, bot.Place) error { dead = true; return errDied }
		}
		c := &closing{world: w}
		poster := func(cfg *watch.Config) { cfg.Poster = c }
		w.passes(t, w.watcher(t, poster), 5*time.Minute)
		dead, w.after, w.slow, c.closed = false, nil, nil, true
		it := w.watcher(t, poster)
		w.passes(t, it, 20*time.Hour)
		if (len(w.posted) == 1) != arrives {
			t.Errorf("arrives %v: %d posts while it is not let in", arrives, len(w.posted))
		}
		c.closed = false
		w.passes(t, it, 3*time.Hour)
		w.toldOnce(t, "C1", 0, 1)
		w.allDone(t)
	}
}

// TestStoodStill: a process that stands still for minutes at any moment, while another one
// posts what is due, posts none of it a second time.
func TestStoodStill(t *testing.T) {
	for _, begun := range []bool{false, true} {
		for _, servers := range []int{1, 7} {
			for call := 1; ; call++ {
				w := newWorld(start)
				w.ended("C1", 0, servers)
				one, other := w.watcher(t), w.watcher(t)
				if begun { // by one that died
					dead := false
					w.died = func() bool { return dead }
					w.slow = func(context.Context, bot.Place) error { dead = true; return errDied }
					w.passes(t, w.watcher(t), 2*time.Minute)
					w.died, w.slow = nil, nil
					w.now = w.now.Add(10 * time.Minute)
				} else if err := one.Sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				w.now = w.now.Add(time.Minute)
				calls := 0
				w.halts = func() {
					if calls++; calls == call {
						w.halts = nil
						w.passes(t, other, 10*time.Minute)
					}
				}
				if err := one.PostDue(t.Context()); err != nil {
					t.Fatal(err)
				}
				if w.halts != nil {
					if call < 6 {
						t.Errorf("it asks for %d things alone: that is no test", calls)
					}
					break
				}
				w.passes(t, one, 20*time.Minute)
				w.toldOnce(t, "C1", 0, servers)
				w.allDone(t)
				if t.Failed() {
					t.Fatalf("begun %v, %d servers: it stood still at its call %d", begun, servers, call)
				}
			}
		}
	}
}

func (w *world) allDone(t *testing.T) {
	t.Helper()
	for key, r := range w.notices.records {
		if !r.value.Done() {
			t.Errorf("not done with %s: %+v", key, r.value)
		}
	}
}

// TestPostedByTwo: a process stands still between its last look at the clock and the
// post, another one takes the notice over and posts it, and the first goes on. The message
// that was not recorded is taken back, be it a notice or a list, and whether the platform
// says what became of it or not; what cannot be taken back stays, and what is recorded is
// the other one's all the same.
func TestPostedByTwo(t *testing.T) {
	for name, notices := range map[string][]string{"a notice": {"n"}, "a list": {"n", "m"}} {
		for how, want := range map[string]int{"heard": 1, "in doubt": 1, "in doubt and unsent": 1, "kept": 2} {
			t.Run(name+", "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { postedByTwo(t, notices, how, want) })
			})
		}
	}
}

func postedByTwo(t *testing.T, notices []string, how string, want int) {
	w := newWorld(start)
	it, other := w.watcher(t), w.watcher(t)
	for _, id := range notices {
		n := bot.Notice{ID: id, Kind: bot.NoticeUntrusted, Place: place("C1"), Raised: start, Due: start}
		if len(notices) > 1 {
			n.In, n.Due = "list", start.Add(days(1))
		}
		w.keep(n)
		w.know("C1", bot.WatchedEndpoint{Name: id + ".example:993", Pending: []bot.PendingNotice{{Notice: id, Kind: bot.NoticeUntrusted, Line: bot.NoticeLine{Name: id + ".example:993", Text: say.Literal("So it is.")}}}})
	}
	if len(notices) > 1 {
		w.keep(bot.Notice{ID: "list", Kind: bot.NoticeSeveral, Place: place("C1"), Raised: start, Due: start, Members: notices})
	}
	if how == "kept" {
		w.refusesDelete = errors.New("refused")
	}
	var first string
	w.slow = func(context.Context, bot.Place) error {
		w.slow = nil
		for range 10 {
			w.later(t, other, 5*time.Minute)
		}
		for _, p := range w.posted {
			first = p.id
		}
		switch how {
		case "in doubt and unsent":
			return bot.ErrInDoubt
		case "in doubt":
			w.unheard = true
		}
		return nil
	}
	for range 3 {
		w.later(t, it, 5*time.Minute)
	}
	if len(w.posted) != want || w.posted[0].id != first {
		t.Errorf("there are %d messages, the first is %s, and %s was the first", len(w.posted), w.posted[0].id, first)
	}
	for _, id := range notices {
		if n, err := w.Notice(t.Context(), id); err != nil || n.Message != first || n.Posted.IsZero() {
			t.Errorf("%s is kept as posted with %q at %v, %v", id, n.Message, n.Posted, err)
		}
	}
}

// TestPostedByTwoToSomebody: so it is in direct messages, which are a place of their own.
func TestPostedByTwoToSomebody(t *testing.T) {
	w := newWorld(start)
	it, other := w.watcher(t), w.watcher(t)
	w.keep(bot.Notice{ID: "n", Kind: bot.NoticeClosed, Place: bot.Place{Platform: bot.Slack, Team: "T"}, Person: "U1", About: place("C1"), Closed: &bot.Closed{Barrier: bot.NotMember, Since: start}, Raised: start, Due: start})
	w.slow = func(context.Context, bot.Place) error {
		w.slow = nil
		for range 10 {
			w.later(t, other, 5*time.Minute)
		}
		return nil
	}
	for range 3 {
		w.later(t, it, 5*time.Minute)
	}
	if len(w.posted) != 1 || w.posted[0].place.Channel != "DU1" || w.posted[0].id != "mn" || !slices.Equal(w.deletedIn, []string{"DU1"}) {
		t.Errorf("there are %d messages, deleted in %v", len(w.posted), w.deletedIn)
	}
}
