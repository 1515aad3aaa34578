package incident_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

// TestWhereItIsTold: in the admins' channel; where an alert has told of it there, or
// there is none, below the alert once somebody asks.
func TestWhereItIsTold(t *testing.T) {
	admin, ops := bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, bot.Place{Platform: bot.Slack, Channel: "OPS"}
	for name, c := range map[string]struct {
		admin, alert *bot.Place
		asked        bool
		want         bot.Place
	}{
		"asked":                    {&admin, nil, true, admin},
		"alert elsewhere":          {&admin, &ops, false, admin},
		"alert elsewhere, asked":   {&admin, &ops, true, admin},
		"alert there":              {&admin, &admin, false, bot.Place{}},
		"alert there, asked":       {&admin, &admin, true, admin},
		"no channel, alert":        {nil, &ops, false, bot.Place{}},
		"no channel, alert, asked": {nil, &ops, true, ops},
		"no channel, asked":        {nil, nil, true, bot.Place{}},
	} {
		w := newWorld()
		k := w.keeper(t, func(cfg *incident.Config) { cfg.Admin = c.admin })
		a := w.faulty("mail.corp.com", 993, "aa", checks.Expired)
		if c.alert != nil {
			if err := k.Alert(t.Context(), *k.Cause(a.Question.Target, &a.Reports[0]), a.Question.Target, a.Reports[0].Summary, *c.alert, w.now); err != nil {
				t.Fatal(err)
			}
		}
		if c.asked {
			if _, err := k.Escalated(t.Context(), person("U1"), a); err != nil {
				t.Fatal(err)
			}
		}
		i, err := k.Get(t.Context(), bot.Cause{Host: "mail.corp.com", SHA256: "aa"}.Key())
		if err != nil || i.Place != c.want {
			t.Errorf("%s: it is told at %+v, %v", name, i.Place, err)
		}
	}
}

func TestKeeperSaysWhatItLacks(t *testing.T) {
	w := newWorld()
	for want, take := range map[string]func(*incident.Config){
		"Store": func(c *incident.Config) { c.Store = nil }, "Outbox": func(c *incident.Config) { c.Outbox = nil },
		"Checker": func(c *incident.Config) { c.Checker = nil }, "Now": func(c *incident.Config) { c.Now = nil },
		"Log": func(c *incident.Config) { c.Log = nil }, "Interval": func(c *incident.Config) { c.Interval = 0 },
	} {
		var less incident.Config
		w.keeper(t, func(c *incident.Config) { less = *c })
		take(&less)
		if _, err := incident.NewKeeper(less); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: %v", want, err)
		}
	}
}

