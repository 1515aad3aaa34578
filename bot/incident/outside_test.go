package incident_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

var (
	second = bot.Place{Platform: bot.Discord, Channel: "77"}
	hook   = bot.Place{Platform: bot.Webhook, Channel: "webhook"}
)

func chained(c *incident.Config) {
	c.Chain = []incident.Step{{After: 30 * time.Minute, To: incident.Mail("ops@corp.com")}, {After: 2 * time.Hour, To: second}}
	c.Webhook = &hook
}

// open makes an incident that nobody has.
func (w *world) open(t testing.TB, k *incident.Keeper) *incident.Incident {
	t.Helper()
	var i *incident.Incident
	for _, who := range []string{"U1", "U2", "U3"} {
		i = w.ask(t, k, who, w.faulty("imap.corp.com", 993, "aa", checks.Expired))
	}
	return i
}

// says are the events of notices, in their order.
func says(notices []bot.Notice) string {
	var out []string
	for _, n := range notices {
		out = append(out, string(n.Dispatch.Event))
	}
	return strings.Join(out, " ")
}

// TestWhoIsCalled: while nobody has it, one after the other is called; nobody is
// once somebody has it.
func TestWhoIsCalled(t *testing.T) {
	w := newWorld()
	k := w.keeper(t, chained)
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	i := w.open(t, k)
	w.pass(t, k, 29*time.Minute)
	if n := len(w.told(bot.NoticeLetter)); n != 0 {
		t.Fatalf("%d letters before their time", n)
	}
	w.pass(t, k, 2*time.Minute)
	letters := w.told(bot.NoticeLetter)
	if len(letters) != 1 || letters[0].Place != incident.Mail("ops@corp.com") || letters[0].Dispatch.Event != bot.IncidentOpened || letters[0].After != "" {
		t.Fatalf("letters: %+v", letters)
	}
	w.pass(t, k, 90*time.Minute)
	messages := w.told(bot.NoticeIncident)
	if len(messages) != 2 || messages[1].Place != second || messages[0].ID == messages[1].ID {
		t.Fatalf("messages: %+v", messages)
	}
	if got, err := k.Get(t.Context(), i.Key()); err != nil || !got.At(second) || got.At(bot.Place{Platform: bot.Discord, Channel: "78"}) || got.At(bot.Place{}) {
		t.Errorf("it is told at %+v, %v", got.Called, err)
	}

	// Handed over, it calls those again who were not; who was told hears of the end.
	w.look = func(q bot.Question) (*bot.Answer, error) { return well(q), nil }
	w.pass(t, k, 90*time.Minute)
	letters = w.told(bot.NoticeLetter)
	if says(letters) != "opened resolved" || letters[1].After != letters[0].ID || letters[1].Dispatch.Incident != letters[0].Dispatch.Incident {
		t.Errorf("letters: %s, %+v", says(letters), letters)
	}
	// And of a relapse, in the same thread.
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	w.pass(t, k, 40*time.Minute)
	if letters = w.told(bot.NoticeLetter); says(letters) != "opened resolved returned" || letters[2].After != letters[0].ID {
		t.Errorf("letters: %s", says(letters))
	}

	w = newWorld()
	k = w.keeper(t, chained)
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	i = w.open(t, k)
	if _, _, err := k.Take(t.Context(), i.Key(), person("UA")); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, 5*time.Hour)
	if n := len(w.told(bot.NoticeLetter)) + len(w.told(bot.NoticeIncident)); n != 1 {
		t.Errorf("%d are told of what somebody has", n)
	}
	// Handed over to somebody who does not take it: nobody has it again.
	if _, err := k.HandOver(t.Context(), i.Key(), "Bert"); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, 31*time.Minute)
	if n := len(w.told(bot.NoticeLetter)); n != 1 {
		t.Errorf("%d letters about what was handed over, and nobody took", n)
	}
}

// TestEachIncidentWithoutWaiting: a ticket system gets all of them, an alert's too,
// whoever has it.
func TestEachIncidentWithoutWaiting(t *testing.T) {
	w := newWorld()
	k := w.keeper(t, func(c *incident.Config) {
		c.Admin, c.Hours = nil, &bot.Hours{Begin: bot.Schedule{Days: bot.Weekdays, Minute: 600, Zone: "UTC"}, To: 700}
		c.Chain = []incident.Step{{To: incident.Mail("tickets@corp.com")}}
	})
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	cause := bot.Cause{Host: "imap.corp.com", SHA256: "aa"}
	if err := k.Alert(t.Context(), cause, checks.Target{Host: "imap.corp.com", Port: 993}, nil, bot.Place{Platform: bot.Slack, Channel: "OPS"}, w.now); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, time.Minute)
	if n := len(w.told(bot.NoticeLetter)); n != 1 {
		t.Errorf("%d letters", n)
	}
}

// TestNobodyIsCalledAtNight: reminders and calls count hours of work alone.
func TestNobodyIsCalledAtNight(t *testing.T) {
	w := newWorld()
	w.now = time.Date(2026, 11, 27, 17, 50, 0, 0, time.UTC) // a Friday
	k := w.keeper(t, chained, func(c *incident.Config) {
		c.Hours = &bot.Hours{Begin: bot.Schedule{Days: bot.Weekdays, Minute: 8 * 60, Zone: "UTC"}, To: 18 * 60}
	})
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	w.open(t, k)
	monday := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	w.pass(t, k, monday.Add(4*time.Minute).Sub(w.now))
	if n := len(w.told(bot.NoticeReminder)) + len(w.told(bot.NoticeLetter)); n != 0 {
		t.Fatalf("%d were reminded or called at the weekend", n)
	}
	w.pass(t, k, 5*time.Minute)
	if n := len(w.told(bot.NoticeReminder)); n != 1 {
		t.Errorf("%d reminders on Monday", n)
	}
	w.pass(t, k, 15*time.Minute)
	if n := len(w.told(bot.NoticeLetter)); n != 1 {
		t.Errorf("%d letters on Monday", n)
	}
}

