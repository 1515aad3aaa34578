package incident_test

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
	"certdesk/checks/say"
)

// lines are what a reader sees of a reply, the buttons last.
func lines(r bot.Reply) []string {
	out := []string{r.Headline.String()}
	for _, f := range r.Findings {
		out = append(out, f.Title.String()+": "+f.Detail.String())
	}
	for _, item := range r.Items {
		out = append(out, item.Text.String())
	}
	if !r.Footnote.Empty() {
		out = append(out, r.Footnote.String())
	}
	var buttons []string
	for _, a := range r.Actions {
		buttons = append(buttons, a.Label.String())
	}
	return append(out, strings.Join(buttons, " | "))
}

// TestMessage: the message of an incident says what is so, and offers what can be done.
func TestMessage(t *testing.T) {
	s := seen(start)
	s.Reports = []*checks.Report{{Summary: say.Literal("The certificate has expired."), Findings: []checks.Finding{{Code: checks.Expired, Severity: checks.Critical}}}}
	s.Target = checks.Target{Host: "imap.corp.com", Port: 993}
	s.Reports[0].Target = checks.ReportTarget{Host: "imap.corp.com", Port: 993}
	fresh := func() *incident.Incident {
		i := expired()
		i.Alert(s, bot.Place{Platform: bot.Slack, Channel: "OPS"}, start)
		return i
	}
	for name, c := range map[string]struct {
		change  func(i *incident.Incident)
		mayPost bool
		want    []string
	}{
		"an alert": {func(*incident.Incident) {}, true, []string{
			"Incident at imap.corp.com, since 23 November 2026 at 08:00 UTC.", "Diagnosis: The certificate has expired.",
			"Nobody is on it yet.", "An alert told of it; nobody has asked.", "I have it | Note | Post a notice | Show details",
		}},
		"taken, with notes": {func(i *incident.Incident) {
			i.Ask(person("U1"), s, start)
			i.Take(person("UA"), start)
			for _, text := range []string{"one", "two", "three", "four"} {
				i.Write(incident.Note{By: person("UA"), Text: text}, start)
			}
			i.Post(person("UA"), []bot.Place{{Platform: bot.Slack, Channel: "HELP"}}, start)
		}, true, []string{
			"Incident at imap.corp.com, since 23 November 2026 at 08:00 UTC.", "Diagnosis: The certificate has expired.",
			"name of UA is on it.", "1 person has asked.", "Note by name of UA: two", "Note by name of UA: three", "Note by name of UA: four",
			"A notice for the users is in the support channel.", "Hand over | Note | Show details",
		}},
		"handed over": {func(i *incident.Incident) {
			i.Ask(person("U1"), s, start)
			i.Ask(person("U2"), s, start)
			i.Wait(incident.Waiter{Person: person("U1")}, start)
			i.Take(person("UA"), start)
			i.HandOver("Ben", start)
			i.Post(person("UA"), nil, start) // there was nowhere to
		}, false, []string{
			"Incident at imap.corp.com, since 23 November 2026 at 08:00 UTC.", "Diagnosis: The certificate has expired.",
			"It was handed over to Ben, who has not taken it yet.", "2 people have asked.", "1 person will be told when it works.", "I have it | Note | Show details",
		}},
		"over": {func(i *incident.Incident) {
			i.Look(incident.Well, start.Add(time.Hour))
			i.Look(incident.Well, start.Add(time.Hour))
		}, true, []string{
			"Resolved: imap.corp.com works again since 23 November 2026 at 09:00 UTC.", "Before: The certificate has expired.", "An alert told of it; nobody has asked.", "Show details",
		}},
		"it came back": {func(i *incident.Incident) {
			i.Look(incident.Well, start)
			i.Look(incident.Well, start)
			i.Look(incident.Ill, start)
			i.Zones = []string{"", "dmz"}
			i.Missed = []bot.Place{incident.Mail("ops@corp.com"), {Platform: bot.Webhook, Channel: "webhook"}}
		}, true, []string{
			"Incident at imap.corp.com, since 23 November 2026 at 08:00 UTC.", "Diagnosis: The certificate has expired.",
			"Nobody is on it yet.", "It came back 1 time.", "An alert told of it; nobody has asked.", "Seen from here, and from the zone dmz.",
			"Mail to ops@corp.com was not delivered. The certdesk log says why.", "An event was not delivered to the webhook. The certdesk log says why.", "I have it | Note | Post a notice | Show details",
		}},
		"seen from zones": {func(i *incident.Incident) { i.Zones, i.Summary = []string{"dmz", "lab"}, nil }, false, []string{
			"Incident at imap.corp.com, since 23 November 2026 at 08:00 UTC.", "Nobody is on it yet.", "An alert told of it; nobody has asked.",
			"Seen from the zones dmz and lab.", "I have it | Note | Show details",
		}},
	} {
		i := fresh()
		c.change(i)
		if got := lines(i.Message(c.mayPost)); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	i := expired()
	for len(i.Askers) < 500 {
		i.Askers = append(i.Askers, incident.Asker{Person: person("U"), At: start})
	}
	if got := lines(i.Message(false)); !slices.Contains(got, "More than 499 people have asked.") {
		t.Errorf("of a crowd it says %q", got)
	}
	// Details have all notes, and who asked, the latest first.
	i = fresh()
	i.Ask(person("U1"), s, start)
	i.Ask(person("U2"), s, start)
	for _, text := range []string{"one", "two", "three", "four"} {
		i.Write(incident.Note{By: person("UA"), Text: text}, start)
	}
	want := []string{
		"Incident at imap.corp.com, since 23 November 2026 at 08:00 UTC.", "Diagnosis: The certificate has expired.", "Nobody is on it yet.", "2 people have asked.",
		"Servers: imap.corp.com:993.", "Findings: expired.", "Asked by: name of U2 and name of U1.",
		"Note by name of UA: one", "Note by name of UA: two", "Note by name of UA: three", "Note by name of UA: four", "",
	}
	if got := lines(i.Details(true)); !slices.Equal(got, want) {
		t.Errorf("details:\n%s", strings.Join(got, "\n"))
	}
	i.Look(incident.Ill, start.Add(time.Hour))
	if got := i.Details(false).Footnote.String(); got != "certdesk last looked at it on 23 November 2026 at 09:00 UTC." {
		t.Errorf("%q", got)
	}
	// Without a name, a target or a finding there is no line that has none.
	if got := lines(expired().Details(true)); len(got) != 2 {
		t.Errorf("of nothing it says %q", got)
	}
}

// TestWordsOfNotices: what a notice says follows from the incident as it is then, and
// one that is out of date says nothing. Who waits is told in his language.
func TestWordsOfNotices(t *testing.T) {
	w := newWorld()
	k := w.keeper(t, func(c *incident.Config) {
		c.Translate = func(language string, r bot.Reply) bot.Reply {
			r.Footnote = say.Literal("in " + language)
			return r
		}
	})
	w.look = func(q bot.Question) (*bot.Answer, error) {
		return w.faulty(q.Target.Host, q.Target.Port, "aa", checks.Expired), nil
	}
	i := w.open(t, k)
	if _, first, err := k.Announce(t.Context(), i.Key(), person("UA")); err != nil || !first {
		t.Fatal(first, err)
	}
	if _, first, err := k.Announce(t.Context(), i.Key(), person("UB")); err != nil || first {
		t.Fatal(first, err)
	}
	shows := w.faulty("imap.corp.com", 993, "aa", checks.Expired)
	for _, waiter := range []incident.Waiter{{Person: person("U1"), Language: "de"}} {
		if _, _, err := k.Wait(t.Context(), waiter, shows); err != nil {
			t.Fatal(err)
		}
	}
	says := func(kind bot.NoticeKind) string {
		t.Helper()
		var out []string
		for _, n := range w.told(kind) {
			r, _, err := k.Words(t.Context(), &n)
			if err != nil {
				t.Fatal(err)
			}
			if r == nil {
				out = append(out, "nothing")
				continue
			}
			out = append(out, strings.Join(lines(*r), " / "))
		}
		return strings.Join(out, "\n")
	}
	check := func(when string, kind bot.NoticeKind, want string) {
		t.Helper()
		if got := says(kind); got != want {
			t.Errorf("%s, %s says\n%s\nwant\n%s", when, kind, got, want)
		}
	}
	w.pass(t, k, 16*time.Minute)
	check("at first", bot.NoticeReminder, "Nobody is on the incident at imap.corp.com yet. / 3 people have asked. / 1 person will be told when it works. / I have it | Show details")
	check("at first", bot.NoticeForUsers, "imap.corp.com has a problem that has been known since 23 November 2026 at 08:00 UTC. / ")
	w.pass(t, k, 2*time.Hour)
	check("later", bot.NoticeReminder, "nothing\nNobody is on the incident at imap.corp.com yet. / 3 people have asked. / 1 person will be told when it works. / I have it | Show details")
	if _, _, err := k.Take(t.Context(), i.Key(), person("UA")); err != nil {
		t.Fatal(err)
	}
	check("taken", bot.NoticeReminder, "nothing\nnothing")
	check("taken", bot.NoticeForUsers, "imap.corp.com has a problem that has been known since 23 November 2026 at 08:00 UTC, and name of UA is on it. / ")
	w.look = func(q bot.Question) (*bot.Answer, error) { return well(q), nil }
	w.pass(t, k, 10*time.Minute)
	ended := w.get(i.Key()).Ended.Format("15:04")
	check("over", bot.NoticeForUsers, "The problem with imap.corp.com is over: it works again since 23 November 2026 at "+ended+" UTC. / ")
	check("over", bot.NoticeWorks, "imap.corp.com works again since 23 November 2026 at "+ended+" UTC. You wanted to know. / in de / ")
	w.look = func(q bot.Question) (*bot.Answer, error) {
		return w.faulty(q.Target.Host, q.Target.Port, "aa", checks.Expired), nil
	}
	w.pass(t, k, 31*time.Minute)
	back := w.get(i.Key()).Back.Format("15:04")
	check("back", bot.NoticeRelapse, "imap.corp.com does not work again, since 23 November 2026 at "+back+" UTC. / name of UA is on it. / It came back 1 time. / Show details")
	if _, err := k.HandOver(t.Context(), i.Key(), "Ben"); err != nil {
		t.Fatal(err)
	}
	check("handed over", bot.NoticeRelapse, "imap.corp.com does not work again, since 23 November 2026 at "+back+" UTC. / It was handed over to Ben, who has not taken it yet. / It came back 1 time. / I have it | Show details")
	w.look = func(q bot.Question) (*bot.Answer, error) { return well(q), nil }
	w.pass(t, k, 10*time.Minute)
	check("over again", bot.NoticeRelapse, "nothing")
	for _, n := range []bot.Notice{{Kind: bot.NoticeIncident, Incident: "forgotten"}, {Kind: bot.NoticeEnding, Incident: i.Key()}} {
		if r, _, err := k.Words(t.Context(), &n); r != nil || err != nil {
			t.Errorf("%s says %+v, %v", n.Kind, r, err)
		}
	}
}

// TestAlertAlone: an alert has its own channel and buttons, so that nobody is called for
// it before somebody asks, but where it is told among the admins.
func TestAlertAlone(t *testing.T) {
	for _, c := range []struct {
		admin *bot.Place
		want  int
	}{{nil, 0}, {&bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, 1}} {
		w := newWorld()
		k := w.keeper(t, chained, func(cfg *incident.Config) { cfg.Admin = c.admin })
		a := w.faulty("imap.corp.com", 993, "aa", checks.Expired)
		w.look = func(bot.Question) (*bot.Answer, error) { return a, nil }
		if err := k.Alert(t.Context(), bot.Cause{Host: "imap.corp.com", SHA256: "aa"}, a.Question.Target, nil, bot.Place{Platform: bot.Slack, Channel: "OPS"}, w.now); err != nil {
			t.Fatal(err)
		}
		w.pass(t, k, 40*time.Minute)
		if n := len(w.told(bot.NoticeLetter)); n != c.want {
			t.Errorf("with admins %v there are %d letters", c.admin != nil, n)
		}
	}
	// What people have asked about before its alert is known to have one then.
	w := newWorld()
	k := w.keeper(t, chained)
	i := w.open(t, k)
	ops := bot.Place{Platform: bot.Slack, Channel: "OPS"}
	for _, in := range []bot.Place{ops, {Platform: bot.Slack, Channel: "OTHER"}} {
		if err := k.Alert(t.Context(), i.Cause, checks.Target{Host: "imap.corp.com", Port: 993}, nil, in, w.now); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.get(i.Key()); got.Alerted != ops {
		t.Errorf("its alert is at %+v", got.Alerted)
	}
}

// TestProgramsAreToldWhoHasIt: whether anybody has it leaves the chat, who it is does not.
func TestProgramsAreToldWhoHasIt(t *testing.T) {
	w := newWorld()
	k := w.keeper(t, chained)
	i := w.open(t, k)
	w.look = func(bot.Question) (*bot.Answer, error) {
		return w.faulty("imap.corp.com", 993, "aa", checks.Expired), nil
	}
	w.pass(t, k, time.Second)
	if _, _, err := k.Take(t.Context(), i.Key(), person("UA")); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, time.Second)
	events := w.told(bot.NoticeEvent)
	if says(events) != "opened taken" || events[0].Dispatch.Owned || !events[1].Dispatch.Owned || events[1].Dispatch.Owner != "" {
		t.Errorf("%+v", events)
	}
}

// TestAllThatIsDueIsDone in one go, however much it is; what fails is told, and tried
// again soon.
func TestAllThatIsDueIsDone(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	for n := range 33 { // more than are claimed at a time
		a := w.faulty("host"+string(rune('A'+n))+".corp.com", 993, "aa", checks.Expired)
		if _, err := k.Escalated(t.Context(), person("U1"), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.told(bot.NoticeIncident)); n != 33 {
		t.Errorf("%d of 33 are told", n)
	}
	broken := errors.New("the outbox is full")
	w = newWorld()
	k = w.keeper(t, func(c *incident.Config) { c.Outbox = full{w, broken} })
	all, err := k.Escalated(t.Context(), person("U1"), w.faulty("imap.corp.com", 993, "aa", checks.Expired))
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Work(t.Context()); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	if due := w.due[all[0].Key()]; !due.Equal(start.Add(30 * time.Second)) {
		t.Errorf("it is tried again %s later", due.Sub(start))
	}
}

// full is an outbox that takes nothing.
type full struct {
	incident.Outbox
	err error
}

func (f full) Tell(context.Context, *bot.Notice) error { return f.err }
