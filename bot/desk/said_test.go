package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/ratelimit"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/store"
)

// TestWaitInWords: how long to wait is told in one unit, and never as no time.
func TestWaitInWords(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		time.Millisecond: "1 second", 1500 * time.Millisecond: "2 seconds", 59 * time.Second: "59 seconds",
		time.Minute: "1 minute", time.Minute + time.Second: "2 minutes", 59*time.Minute + 59*time.Second: "60 minutes", time.Hour: "1 hour", time.Hour + time.Minute: "2 hours", 23 * time.Hour: "23 hours",
		24 * time.Hour: "1 day", 49 * time.Hour: "3 days",
	} {
		b := newBench(t, func(c *desk.Config) { c.Limits.User = ratelimit.Rate{Burst: 1, Every: wait} })
		b.say(t, "certdesk", "help")
		if got := b.say(t, "certdesk", "help").Headline.String(); got != "You have sent many requests in a short time. Please try again in "+want+"." {
			t.Errorf("%s: %q, want %s", wait, got, want)
		}
	}
}

// TestButtonsOfAnAnswer: each is there where it leads somewhere, and in the menu (here
// in brackets) where few need it.
func TestButtonsOfAnAnswer(t *testing.T) {
	labels := func(r bot.Reply) string {
		var out []string
		for _, a := range r.Actions {
			label := a.Label.String()
			if a.More {
				label = "(" + label + ")"
			}
			out = append(out, label)
		}
		return strings.Join(out, " | ")
	}
	for name, c := range map[string]struct {
		change func(r *checks.Report)
		want   string
	}{
		"a fault": {func(*checks.Report) {},
			"Guide me | Mine looks different | (Check again) | (Show details) | (Show all steps) | (Show chain) | (Watch this server) | (Share in channel) | (Ask an admin)"},
		"of the server": {func(r *checks.Report) { r.Act, r.Admin = checks.ActServer, &checks.Administration{} },
			"Guide me | (Mine looks different) | For the administrator | (Check again) | (Show details) | (Show all steps) | (Show chain) | (Watch this server) | (Share in channel) | (Ask an admin)"},
		"of the PC": {func(r *checks.Report) { r.Act, r.Admin = checks.ActUser, &checks.Administration{} },
			"Guide me | Mine looks different | (For the administrator) | (Check again) | (Show details) | (Show all steps) | (Show chain) | (Watch this server) | (Share in channel) | (Ask an admin)"},
		"well": {func(r *checks.Report) { r.Verdict, r.Findings, r.Act = checks.VerdictTrusted, nil, checks.ActNobody },
			"Still an error? | (Mine looks different) | (Check again) | (Show details) | (Show all steps) | (Show chain) | (Watch this server) | (Share in channel)"},
		"no steps": {func(r *checks.Report) { r.Steps = nil },
			"Mine looks different | (Check again) | (Show details) | (Show chain) | (Watch this server) | (Share in channel) | (Ask an admin)"},
		"no certificate": {func(r *checks.Report) { r.Certificate, r.Chain = nil, nil },
			"Guide me | (Check again) | (Show details) | (Show all steps) | (Watch this server) | (Share in channel) | (Ask an admin)"},
	} {
		b := newBench(t)
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
			a := expired(q)
			c.change(&a.Reports[0])
			return a, nil
		}
		if got := labels(b.say(t, "certcheck", server)); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

// TestFixOfAServer: a server in a text that is no known message is checked; without one
// it is asked for.
func TestFixOfAServer(t *testing.T) {
	b := newBench(t)
	if r := b.say(t, "certfix", "it does not work with imap.corp.com:993"); r.Headline.String() != "The certificate of imap.corp.com has expired." {
		t.Errorf("%q", r.Headline.String())
	}
	if r := b.say(t, "certfix", "the printer is broken"); b.checker.calls.Load() != 1 || r.Audience != bot.Asker || len(r.Facts) > 0 {
		t.Errorf("%+v", r)
	}
}

// TestAgeOfTheLikeliest: what is told of the age of an answer is that of the one that
// is told in full.
func TestAgeOfTheLikeliest(t *testing.T) {
	for name, c := range map[string]struct {
		faulty string
		old    bool
	}{"the one that is kept": {"imap.corp.com", true}, "the new one": {"smtp.corp.com", false}} {
		b := newBench(t)
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
			a := expired(q)
			a.Question, a.At = q, b.clock
			if q.Target.Host != c.faulty {
				a.Reports[0].Verdict, a.Reports[0].Findings = checks.VerdictTrusted, nil
			}
			return a, nil
		}
		b.say(t, "certcheck", "imap.corp.com:993")
		b.clock = b.clock.Add(20 * time.Second)
		r := b.send(t, &bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993 smtp.corp.com:465"})
		if !strings.Contains(r.Headline.String(), c.faulty) || strings.Contains(r.Footnote.String(), " ago.") != c.old {
			t.Errorf("%s: %q, %q", name, r.Headline.String(), r.Footnote.String())
		}
	}
}

// TestAgeAfterAnotherProgram: an answer that is told anew for another program is as old
// as it is.
func TestAgeAfterAnotherProgram(t *testing.T) {
	for age, old := range map[time.Duration]bool{time.Second: false, time.Minute: false, 61 * time.Second: true} {
		b := withPrograms(t)
		r := b.say(t, "certcheck", server)
		b.clock = b.clock.Add(age)
		r = b.send(t, &bot.Request{Kind: bot.ButtonAction, Action: bot.Action{Name: "use-thunderbird", Value: valueOf(t, r)}})
		if told(&r) != "thunderbird" || strings.Contains(r.Footnote.String(), " ago.") != old {
			t.Errorf("after %s: for %q, %q", age, told(&r), r.Footnote.String())
		}
	}
}

// valueOf is what the buttons of an answer carry.
func valueOf(t *testing.T, r bot.Reply) string {
	t.Helper()
	for _, a := range r.Actions {
		if a.Name == "details" {
			return a.Value
		}
	}
	t.Fatalf("there are no details: %+v", r.Actions)
	return ""
}

// TestAskedAnAdminOnce: once a walk has ended with the administrators, its old buttons
// send them nothing more.
func TestAskedAnAdminOnce(t *testing.T) {
	p := &poster{}
	b := newBench(t, func(c *desk.Config) { c.Poster, c.AdminChannel = p, &bot.Place{Platform: bot.Slack, Channel: "ADMIN"} })
	walk := b.press(t, b.say(t, "certcheck", server), "Guide me")
	if r := b.press(t, walk, "Ask an admin"); len(p.posted) != 1 || !strings.Contains(r.Headline.String(), "now have your full report") {
		t.Errorf("%d reports, %q", len(p.posted), r.Headline.String())
	}
	if r := b.press(t, walk, "It works now"); len(p.posted) != 1 || !strings.HasPrefix(r.Headline.String(), "Now it is an administrator's turn.") {
		t.Errorf("%d reports, %q", len(p.posted), r.Headline.String())
	}
}

// TestEscalatedWithoutAnIncident: what may be the asker's own fault is no incident, and
// is reported all the same.
func TestEscalatedWithoutAnIncident(t *testing.T) {
	post := &poster{}
	o := newOffice(t, func(c *desk.Config) {
		c.AdminChannel, c.Poster = &bot.Place{Platform: bot.Slack, Channel: "ADMIN"}, post
	})
	o.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a, err := o.look(q)
		a.Reports[0].Findings = []checks.Finding{{Code: checks.Intercepted, Severity: checks.Critical}}
		return a, err
	}
	r := o.push(t, "U1", "C", "", o.ask(t, "U1"), "escalate")
	if len(post.posted) != 1 || r.Tone != bot.Good {
		t.Errorf("%d reports, %q", len(post.posted), r.Headline.String())
	}
}

