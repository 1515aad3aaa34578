package desk_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
)

// Who asks on where no answer is known to be meant is told how to ask for it, in the
// language of the question.
func TestFollowUpOfNothing(t *testing.T) {
	var language string
	b := newBench(t, func(c *desk.Config) {
		c.Languages = []desk.Language{{Tag: "en"}, {Tag: "de"}, {Tag: "fr"}, {Tag: "es"}}
		c.Translate = func(tag string, r bot.Reply) bot.Reply { language = tag; return r }
	})
	const (
		details = "certdesk does not know which server you mean. Choose “Show details” below the answer, or name the server:"
		again   = "certdesk does not know which server you mean. Choose “Check again” below the answer, or name the server:"
		port    = "certdesk does not know which server you mean. Name it with the port:"
		name    = "certdesk does not know which server you mean. Name it:"
	)
	for text, want := range map[string]struct{ language, headline, example string }{
		"why?": {"en", details, "/certcheck imap.corp.com:993"}, "warum?": {"de", details, "/certcheck imap.corp.com:993"},
		"pourquoi ?": {"fr", details, "/certcheck imap.corp.com:993"}, "¿por qué?": {"es", details, "/certcheck imap.corp.com:993"},
		"is it fixed now?": {"en", again, "/certcheck imap.corp.com:993 fresh"}, "funktioniert's jetzt?": {"de", again, "/certcheck imap.corp.com:993 fresh"},
		"c'est réparé ?": {"fr", again, "/certcheck imap.corp.com:993 fresh"}, "¿ya está arreglado?": {"es", again, "/certcheck imap.corp.com:993 fresh"},
		"and on 465?": {"en", port, "smtp.corp.com:465"}, "und auf 143?": {"de", port, "imap.corp.com:143"},
		"et sur 995 ?": {"fr", port, "pop3.corp.com:995"}, "¿y en 8443?": {"es", port, "mail.corp.com:8443"},
		"und mit STARTTLS?": {"de", port, "smtp.corp.com:587"}, "et avec SSL/TLS ?": {"fr", port, "imap.corp.com:993"},
		"and in Thunderbird?": {"en", name, "/certcheck imap.corp.com:993 client thunderbird"}, "¿y en el iPhone?": {"es", name, "/certcheck imap.corp.com:993 client ios"},
	} {
		r := b.send(t, &bot.Request{Kind: bot.Message, Text: text})
		if r.Headline.String() != want.headline || len(r.Items) != 1 || r.Items[0].Code != want.example || r.Audience != bot.Asker {
			t.Errorf("%s: %+v", text, r)
		}
		if language != want.language {
			t.Errorf("%s: in %q", text, language)
		}
	}
	if n := b.checker.calls.Load(); n != 0 {
		t.Errorf("%d servers were checked", n)
	}
	// A file says what it is about.
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?", Files: []bot.File{{Name: "c.cer"}}}); r.Headline.String() == details {
		t.Errorf("with a file: %+v", r)
	}
}

// recording notes each question that is checked.
func (b *bench) recording() *[]bot.Question {
	var asked []bot.Question
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) { asked = append(asked, q); return expired(q), nil }
	return &asked
}

