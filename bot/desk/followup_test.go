package desk_test

import (
	"testing"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// Who asks on about an answer is told how to ask for it, in the language of the
// question: behind an answer, and without one.
func TestFollowUp(t *testing.T) {
	var language string
	b := newBench(t, func(c *desk.Config) {
		c.Languages = []desk.Language{{Tag: "en"}, {Tag: "de"}, {Tag: "fr"}, {Tag: "es"}}
		c.Translate = func(tag string, r bot.Reply) bot.Reply { language = tag; return r }
	})
	const (
		details = "certdesk does not know which server you mean. Choose “Show details” below the answer, or name the server:"
		again   = "certdesk does not know which server you mean. Choose “Check again” below the answer, or name the server:"
		port    = "certdesk does not know which server you mean. Name it with the port:"
	)
	for _, answered := range []bool{false, true} {
		if answered {
			b.say(t, "certcheck", server)
		}
		for text, want := range map[string]struct{ language, headline, example string }{
			"why?": {"en", details, "/certcheck imap.corp.com:993"}, "warum?": {"de", details, "/certcheck imap.corp.com:993"},
			"pourquoi ?": {"fr", details, "/certcheck imap.corp.com:993"}, "¿por qué?": {"es", details, "/certcheck imap.corp.com:993"},
			"is it fixed now?": {"en", again, "/certcheck imap.corp.com:993 fresh"}, "ist es behoben?": {"de", again, "/certcheck imap.corp.com:993 fresh"},
			"c'est réparé ?": {"fr", again, "/certcheck imap.corp.com:993 fresh"}, "¿ya está arreglado?": {"es", again, "/certcheck imap.corp.com:993 fresh"},
			"and on 465?": {"en", port, "smtp.corp.com:465"}, "und auf 143?": {"de", port, "imap.corp.com:143"},
			"et sur 995 ?": {"fr", port, "pop3.corp.com:995"}, "¿y en 8443?": {"es", port, "mail.corp.com:8443"},
		} {
			checked := b.checker.calls.Load()
			r := b.send(t, &bot.Request{Kind: bot.Message, Text: text})
			if r.Headline.String() != want.headline || len(r.Items) != 1 || r.Items[0].Code != want.example || r.Audience != bot.Asker {
				t.Errorf("%s: %+v", text, r)
			}
			if language != want.language {
				t.Errorf("%s: in %q", text, language)
			}
			if b.checker.calls.Load() != checked {
				t.Errorf("%s: a server was checked", text)
			}
		}
	}
	// A file says what it is about.
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?", Files: []bot.File{{Name: "c.cer"}}}); r.Headline.String() == details {
		t.Errorf("with a file: %+v", r)
	}
}
