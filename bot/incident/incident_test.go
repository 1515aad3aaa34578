package incident_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/incident"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/say/saytest"
)

// Three different people within an hour make an incident; the same one three
// times, or three in three hours, do not.
func TestThreeAskersWithinAnHour(t *testing.T) {
	for _, test := range []struct {
		name string
		who  string
		gap  time.Duration
		want bool
	}{
		{"three", "a b c", 10 * time.Minute, true},
		{"the same again and again", "a a a a", time.Minute, false},
		{"two of them several times", "a b a b a b", time.Minute, false},
		{"slowly", "a b c", time.Hour, false},
		{"the first an hour ago", "a b c", 30 * time.Minute, false},
		{"slowly, then quickly", "a b c d e", 25 * time.Minute, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld()
			k := w.keeper(t)
			var last *incident.Incident
			for who := range strings.FieldsSeq(test.who) {
				last = w.ask(t, k, who, w.faulty("mail.corp.com", 993, "aa", checks.Expired))
				w.now = w.now.Add(test.gap)
			}
			if last.Known() != test.want {
				t.Errorf("known: %v, want %v", last.Known(), test.want)
			}
		})
	}
}

func TestEscalationAndAlertMakeAnIncident(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	all, err := k.Escalated(t.Context(), person("a"), w.faulty("a.corp.com", 993, "aa", checks.Expired))
	if err != nil || len(all) != 1 || !all[0].Known() || all[0].Why != incident.Escalation {
		t.Errorf("%+v, %v", all, err)
	}
	target := checks.Target{Host: "b.corp.com", Port: 993}
	report := w.faulty("b.corp.com", 993, "bb", checks.Expired).Reports[0]
	c := k.Cause(target, &report)
	for range 2 { // it is said until the alert is posted
		if err := k.Alert(t.Context(), *c, target, report.Summary, bot.Place{Platform: bot.Slack, Channel: "OPS"}, w.now); err != nil {
			t.Fatal(err)
		}
	}
	i := w.ask(t, k, "a", w.faulty("b.corp.com", 993, "bb", checks.Expired))
	if !i.Known() || i.Why != incident.Alert {
		t.Errorf("who asks after the alert is not told that it is known: %+v", i)
	}
}

// What may be the fault of the asker's own side, or of ours, is joined with
// nothing.
func TestOwnFaultsAreNotJoined(t *testing.T) {
	w := newWorld()
	critical := func(code checks.Code, change ...func(*bot.Answer)) *bot.Answer {
		a := w.faulty("mail.corp.com", 993, "aa", code)
		for _, c := range change {
			c(a)
		}
		return a
	}
	ofUser := func(a *bot.Answer) {
		a.Reports[0].Findings[0].Evidence = checks.Evidence{Of: checks.OtherEvidence{"where": checks.AtUser}}
	}
	asked := func(mode checks.Mode) func(*bot.Answer) {
		return func(a *bot.Answer) { a.Question.Target.Mode = mode }
	}
	verdict := func(v checks.Verdict) func(*bot.Answer) {
		return func(a *bot.Answer) { a.Reports[0].Verdict = v }
	}
	for name, a := range map[string]*bot.Answer{
		"an interceptor":             critical(checks.Intercepted),
		"an interceptor, and more":   w.faulty("mail.corp.com", 993, "aa", checks.UntrustedRoot, checks.Intercepted),
		"the clock of a PC":          critical(checks.NotYetValid, ofUser),
		"what the user sees":         critical(checks.Expired, func(a *bot.Answer) { a.Question.Seen = &checks.Seen{} }),
		"the mode of the account":    critical(checks.WrongEncryptionMode),
		"STARTTLS was asked for":     critical(checks.STARTTLSNotOffered, asked(checks.ModeSTARTTLS)),
		"TLS was asked for":          critical(checks.NotTLS, asked(checks.ModeTLS)),
		"our name server":            critical(checks.LookupFailed, verdict(checks.VerdictUnknown)),
		"our policy":                 critical(checks.NotAllowed, verdict(checks.VerdictUnknown)),
		"our way to the OCSP server": critical(checks.RevocationUnavailable),
		"a warning":                  critical(checks.ClientDisagreement, verdict(checks.VerdictWarning)),
		"nothing":                    critical(checks.Expired, verdict(checks.VerdictTrusted)),
		"a guess at the server":      critical(checks.DNSFailure, func(a *bot.Answer) { a.Question.Target.Guessed = true }),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			k := w.keeper(t)
			for _, who := range []string{"a", "b", "c", "d"} {
				if i := w.ask(t, k, who, a); i != nil {
					t.Fatalf("joined to %+v", i.Cause)
				}
			}
			if waited, ended, err := k.Wait(t.Context(), incident.Waiter{Person: person("a")}, a); len(waited)+len(ended) > 0 || err != nil {
				t.Errorf("somebody waits for %+v, %+v, %v", waited, ended, err)
			}
		})
	}
}