// Behind an answer, what is asked on is about its server, however that was asked about.
func TestFollowUp(t *testing.T) {
	type connection struct {
		name     string
		mode     checks.Mode
		protocol string
	}
	for first, q := range map[string]bot.Request{
		"command": {Kind: bot.Command, Verb: "certcheck", Text: server + " from dmz"},
		"message": {Kind: bot.Message, Text: "check imap.corp.com:993 from dmz"},
	} {
		for text, want := range map[string]connection{
			"and on 465?": {"imap.corp.com:465", "", ""}, "und auf 465?": {"imap.corp.com:465", "", ""},
			"et sur le 587 ?": {"imap.corp.com:587", "", ""}, "¿y en el puerto 110?": {"imap.corp.com:110", "", ""},
			"und mit STARTTLS?": {"imap.corp.com:143", checks.ModeSTARTTLS, "imap"}, "et avec SSL/TLS ?": {"imap.corp.com:993", checks.ModeTLS, "imap"},
			"and on 465 with STARTTLS?": {"imap.corp.com:465", checks.ModeSTARTTLS, "smtp"},
			"is it fixed now?":          {"imap.corp.com:993", "", ""}, "funktioniert's jetzt?": {"imap.corp.com:993", "", ""},
			"c'est réparé ?": {"imap.corp.com:993", "", ""}, "¿ya funciona?": {"imap.corp.com:993", "", ""},
		} {
			b := newBench(t)
			asked := b.recording()
			b.send(t, &q)
			r := b.send(t, &bot.Request{Kind: bot.Message, Text: text})
			if len(*asked) != 2 {
				t.Errorf("%s, %s: %d checks, %q", first, text, len(*asked), r.Headline.String())
				continue
			}
			got := (*asked)[1]
			if mode := got.Target.Mode; bot.TargetName(got.Target) != want.name || mode != want.mode && want.mode != "" || got.Target.Protocol != want.protocol || got.Zone != "dmz" {
				t.Errorf("%s, %s: %+v", first, text, got)
			}
			private := first == "command" // as the answer to it was
			if r.Cure == nil || (r.Audience == bot.Asker) != private {
				t.Errorf("%s, %s: %+v", first, text, r)
			}
		}
	}
}

// What is asked on is asked on again: the last answer counts, and the reasons are told
// of it without another check.
func TestFollowUpOfFollowUp(t *testing.T) {
	b := newBench(t)
	asked := b.recording()
	b.say(t, "certcheck", "smtp.first.example:25")
	b.say(t, "certcheck", server)
	b.send(t, &bot.Request{Kind: bot.Message, Text: "and on 143?"})
	b.send(t, &bot.Request{Kind: bot.Message, Text: "still broken?"})
	if last := (*asked)[len(*asked)-1]; len(*asked) != 4 || bot.TargetName(last.Target) != "imap.corp.com:143" {
		t.Errorf("%+v", *asked)
	}
	for _, text := range []string{"why?", "warum?", "mais pourquoi ?", "¿y por qué?"} {
		r := b.send(t, &bot.Request{Kind: bot.Message, Text: text})
		if r.Headline.String() != "The certificate of imap.corp.com has expired." || len(r.Facts) == 0 || len(r.Findings) == 0 || len(r.Actions) == 0 {
			t.Errorf("%s: %+v", text, r)
		}
	}
	if len(*asked) != 4 {
		t.Errorf("%d checks", len(*asked))
	}
	// Half an hour behind the last word nothing is meant any more.
	b.clock = b.clock.Add(29 * time.Minute)
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?"}); len(r.Facts) == 0 {
		t.Errorf("after 29 minutes: %+v", r)
	}
	b.clock = b.clock.Add(31 * time.Minute)
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?"}); len(r.Items) != 1 || r.Audience != bot.Asker {
		t.Errorf("after 31 minutes: %+v", r)
	}
}

// The same is told for the program that is asked about, which is kept as a choice.
func TestFollowUpOnProgram(t *testing.T) {
	b := withPrograms(t)
	b.say(t, "certcheck", server)
	for text, want := range map[string]string{"and in Thunderbird?": "thunderbird", "und auf dem iPhone?": "ios", "et dans Outlook ?": "outlook", "¿y en Android?": "android"} {
		wantProgram(t, text, b.send(t, &bot.Request{Kind: bot.Message, Text: text}), want)
		wantProgram(t, text+" afterwards", b.say(t, "certcheck", server), want)
	}
	if n := b.checker.calls.Load(); n != 1 {
		t.Errorf("%d checks", n)
	}
}

// at says something somewhere, and returns the host and port that the answer is about;
// "" where it is about none.
func (b *bench) at(t *testing.T, place bot.Place, who, message, text string, direct bool) string {
	t.Helper()
	before := b.checker.calls.Load()
	h := &heard{}
	q := &bot.Request{Kind: bot.Message, Place: place, Asker: bot.Person{ID: who}, Message: message, Text: text, Direct: direct}
	if err := b.Handle(t.Context(), q, h.respond); err != nil {
		t.Fatal(err)
	}
	if r := h.last(t); b.checker.calls.Load() == before && r.Cure == nil {
		return ""
	}
	return strings.TrimPrefix(h.last(t).Headline.String(), "certdesk sees the same as at the last check. ")
}

