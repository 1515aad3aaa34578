package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/ratelimit"
	"certdesk/checks"
	"certdesk/checks/say"
)

// talk says something in the channel, by Anna.
func (b *bench) talk(t *testing.T, text string) bot.Reply {
	t.Helper()
	b.clock = b.clock.Add(time.Second)
	return b.send(t, &bot.Request{Kind: bot.Message, Text: text})
}

// healthy is an answer with nothing wrong in it.
func healthy(q bot.Question) *bot.Answer {
	a := expired(q)
	r := &a.Reports[0]
	r.Verdict, r.Summary, r.Findings, r.Act = checks.VerdictTrusted, say.Literal(q.Target.Host+" is fine."), nil, checks.ActNobody
	r.Certificate.NotAfter, r.Certificate.DaysLeft = now.Add(60*24*time.Hour), 60
	r.Target.Port = q.Target.Port
	return a
}

func buttons(r bot.Reply) (shown []string) {
	for _, a := range r.Actions {
		if !a.More {
			shown = append(shown, a.Name)
		}
	}
	return shown
}

// What certdesk does not understand behind an answer leads back to that, and behind an
// error text to where the name of its server stands; behind neither it is what it was.
func TestRemarkLeadsBack(t *testing.T) {
	const unknown = "certdesk does not know this error, and found no server name in it."
	b := newBench(t)
	if r := b.talk(t, "that one with the blue button"); r.Headline.String() != unknown {
		t.Errorf("first: %+v", r)
	}
	b.say(t, "certcheck", server)
	r := b.talk(t, "that one with the blue button")
	if want := "certdesk does not understand this, and found neither an error message nor a server name in it. If it is about imap.corp.com:993, choose below what you need."; r.Headline.String() != want || r.Audience != bot.Asker {
		t.Errorf("behind an answer: %+v", r)
	}
	if names := buttons(r); !slices.Contains(names, "letter") || names[len(names)-1] != "fix" {
		t.Errorf("its buttons: %q", names)
	}
	if d := b.press(t, r, "Check again"); !knowsServer([]bot.Reply{d}, "imap.corp.com") {
		t.Errorf("pressed: %+v", d)
	}
	if r := b.talk(t, "error 17 of the printer"); r.Headline.String() != unknown {
		t.Errorf("another error: %+v", r)
	}
	for _, first := range []string{"error 17 of the printer", "0x800CCC1A", "sign-in failed"} {
		b.talk(t, first)
		for _, text := range []string{"no idea, something with a blue logo", "where do I find that?", "keine Ahnung, irgendwas mit Strato"} {
			r := b.talk(t, text)
			if !strings.HasPrefix(r.Headline.String(), "certdesk needs the name of the mail server.") || r.Cure == nil || r.Cure.Number != checks.StepNames || !slices.Equal(buttons(r), []string{"fix"}) {
				t.Errorf("%s, behind %s: %+v", text, first, r)
			}
		}
		if r := b.talk(t, "its imap.corp.com:993"); !knowsServer([]bot.Reply{r}, "imap.corp.com") {
			t.Errorf("named behind %s: %+v", first, r)
		}
	}
	if r := b.talk(t, "where do I find the server name?"); r.Cure == nil || r.Cure.Number != checks.StepNames {
		t.Errorf("asked for behind an answer: %+v", r)
	}
	// A question that has no answer has no buttons to choose from.
	b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, errBroken }
	b.say(t, "certcheck", "pop.corp.com:995")
	if r := b.talk(t, "that one with the blue button"); r.Headline.String() != unknown {
		t.Errorf("behind a failure: %+v", r)
	}
	// What was told to one alone is not hinted at before others.
	b = newBench(t)
	anna := bot.Person{ID: "U1"}
	b.hears(t, bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server + " private", Place: onDiscord, Asker: anna})
	if got := b.hears(t, bot.Request{Kind: bot.Message, Text: "that one with the blue button", Place: onDiscord, Asker: anna}); len(got) != 1 || got[0].Headline.String() != unknown {
		t.Errorf("in front of others: %+v", got)
	}
}

