package desk_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/say"
)

// proxied is the certificate that the file "cert" holds.
var proxied = checks.Seen{
	IssuedTo: "imap.corp.com", IssuedBy: "Zscaler Intermediate Root CA", Thumbprint: strings.Repeat("ab", 32),
	ValidFrom: now.Add(-24 * time.Hour), ValidTo: now.Add(24 * time.Hour), Certs: [][]byte{[]byte("der")},
}

// reading lets the desk read such files, and notes the fields of each form.
func reading(fields *[]string) func(*desk.Config) {
	return func(cfg *desk.Config) {
		cfg.ReadSeen = func(given []string, f bot.File) (*checks.Seen, error) {
			if fields != nil {
				*fields = given
			}
			s := checks.Seen{}
			switch string(f.Data) {
			case "cert":
				s = proxied
			case "":
			default:
				return nil, &desk.Sentence{Text: say.S("{name} holds no certificate", say.Foreign("name", f.Name))}
			}
			return &s, nil
		}
		cfg.JudgeSeen = func(*checks.Seen) *checks.ReportSeen {
			return &checks.ReportSeen{Outcome: checks.SeenIntercepted, Product: "Zscaler"}
		}
	}
}

func exported(data string) []bot.File { return []bot.File{{Name: "seen.cer", Data: []byte(data)}} }

// A certificate that comes with a question is compared with the server's.
func TestFileBesideAServer(t *testing.T) {
	for name, q := range map[string]bot.Request{
		"mention":        {Kind: bot.Message, Text: "check imap.corp.com:993"},
		"talk":           {Kind: bot.Message, Text: "my user sees this at imap.corp.com:993 since today"},
		"marked message": {Kind: bot.MessageAction, Text: "0x800CCC1A at imap.corp.com:993"},
		"form":           {Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": "imap.corp.com:993"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, reading(nil))
			var asked bot.Question
			b.checker.answer = func(q bot.Question) (*bot.Answer, error) { asked = q; return expired(q), nil }
			q.Files = exported("cert")
			r := b.send(t, &q)
			if asked.Seen == nil || asked.Seen.Thumbprint != proxied.Thumbprint {
				t.Errorf("asked with %+v, said %q", asked.Seen, r.Headline.String())
			}
			q.Files = exported("nonsense")
			if r = b.send(t, &q); !strings.Contains(r.Headline.String()+text(r), "seen.cer holds no certificate") {
				t.Errorf("of a file that is none it is said: %q %+v", r.Headline.String(), r.Items)
			}
			if wrong := q.Kind != bot.FormSubmission && asked.Seen != nil; wrong {
				t.Error("the question was asked with the nonsense")
			}
		})
	}
}

func text(r bot.Reply) string {
	var b strings.Builder
	for _, i := range r.Items {
		b.WriteString(i.Text.String() + "\n")
	}
	return b.String()
}

// A certificate without a server is told about, and the form that asks for the
// server carries it on.
func TestFileWithoutAServer(t *testing.T) {
	var fields []string
	b := newBench(t, reading(&fields))
	for name, q := range map[string]bot.Request{
		"message": {Kind: bot.Message}, "marked message": {Kind: bot.MessageAction, Text: "look"},
		"command": {Kind: bot.Command, Verb: "certfix"},
		"form":    {Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}},
	} {
		q.Files = exported("cert")
		r := b.send(t, &q)
		if r.Tone != bot.Bad || !strings.Contains(r.Headline.String(), "Zscaler") || len(r.Facts) != 4 || r.Items[0].Code != "/certcheck imap.corp.com" {
			t.Errorf("%s: %+v", name, r)
		}
		form := b.press(t, r, "Enter the server").Form
		if form == nil {
			t.Fatal("no form was opened")
		}
		for _, f := range form.Fields {
			if f.Name == "issued-by" && f.Value != proxied.IssuedBy {
				t.Errorf("%s: %q stands in the form", name, f.Value)
			}
		}
		if len(form.Action.ID()) > bot.MaxAction {
			t.Errorf("the form carries %d bytes", len(form.Action.ID()))
		}
		b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: form.Action, Options: map[string]string{"server": "imap.corp.com:993"}})
		if got := strings.Join(fields, " "); got != "thumbprint="+proxied.Thumbprint {
			t.Errorf("%s: the form says %q", name, got)
		}
	}
}

