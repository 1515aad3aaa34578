package incident_test

import (
	"fmt"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
)

const day = 24 * time.Hour

func expired() *incident.Incident {
	return incident.New(bot.Cause{Host: "imap.corp.com", SHA256: "aa"})
}

// seen is a faulty answer of a moment.
func seen(at time.Time) incident.Seen { return incident.Seen{At: at, Zones: []string{""}} }

// opened is an incident that was escalated at start.
func opened() *incident.Incident {
	i := expired()
	i.Escalate(person("U1"), seen(start), start)
	return i
}

// TestSinceWhenItIsKnown: a fault began when somebody met it, unless all who did met it
// long ago, and it may have been well since.
func TestSinceWhenItIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		before func(i *incident.Incident)
		after  time.Duration
		began  time.Duration
	}{
		"soon":          {func(i *incident.Incident) { i.Ask(person("U1"), seen(start), start) }, 59 * time.Minute, 0},
		"an hour later": {func(i *incident.Incident) { i.Ask(person("U1"), seen(start), start) }, time.Hour, time.Hour},
		"somebody waits": {func(i *incident.Incident) {
			i.Ask(person("U1"), seen(start), start)
			i.Wait(incident.Waiter{Person: person("U1")}, start)
		}, 5 * time.Hour, 0},
		"it is an incident": {func(i *incident.Incident) { i.Escalate(person("U1"), seen(start), start) }, 5 * time.Hour, 0},
	} {
		i := expired()
		c.before(i)
		now := start.Add(c.after)
		i.Ask(person("U2"), seen(now), now)
		if got := i.Began.Sub(start); got != c.began {
			t.Errorf("%s: it began %s after the first who met it, want %s", name, got, c.began)
		}
	}
}

// TestAskedAgain: who asks again at once is not written down again; later he is, and so
// is one who saw it from elsewhere.
func TestAskedAgain(t *testing.T) {
	i := expired()
	for _, c := range []struct {
		after time.Duration
		zone  string
		want  bool
	}{{0, "", true}, {9 * time.Minute, "", false}, {9 * time.Minute, "dmz", true}, {18 * time.Minute, "dmz", false}, {19 * time.Minute, "", true}} {
		now := start.Add(c.after)
		s := seen(now)
		s.Zones = []string{c.zone}
		if got := i.Ask(person("U1"), s, now); got != c.want || len(i.Askers) != 1 {
			t.Errorf("after %s from %q it is written down: %v, of %d askers", c.after, c.zone, got, len(i.Askers))
		}
	}
	// Somebody without an id is not counted.
	if i := expired(); !i.Ask(incident.Person{Name: "Anna"}, seen(start), start) || len(i.Askers) != 0 || i.Began.IsZero() {
		t.Errorf("%+v", i)
	}
}

// TestAnswerThatShowsIt: the latest answer shows it; an alert has none, and leaves the
// one that is there.
func TestAnswerThatShowsIt(t *testing.T) {
	i := expired()
	for _, c := range []struct{ answer, want string }{{"", ""}, {"a1", "a1"}, {"", "a1"}, {"a2", "a2"}} {
		s := seen(start)
		s.Answer = c.answer
		i.Alert(s, bot.Place{Platform: bot.Slack, Channel: "OPS"}, start)
		if i.Answer != c.want {
			t.Errorf("after %q, %q shows it", c.answer, i.Answer)
		}
	}
}

// TestWhoWaits: somebody waits for a week, once, and so many that all can be told.
func TestWhoWaits(t *testing.T) {
	i := expired()
	wait := func(who string, after time.Duration) bool {
		return i.Wait(incident.Waiter{Person: person(who)}, start.Add(after))
	}
	wait("U1", 0)
	wait("U1", day)
	if len(i.Waiting) != 1 || !i.Waiting[0].At.Equal(start.Add(day)) {
		t.Errorf("%+v", i.Waiting)
	}
	wait("U2", 8*day)
	if len(i.Waiting) != 2 {
		t.Errorf("after a week %d wait", len(i.Waiting))
	}
	wait("U3", 8*day+time.Second)
	if len(i.Waiting) != 2 || i.Waiting[0].ID != "U2" {
		t.Errorf("after more than a week %+v wait", i.Waiting)
	}
	i = opened()
	i.Wait(incident.Waiter{Person: person("U1")}, start)
	i.Look(incident.Ill, start.Add(7*day))
	if len(i.Waiting) != 1 {
		t.Error("who waits is forgotten within a week")
	}
	i.Look(incident.Ill, start.Add(7*day+time.Second))
	if len(i.Waiting) != 0 {
		t.Error("who waits is not forgotten after a week")
	}
	for n := range 500 {
		if !wait(fmt.Sprint("W", n), 9*day) {
			t.Fatalf("the %d. may not wait", n+1)
		}
	}
	if wait("X", 9*day) || !wait("W1", 9*day) || len(i.Waiting) != 500 {
		t.Errorf("%d wait", len(i.Waiting))
	}
}

