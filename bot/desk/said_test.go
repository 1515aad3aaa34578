package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/ratelimit"
	"certdesk/checks"
	"certdesk/checks/say"
)

// TestWaitInWords: how long to wait is told in one unit, and never as no time.
func TestWaitInWords(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		time.Millisecond: "1 second", 1500 * time.Millisecond: "2 seconds", 59 * time.Second: "59 seconds",
		time.Minute: "2 minutes", 59*time.Minute + 59*time.Second: "60 minutes", time.Hour: "1 hour", 23 * time.Hour: "23 hours",
		24 * time.Hour: "1 day", 49 * time.Hour: "2 days",
	} {
		b := newBench(t, func(c *desk.Config) { c.Limits.User = ratelimit.Rate{Burst: 1, Every: wait} })
		b.say(t, "certdesk", "help")
		if got := b.say(t, "certdesk", "help").Headline.String(); got != "You have sent many requests in a short time. Please try again in "+want+"." {
			t.Errorf("%s: %q, want %s", wait, got, want)
		}
	}
}

// watched is a watch of the bench's channel with an endpoint as it is.
func (b *bench) watched(t *testing.T, host string, verdict checks.Verdict, left time.Duration) {
	t.Helper()
	w := bot.Watch{Place: channel, Target: checks.Target{Host: host, Port: 993}, Added: now}
	w.State = &bot.WatchState{CheckedAt: now, Endpoints: []bot.WatchedEndpoint{{
		Name: host + ":993", Verdict: verdict, Summary: say.Literal("So it is."), Leaf: bot.Leaf{NotAfter: now.Add(left)},
	}}}
	if _, _, err := b.cfg.Watches.AddWatch(t.Context(), w); err != nil {
		t.Fatal(err)
	}
}

// TestToneOfHome: a home page has the tone of the worst watch, whichever ends first,
// and an end that is near is no good news.
func TestToneOfHome(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		verdicts []checks.Verdict // the first to end first
		left     time.Duration
		want     bot.Tone
	}{
		"all well":                {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted}, 90 * day, bot.Good},
		"well, and near":          {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictTrusted}, 30*day - time.Second, bot.Warning},
		"well, and not near":      {[]checks.Verdict{checks.VerdictTrusted}, 30 * day, bot.Good},
		"a warning":               {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictWarning}, 90 * day, bot.Warning},
		"a fault, then a warning": {[]checks.Verdict{checks.VerdictUntrusted, checks.VerdictWarning}, 90 * day, bot.Bad},
		"a warning, then a fault": {[]checks.Verdict{checks.VerdictWarning, checks.VerdictUntrusted}, 90 * day, bot.Bad},
		"not seen":                {[]checks.Verdict{checks.VerdictTrusted, checks.VerdictUnknown}, 90 * day, bot.Unknown},
		"a warning, then unseen":  {[]checks.Verdict{checks.VerdictWarning, checks.VerdictUnknown}, 90 * day, bot.Warning},
		"a fault, then unseen":    {[]checks.Verdict{checks.VerdictUntrusted, checks.VerdictUnknown}, 90 * day, bot.Bad},
		"unseen, then a warning":  {[]checks.Verdict{checks.VerdictUnknown, checks.VerdictWarning}, 90 * day, bot.Warning},
	} {
		b := newBench(t)
		for n, v := range c.verdicts {
			b.watched(t, fmt.Sprintf("imap%d.corp.com", n), v, c.left+time.Duration(n)*time.Hour*24)
		}
		if r, err := b.Home(t.Context(), channel, bot.Person{ID: "U1"}); err != nil || r.Tone != c.want {
			t.Errorf("%s: %q, %v; want %q", name, r.Tone, err, c.want)
		}
	}
}

// TestManyWatches: a home page, a list and the choice of a port show as many as can be
// read, and count the others.
func TestManyWatches(t *testing.T) {
	b, have := newBench(t), 0
	for _, n := range []int{20, 21, 50, 51} {
		for i := have; i < n; i++ {
			b.watched(t, fmt.Sprintf("imap%02d.corp.com", i), checks.VerdictTrusted, 5*24*time.Hour+time.Duration(i)*time.Second)
		}
		have = n
		home, err := b.Home(t.Context(), channel, bot.Person{ID: "U1"})
		if err != nil || len(home.Items) != min(n, 51) || len(home.Facts) != bot.MaxFacts || !strings.Contains(home.Headline.String(), fmt.Sprint(n, " certificates expire within 30 days.")) {
			t.Errorf("of %d a home page shows %d, %v: %s", n, len(home.Items), err, home.Headline.String())
		}
		if last := home.Items[len(home.Items)-1].Text.String(); (last == "to see the other 1") != (n == 51) {
			t.Errorf("of %d a home page ends with %q", n, last)
		}
		list := b.say(t, "certwatch", "list")
		if len(list.Items) != min(n, 21) || list.Headline.String() != fmt.Sprintf("This channel watches %d servers.", n) {
			t.Errorf("of %d a list shows %d: %s", n, len(list.Items), list.Headline.String())
		}
		if last := list.Items[len(list.Items)-1].Text.String(); strings.Contains(last, fmt.Sprint("to see the other ", n-20)) != (n > 20) {
			t.Errorf("of %d a list ends with %q", n, last)
		}
	}
}