// Of many who take it on at the same moment one has it, and the others are told so.
func TestOneOwner(t *testing.T) {
	w := newWorld()
	keepers := []*incident.Keeper{w.keeper(t), w.keeper(t)}
	all, err := keepers[0].Escalated(t.Context(), person("a"), w.faulty("mail.corp.com", 993, "aa", checks.Expired))
	if err != nil {
		t.Fatal(err)
	}
	key := all[0].Key()
	var mu sync.Mutex
	var owners []string
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			who := person(fmt.Sprint("U", n))
			i, mine, err := keepers[n%2].Take(context.WithoutCancel(t.Context()), key, who)
			if err != nil || i.Owner == nil || mine != i.Owner.Is(who) {
				t.Errorf("%v, %v, %+v", mine, err, i)
			}
			if mine {
				mu.Lock()
				owners = append(owners, who.ID)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(owners) != 1 {
		t.Fatalf("owners: %v", owners)
	}
	// Handed over, it is nobody's until somebody takes it.
	i, err := keepers[0].HandOver(t.Context(), key, "Ben")
	if err != nil || i.Owner != nil || i.HandedTo != "Ben" {
		t.Errorf("%+v, %v", i, err)
	}
	i, mine, err := keepers[1].Take(t.Context(), key, person("ben"))
	if err != nil || !mine || i.HandedTo != "" {
		t.Errorf("%+v, %v, %v", i, mine, err)
	}
}

// TestEnd: the end is told after the second good look alone, to each who wanted it
// once, from all zones that saw the fault; what is broken again within a day is
// the same incident, and later another one.
func TestEnd(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	broken := func(q bot.Question) (*bot.Answer, error) {
		a := w.faulty(q.Target.Host, q.Target.Port, "aa", checks.Expired)
		a.Question = q
		return a, nil
	}
	w.look = broken
	a := w.faulty("mail.corp.com", 993, "aa", checks.Expired)
	for _, who := range []string{"a", "b", "c"} {
		w.ask(t, k, who, a)
	}
	dmz := w.faulty("mail.corp.com", 993, "aa", checks.Expired)
	dmz.Question.Zone = "dmz"
	i := w.ask(t, k, "d", dmz)
	key := i.Key()
	for range 2 { // pressed twice
		if waited, _, err := k.Wait(t.Context(), incident.Waiter{Person: person("a"), Place: bot.Place{Platform: bot.Slack, Channel: "C"}}, a); err != nil || len(waited) != 1 {
			t.Fatal(waited, err)
		}
	}
	w.pass(t, k, 30*time.Minute)
	if n := len(w.told(bot.NoticeIncident)); n != 1 {
		t.Errorf("%d messages for the admins", n)
	}
	if w.looks < 5 || w.looks > 60 {
		t.Errorf("looked %d times in half an hour", w.looks)
	}
	// Well from here, broken in the other zone; then nothing can be seen there.
	w.look = func(q bot.Question) (*bot.Answer, error) {
		if q.Zone == "dmz" {
			return broken(q)
		}
		return well(q), nil
	}
	w.pass(t, k, 30*time.Minute)
	w.look = func(q bot.Question) (*bot.Answer, error) {
		if q.Zone == "dmz" {
			return nil, errors.New("nobody answers there")
		}
		return well(q), nil
	}
	w.pass(t, k, 2*time.Hour)
	if i := w.get(key); i.Good != 0 || i.Over() {
		t.Fatalf("it is over, and in one zone it was not seen to be: %+v", i)
	}
	looked := false
	w.look = func(q bot.Question) (*bot.Answer, error) {
		if q.Zone == "dmz" {
			looked = true
		}
		return well(q), nil
	}
	for !looked {
		w.pass(t, k, time.Minute)
	}
	if i := w.get(key); i.Good != 1 || i.Over() || len(w.told(bot.NoticeWorks)) > 0 {
		t.Fatalf("after one good look: %+v", i)
	}
	w.pass(t, k, 2*time.Minute)
	if i := w.get(key); !i.Over() || i.Ended.IsZero() || len(i.Waiting) != 0 {
		t.Fatalf("after two good looks: %+v", i)
	}
	works := w.told(bot.NoticeWorks)
	if len(works) != 1 || works[0].Person != "a" {
		t.Errorf("told that it works: %+v", works)
	}
	// An answer from before the end changes nothing.
	if i := w.ask(t, k, "late", a); i.Relapses != 0 || !i.Over() {
		t.Errorf("an old answer made it broken again: %+v", i)
	}
	w.pass(t, k, 3*time.Hour)
	if i := w.ask(t, k, "e", w.faulty("mail.corp.com", 993, "aa", checks.Expired)); i.Relapses != 1 || !i.Known() || i.Round != 0 || len(i.Askers) < 4 {
		t.Errorf("three hours later: %+v", i)
	}
	w.pass(t, k, time.Minute)
	if n, again := len(w.told(bot.NoticeIncident)), len(w.told(bot.NoticeRelapse)); n != 1 || again != 1 {
		t.Errorf("%d messages, %d of a relapse", n, again)
	}
	w.pass(t, k, 2*time.Hour)
	w.now = w.now.Add(30 * time.Hour)
	if i := w.ask(t, k, "f", w.faulty("mail.corp.com", 993, "aa", checks.Expired)); i.Relapses != 0 || i.Known() || i.Round != 1 || len(i.Askers) != 1 {
		t.Errorf("more than a day later: %+v", i)
	}
}

// The looks after the end find a relapse that nobody has met yet.
func TestRelapseSeenByLooking(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	w.look = func(q bot.Question) (*bot.Answer, error) { return well(q), nil }
	all, err := k.Escalated(t.Context(), person("a"), w.faulty("mail.corp.com", 993, "aa", checks.Expired))
	if err != nil {
		t.Fatal(err)
	}
	key := all[0].Key()
	w.pass(t, k, 10*time.Minute)
	if !w.get(key).Over() {
		t.Fatalf("%+v", w.get(key))
	}
	w.look = func(q bot.Question) (*bot.Answer, error) {
		return w.faulty(q.Target.Host, q.Target.Port, "other", checks.HostnameMismatch), nil
	}
	w.pass(t, k, time.Hour)
	if i := w.get(key); !i.Known() || i.Relapses != 1 {
		t.Errorf("%+v", i)
	}
}

// Nobody has it: that is told after a quarter of an hour, and then seldom.
func TestReminders(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	w.look = func(q bot.Question) (*bot.Answer, error) {
		return w.faulty(q.Target.Host, q.Target.Port, "aa", checks.Expired), nil
	}
	all, err := k.Escalated(t.Context(), person("a"), w.faulty("mail.corp.com", 993, "aa", checks.Expired))
	if err != nil {
		t.Fatal(err)
	}
	key := all[0].Key()
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{14 * time.Minute, 0}, {2 * time.Minute, 1}, {time.Hour, 1}, {time.Hour, 2}} {
		w.pass(t, k, step.after)
		if n := len(w.told(bot.NoticeReminder)); n != step.want {
			t.Errorf("%v later: %d reminders, want %d", step.after, n, step.want)
		}
	}
	if _, _, err := k.Take(t.Context(), key, person("anna")); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, 26*time.Hour)
	if n := len(w.told(bot.NoticeReminder)); n != 2 {
		t.Errorf("%d reminders after somebody took it", n)
	}
	if _, err := k.HandOver(t.Context(), key, "Ben"); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, 20*time.Minute)
	if n := len(w.told(bot.NoticeReminder)); n != 3 {
		t.Errorf("%d reminders after it was handed over and not taken", n)
	}
}