// TestErrorsInSentences: what a check says for the asker is said as it is, and what it
// says for a log is not.
func TestErrorsInSentences(t *testing.T) {
	for want, err := range map[string]error{
		"Nobody looks from there.": fmt.Errorf("asking: %w", &desk.Sentence{Text: say.Literal("Nobody looks from there.")}),
		"Something went wrong in certdesk, not on the server. Please try again. If it happens again, tell your certdesk administrator.": errors.New("tls: internal wording"),
	} {
		b := newBench(t)
		b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, err }
		if r := b.say(t, "certcheck", server); r.Headline.String() != want || r.Audience != bot.Asker {
			t.Errorf("%v is told as %q", err, r.Headline.String())
		}
	}
}

// TestButtonsOfLongNames: a button carries its server as long as a platform can carry
// it, and works without.
func TestButtonsOfLongNames(t *testing.T) {
	longest := 0
	b := newBench(t)
	for n := range 60 {
		host := strings.Repeat("a", n+1) + ".corp.com"
		r := b.say(t, "certcheck", host+":993")
		for _, a := range r.Actions {
			if len(a.ID()) > bot.MaxAction {
				t.Errorf("%q carries %d bytes", a.Label.String(), len(a.ID()))
			}
			if strings.HasSuffix(a.Value, host+":993") {
				longest = max(longest, len(a.ID()))
			}
		}
		if d := b.press(t, r, "Show details"); !strings.Contains(d.Headline.String(), host) {
			t.Errorf("the details are of %q", d.Headline.String())
		}
	}
	if longest != bot.MaxAction {
		t.Errorf("the longest button that carries its server has %d bytes", longest)
	}
}