// TestCountedForMetrics: each incident is counted once when it opens, and how long it
// waited when somebody first has it.
func TestCountedForMetrics(t *testing.T) {
	w := newWorld()
	var why []incident.Reason
	var after []time.Duration
	k := w.keeper(t, func(c *incident.Config) {
		c.Opened = func(r incident.Reason) { why = append(why, r) }
		c.Owned = func(d time.Duration) { after = append(after, d) }
	})
	i := w.open(t, k)
	w.ask(t, k, "U9", w.faulty("imap.corp.com", 993, "aa", checks.Expired))
	for _, who := range []string{"UA", "UB"} {
		w.now = w.now.Add(10 * time.Minute)
		if _, _, err := k.Take(t.Context(), i.Key(), person(who)); err != nil {
			t.Fatal(err)
		}
		if _, err := k.HandOver(t.Context(), i.Key(), "Ben"); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(why, []incident.Reason{incident.Asking}) || !slices.Equal(after, []time.Duration{10 * time.Minute}) {
		t.Errorf("opened for %q, owned after %v", why, after)
	}
}

// TestDoubt: what raises the doubt that it is about another certificate by now is
// noted, and has it looked at; the same doubt is not noted again at once.
func TestDoubt(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	first := w.open(t, k)
	meet := func(after time.Duration, sha string) int64 {
		t.Helper()
		w.now = start.Add(after)
		w.ask(t, k, "U"+sha, w.faulty("imap.corp.com", 993, sha, checks.HostnameMismatch))
		return w.get(first.Key()).Version
	}
	before := w.get(first.Key()).Version
	if v := meet(time.Minute, "bb"); v != before+1 || !w.due[first.Key()].Equal(w.now) {
		t.Errorf("the doubt is not noted: version %d after %d, due %v", v, before, w.due[first.Key()])
	}
	if v := meet(3*time.Minute-time.Second, "bb"); v != before+1 {
		t.Error("the same doubt is noted again at once")
	}
	if v := meet(3*time.Minute, "bb"); v != before+2 {
		t.Error("the same doubt is not noted again")
	}
	if v := meet(3*time.Minute, "cc"); v != before+3 || w.get(first.Key()).Next.SHA256 != "cc" {
		t.Error("another doubt is not noted")
	}
	// What was seen where the incident was not met, or before the last look, raises
	// none.
	w.now = start.Add(time.Hour)
	w.ask(t, k, "U5", w.faulty("imap.corp.com", 465, "dd", checks.HostnameMismatch))
	w.ask(t, k, "U5", w.faulty("imap.corp.com", 993, "", checks.Unreachable))
	elsewhere := w.faulty("imap.corp.com", 993, "dd", checks.HostnameMismatch)
	elsewhere.Question.Zone = "dmz"
	w.ask(t, k, "U6", elsewhere)
	if v := w.get(first.Key()).Version; v != before+3 {
		t.Error("a doubt is noted of what was seen elsewhere")
	}
}

// TestGoesOnAFewTimes: a matter that goes on and on with other certificates comes to an
// end of that, and the next is another matter.
func TestGoesOnAFewTimes(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	first := w.open(t, k)
	var shows *bot.Answer
	w.look = func(bot.Question) (*bot.Answer, error) { return shows, nil }
	for n := range 10 {
		shows = w.faulty("imap.corp.com", 993, fmt.Sprint("s", n), checks.HostnameMismatch)
		w.pass(t, k, 3*time.Minute)
		shows.At = w.now
		i := w.ask(t, k, "V", shows)
		if joined := i.Key() == first.Key(); joined != (n < 8) {
			t.Errorf("the %d. renewal is of the first matter: %v", n+1, joined)
		}
	}
	if i := w.get(first.Key()); len(i.Later) != 8 {
		t.Errorf("it went on with %+v", i.Later)
	}
}

// TestWhatIsTakenOver: who met a renewal, or waits for it, before it was known to be of
// an older matter is of that then, once.
func TestWhatIsTakenOver(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	first := w.open(t, k)
	shows := w.faulty("imap.corp.com", 993, "aa", checks.Expired)
	w.look = func(bot.Question) (*bot.Answer, error) { return shows, nil }
	w.pass(t, k, time.Minute)
	w.now = w.now.Add(time.Second)
	shows = w.faulty("imap.corp.com", 993, "bb", checks.HostnameMismatch)
	for _, who := range []string{"U1", "V1"} {
		w.ask(t, k, who, shows)
		if _, _, err := k.Wait(t.Context(), incident.Waiter{Person: person(who)}, shows); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(t, k, time.Minute)
	var asked, waiting []string
	i := w.get(first.Key())
	for _, a := range i.Askers {
		asked = append(asked, a.ID)
	}
	for _, v := range i.Waiting {
		waiting = append(waiting, v.ID)
	}
	if !slices.Equal(asked, []string{"U1", "U2", "U3", "V1"}) || !slices.Equal(waiting, []string{"U1", "V1"}) {
		t.Errorf("%q have asked, %q wait", asked, waiting)
	}
	// The sign post leads nowhere any more: who meets it again begins the second round
	// of it, whose notices are others.
	post := w.get(bot.Cause{Host: "imap.corp.com", SHA256: "bb"}.Key())
	if post.Continues != first.Key() {
		t.Fatalf("%+v", post)
	}
	round := post.Round
	w.now = w.now.Add(40 * 24 * time.Hour)
	i = w.get(first.Key())
	i.Ended = w.now.Add(-30 * 24 * time.Hour)
	if saved, err := w.SaveIncident(t.Context(), i); err != nil || !saved {
		t.Fatal(err)
	}
	if again := w.ask(t, k, "W1", w.faulty("imap.corp.com", 993, "bb", checks.HostnameMismatch)); again.Continues != "" || again.Round != round+1 {
		t.Errorf("%+v, after round %d", again, round)
	}
}

// TestFullOfWaiters: whoever cannot be told is told that at once.
func TestFullOfWaiters(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	i := w.open(t, k)
	a := w.faulty("imap.corp.com", 993, "aa", checks.Expired)
	i = w.get(i.Key())
	for n := range 500 {
		i.Waiting = append(i.Waiting, incident.Waiter{Person: person(fmt.Sprint("W", n)), At: w.now})
	}
	if saved, err := w.SaveIncident(t.Context(), i); err != nil || !saved {
		t.Fatal(err)
	}
	if _, _, err := k.Wait(t.Context(), incident.Waiter{Person: person("X")}, a); err != incident.ErrFull {
		t.Errorf("%v", err)
	}
	if waited, ended, err := k.Wait(t.Context(), incident.Waiter{Person: person("W1")}, a); err != nil || len(waited) != 1 || len(ended) != 0 {
		t.Errorf("%v, %v, %v", waited, ended, err)
	}
}