// Whoever waits is forgotten after seven days; what nobody asks of, owns or waits
// for is looked at for two weeks, and is never called well.
func TestNothingLastsForever(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	w.look = func(q bot.Question) (*bot.Answer, error) {
		return w.faulty(q.Target.Host, q.Target.Port, "aa", checks.Expired), nil
	}
	a := w.faulty("mail.corp.com", 993, "aa", checks.Expired)
	all, err := k.Escalated(t.Context(), person("a"), a)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := k.Wait(t.Context(), incident.Waiter{Person: person("a")}, a); err != nil {
		t.Fatal(err)
	}
	key := all[0].Key()
	w.pass(t, k, 6*24*time.Hour)
	if n := len(w.get(key).Waiting); n != 1 {
		t.Fatalf("%d wait after six days", n)
	}
	w.pass(t, k, 2*24*time.Hour)
	if n := len(w.get(key).Waiting); n != 0 {
		t.Errorf("%d wait after eight days", n)
	}
	w.pass(t, k, 10*24*time.Hour)
	i := w.get(key)
	if i.Lapsed.IsZero() || !i.Ended.IsZero() || !w.due[key].IsZero() || i.Forgotten().IsZero() {
		t.Errorf("after eighteen days: %+v", i)
	}
	r := i.Message(true)
	if r.Tone == bot.Good || len(w.told(bot.NoticeWorks)) > 0 {
		t.Errorf("what is broken still is called well: %+v", r)
	}
}