// TestStepsLeftOutAreSteps: a program that does not have a step is a reason to choose
// another.
func TestStepsLeftOutAreSteps(t *testing.T) {
	b := withPrograms(t)
	if r := b.press(t, b.say(t, "certcheck", server), "I use: Browser (webmail)"); told(&r) != "browser" || !offers(r, "I use: Thunderbird") {
		t.Errorf("for %q: %+v", told(&r), r.Actions)
	}
}

// queue is a checker before whom some questions wait.
type queue struct {
	desk.Checker
	before       int
	called, said chan struct{} // said is closed once the asker was told something
}

func (q *queue) Check(ctx context.Context, asked bot.Question, to bot.Progress) (*bot.Answer, error) {
	if q.before > 0 {
		to.Queued(q.before)
	}
	close(q.called)
	select {
	case <-q.said:
	case <-ctx.Done():
	}
	return q.Checker.Check(ctx, asked, bot.Progress{})
}

// TestQuestionsBefore: whoever waits is told how many are before him, where any are; and
// where that cannot be said, the log tells.
func TestQuestionsBefore(t *testing.T) {
	for before, want := range map[int]string{0: "", 3: "Questions before yours: 3."} {
		for _, lost := range []error{nil, errors.New("connection reset")} {
			var log bytes.Buffer
			var waiting *queue
			b := newBench(t, func(c *desk.Config) {
				waiting = &queue{c.Checker, before, make(chan struct{}), make(chan struct{})}
				c.Checker, c.ProgressAfter, c.Log = waiting, time.Millisecond, slog.New(slog.NewTextHandler(&log, nil))
			})
			ask := func(who string, respond bot.Respond) error {
				return b.Handle(t.Context(), &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server, Place: channel, Asker: bot.Person{ID: who}}, respond)
			}
			over := make(chan error, 1)
			go func() { over <- ask("U1", func(context.Context, bot.Reply) error { return nil }) }()
			<-waiting.called
			var first bot.Reply
			err := ask("U2", func(_ context.Context, r bot.Reply) error { // who joins the check that waits
				if !r.Working {
					return nil
				}
				first = r
				close(waiting.said)
				return lost
			})
			if err = errors.Join(err, <-over); err != nil || first.Footnote.String() != want || strings.Contains(log.String(), "under way") != (lost != nil) {
				t.Errorf("before %d: %q, %v\n%s", before, first.Footnote.String(), err, &log)
			}
		}
	}
}

// TestButtonsOfLongIssuers: what is known of a certificate is carried on as long as a
// platform can carry it.
func TestButtonsOfLongIssuers(t *testing.T) {
	longest := 0
	b := newBench(t)
	for n := 60; n < 100; n++ {
		issuer := strings.Repeat("A", n)
		for _, a := range b.send(t, &bot.Request{Kind: bot.Message, Direct: true, Text: "shown: " + issuer}).Actions {
			if len(a.ID()) > bot.MaxAction {
				t.Errorf("%q carries %d bytes", a.Label.String(), len(a.ID()))
			}
			if strings.HasSuffix(a.Value, " "+issuer) {
				longest = max(longest, len(a.ID()))
			}
		}
	}
	if longest != bot.MaxAction {
		t.Errorf("the longest button that carries its issuer has %d bytes", longest)
	}
}