// TestProgramsAreToldWhatHappened, each event once, in its order.
func TestProgramsAreToldWhatHappened(t *testing.T) {
	w := newWorld()
	k := w.keeper(t, chained)
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	i := w.open(t, k)
	must := func(_ *incident.Incident, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := k.Take(t.Context(), i.Key(), person("UA"))
	must(nil, err)
	must(k.Write(t.Context(), i.Key(), incident.Note{By: person("UA"), Text: "renewing"})) // before anything was told
	w.pass(t, k, time.Minute)
	must(k.HandOver(t.Context(), i.Key(), "Bert"))
	w.pass(t, k, time.Minute)
	w.look = func(q bot.Question) (*bot.Answer, error) { return well(q), nil }
	w.pass(t, k, 10*time.Minute)
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	w.pass(t, k, 40*time.Minute)
	events := w.told(bot.NoticeEvent)
	if got := says(events); got != "opened taken noted released resolved returned" {
		t.Errorf("events: %s", got)
	}
	last := -1
	for n, e := range events {
		if e.Dispatch.Revision < last || e.Dispatch.Incident != events[0].Dispatch.Incident || (e.After == "") != (n == 0) || n > 0 && e.After != events[0].ID {
			t.Errorf("%d: %+v", n, e)
		}
		last = e.Dispatch.Revision
	}
	if got, err := k.Get(t.Context(), i.Key()); err != nil || len(got.Happened) != 0 || got.Events != 6 {
		t.Errorf("left to be told: %+v, %v", got.Happened, err)
	}
}

// TestNothingPersonalLeaves: whoever asked, has it or wrote of it stands in nothing
// that is told outside of chat, unless the settings say so.
func TestNothingPersonalLeaves(t *testing.T) {
	for _, share := range []incident.Share{{}, {Owner: true}, {Askers: true}, {Notes: true}, {Owner: true, Askers: true, Notes: true}} {
		w := newWorld()
		k := w.keeper(t, chained, func(c *incident.Config) {
			c.Share, c.Admin = share, nil
			c.Chain = []incident.Step{{To: incident.Mail("ops@corp.com")}}
		})
		w.look = func(bot.Question) (*bot.Answer, error) {
			return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
		}
		var i *incident.Incident
		for n := range 3 {
			a := w.faulty("imap.corp.com", 993, "aa", checks.Expired)
			a.Question.Target.Input, a.Question.Target.Mailbox = "mailbox-of-anna@imap.corp.com", "mailbox-of-anna"
			i = w.ask(t, k, fmt.Sprint("UASK", n), a)
			if _, _, err := k.Wait(t.Context(), incident.Waiter{Person: person("UASK0"), Place: bot.Place{Platform: bot.Slack, Channel: "DASK"}}, a); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := k.Take(t.Context(), i.Key(), person("UOWN")); err != nil {
			t.Fatal(err)
		}
		if _, err := k.Write(t.Context(), i.Key(), incident.Note{By: person("UNOTE"), Text: "call 555-1234"}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.HandOver(t.Context(), i.Key(), "HANDED"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := k.Take(t.Context(), i.Key(), person("UOWN")); err != nil {
			t.Fatal(err)
		}
		w.pass(t, k, 5*time.Minute)
		told := append(w.told(bot.NoticeEvent), w.told(bot.NoticeLetter)...)
		if len(told) < 4 {
			t.Fatalf("%d are told", len(told))
		}
		plain, err := json.Marshal(told)
		if err != nil {
			t.Fatal(err)
		}
		for what, may := range map[string]bool{
			"UASK": false, "name of UASK0": share.Askers, "DASK": false, "UOWN\"": share.Owner, "HANDED": false,
			"UNOTE": share.Owner && share.Notes, "555-1234": share.Notes, "mailbox-of-anna": false,
		} {
			text := string(plain)
			if what == "UASK" {
				text = strings.ReplaceAll(text, "name of UASK", "")
			}
			if strings.Contains(text, what) != may {
				t.Errorf("%+v: %s is told: %v, want %v", share, what, !may, may)
			}
		}
	}
}

// TestWhatIsToldIsSettled: a letter that was kept says what was true then, however
// late somebody else publishes.
func TestWhatIsToldIsSettled(t *testing.T) {
	w := newWorld()
	k := w.keeper(t, chained, func(c *incident.Config) { c.Chain = []incident.Step{{To: incident.Mail("ops@corp.com")}} })
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	w.open(t, k)
	w.pass(t, k, time.Minute)
	first := slices.Clone(w.told(bot.NoticeLetter))
	w.ask(t, k, "U9", w.faulty("imap.corp.com", 993, "aa", checks.Expired))
	w.pass(t, k, 20*time.Minute)
	if again := w.told(bot.NoticeLetter); len(again) != 1 || again[0].Dispatch.Asked != first[0].Dispatch.Asked {
		t.Errorf("%+v", again)
	}
}