// TestRelapse: what is broken again within a day of its end is the same incident, and
// what was not looked after is never one that came back.
func TestRelapse(t *testing.T) {
	ended := func() *incident.Incident {
		i := opened()
		i.Look(incident.Well, start)
		i.Look(incident.Well, start)
		return i
	}
	lapsed := func() *incident.Incident {
		i := opened()
		i.Lapsed = start
		return i
	}
	for _, c := range []struct {
		name     string
		of       func() *incident.Incident
		after    time.Duration
		relapses int
		known    bool
	}{
		{"ended, at once", ended, time.Hour, 1, true}, {"ended, a day later", ended, day, 1, true}, {"ended, later", ended, day + time.Second, 0, false},
		{"lapsed, at once", lapsed, time.Hour, 0, true}, {"lapsed, later", lapsed, day + time.Second, 0, false},
	} {
		i := c.of()
		i.Look(incident.Ill, start.Add(c.after))
		if i.Relapses != c.relapses || i.Known() != c.known {
			t.Errorf("%s: %d relapses, known %v", c.name, i.Relapses, i.Known())
		}
	}
	// Who meets it later than that meets another incident, with other notices.
	old := ended()
	now := start.Add(day + time.Second)
	id, again := old.MessageID(), ended()
	if again.Ask(person("U9"), seen(now), now); again.Round != 1 || again.Relapses != 0 || again.MessageID() == id || len(again.Askers) != 1 {
		t.Errorf("%+v", again)
	}
	if old.Ask(person("U9"), seen(start.Add(day)), start.Add(day)); old.Round != 0 || old.Relapses != 1 || old.MessageID() != id {
		t.Errorf("%+v", old)
	}
	// A look that is older than what is known says nothing.
	stale := ended()
	if stale.Ask(person("U9"), seen(start), start.Add(time.Hour)) || !stale.Over() {
		t.Errorf("%+v", stale)
	}
}

// TestLapses: what nobody has, asks of or waits for is given up two weeks after anybody
// last had to do with it.
func TestLapses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(i *incident.Incident)
		after  time.Duration
		want   bool
	}{
		"after two weeks":          {func(*incident.Incident) {}, 14 * day, false},
		"a moment later":           {func(*incident.Incident) {}, 14*day + time.Second, true},
		"somebody asked since":     {func(i *incident.Incident) { i.Ask(person("U2"), seen(start.Add(day)), start.Add(day)) }, 15 * day, false},
		"he asked long ago":        {func(i *incident.Incident) { i.Ask(person("U2"), seen(start.Add(day)), start.Add(day)) }, 15*day + time.Second, true},
		"somebody has it":          {func(i *incident.Incident) { i.Take(person("UA"), start) }, 50 * day, false},
		"somebody waits":           {func(i *incident.Incident) { i.Wait(incident.Waiter{Person: person("U1")}, start.Add(10*day)) }, 14*day + time.Second, false},
		"it was never an incident": {func(i *incident.Incident) { *i = *expired(); i.Ask(person("U1"), seen(start), start) }, 50 * day, false},
	} {
		i := opened()
		c.change(i)
		i.Look(incident.Ill, start.Add(c.after))
		if got := !i.Lapsed.IsZero(); got != c.want {
			t.Errorf("%s: given up is %v", name, got)
		}
	}
}

// TestKeptOfIt: of notes and events the latest are kept; whoever was not reached is
// noted once, and only of an incident; a notice for users is put up once.
func TestKeptOfIt(t *testing.T) {
	i := opened()
	for n := range 70 {
		i.Write(incident.Note{By: person("UA"), Text: fmt.Sprint("note ", n)}, start)
	}
	if len(i.Notes) != 20 || i.Notes[0].Text != "note 50" || i.Notes[19].Text != "note 69" {
		t.Errorf("%d notes from %q on", len(i.Notes), i.Notes[0].Text)
	}
	if len(i.Happened) != 64 || i.Events != 71 || i.Happened[0].N != 8 || i.Happened[63].N != 71 {
		t.Errorf("%d of %d events, from %d on", len(i.Happened), i.Events, i.Happened[0].N)
	}
	mail := incident.Mail("ops@corp.com")
	before := i.Revision
	if !i.Miss(mail, start) || i.Miss(mail, start) || len(i.Missed) != 1 || i.Revision != before+1 || expired().Miss(mail, start) {
		t.Errorf("%+v were missed", i.Missed)
	}
	var places []bot.Place
	for n := range 12 {
		places = append(places, bot.Place{Platform: bot.Slack, Channel: fmt.Sprint("C", n), Thread: "1.2"})
	}
	if !i.Post(person("UA"), places, start) || i.Post(person("UB"), places, start) || len(i.Posts) != 10 || i.Posts[0].Thread != "" || i.PostedBy.ID != "UA" {
		t.Errorf("a notice of %+v is at %+v", i.PostedBy, i.Posts)
	}
}