// TestShared: a shared answer is told as it was found, with its age, and is not looked
// for again.
func TestShared(t *testing.T) {
	for age, old := range map[time.Duration]bool{0: false, time.Minute: false, 61 * time.Second: true} {
		b := newBench(t)
		r := b.say(t, "certcheck", server)
		b.clock = b.clock.Add(age)
		d := b.press(t, r, "Share in channel")
		if d.Audience != bot.Everyone || strings.Contains(d.Footnote.String(), " ago.") != old || b.checker.calls.Load() != 1 {
			t.Errorf("after %s: %+v, %d checks", age, d, b.checker.calls.Load())
		}
	}
}

// TestChainThatIsNotKept: of an answer whose certificates are not kept there is no file.
func TestChainThatIsNotKept(t *testing.T) {
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		a.Chains = nil
		return a, nil
	}
	if d := b.press(t, b.say(t, "certcheck", server), "Show chain"); len(d.Files) != 0 {
		t.Errorf("%+v", d.Files)
	}
}

// TestAdminsAreNamed: whom to ask is shown by name, a group as a group, and nobody of
// another platform.
func TestAdminsAreNamed(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.Roles.Admins = []string{"slack:U0BOSS", "slack:S0HELP", "discord:7"} })
	r := b.say(t, "certwatch", "add mail.corp.com")
	want := bot.Mentions{{Kind: bot.MentionPerson, ID: "U0BOSS"}, {Kind: bot.MentionGroup, ID: "S0HELP"}}
	if len(r.Items) != 1 || !slices.Equal(r.Items[0].Mentions(), want) {
		t.Errorf("%+v", r.Items)
	}
	h := &heard{}
	q := &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "add mail.corp.com", Place: bot.Place{Platform: bot.Discord, Channel: "1"}, Asker: bot.Person{ID: "2"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil {
		t.Fatal(err)
	}
	if r := h.last(t); len(r.Items) != 1 || !slices.Equal(r.Items[0].Mentions(), bot.Mentions{{Kind: bot.MentionPerson, ID: "7"}}) {
		t.Errorf("%+v", r.Items)
	}
}

// TestWhatIsKeptIsNotAskedFor: of several servers only those are checked of which
// nothing is kept.
func TestWhatIsKeptIsNotAskedFor(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", "smtp.corp.com:465")
	b.send(t, &bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993 smtp.corp.com:465"})
	if n := b.checker.calls.Load(); n != 2 {
		t.Errorf("%d checks of two servers", n)
	}
}

// ofTheFirst reads a certificate whose window is that of the first server, for the
// second.
type ofTheFirst struct{ recogniser }

func (ofTheFirst) Pasted(string, string) (*checks.Seen, error) {
	return &checks.Seen{Host: "imap.corp.com", IssuedTo: "smtp.corp.com", IssuedBy: "Avast"}, nil
}

// TestShownOfTheFirst: the server that the window names counts before the one that the
// certificate is for.
func TestShownOfTheFirst(t *testing.T) {
	b := newBench(t, func(c *desk.Config) { c.Recogniser = ofTheFirst{} })
	var with sync.Map
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		with.Store(q.Target.Host, q.Seen != nil)
		return answered(q, checks.VerdictTrusted), nil
	}
	b.send(t, &bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993 smtp.corp.com:465"})
	for host, want := range map[string]bool{"imap.corp.com": true, "smtp.corp.com": false} {
		if got, _ := with.Load(host); got != want {
			t.Errorf("%s is asked with what is shown: %v", host, got)
		}
	}
}

// TestStepsAreAudited: what was tried, and whether it helped, is in the log of
// questions.
func TestStepsAreAudited(t *testing.T) {
	b := newBench(t)
	walk := b.press(t, b.say(t, "certcheck", server), "Guide me")
	b.press(t, b.press(t, walk, "Still not working"), "It works now")
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := store.New(b.backend, time.Now).Audited(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	helped := make(map[int]bool)
	for _, e := range entries {
		if e.Step > 0 {
			helped[e.Step] = e.Helped
		}
	}
	if len(helped) != 2 || helped[6] || !helped[10] {
		t.Errorf("%v", helped)
	}
}

// TestComparisonStaysWhereItWasShown: the form of a walk is not opened in another
// channel.
func TestComparisonStaysWhereItWasShown(t *testing.T) {
	b := newBench(t)
	walk := b.press(t, b.say(t, "certcheck", server), "Guide me")
	for _, a := range walk.Actions {
		if a.Name != "w-other" {
			continue
		}
		h := &heard{}
		q := &bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID()), Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "D"}, Asker: bot.Person{ID: "U1"}}
		if err := b.Handle(t.Context(), q, h.respond); err != nil {
			t.Fatal(err)
		}
		if r := h.last(t); r.Form != nil || !strings.HasPrefix(r.Headline.String(), "This button belongs to another channel") {
			t.Errorf("%+v", r)
		}
	}
}