// Nobody is taken at another's word, but in a thread, which all in it read.
func TestFollowUpOfWhom(t *testing.T) {
	b := newBench(t)
	const first, second = "The certificate of imap.first.example has expired.", "The certificate of imap.second.example has expired."
	channel, other := bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}, bot.Place{Platform: bot.Slack, Team: "T", Channel: "C9"}
	alone, elsewhere := bot.Place{Platform: bot.Slack, Channel: "D1"}, bot.Place{Platform: bot.Discord, Channel: "C"}
	thread := func(ts string) bot.Place {
		return bot.Place{Platform: bot.Slack, Team: "T", Channel: "C", Thread: ts}
	}
	b.at(t, channel, "U1", "1.1", "check imap.first.example:993", false)
	b.at(t, channel, "U2", "2.2", "check imap.second.example:993", false)
	b.at(t, alone, "U1", "3.3", "check imap.second.example:993", true)
	for _, c := range []struct {
		name  string
		place bot.Place
		who   string
		want  string
	}{
		{"his own in the channel", channel, "U1", first}, {"her own in the channel", channel, "U2", second},
		{"somebody else in the channel", channel, "U3", ""}, {"somebody unknown", channel, "", ""},
		{"below the first question", thread("1.1"), "U3", first}, {"below the second question", thread("2.2"), "U1", second},
		{"in a thread of others", thread("9.9"), "U1", ""}, {"in another channel", other, "U1", ""}, {"on another platform", elsewhere, "U1", ""},
		{"alone with certdesk", alone, "U1", second}, {"alone with certdesk, somebody else", alone, "U2", ""},
	} {
		if got := b.at(t, c.place, c.who, "", "is it fixed now?", c.place == alone); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		b.clock = b.clock.Add(time.Second)
	}
	// What was answered to somebody alone in a thread is nobody else's.
	h := &heard{}
	q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap.third.example:993 private", Place: thread("1.1"), Asker: bot.Person{ID: "U1"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil {
		t.Fatal(err)
	}
	if got := b.at(t, thread("1.1"), "U2", "", "again?", false); got != first && got != "" {
		t.Errorf("in private: %q", got)
	}
	if got := b.at(t, thread("1.1"), "U1", "", "is it ok now?", false); got != first { // the last that all have read
		t.Errorf("in the thread: %q", got)
	}
}

// A reply to an answer is about that one, whoever writes it; in another channel its
// buttons tell nothing.
func TestFollowUpBelowAnAnswer(t *testing.T) {
	b := newBench(t)
	asked := b.recording()
	r := b.say(t, "certcheck", server+" public")
	b.say(t, "certcheck", "smtp.corp.com:25")
	for _, c := range []struct {
		channel, who string
		want         int
	}{{"C", "U1", 1}, {"C", "U2", 1}, {"C7", "U2", 0}} {
		before := len(*asked)
		q := &bot.Request{Kind: bot.Message, Text: "and on 143?", Above: r.Actions, Asker: bot.Person{ID: c.who}, Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: c.channel}}
		if err := b.Handle(t.Context(), q, (&heard{}).respond); err != nil {
			t.Fatal(err)
		}
		if got := (*asked)[before:]; len(got) != c.want || c.want == 1 && bot.TargetName(got[0].Target) != "imap.corp.com:143" {
			t.Errorf("%s in %s: %+v", c.who, c.channel, got)
		}
		b.clock = b.clock.Add(2 * time.Minute)
	}
	// By such a reply the bot may be called without a word. Then it only answers what is
	// asked on.
	for text, want := range map[string]string{"und mit STARTTLS?": "imap.corp.com:143", "danke!": "", "why is that so, Anna?": ""} {
		for where, above := range map[string][]bot.Action{"C": r.Actions, "C7": r.Actions, "C8": nil} {
			before := len(*asked)
			h := &heard{}
			q := &bot.Request{Kind: bot.ChannelMessage, Text: text, Above: above, Asker: bot.Person{ID: "U2"}, Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: where}}
			if err := b.Handle(t.Context(), q, h.respond); err != nil {
				t.Fatal(err)
			}
			got := (*asked)[before:]
			if answered := where == "C" && want != ""; len(h.replies) > 0 != answered || answered && bot.TargetName(got[0].Target) != want {
				t.Errorf("%s in %s: %+v, %+v", text, where, got, h.replies)
			}
			b.clock = b.clock.Add(2 * time.Minute)
		}
	}
}

