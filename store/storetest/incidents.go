package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Incidents is what every keeping of incidents must do, over two handles as two
// processes have them. now is the clock by which they expire, advance sets it
// forward; nil skips what takes days.
func Incidents(t *testing.T, one, other incident.Store, now func() time.Time, advance func(time.Duration)) {
	k := keeping{t, one, other, now}
	k.whole()
	k.oneOfTwoChanges()
	k.oneOfTwentyAtOnce()
	k.claimedOnce()
	if advance != nil {
		k.forgotten(advance)
	}
}

// keeping is one under test, by two handles.
type keeping struct {
	t          *testing.T
	one, other incident.Store
	now        func() time.Time
}

func cause(host string) bot.Cause { return bot.Cause{Host: host, SHA256: "aa"} }

// fresh is one that somebody has just escalated, with something in every field.
func (k *keeping) fresh(host string) *incident.Incident {
	at := k.now().Truncate(time.Millisecond).UTC()
	return &incident.Incident{
		Cause: cause(host), Began: at, Opened: at, Why: incident.Escalation,
		Askers:  []incident.Asker{{Person: incident.Person{Platform: bot.Slack, ID: "U1", Name: "Anna"}, At: at}},
		Targets: []checks.Target{{Host: host, Port: 993}}, Zones: []string{"", "dmz"}, Codes: []checks.Code{checks.Expired},
		Summary: say.S("Resolved: {host}.", say.Host("host", host)),
		Waiting: []incident.Waiter{{Person: incident.Person{Platform: bot.Slack, ID: "U1"}, Place: bot.Place{Platform: bot.Slack, Channel: "C", Thread: "1"}, Language: "de", At: at}},
		Notes:   []incident.Note{{By: incident.Person{Name: "Ben"}, At: at, Text: "the hoster knows"}}, Place: bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, Revision: 3,
	}
}

func (k *keeping) save(s incident.Store, i *incident.Incident, want bool) {
	k.t.Helper()
	if saved, err := s.SaveIncident(k.t.Context(), i); saved != want || err != nil {
		k.t.Errorf("SaveIncident %s: %v, %v; want %v", i.Cause.Host, saved, err, want)
	}
}

func (k *keeping) load(s incident.Store, host string) *incident.Incident {
	k.t.Helper()
	i, err := s.Incident(k.t.Context(), cause(host).Key())
	if err != nil {
		k.t.Fatal(err)
	}
	return i
}

// whole: made by one, it is there for the other, with all that it had.
func (k *keeping) whole() {
	if i := k.load(k.one, "a"); i != nil {
		k.t.Errorf("%+v, and there is none", i)
	}
	first := k.fresh("a")
	k.save(k.one, first, true)
	k.save(k.other, k.fresh("a"), false)
	got := k.load(k.other, "a")
	if got == nil || got.Key() != first.Key() || got.Version != first.Version || len(got.Askers) != 1 || got.Askers[0].Name != "Anna" ||
		!got.Askers[0].At.Equal(first.Askers[0].At) || got.Waiting[0].Place.Thread != "1" || got.Waiting[0].Language != "de" ||
		!say.Equal(got.Summary, first.Summary) || len(got.Zones) != 2 || got.Notes[0].Text != "the hoster knows" || got.Revision != 3 {
		k.t.Fatalf("kept as %+v, want %+v", got, first)
	}
}

// oneOfTwoChanges of one version is kept: the first.
func (k *keeping) oneOfTwoChanges() {
	mine, theirs := k.load(k.one, "a"), k.load(k.other, "a")
	mine.Take(incident.Person{Platform: bot.Slack, ID: "U2"}, k.now())
	k.save(k.other, mine, true)
	theirs.Take(incident.Person{Platform: bot.Slack, ID: "U3"}, k.now())
	k.save(k.one, theirs, false)
	if i := k.load(k.one, "a"); i.Owner == nil || i.Owner.ID != "U2" {
		k.t.Errorf("the owner is %+v", i.Owner)
	}
}

func (k *keeping) oneOfTwentyAtOnce() {
	b := k.fresh("b")
	k.save(k.one, b, true)
	var wg sync.WaitGroup
	var won atomic.Int32
	for n := range 20 {
		wg.Go(func() {
			s := k.one
			if n%2 == 1 {
				s = k.other
			}
			mine := *b
			mine.Owner = &incident.Person{ID: fmt.Sprint(n)}
			saved, err := s.SaveIncident(context.WithoutCancel(k.t.Context()), &mine)
			if err != nil {
				k.t.Error(err)
			}
			if saved {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if n := won.Load(); n != 1 {
		k.t.Errorf("%d of twenty changes of one version are kept", n)
	}
}

// claimedOnce: what is due is, and again where whoever claimed it has died.
func (k *keeping) claimedOnce() {
	c := k.fresh("c")
	c.Due = k.now().Add(-time.Second)
	k.save(k.one, c, true)
	k.claim(k.one, k.now(), 1)
	k.claim(k.other, k.now(), 0)
	k.save(k.one, c, false) // it was claimed since
	due := k.claim(k.other, k.now().Add(2*time.Minute), 1)
	for i := range due {
		due[i].Due = time.Time{}
		k.save(k.other, &due[i], true)
	}
	k.claim(k.one, k.now().Add(time.Hour), 0)
}

// claim returns those of "c" that are due at a time.
func (k *keeping) claim(s incident.Store, at time.Time, want int) (due []incident.Incident) {
	k.t.Helper()
	all, err := s.ClaimIncidents(k.t.Context(), at, time.Minute, 10)
	if err != nil {
		k.t.Fatal(err)
	}
	for i := range all {
		if all[i].Cause.Host == "c" {
			due = append(due, all[i])
		}
	}
	if len(due) != want {
		k.t.Errorf("claimed %d times, want %d", len(due), want)
	}
	return due
}

// forgotten: what is over is after a time, what is not is kept.
func (k *keeping) forgotten(advance func(time.Duration)) {
	d := k.fresh("d")
	d.Ended = k.now()
	k.save(k.one, d, true)
	e := incident.New(cause("e")) // a question
	e.Began = k.now()
	k.save(k.one, e, true)
	advance(26 * time.Hour)
	if k.load(k.one, "e") != nil || k.load(k.one, "d") == nil {
		k.t.Errorf("after a day: a question is %v, what is over %v", k.load(k.one, "e"), k.load(k.one, "d"))
	}
	advance(40 * 24 * time.Hour)
	if k.load(k.one, "d") != nil || k.load(k.one, "a") == nil {
		k.t.Errorf("after forty days: what is over is %v, what is not %v", k.load(k.one, "d"), k.load(k.one, "a"))
	}
}
