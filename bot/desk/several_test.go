package desk_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/say"
)

// answered is an answer about a server.
func answered(q bot.Question, v checks.Verdict, codes ...checks.Code) *bot.Answer {
	r := checks.Report{Schema: checks.Schema, Verdict: v, Summary: say.Literal(q.Target.Host + " is " + string(v) + ".")}
	r.Target.Host, r.Target.Port = q.Target.Host, q.Target.Port
	for _, c := range codes {
		r.Findings = append(r.Findings, checks.Finding{Code: c, Severity: checks.Critical})
	}
	return &bot.Answer{ID: "a-" + q.Target.Host, Question: q, At: now, Reports: []checks.Report{r}}
}

// Of several servers in a text all are answered, the one with what the message
// complains of first.
func TestSeveralServers(t *testing.T) {
	const text = "0x800CCC1A imap.corp.com:993 smtp.corp.com:465 imap.two.example:993 smtp.two.example:465"
	for name, tt := range map[string]struct {
		verdicts map[string]checks.Verdict
		codes    map[string]checks.Code
		first    string
	}{
		"all fine":                  {nil, nil, "imap.corp.com"},
		"the second has a fault":    {map[string]checks.Verdict{"smtp.corp.com": checks.VerdictUntrusted}, map[string]checks.Code{"smtp.corp.com": checks.Expired}, "smtp.corp.com"},
		"the third is what is told": {map[string]checks.Verdict{"smtp.corp.com": checks.VerdictUntrusted, "imap.two.example": checks.VerdictUntrusted}, map[string]checks.Code{"smtp.corp.com": checks.Expired, "imap.two.example": checks.WrongEncryptionMode}, "imap.two.example"},
	} {
		for _, q := range []bot.Request{{Kind: bot.Message, Text: text}, {Kind: bot.Command, Verb: "certfix", Text: strings.ReplaceAll(text, " ", "\n")}, {Kind: bot.Command, Verb: "certcheck", Text: strings.ReplaceAll(text, " ", "\n")}, {Kind: bot.ChannelMessage, Text: text}} {
			b := newBench(t)
			b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
				v, ok := tt.verdicts[q.Target.Host]
				if !ok {
					return answered(q, checks.VerdictTrusted), nil
				}
				return answered(q, v, tt.codes[q.Target.Host]), nil
			}
			r := b.send(t, &q)
			if !strings.Contains(r.Headline.String(), tt.first) {
				t.Errorf("%s, %s: %q", name, q.Kind, r.Headline.String())
			}
			var also []string
			for _, i := range r.Items {
				if strings.HasPrefix(i.Code, "/certcheck ") {
					also = append(also, i.Code+": "+i.Text.String())
				}
			}
			if len(also) != 3 || slices.ContainsFunc(also, func(s string) bool { return strings.Contains(s, tt.first) }) || !strings.HasSuffix(also[2], "which is also in the text") {
				t.Errorf("%s, %s: %q", name, q.Kind, also)
			}
		}
	}
}

// A server that cannot be checked does not keep the others from their answer.
func TestSeveralServersOneFails(t *testing.T) {
	b := newBench(t)
	b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
		if q.Target.Host == "imap.corp.com" {
			return nil, errors.New("broken")
		}
		return answered(q, checks.VerdictUntrusted, checks.Expired), nil
	}
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993 smtp.corp.com:465"}); !strings.Contains(r.Headline.String(), "smtp.corp.com") {
		t.Errorf("%q", r.Headline.String())
	}
}

// What the PC is shown belongs to the server that it names.
func TestShownOfTheSecond(t *testing.T) {
	for text, want := range map[string]string{
		"0x800CCC1A imap.corp.com:993 smtp.corp.com:465 shown: Avast":               "imap.corp.com",
		"0x800CCC1A imap.corp.com:993 smtp.corp.com:465 shown: Avast@smtp.corp.com": "smtp.corp.com",
	} {
		b := newBench(t)
		var seen sync.Map
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
			seen.Store(q.Target.Host, q.Seen != nil)
			return answered(q, checks.VerdictTrusted), nil
		}
		b.send(t, &bot.Request{Kind: bot.Message, Text: text})
		for _, host := range []string{"imap.corp.com", "smtp.corp.com"} {
			if with, asked := seen.Load(host); asked != true || with != (host == want) {
				t.Errorf("%q: %s is asked %v, with what the PC is shown %v", text, host, asked, with)
			}
		}
	}
}