// Another service of the same mail is looked at where convention has it; where nothing has
// the usual name, its own is asked for.
func TestFollowUpForAService(t *testing.T) {
	for first, asked := range map[string]map[string]string{
		"imap.corp.com:993":    {"what about smtp?": "smtp.corp.com:465", "und der Posteingang?": "imap.corp.com:993", "y el pop?": "pop.corp.com:995", "and smtp on 587?": "smtp.corp.com:587"},
		"imap.corp.com:143":    {"and sending?": "smtp.corp.com:587"},
		"mail.corp.com:993":    {"und der postausgang?": "mail.corp.com:465", "y el pop?": "mail.corp.com:995"},
		"smtp.corp.com:587":    {"et la réception ?": "imap.corp.com:143", "and the outgoing server?": "smtp.corp.com:587"},
		"pop3.corp.com:110":    {"and imap": "imap.corp.com:143"},
		"outgoing.corp.com:25": {"what about incoming mail?": "imap.corp.com:143"},
		"corp.com:8443":        {"what about smtp?": "corp.com:465"},
	} {
		for text, want := range asked {
			b := newBench(t)
			b.say(t, "certcheck", first+" from dmz")
			all := b.recording()
			if r := b.talk(t, text); first == want {
				if len(*all) > 0 || !knowsServer([]bot.Reply{r}, strings.Split(want, ":")[0]) {
					t.Errorf("%s behind %s: %+v, %+v", text, first, *all, r)
				}
				continue
			}
			if len(*all) != 1 || bot.TargetName((*all)[0].Target) != want || (*all)[0].Zone != "dmz" {
				t.Errorf("%s behind %s: %+v", text, first, *all)
			}
		}
	}
	b := newBench(t)
	b.say(t, "certcheck", "imap.corp.com:993")
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		a := expired(q)
		a.Reports[0].Certificate, a.Reports[0].Findings[0].Code = nil, checks.DNSFailure
		return a, nil
	}
	r := b.talk(t, "what about smtp?")
	if want := "certdesk tried the usual name, smtp.corp.com, and found no server of that name. Name the server that stands in the account settings:"; r.Headline.String() != want || len(r.Items) != 1 || r.Items[0].Code != "/certcheck smtp.corp.com:465" {
		t.Errorf("no such name: %+v", r)
	}
	b.say(t, "certcheck", "mail.gone.example:993")
	if r := b.talk(t, "what about smtp?"); !knowsServer([]bot.Reply{r}, "mail.gone.example") || len(r.Items) > 0 {
		t.Errorf("a name that was not guessed: %+v", r)
	}
	if r := newBench(t).talk(t, "what about smtp?"); r.Headline.String() != "certdesk does not know which server you mean. Name it:" || r.Items[0].Code != "/certcheck smtp.corp.com:465" {
		t.Errorf("of nothing: %+v", r)
	}
}

// certdesk reminds nobody: it tells when the certificate ends, and leads to a watch.
func TestRemindMe(t *testing.T) {
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) { return healthy(q), nil }
	if r := b.talk(t, "remind me tomorrow"); r.Headline.String() != "certdesk cannot remind you on a day of your choice. It can watch a server, and tell this channel before the certificate expires:" || r.Items[0].Code != "/certwatch add imap.corp.com:993" {
		t.Errorf("of nothing: %+v", r)
	}
	b.say(t, "certcheck", server)
	for _, text := range []string{"remind me tomorrow", "sag mir Bescheid, bevor es abläuft", "rappelle-moi ça dans 3 jours", "recuérdamelo mañana"} {
		r := b.talk(t, text)
		if !strings.HasPrefix(r.Headline.String(), "certdesk cannot remind you on a day of your choice. The certificate for imap.corp.com:993 expires in 60 days, on 22 January 2027.") || r.Actions[0].Name != "watch" || r.Actions[0].More ||
			len(r.Items) != 1 || r.Items[0].Text.String() != "Choose “Watch this server”, and this channel is told before the certificate expires." {
			t.Errorf("%s: %+v", text, r)
		}
	}
	r := b.talk(t, "remind me tomorrow")
	b.press(t, r, "Watch this server")
	if r := b.talk(t, "remind me tomorrow"); len(r.Items) != 1 || r.Items[0].Text.String() != "This channel watches it already, and is told before the certificate expires." {
		t.Errorf("of a watch: %+v", r)
	}
	// Below an alert as well.
	b, alert := posted(t, "imap.corp.com:993")
	got := b.hears(t, bot.Request{Kind: bot.Message, Text: "remind me tomorrow", Place: onSlack, Asker: bot.Person{ID: "U7"}, Above: alert.Actions})
	if last := got[len(got)-1]; !strings.HasPrefix(last.Headline.String(), "certdesk cannot remind you") || !strings.Contains(last.Items[len(last.Items)-1].Text.String(), "watches it already") {
		t.Errorf("below an alert: %+v", got)
	}
}

