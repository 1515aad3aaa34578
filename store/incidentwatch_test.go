package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/storetest"
)

// newStage begins a day with a broken server.
func newStage() *stage {
	s := &stage{now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), broken: true, left: -1, shown: make(map[string]string)}
	s.kept = storetest.NewMemory(func() time.Time { return s.now })
	return s
}

// pass lets time pass, with all that processes do; several do it side by side.
func (s *stage) pass(t *testing.T, d time.Duration, processes ...*actor) {
	t.Helper()
	for end := s.now.Add(d); s.now.Before(end); s.now = s.now.Add(time.Minute) {
		for _, a := range processes {
			for _, task := range []func(context.Context) error{a.watcher.Sweep, a.keeper.Work, a.watcher.PostDue} {
				if err := task(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func (s *stage) ask(t *testing.T, a *actor, who string) incident.Incident {
	t.Helper()
	all, err := a.keeper.Asked(t.Context(), incident.Person{Platform: bot.Slack, ID: who, Name: who}, s.answer(bot.Question{Target: checks.Target{Host: "mail.corp.com", Port: 993}}))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

// in counts the messages of a channel.
func (s *stage) in(channel string) (n int) {
	for _, p := range s.posted {
		if strings.HasPrefix(p, channel+" ") {
			n++
		}
	}
	return n
}

// TestAlertIsAnIncident: what a watch tells in its channel is known to who asks,
// and to the administrators, once; its end is theirs.
func TestAlertIsAnIncident(t *testing.T) {
	s := newStage()
	one, other := s.begin(t), s.begin(t) // two replicas
	kept := store.New(s.kept, func() time.Time { return s.now })
	s.broken = false
	if _, _, err := kept.AddWatch(t.Context(), bot.Watch{
		Place: bot.Place{Platform: bot.Slack, Channel: "OPS"}, Target: checks.Target{Host: "mail.corp.com", Port: 993}, Due: s.now,
	}); err != nil {
		t.Fatal(err)
	}
	s.pass(t, time.Hour, one, other)
	if len(s.posted) != 0 {
		t.Fatalf("a healthy server: %v", s.posted)
	}
	s.broken = true
	s.pass(t, 7*time.Hour, one, other)
	if s.in("OPS") == 0 || s.in("ADMIN") == 0 {
		t.Fatalf("posted %v", s.posted)
	}
	known := s.ask(t, other, "U1")
	if !known.Known() || known.Why != incident.Alert || known.Alerted.Channel != "OPS" {
		t.Errorf("who asks finds %+v", known)
	}
	messages := 0
	for _, shown := range s.shown {
		if shown == "ADMIN bad" {
			messages++
		}
	}
	if messages != 1 {
		t.Errorf("%d messages of the incident, %v", messages, s.posted)
	}
	s.broken = false
	s.pass(t, 3*time.Hour, one, other)
	if i, err := one.keeper.Get(t.Context(), known.Key()); err != nil || i.Known() || i.Ended.IsZero() {
		t.Errorf("it is well, and still known: %+v, %v", i, err)
	}
}

// TestClosedDirectMessages: who cannot be written to is told where he asked.
func TestClosedDirectMessages(t *testing.T) {
	s := newStage()
	a := s.begin(t)
	s.shy = true
	place := bot.Place{Platform: bot.Slack, Channel: "C", Thread: "17"}
	w := incident.Waiter{Person: incident.Person{Platform: bot.Slack, ID: "U1"}, Place: place}
	if _, _, err := a.keeper.Wait(t.Context(), w, s.answer(bot.Question{Target: checks.Target{Host: "mail.corp.com", Port: 993}})); err != nil {
		t.Fatal(err)
	}
	s.pass(t, 10*time.Minute, a)
	s.broken = false
	s.pass(t, 2*time.Hour, a)
	if s.in("C") != 1 || len(s.posted) != 1 {
		t.Errorf("posted %v", s.posted)
	}
}

// TestQuietHours: nobody is called at night, and in the morning only where it is
// still of use.
func TestQuietHours(t *testing.T) {
	for _, over := range []bool{false, true} {
		s := newStage()
		s.now = time.Date(2026, 11, 23, 23, 0, 0, 0, time.UTC)
		a := s.begin(t)
		kept := store.New(s.kept, func() time.Time { return s.now })
		if err := kept.SetChannel(t.Context(), bot.Channel{
			Place: bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, Quiet: &bot.Quiet{From: 22 * 60, To: 7 * 60, Zone: "UTC"},
		}); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"U1", "U2", "U3"} {
			s.ask(t, a, who)
		}
		s.pass(t, 3*time.Hour, a)
		if len(s.posted) != 0 {
			t.Errorf("at night: %v", s.posted)
		}
		s.broken = !over
		s.pass(t, 6*time.Hour, a)
		// It, as it is then; and nothing that it says itself.
		want := "ADMIN bad"
		if over {
			want = "ADMIN good"
		}
		if len(s.posted) != 1 || s.posted[0] != want {
			t.Errorf("over %v: in the morning %v", over, s.posted)
		}
	}
}

// TestMovedChannel: a platform gives the administrators' channel another id, and
// what is told of an incident from then on is told there.
func TestMovedChannel(t *testing.T) {
	s := newStage()
	a := s.begin(t)
	for _, who := range []string{"U1", "U2", "U3"} {
		s.ask(t, a, who)
	}
	s.pass(t, 2*time.Minute, a)
	kept := store.New(s.kept, func() time.Time { return s.now })
	if _, err := kept.MoveChannel(t.Context(), bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, bot.Place{Platform: bot.Slack, Channel: "NEW"}); err != nil {
		t.Fatal(err)
	}
	s.pass(t, 20*time.Minute, a)
	if s.in("ADMIN") != 1 || s.in("NEW") != 1 {
		t.Errorf("posted %v, want the incident in one and the reminder in the other", s.posted)
	}
	s.broken = false
	s.pass(t, 20*time.Minute, a)
	edited := 0
	for _, shown := range s.shown {
		if shown == "NEW good" {
			edited++
		}
	}
	if edited != 1 || len(s.posted) != 2 {
		t.Errorf("at the end %v is shown, posted %v", s.shown, s.posted)
	}
}