// The watch's own channel has its alert already: there is no second message until
// somebody asks.
func TestAlertsOwnChannel(t *testing.T) {
	w := newWorld()
	w.look = func(q bot.Question) (*bot.Answer, error) {
		return w.faulty(q.Target.Host, q.Target.Port, "aa", checks.Expired), nil
	}
	k := w.keeper(t, func(c *incident.Config) { c.Admin = nil })
	ops := bot.Place{Platform: bot.Slack, Channel: "OPS"}
	a := w.faulty("mail.corp.com", 993, "aa", checks.Expired)
	c := k.Cause(a.Question.Target, &a.Reports[0])
	if err := k.Alert(t.Context(), *c, a.Question.Target, a.Reports[0].Summary, ops, w.now); err != nil {
		t.Fatal(err)
	}
	w.pass(t, k, time.Hour)
	if len(w.order) != 0 {
		t.Errorf("told beside the alert: %+v", w.notices)
	}
	w.ask(t, k, "a", w.faulty("mail.corp.com", 993, "aa", checks.Expired))
	w.pass(t, k, time.Minute)
	if all := w.told(bot.NoticeIncident); len(all) != 1 || all[0].Place != ops {
		t.Errorf("told %+v", all)
	}
}

// Names of those who asked are in the details for admins, and nowhere else.
func TestNamesAreForAdmins(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	var i *incident.Incident
	for _, who := range []string{"a", "b", "c"} {
		i = w.ask(t, k, who, w.faulty("mail.corp.com", 993, "aa", checks.Expired))
	}
	shows := func(r bot.Reply) bool {
		return slices.ContainsFunc(r.Items, func(item bot.Item) bool { return strings.Contains(item.Text.String(), "name of") })
	}
	if !shows(i.Details(true)) || shows(i.Details(false)) || shows(i.Message(true)) {
		t.Errorf("names: %v for admins, %v for others, %v in the message", shows(i.Details(true)), shows(i.Details(false)), shows(i.Message(true)))
	}
}