// TestImportedTwice: what is known already is counted, and of what cannot be watched as
// much is named as can be read.
func TestImportedTwice(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	if got := b.say(t, "certwatch", "import imap.corp.com:993, smtp.corp.com:465, pop.corp.com:995").Headline.String(); got != "This channel now watches 3 servers from the list. It already watched 1 of them." {
		t.Errorf("%q", got)
	}
	for _, n := range []int{20, 21} {
		var inside []string
		for i := range n {
			inside = append(inside, fmt.Sprintf("10.0.0.%d:993", i+1))
		}
		r := b.say(t, "certwatch", "import "+strings.Join(inside, ", "))
		more := len(r.Items) > 20 && r.Items[20].Text.String() == "and 1 more"
		if len(r.Items) != n || more != (n == 21) || r.Tone != bot.Warning || !strings.Contains(r.Headline.String(), fmt.Sprint(n, " servers cannot be watched:")) {
			t.Errorf("of %d: %q, %+v", n, r.Headline.String(), r.Items[len(r.Items)-1])
		}
	}
	var many []string
	for i := range 501 {
		many = append(many, fmt.Sprintf("h%d.corp.com", i))
	}
	if r := b.say(t, "certwatch", "import "+strings.Join(many, ",")); !strings.HasPrefix(r.Headline.String(), "This list is too long.") {
		t.Errorf("%q", r.Headline.String())
	}
	if r := b.say(t, "certwatch", "import "+strings.Join(many[:500], ",")); r.Headline.String() != "This channel now watches 500 servers from the list." {
		t.Errorf("%q", r.Headline.String())
	}
}

// TestImportOfSeveralChannels takes what is this channel's alone.
func TestImportOfSeveralChannels(t *testing.T) {
	const head = "channel,target,warn,note\n"
	for text, want := range map[string]string{
		head + "slack:C,a.corp.com,,\nslack:D,b.corp.com,,\n,c.corp.com,,\n": "This channel now watches 2 servers from the list.",
		head + "slack:D,b.corp.com,,\n,c.corp.com,,\n":                       "This channel now watches 2 servers from the list.",
		head + "slack:D,b.corp.com,,\nslack:E,c.corp.com,,\n":                "The list has no server for this channel.",
	} {
		b := newBench(t)
		r := b.send(t, &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "import", Files: []bot.File{{Name: "list.csv", Data: []byte(text)}}})
		if r.Headline.String() != want {
			t.Errorf("%s: %q, want %q", text, r.Headline.String(), want)
		}
	}
	b := newBench(t)
	if r := b.send(t, &bot.Request{Kind: bot.Command, Verb: "certwatch", Text: "import", Files: []bot.File{{Name: "list.csv"}}}); !strings.Contains(r.Headline.String(), "list.csv") || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
}

// TestFileWatchAddedAgain: what the chat changes of a watch of the file lasts until the
// file changes, which is told where something was changed.
func TestFileWatchAddedAgain(t *testing.T) {
	b := newBench(t)
	b.say(t, "certwatch", "add imap.corp.com:993")
	for _, c := range []struct {
		add      string
		ofFile   bool
		footnote bool
	}{{"add imap.corp.com:993 note x", false, false}, {"add imap.corp.com:993 note x", true, false}, {"add imap.corp.com:993 note y", true, true}} {
		if _, err := b.cfg.Watches.EditWatch(t.Context(), channel, server, func(w *bot.Watch) {
			if c.ofFile {
				w.Owner = bot.FileOwner
			}
		}); err != nil {
			t.Fatal(err)
		}
		if r := b.say(t, "certwatch", c.add); strings.HasPrefix(r.Footnote.String(), "This watch is in the file") != c.footnote {
			t.Errorf("%s, of the file %v: %q", c.add, c.ofFile, r.Footnote.String())
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

// TestSettingsOfStrangeLetters: letters that are longer in small are read as any others.
func TestSettingsOfStrangeLetters(t *testing.T) {
	b := newBench(t)
	form := b.say(t, "certdesk", "settings").Form
	for typed, want := range map[string]string{
		strings.Repeat("İ", 40) + " when needed": "is neither a day, a time nor a time zone.",
		strings.Repeat("Ⱥ", 40) + " when needed": "is neither a day, a time nor a time zone.",
		"9:00 WHEN NEEDED":                       "",
		"when needed":                            "Enter when the digest is due.",
	} {
		r := b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.ParseAction(form.Action.ID()), Options: map[string]string{"overview": typed}})
		if want == "" && r.Tone != bot.Good || !strings.Contains(r.Headline.String(), want) {
			t.Errorf("%q: %q", typed, r.Headline.String())
		}
	}
}
