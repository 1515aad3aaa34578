package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Incidents is what every keeping of incidents must do, over two handles as two
// processes have them. now is the clock by which they expire, advance sets it
// forward.
func Incidents(t *testing.T, one, other incident.Store, now func() time.Time, advance func(time.Duration)) {
	ctx := t.Context()
	cause := func(host string) bot.Cause { return bot.Cause{Host: host, SHA256: "aa"} }
	fresh := func(host string) *incident.Incident {
		at := now().Truncate(time.Millisecond).UTC()
		return &incident.Incident{
			Cause: cause(host), Began: at, Opened: at, Why: incident.Escalation,
			Askers:  []incident.Asker{{Person: incident.Person{Platform: bot.Slack, ID: "U1", Name: "Anna"}, At: at}},
			Targets: []checks.Target{{Host: host, Port: 993}}, Zones: []string{"", "dmz"}, Codes: []checks.Code{checks.Expired},
			Summary: say.S("Resolved: {host}.", say.Host("host", host)),
			Waiting: []incident.Waiter{{Person: incident.Person{Platform: bot.Slack, ID: "U1"}, Place: bot.Place{Platform: bot.Slack, Channel: "C", Thread: "1"}, Language: "de", At: at}},
			Notes:   []incident.Note{{By: incident.Person{Name: "Ben"}, At: at, Text: "the hoster knows"}}, Place: bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, Revision: 3,
		}
	}
	save := func(s incident.Store, i *incident.Incident, want bool) {
		t.Helper()
		if saved, err := s.SaveIncident(ctx, i); saved != want || err != nil {
			t.Errorf("SaveIncident %s: %v, %v; want %v", i.Cause.Host, saved, err, want)
		}
	}
	load := func(s incident.Store, host string) *incident.Incident {
		t.Helper()
		i, err := s.Incident(ctx, cause(host).Key())
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	if i := load(one, "a"); i != nil {
		t.Errorf("%+v, and there is none", i)
	}
	// Made by one, it is there for the other, whole.
	first := fresh("a")
	save(one, first, true)
	save(other, fresh("a"), false)
	got := load(other, "a")
	if got == nil || got.Key() != first.Key() || got.Version != first.Version || len(got.Askers) != 1 || got.Askers[0].Name != "Anna" ||
		!got.Askers[0].At.Equal(first.Askers[0].At) || got.Waiting[0].Place.Thread != "1" || got.Waiting[0].Language != "de" ||
		!say.Equal(got.Summary, first.Summary) || len(got.Zones) != 2 || got.Notes[0].Text != "the hoster knows" || got.Revision != 3 {
		t.Fatalf("kept as %+v, want %+v", got, first)
	}
	// Of two changes of one version one is kept.
	got.Take(incident.Person{Platform: bot.Slack, ID: "U2"}, now())
	save(other, got, true)
	first.Take(incident.Person{Platform: bot.Slack, ID: "U3"}, now())
	save(one, first, false)
	if i := load(one, "a"); i.Owner == nil || i.Owner.ID != "U2" {
		t.Errorf("the owner is %+v", i.Owner)
	}
	// Twenty at once: one of them.
	b := fresh("b")
	save(one, b, true)
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for n := range 20 {
		wg.Go(func() {
			s := one
			if n%2 == 1 {
				s = other
			}
			mine := *b
			mine.Owner = &incident.Person{ID: fmt.Sprint(n)}
			saved, err := s.SaveIncident(context.WithoutCancel(ctx), &mine)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if saved {
				won++
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d of twenty changes of one version are kept", won)
	}
	// What is due is claimed once, and again where whoever claimed it has died.
	c := fresh("c")
	c.Due = now().Add(-time.Second)
	save(one, c, true)
	claim := func(s incident.Store, at time.Time, want int) []incident.Incident {
		t.Helper()
		due, err := s.ClaimIncidents(ctx, at, time.Minute, 10)
		if err != nil {
			t.Fatal(err)
		}
		claimed := 0
		for i := range due {
			if due[i].Cause.Host == "c" {
				claimed++
			}
		}
		if claimed != want {
			t.Errorf("claimed %d times, want %d", claimed, want)
		}
		return due
	}
	claim(one, now(), 1)
	claim(other, now(), 0)
	save(one, c, false) // it was claimed since
	due := claim(other, now().Add(2*time.Minute), 1)
	for i := range due {
		if due[i].Cause.Host == "c" {
			due[i].Due = time.Time{}
			save(other, &due[i], true)
		}
	}
	claim(one, now().Add(time.Hour), 0)
	// What is over is forgotten after a time, what is not is kept.
	d := fresh("d")
	d.Ended = now()
	save(one, d, true)
	e := incident.New(cause("e")) // a question
	e.Began = now()
	save(one, e, true)
	if advance == nil {
		return
	}
	advance(26 * time.Hour)
	if load(one, "e") != nil || load(one, "d") == nil {
		t.Errorf("after a day: a question is %v, what is over %v", load(one, "e"), load(one, "d"))
	}
	advance(40 * 24 * time.Hour)
	if load(one, "d") != nil || load(one, "a") == nil {
		t.Errorf("after forty days: what is over is %v, what is not %v", load(one, "d"), load(one, "a"))
	}
}