// A crowd that asks at once is counted, each once, and no more is kept of it than
// is of use.
func TestCrowd(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	a := w.faulty("mail.corp.com", 993, "aa", checks.Expired)
	var wg sync.WaitGroup
	for n := range 600 {
		wg.Go(func() {
			if _, err := k.Asked(context.WithoutCancel(t.Context()), person(fmt.Sprint("U", n)), a); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	i := w.ask(t, k, "U1", a)
	if len(i.Askers) != 500 || !i.Known() {
		t.Errorf("%d askers, known %v", len(i.Askers), i.Known())
	}
	if size := len(w.kept[i.Key()]); size > 100<<10 {
		t.Errorf("it is %d bytes", size)
	}
	version := i.Version
	if i = w.ask(t, k, "U2000", a); i.Version != version {
		t.Error("one more than are counted is written down")
	}
}

// What somebody changes while its notices are made is told next, and not when the
// server is looked at again.
func TestChangedWhileToldOf(t *testing.T) {
	w := newWorld()
	k := w.keeper(t)
	all, err := k.Escalated(t.Context(), person("a"), w.faulty("mail.corp.com", 993, "aa", checks.Expired))
	if err != nil {
		t.Fatal(err)
	}
	key := all[0].Key()
	w.telling = func() {
		w.telling = nil
		if _, err := k.Write(t.Context(), key, incident.Note{By: person("b"), Text: "the hoster knows"}); err != nil {
			t.Error(err)
		}
	}
	if err := k.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	i := w.get(key)
	if i.Due.After(w.now) {
		t.Errorf("the note is told %v later", i.Due.Sub(w.now))
	}
	if err := k.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if shown := w.shown[i.MessageID()]; shown != i.Revision {
		t.Errorf("revision %d is shown, want %d", shown, i.Revision)
	}
}

// TestHostileNames: whatever people are called and write, our words stay the same.
func TestHostileNames(t *testing.T) {
	words := func(text say.Text) string {
		var out []string
		for _, run := range text.Runs() {
			if run.Kind == say.RunWords {
				out = append(out, run.Text)
			}
		}
		return strings.Join(out, "|")
	}
	all := func(name string) []string {
		i := incident.New(bot.Cause{Host: "mail.corp.com", SHA256: "aa"})
		i.Escalate(incident.Person{Platform: bot.Slack, ID: "U1", Name: name}, incident.Seen{At: start, Zones: []string{"dmz"}}, start)
		var out []string
		take := func(r bot.Reply) {
			out = append(out, words(r.Headline), words(r.Footnote))
			for _, item := range r.Items {
				out = append(out, words(item.Text))
			}
		}
		i.HandOver(name, start)
		take(i.Message(true))
		i.Take(incident.Person{Platform: bot.Slack, ID: "U2", Name: name}, start)
		i.Write(incident.Note{By: incident.Person{Name: name}, Text: name}, start)
		take(i.Message(true))
		take(i.Details(true))
		return append(out, words(i.Line()))
	}
	want := all("Anna")
	for _, name := range []string{
		"{name}", "{since}", "Anna. Nobody is on it yet.", "a, b and 3 more", "«x» ; y", "<!channel> @everyone", "\u202egnp", "a\x00b\r\nc", "3 March 2027 at 10:00 UTC",
		strings.Repeat("long ", 100), "\xff\xfe", "100% %s %d",
	} {
		if got := all(name); !slices.Equal(got, want) {
			t.Errorf("%q makes\n%q, want\n%q", name, got, want)
		}
	}
}

// No word of an incident comes from elsewhere than a catalogue.
func TestNothingIsSaidInEnglish(t *testing.T) {
	i := incident.New(bot.Cause{Host: "mail.corp.com", SHA256: "aa"})
	read := func(when string) {
		for _, said := range []any{i.Message(true), i.Message(false), i.Details(true), i.Details(false), i.Line()} {
			for _, stray := range saytest.Once(said) {
				t.Errorf("%s: %s", when, stray)
			}
		}
	}
	i.Escalate(incident.Person{Platform: bot.Slack, ID: "U1", Name: "Anna"}, incident.Seen{At: start, Zones: []string{"dmz"}}, start)
	read("asked for")
	i.HandOver("Berta", start)
	read("handed over")
	i.Take(incident.Person{Platform: bot.Slack, ID: "U2", Name: "Carla"}, start)
	read("taken")
	i.Write(incident.Note{By: incident.Person{Name: "Carla"}, Text: "renewing"}, start)
	read("noted")
}