// Where the platform tells no language, the text does.
func TestLanguageOfTheText(t *testing.T) {
	for name, tt := range map[string]struct {
		q    bot.Request
		want string
	}{
		"a message without a locale":  {bot.Request{Kind: bot.Message, Direct: true, Text: "Fehler 0x800CCC1A"}, "de"},
		"one word":                    {bot.Request{Kind: bot.Message, Direct: true, Text: "hilfe"}, "de"},
		"asked for a check":           {bot.Request{Kind: bot.Message, Direct: true, Text: "bitte prüfe imap.corp.com:993"}, "de"},
		"a slip":                      {bot.Request{Kind: bot.Message, Direct: true, Text: "/certchek imap.corp.com:993 bitte"}, "de"},
		"a complaint and a server":    {bot.Request{Kind: bot.Message, Direct: true, Text: "imap.corp.com:993 geht nicht"}, "de"},
		"a complaint and a code":      {bot.Request{Kind: bot.Message, Direct: true, Text: "0x800CCC1A, klappt nicht"}, "de"},
		"a complaint and a locale":    {bot.Request{Kind: bot.Message, Direct: true, Text: "imap.corp.com:993 geht nicht", Asker: bot.Person{ID: "U2", Locale: "fr-FR"}}, "fr"},
		"a wrong command":             {bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "imap corp com geht nicht"}, "de"},
		"overheard":                   {bot.Request{Kind: bot.ChannelMessage, Text: "Fehler 0x800CCC1A"}, "de"},
		"a server alone":              {bot.Request{Kind: bot.Message, Direct: true, Text: "Fehler bei imap.corp.com:993 und so weiter, bitte um Hilfe, danke schön"}, "de"},
		"a command without a locale":  {bot.Request{Kind: bot.Command, Verb: "certfix", Text: "Fehler 0x800CCC1A"}, "de"},
		"a locale nobody chose":       {bot.Request{Kind: bot.Message, Direct: true, Text: "Fehler 0x800CCC1A", Asker: bot.Person{ID: "U2", Locale: "en-US"}}, "de"},
		"a locale":                    {bot.Request{Kind: bot.Message, Direct: true, Text: "Fehler 0x800CCC1A", Asker: bot.Person{ID: "U2", Locale: "fr-FR"}}, "fr"},
		"a text that tells none":      {bot.Request{Kind: bot.Message, Direct: true, Text: "0x800CCC1A"}, "en"},
		"another text than a message": {bot.Request{Kind: bot.Message, Direct: true, Text: "Fehler beim Drucker"}, "de"},
	} {
		var spoken []string
		b := newBench(t, func(c *desk.Config) {
			c.Translate = func(language string, r bot.Reply) bot.Reply { spoken = append(spoken, language); return r }
		})
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) { return answered(q, checks.VerdictTrusted), nil }
		b.send(t, &tt.q)
		if len(spoken) == 0 || slices.ContainsFunc(spoken, func(l string) bool { return l != tt.want }) {
			t.Errorf("%s: %q", name, spoken)
		}
	}
}

// The steps in full come with the lines that show what the PC sees, where such a
// line can begin the conversation.
func TestLinesBelowTheSteps(t *testing.T) {
	for server, want := range map[string]int{"imap.corp.com:993": 2, "imap.corp.com:389": 0} {
		b := newBench(t)
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) {
			a := answered(q, checks.VerdictUntrusted, checks.Expired)
			for n := range 6 {
				a.Reports[0].Steps = append(a.Reports[0].Steps, checks.Step{Number: n + 1, Title: say.Literal("A step")})
			}
			return a, nil
		}
		r := b.press(t, b.say(t, "certcheck", server), "Show all steps")
		if len(r.Code) != want || want > 0 && (!strings.Contains(r.Code[0].Text, "$h='imap.corp.com';$p=993;") || !strings.Contains(r.Code[1].Text, "h=imap.corp.com p=993;")) {
			t.Errorf("%s: %+v", server, r.Code)
		}
	}
}

// What a tool prints is read where somebody asks, and passed over where nobody
// does: people paste it in talk of other things.
func TestToolsOverheard(t *testing.T) {
	const text = "this is what the tool prints here, as I was told to paste it; shown: @"
	b := newBench(t)
	h := &heard{}
	q := &bot.Request{Kind: bot.ChannelMessage, Text: text, Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}, Asker: bot.Person{ID: "U1"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil || len(h.replies) != 0 {
		t.Errorf("it is said %+v, %v", h.replies, err)
	}
	if r := b.send(t, &bot.Request{Kind: bot.Message, Direct: true, Text: text}); !strings.Contains(r.Headline.String(), "compared") {
		t.Errorf("asked for, it is said %q", r.Headline.String())
	}
}