// Another process knows what was asked, and so does the next one.
func TestFollowUpAtAnotherProcess(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", server)
	second, err := desk.New(b.cfg)
	if err != nil {
		t.Fatal(err)
	}
	b.Desk = second
	asked := b.recording()
	if b.send(t, &bot.Request{Kind: bot.Message, Text: "and on 465?"}); len(*asked) != 1 || bot.TargetName((*asked)[0].Target) != "imap.corp.com:465" {
		t.Errorf("%+v", *asked)
	}
}

// Where the answer was about several servers, the one is meant that does what the port
// is for; where that is none, or several, it is not guessed.
func TestFollowUpOnSeveral(t *testing.T) {
	reports := func(servers ...checks.ReportTarget) func(bot.Question) (*bot.Answer, error) {
		return func(q bot.Question) (*bot.Answer, error) {
			a := expired(q)
			one := a.Reports[0]
			a.Reports, a.Chains = nil, nil
			for _, s := range servers {
				one.Target = s
				a.Reports = append(a.Reports, one)
			}
			return a, nil
		}
	}
	imap, smtp, both := checks.ReportTarget{Host: "imap.corp.com", Port: 993}, checks.ReportTarget{Host: "smtp.corp.com", Port: 465}, checks.ReportTarget{Host: "mail.corp.com", Port: 993}
	for _, c := range []struct {
		first, text, want string
		servers           []checks.ReportTarget
	}{
		{"anna@corp.com", "and on 587?", "smtp.corp.com:587", []checks.ReportTarget{imap, smtp}},
		{"anna@corp.com", "and on 143?", "imap.corp.com:143", []checks.ReportTarget{imap, smtp}},
		{"anna@corp.com", "and on 8443?", "", []checks.ReportTarget{imap, smtp}},
		{"anna@corp.com", "and on 8443?", "mail.corp.com:8443", []checks.ReportTarget{both}},
		{"anna@corp.com", "and on 143?", "", []checks.ReportTarget{imap, both}},
		{"anna@corp.com", "is it fixed now?", "anna@corp.com", []checks.ReportTarget{imap, smtp}},
		{"imap.corp.com", "and on 143?", "imap.corp.com:143", []checks.ReportTarget{imap}},
		{"imap.corp.com", "and with STARTTLS?", "imap.corp.com:143", []checks.ReportTarget{imap}},
		{"imap.corp.com", "still broken?", "imap.corp.com", []checks.ReportTarget{imap}},
	} {
		b := newBench(t)
		b.checker.answer = reports(c.servers...)
		b.say(t, "certcheck", c.first)
		asked := b.recording()
		b.send(t, &bot.Request{Kind: bot.Message, Text: c.text})
		got := ""
		if len(*asked) > 0 {
			got = bot.TargetName((*asked)[0].Target)
		}
		if got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.first, c.text, got, c.want)
		}
	}
}

// What an answer has told is told again, and thanks are taken in a line.
func TestFollowUpOnTheAnswer(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", server)
	for _, text := range []string{"who has to fix it?", "que dois-je faire ?", "¿quién tiene que arreglarlo?"} {
		if r := b.send(t, &bot.Request{Kind: bot.Message, Text: text}); r.Headline.String() != "The certificate of imap.corp.com has expired." || r.Cure == nil {
			t.Errorf("%s: %+v", text, r)
		}
	}
	for _, text := range []string{"thanks!", "danke dir", "merci beaucoup", "gracias"} {
		r := b.send(t, &bot.Request{Kind: bot.Message, Text: text})
		if r.Headline.String() != "You are welcome." || len(r.Items) > 0 {
			t.Errorf("%s: %+v", text, r)
		}
	}
	if n := b.checker.calls.Load(); n != 1 {
		t.Errorf("%d checks", n)
	}
}