// TestForgotten: an incident is kept while it lasts and for a month; a question or two
// for a day after the last who has to do with it.
func TestForgotten(t *testing.T) {
	for name, c := range map[string]struct {
		change func(i *incident.Incident)
		want   time.Duration // since start; 0 is never
	}{
		"a question": {func(i *incident.Incident) { i.Ask(person("U1"), seen(start), start) }, day},
		"two questions": {func(i *incident.Incident) {
			i.Ask(person("U1"), seen(start), start)
			i.Ask(person("U2"), seen(start.Add(time.Minute)), start.Add(time.Minute))
		}, day + time.Minute},
		"somebody waits": {func(i *incident.Incident) {
			i.Ask(person("U1"), seen(start), start)
			i.Wait(incident.Waiter{Person: person("U1")}, start)
		}, 8 * day},
		"an incident":         {func(i *incident.Incident) { i.Escalate(person("U1"), seen(start), start) }, 0},
		"it is over":          {func(i *incident.Incident) { *i = *opened(); i.Ended = start.Add(day) }, 31 * day},
		"it was given up":     {func(i *incident.Incident) { *i = *opened(); i.Lapsed = start.Add(2 * day) }, 32 * day},
		"another one went on": {func(i *incident.Incident) { i.Continues, i.Began = "key", start }, 60 * day},
	} {
		i := expired()
		c.change(i)
		if got := i.Forgotten(); got.IsZero() != (c.want == 0) || c.want != 0 && !got.Equal(start.Add(c.want)) {
			t.Errorf("%s: it is forgotten at %v, want after %v", name, got, c.want)
		}
	}
}

// TestCausesOfAnAnswer: an answer of several ports is about one cause where they show
// the same certificate, and of each other where not, the worst first.
func TestCausesOfAnAnswer(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	a := w.faulty("mail.corp.com", 25, "", checks.NotTLS)
	a.Reports[0].Verdict = checks.VerdictNoTLS
	a.Question.Target.Port = 0
	for _, port := range []int{143, 993, 587} {
		sha := "aa"
		if port == 587 {
			sha = "bb"
		}
		a.Reports = append(a.Reports, w.faulty("mail.corp.com", port, sha, checks.Expired).Reports...)
	}
	a.Reports[3].Verdict = checks.VerdictTrusted // with it nothing is wrong
	all, err := k.Asked(t.Context(), person("U1"), a)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	worst := a.Reports[a.Worst()].Verdict == checks.VerdictNoTLS
	first, second := all[0], all[1]
	if !worst {
		first, second = second, first
	}
	if first.Cause != (bot.Cause{Host: "mail.corp.com", Port: 25, Code: checks.NotTLS}) || second.Cause != (bot.Cause{Host: "mail.corp.com", SHA256: "aa"}) {
		t.Errorf("they are about %+v and %+v", all[0].Cause, all[1].Cause)
	}
	if len(first.Targets) != 1 || len(second.Targets) != 2 {
		t.Errorf("they were met at %+v and %+v", first.Targets, second.Targets)
	}
	// More than a few causes are not joined at once.
	many := w.faulty("many.corp.com", 1, "", checks.Unreachable)
	for port := range 9 {
		many.Reports = append(many.Reports, w.faulty("many.corp.com", port+2, "", checks.Unreachable).Reports...)
	}
	if all, err := k.Asked(t.Context(), person("U1"), many); err != nil || len(all) != 6 {
		t.Errorf("%d causes, %v", len(all), err)
	}
}

// TestCertificateOfAFinding: where a finding names the one certificate that it is about,
// that is the cause, and without any it is the port.
func TestCertificateOfAFinding(t *testing.T) {
	w := newWorld()
	for name, c := range map[string]struct {
		sha   string
		leafs []string
		want  bot.Cause
	}{
		"of the report":  {"aa", nil, bot.Cause{Host: "mail.corp.com", SHA256: "aa"}},
		"of the finding": {"aa", []string{"bb"}, bot.Cause{Host: "mail.corp.com", SHA256: "bb"}},
		"of several":     {"aa", []string{"bb", "cc"}, bot.Cause{Host: "mail.corp.com", SHA256: "aa"}},
		"none":           {"", nil, bot.Cause{Host: "mail.corp.com", Port: 993, Code: checks.Expired}},
	} {
		a := w.faulty("mail.corp.com", 993, c.sha, checks.Expired)
		a.Reports[0].Findings[0].Evidence.LeafSHA256 = c.leafs
		if got, ok := incident.CauseOf(&a.Question, &a.Reports[0]); !ok || got != c.want {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	// What is found about more than one certificate comes before what is found about
	// one of them.
	a := w.faulty("mail.corp.com", 993, "aa", checks.Expired, checks.InconsistentServers, checks.CertificateVaries)
	if got, ok := incident.CauseOf(&a.Question, &a.Reports[0]); !ok || got != (bot.Cause{Host: "mail.corp.com", Port: 993, Code: checks.InconsistentServers}) {
		t.Errorf("%+v, %v", got, ok)
	}
}
