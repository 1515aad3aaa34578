//go:build !race

package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/storetest"
)

// act is something that people do at a time, again until it is acknowledged.
type act struct {
	at time.Duration
	do func(a *actor) error
}

// TestIncidentsOutliveTheirProcess lets a Monday pass, undisturbed and with a process
// that dies at the first, sixth, eleventh … thing it does, and finds the same told,
// once each.
func TestIncidentsOutliveTheirProcess(t *testing.T) {
	began := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	question := bot.Question{Target: checks.Target{Host: "mail.corp.com", Port: 993}}
	person := func(id string) incident.Person {
		return incident.Person{Platform: bot.Slack, ID: id, Name: id}
	}
	day := func(dies int) (*stage, *incident.Incident, int) {
		s := &stage{now: began, broken: true, left: dies, shown: make(map[string]string), carried: make(map[string]string)}
		s.kept = storetest.NewMemory(func() time.Time { return s.now })
		key := ""
		asks := func(who string) func(*actor) error {
			return func(a *actor) error {
				all, err := a.keeper.Asked(t.Context(), person(who), s.answer(question))
				if err == nil {
					key = all[0].Key()
				}
				return err
			}
		}
		waits := func(who string) func(*actor) error {
			return func(a *actor) error {
				_, _, err := a.keeper.Wait(t.Context(), incident.Waiter{Person: person(who)}, s.answer(question))
				return err
			}
		}
		breaks := func(is bool) func(*actor) error { return func(*actor) error { s.broken = is; return nil } }
		acts := []act{
			{0, asks("U1")}, {time.Minute, waits("U1")}, {2 * time.Minute, asks("U2")}, {3 * time.Minute, asks("U3")}, {4 * time.Minute, waits("U2")},
			{8 * time.Minute, func(a *actor) error { _, _, err := a.keeper.Take(t.Context(), key, person("UA")); return err }},
			{9 * time.Minute, func(a *actor) error { _, _, err := a.keeper.Announce(t.Context(), key, person("UA")); return err }},
			{30 * time.Minute, breaks(false)},
			{90 * time.Minute, breaks(true)}, {90 * time.Minute, asks("U4")}, {91 * time.Minute, waits("U1")}, {110 * time.Minute, breaks(false)},
		}
		a := s.begin(t)
		steps := 0
		for ; s.now.Before(began.Add(150 * time.Minute)); s.now = s.now.Add(time.Minute) {
			if a.dead {
				s.left = -1
				a = s.begin(t)
			}
			for len(acts) > 0 && !s.now.Before(began.Add(acts[0].at)) {
				if err := acts[0].do(a); err != nil {
					if !errors.Is(err, errDied) {
						t.Fatal(err)
					}
					break // and again in a minute
				}
				acts = acts[1:]
			}
			for _, task := range []func(context.Context) error{a.keeper.Work, a.watcher.PostDue} {
				if err := task(t.Context()); err != nil && !errors.Is(err, errDied) {
					t.Fatal(err)
				}
			}
			steps++
		}
		i, err := store.New(s.kept, func() time.Time { return s.now }).Incident(t.Context(), key)
		if err != nil || i == nil {
			t.Fatalf("dying at %d: there is no incident: %v", dies, err)
		}
		return s, i, steps
	}
	told := func(s *stage) string {
		out := make([]string, 0, len(s.shown))
		for _, shown := range s.shown {
			out = append(out, shown)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	events := func(s *stage) string {
		var out []string
		for id := range s.carried {
			out = append(out, strings.Join(strings.Fields(id)[:2], " "))
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	quiet, _, _ := day(-1)
	outside := events(quiet)
	if outside != "mail opened, mail resolved, mail resolved, mail returned, webhook opened, webhook resolved, webhook resolved, webhook returned, webhook taken" {
		t.Fatalf("undisturbed: %s", outside)
	}
	const everything = 1 << 20
	count, _, _ := day(everything)
	things := everything - count.left
	want := told(quiet)
	if want != "ADMIN bad, ADMIN good, DU1 good, DU1 good, DU2 good, HELP good" || len(quiet.posted) != 6 {
		t.Fatalf("undisturbed: %s (%d posts)", want, len(quiet.posted))
	}
	if things < 300 {
		t.Fatalf("only %d things are done in a day", things)
	}
	const every = 5 // all of them take as many times as long
	for n := 0; n < things; n += every {
		s, i, _ := day(n)
		if got := told(s); got != want || len(s.posted) != len(s.shown) {
			t.Errorf("dying at %d: %s (%d posts), want %s", n, got, len(s.posted), want)
		}
		if got := events(s); got != outside || len(s.differs) > 0 {
			t.Errorf("dying at %d: %s, want %s; told twice, and otherwise: %v", n, got, outside, s.differs)
		}
		if len(i.Askers) != 4 || i.Owner == nil || i.Owner.ID != "UA" || i.Relapses != 1 || i.Ended.IsZero() || len(i.Waiting) != 0 {
			t.Errorf("dying at %d: %+v", n, i)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("died at %d of %d things", (things+every-1)/every, things)
}