func TestFileThatIsOverheardOrLost(t *testing.T) {
	b := newBench(t, reading(nil))
	h := &heard{}
	q := &bot.Request{Kind: bot.ChannelMessage, Text: "here it is", Files: exported("cert"), Place: bot.Place{Platform: bot.Slack, Channel: "C"}}
	if err := b.Handle(t.Context(), q, h.respond); err != nil || len(h.replies) != 0 {
		t.Errorf("an unknown text was answered unasked: %+v, %v", h.replies, err)
	}
	r := b.send(t, &bot.Request{Kind: bot.Message, Files: exported("")})
	if r.Audience != bot.Asker || !strings.Contains(r.Headline.String(), "could not download the file seen.cer") {
		t.Errorf("%+v", r)
	}
}

// The form names the encryption that the account's settings have.
func TestSecurityOfTheForm(t *testing.T) {
	for security, want := range map[string]checks.Mode{"tls": checks.ModeTLS, "starttls": checks.ModeSTARTTLS, "auto": checks.ModeAuto, "": checks.ModeAuto, "x": checks.ModeAuto} {
		b := newBench(t)
		var asked bot.Question
		b.checker.answer = func(q bot.Question) (*bot.Answer, error) { asked = q; return expired(q), nil }
		b.send(t, &bot.Request{Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": "imap.corp.com:993", "security": security}})
		if asked.Target.Mode != want {
			t.Errorf("%q: asked with mode %q", security, asked.Target.Mode)
		}
	}
}

// What a PC shows is read out of the text, too, also where nobody asked the bot.
func TestPastedBesideAServer(t *testing.T) {
	for name, q := range map[string]bot.Request{
		"talk":           {Kind: bot.Message, Text: "at imap.corp.com:993 my user is\nshown: Zscaler Intermediate Root CA"},
		"overheard":      {Kind: bot.ChannelMessage, Text: "at imap.corp.com:993 my user is\nshown: Zscaler Intermediate Root CA"},
		"marked message": {Kind: bot.MessageAction, Text: "0x800CCC1A at imap.corp.com:993\nshown: Zscaler Intermediate Root CA"},
		"form":           {Kind: bot.FormSubmission, Action: bot.Action{Name: "fix", Value: "form"}, Options: map[string]string{"server": "imap.corp.com:993", "error": "shown: Zscaler Intermediate Root CA"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, reading(nil))
			var asked bot.Question
			b.checker.answer = func(q bot.Question) (*bot.Answer, error) { asked = q; return expired(q), nil }
			b.send(t, &q)
			if asked.Seen == nil || asked.Seen.IssuedBy != "Zscaler Intermediate Root CA" {
				t.Errorf("asked with %+v", asked.Seen)
			}
		})
	}
	t.Run("without a server", func(t *testing.T) {
		b := newBench(t, reading(nil))
		r := b.send(t, &bot.Request{Kind: bot.ChannelMessage, Text: "shown: Zscaler Intermediate Root CA"})
		if len(r.Actions) == 0 || !strings.Contains(r.Actions[len(r.Actions)-1].Value, "Zscaler") {
			t.Errorf("what was pasted is not carried to the form: %+v", r.Actions)
		}
	})
}

// A fault that the pasted certificate shows is told before a message beside it, which
// it is the cause of.
func TestFaultBesideAMessage(t *testing.T) {
	b := newBench(t, reading(nil))
	r := b.send(t, &bot.Request{Kind: bot.Message, Direct: true, Text: "0x800CCC1A", Files: exported("cert")})
	if !strings.Contains(r.Headline.String(), "Zscaler") {
		t.Errorf("it is said %q", r.Headline.String())
	}
}