// Who tells of himself behind an answer is told what to do on his side where the server is
// fine, and what is wrong with it where it is not.
func TestToldOfHimself(t *testing.T) {
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) { return healthy(q), nil }
	b.say(t, "certcheck", server)
	for _, text := range []string{"but my laptop still says not trusted", "bei mir kommt aber immer noch die Meldung", "j'ai encore le message", "me sigue saliendo el aviso"} {
		calls := b.checker.calls.Load()
		r := b.talk(t, text)
		if r.Headline.String() != "Seen from certdesk, imap.corp.com:993 is fine. Paste the exact words of the message here, or choose “Mine looks different”." || r.Act.Empty() || r.Actions[0].Name != "mine" || r.Cure == nil || r.Cure.Number != 6 {
			t.Errorf("%s: %+v", text, r)
		}
		if b.checker.calls.Load() != calls+1 {
			t.Errorf("%s: it was not looked at again", text)
		}
	}
	if r := b.talk(t, "what should I put in as server?"); r.Headline.String() != "certdesk reached the server with these settings, and found no problem:" || len(r.Facts) != 1 || r.Facts[0].Value.String() != "imap.corp.com, port 993" {
		t.Errorf("settings of a good one: %+v", r)
	}
	if r := b.talk(t, "chez mon collègue ça marche"); !strings.HasPrefix(r.Headline.String(), "Then compare the two accounts") || len(r.Items) != 2 || !strings.HasSuffix(r.Items[0].Text.String(), "imap.corp.com is fine.") || r.Actions[0].Name != "mine" {
		t.Errorf("for others it works: %+v", r)
	}
	b.checker.answer = nil
	b.clock = b.clock.Add(time.Hour)
	b.say(t, "certcheck", server)
	for _, text := range []string{"but my laptop still says not trusted", "what should I put in as server?", "entonces qué pongo en el móvil?"} {
		if r := b.talk(t, text); r.Headline.String() != "The certificate of imap.corp.com has expired." || r.Cure == nil {
			t.Errorf("%s, of a faulty one: %+v", text, r)
		}
	}
	for _, b := range []*bench{b, newBench(t)} {
		if r := b.talk(t, "passwort stimmt aber 100%"); !strings.HasPrefix(r.Headline.String(), "certdesk never needs a password.") || len(r.Items) != 4 {
			t.Errorf("a password that is right: %+v", r)
		}
	}
}

// What ends a talk is answered in a line, without a check, and the talk can go on; a
// password is not said back.
func TestEndOfATalk(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", server)
	for text, want := range map[string]string{
		"never mind, found it": "All right.", "ok, geb ich an die IT weiter": "All right.", "super danke dir!": "You are welcome.", "merci bcp": "You are welcome.",
		"me ayudas? mi contraseña es Gato1987": "There seems to be a password in your message. Delete the message, and change the password now. certdesk never needs a password.",
	} {
		if r := b.talk(t, text); r.Headline.String() != want || len(r.Items)+len(r.Actions) > 0 || r.Audience != bot.Asker {
			t.Errorf("%s: %+v", text, r)
		}
	}
	if r := b.talk(t, "when does it expire?"); !knowsServer([]bot.Reply{r}, "imap.corp.com") {
		t.Errorf("afterwards: %+v", r)
	}
	if n := b.checker.calls.Load(); n != 1 {
		t.Errorf("%d checks", n)
	}
}

// A word is explained by itself, and beside what is talked about.
func TestWordsExplained(t *testing.T) {
	b := newBench(t)
	alone := b.talk(t, "was heißt zwischenzertifikat")
	if !strings.HasPrefix(alone.Headline.String(), "An intermediate certificate proves") || len(alone.Items) > 0 {
		t.Errorf("%+v", alone)
	}
	b.say(t, "certcheck", server)
	r := b.talk(t, "was heißt zwischenzertifikat")
	if r.Headline.String() != alone.Headline.String() || len(r.Items) != 1 || r.Items[0].Text.String() != "The certificate of imap.corp.com has expired." || len(r.Actions) == 0 {
		t.Errorf("behind an answer: %+v", r)
	}
	if r := b.talk(t, "why?"); len(r.Facts) == 0 {
		t.Errorf("behind that: %+v", r)
	}
}