// TestVerdictIsAudited: what was found is in the log of questions, whatever was asked of
// an answer.
func TestVerdictIsAudited(t *testing.T) {
	p := &poster{}
	b := newBench(t, func(c *desk.Config) {
		c.Paths, c.People = paths{}, c.Answers.(*store.Store)
		c.Poster, c.AdminChannel = p, &bot.Place{Platform: bot.Slack, Channel: "ADMIN"}
	})
	r := b.say(t, "certcheck", server)
	b.press(t, r, "Ask an admin")
	b.press(t, r, "I use: Thunderbird")
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := store.New(b.backend, time.Now).Audited(t.Context(), 10)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%+v, %v", entries, err)
	}
	for _, e := range entries {
		if e.Verdict != checks.VerdictUntrusted {
			t.Errorf("%s %s: %q", e.Asked, e.Outcome, e.Verdict)
		}
	}
}

// TestNoAddressWasAllowed: where policy forbade every address of a name, that is said,
// and nothing of the server; where one was asked, what it said.
func TestNoAddressWasAllowed(t *testing.T) {
	for name, c := range map[string]struct {
		untested []checks.Cause
		refused  bool
	}{"none": {nil, false}, "all": {[]checks.Cause{checks.CauseNotAllowed, checks.CauseNotAllowed}, true}, "one": {[]checks.Cause{checks.CauseNotAllowed, ""}, false}} {
		b := newBench(t)
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
			a := expired(q)
			for _, cause := range c.untested {
				a.Reports[0].Endpoints = append(a.Reports[0].Endpoints, checks.ReportEndpoint{Address: "10.0.0.7:993", Untested: cause})
			}
			return a, nil
		}
		r := b.say(t, "certcheck", server)
		if refused := strings.Contains(r.Headline.String(), "10.0.0.7"); refused != c.refused || refused && (r.Audience != bot.Asker || len(r.Actions) > 0) {
			t.Errorf("%s: %q, %+v", name, r.Headline.String(), r.Actions)
		}
	}
}

// TestNoAddressWasAllowedHoweverAsked: the same where a certificate is enclosed, in a
// form, and where it is looked at again.
func TestNoAddressWasAllowedHoweverAsked(t *testing.T) {
	forbidden := func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		a.Reports[0].Endpoints = []checks.ReportEndpoint{{Address: "10.0.0.7:993", Untested: checks.CauseNotAllowed}}
		return a, nil
	}
	wants := func(name string, r bot.Reply) {
		t.Helper()
		if !strings.Contains(r.Headline.String(), "10.0.0.7") || r.Audience != bot.Asker || len(r.Actions) > 0 {
			t.Errorf("%s: %q, %+v", name, r.Headline.String(), r.Actions)
		}
	}
	for name, q := range map[string]*bot.Request{
		"enclosed": {Kind: bot.Command, Verb: "certcheck", Text: server, Files: exported("cert")},
		"a form":   {Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": server}},
	} {
		b := newBench(t, reading(nil))
		b.checker.answer = forbidden
		wants(name, b.send(t, q))
	}
	b := newBench(t)
	first := b.say(t, "certcheck", server)
	b.checker.answer = forbidden
	wants("again", b.press(t, first, "Check again"))
}