// Whoever was put off, and tries again, means what he had asked for.
func TestAgainAfterBeingPutOff(t *testing.T) {
	for _, first := range []bot.Request{{Kind: bot.Command, Verb: "certcheck", Text: "pop.corp.com:995 from dmz"}, {Kind: bot.Message, Text: "check pop.corp.com:995 from dmz"}} {
		b := newBench(t, func(c *desk.Config) { c.Limits.User = ratelimit.Rate{Burst: 1, Every: 30 * time.Second} })
		b.say(t, "certcheck", server)
		if r := b.send(t, &first); !strings.Contains(r.Headline.String(), "many requests") {
			t.Fatalf("%+v", r)
		}
		if r := b.talk(t, "again?"); !strings.Contains(r.Headline.String(), "many requests") { // too early
			t.Fatalf("%+v", r)
		}
		b.clock = b.clock.Add(time.Minute)
		all := b.recording()
		b.talk(t, "again?")
		if len(*all) != 1 || bot.TargetName((*all)[0].Target) != "pop.corp.com:995" || (*all)[0].Zone != "dmz" {
			t.Errorf("%s: %+v", first.Kind, *all)
		}
	}
	// What was asked for in private stays so.
	b := newBench(t, func(c *desk.Config) { c.Limits.User = ratelimit.Rate{Burst: 1, Every: 30 * time.Second} })
	b.hears(t, bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server, Place: onSlack, Asker: bot.Person{ID: "U1"}})
	b.hears(t, bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "pop.corp.com:995", Place: onSlack, Asker: bot.Person{ID: "U1"}})
	b.clock = b.clock.Add(time.Minute)
	got := b.hears(t, bot.Request{Kind: bot.Message, Text: "again?", Place: onSlack, Asker: bot.Person{ID: "U1"}, Message: "5.5"})
	if !knowsServer(got, "pop.corp.com") || got[0].Audience != bot.Asker {
		t.Errorf("in private: %+v", got)
	}
}

// That nothing has changed is said only where that was seen: the same faults, of the same
// certificate.
func TestSameAsAtTheLastCheck(t *testing.T) {
	const same = "certdesk sees the same as at the last check."
	for name, c := range map[string]struct {
		change func(r *checks.Report)
		same   bool
	}{
		"nothing":                {func(*checks.Report) {}, true},
		"another certificate":    {func(r *checks.Report) { r.Certificate.Serial = "02" }, false},
		"another end":            {func(r *checks.Report) { r.Certificate.NotAfter = now.Add(-2 * time.Hour) }, false},
		"no certificate":         {func(r *checks.Report) { r.Certificate = nil }, false},
		"another fault":          {func(r *checks.Report) { r.Findings[0].Code = checks.HostnameMismatch }, false},
		"one fault more":         {func(r *checks.Report) { r.Findings = append(r.Findings, checks.Finding{Code: checks.WeakKey}) }, false},
		"another verdict":        {func(r *checks.Report) { r.Verdict = checks.VerdictWarning }, false},
		"it is fine":             {func(r *checks.Report) { *r = healthy(bot.Question{}).Reports[0] }, false},
		"the summary alone":      {func(r *checks.Report) { r.Summary = say.Literal("It has expired.") }, true},
		"the certificate is new": {func(r *checks.Report) { *r.Certificate = checks.Certificate{} }, false},
	} {
		b := newBench(t)
		b.say(t, "certcheck", server)
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
			a := expired(q)
			c.change(&a.Reports[0])
			return a, nil
		}
		r := b.talk(t, "is it fixed now?")
		if strings.HasPrefix(r.Headline.String(), same) != c.same || c.same != (buttons(r)[0] == "letter") {
			t.Errorf("%s: %+v", name, r)
		}
		if r := b.talk(t, "why?"); strings.HasPrefix(r.Headline.String(), same) {
			t.Errorf("%s: of something else: %+v", name, r)
		}
	}
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) { return healthy(q), nil }
	b.say(t, "certcheck", server)
	if r := b.talk(t, "is it fixed now?"); strings.HasPrefix(r.Headline.String(), same) {
		t.Errorf("fine twice: %+v", r)
	}
}

// Of a server that was asked about without a port, or by a mail address, the other service
// is where the answer tells.
func TestServiceOfWhatWasFound(t *testing.T) {
	for first, asked := range map[string]map[string]string{
		"imap.corp.com": {"what about smtp?": "smtp.corp.com:587"}, "anna@corp.com": {"what about smtp?": "smtp.found.example:587", "and pop?": ""},
	} {
		for text, want := range asked {
			b := newBench(t)
			b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
				a := expired(q)
				a.Reports[0].Target.Host, a.Reports[0].Target.Port = "imap.corp.com", 143
				if q.Target.Mailbox != "" {
					a.Reports = append(a.Reports, a.Reports[0])
					a.Reports[0].Target = checks.ReportTarget{Host: "imap.found.example", Port: 143}
					a.Reports[1].Target = checks.ReportTarget{Host: "smtp.found.example", Port: 587}
					a.Chains = append(a.Chains, nil)
				}
				return a, nil
			}
			b.say(t, "certcheck", first)
			all := b.recording()
			r := b.talk(t, text)
			if want == "" {
				if len(*all) > 0 || r.Headline.String() != "certdesk does not know which server you mean. Name it:" {
					t.Errorf("%s behind %s: %+v, %+v", text, first, *all, r)
				}
			} else if len(*all) != 1 || bot.TargetName((*all)[0].Target) != want {
				t.Errorf("%s behind %s: %+v", text, first, *all)
			}
		}
	}
}
