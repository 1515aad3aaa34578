package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// called is a language with its own name.
func called(tag, name string) desk.Language {
	return desk.Language{Tag: tag, Name: func() string { return name }}
}

// Who asks for a part of an answer gets that part, of the same server and without another
// check, with the buttons that lead on.
func TestFollowUpForAPart(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", server)
	for _, c := range []struct{ text, headline, first string }{
		{"when does it expire?", "The certificate for imap.corp.com:993 expired on 23 November 2026.", "walk"},
		{"can I ignore it?", "No, do not accept the certificate. The certificate of imap.corp.com has expired.", "walk"},
		{"was bedeutet Schritt 6?", "The certificate of imap.corp.com has expired.", "walk"},
		{"step 3?", "Step 3 is “Ensure SSL/TLS encryption settings are correct”. It does not help with what certdesk found on imap.corp.com:993.", "walk"},
		{"how long will it take?", "certdesk cannot know how long it takes. The certificate of imap.corp.com has expired.", "walk"},
		{"wen rufe ich an?", "The certificate of imap.corp.com has expired.", "letter"},
		{"je ne comprends pas", "A certificate is a server's identity card. This one is out of date. The certificate of imap.corp.com has expired.", "walk"},
		{"send that to IT", "certdesk sends it to nobody by itself. Choose what to pass on:", "letter"},
		{"¿qué le digo al proveedor?", "A letter to the provider of imap.corp.com:993, to copy:", "walk"},
		{"same on my phone?", "Which mail program is it about?", "use-ios"},
	} {
		r := b.send(t, &bot.Request{Kind: bot.Message, Text: c.text})
		if r.Headline.String() != c.headline || len(r.Actions) < 2 || r.Actions[0].Name != c.first || r.Actions[0].More {
			t.Errorf("%s: %q, %+v", c.text, r.Headline.String(), r.Actions)
		}
		// The buttons work, and the conversation goes on.
		if d := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?"}); len(d.Facts) == 0 || len(d.Findings) != 1 {
			t.Errorf("behind %s: %+v", c.text, d)
		}
		if strings.HasPrefix(c.first, "use-") {
			continue
		}
		for _, a := range r.Actions {
			if len(a.ID()) > bot.MaxAction {
				t.Errorf("%s: the button %s carries %d bytes", c.text, a.Name, len(a.ID()))
			}
		}
	}
	if n := b.checker.calls.Load(); n != 1 {
		t.Errorf("%d checks", n)
	}
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "it works now, thanks"}); r.Headline.String() != "Good to hear." || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
	b = newBench(t)
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "what does step 6 mean?"}); r.Cure == nil || r.Cure.Number != 6 || len(r.Headline) != 2 {
		t.Errorf("of no server: %+v", r)
	}
	for _, text := range []string{"can I ignore it?", "when does it expire?", "who do I call?", "explain it simpler", "send it to my boss", "what should I write to the provider?", "same on my phone?", "auf Deutsch bitte"} {
		if r := b.send(t, &bot.Request{Kind: bot.Message, Text: text}); !strings.HasPrefix(r.Headline.String(), "certdesk does not know which server you mean.") || len(r.Items) != 1 {
			t.Errorf("%s, of nothing: %+v", text, r)
		}
	}
}

// Who asks for another language gets the answer in it, and goes on in it, whatever the
// platform or the channel says; of one that certdesk does not speak it says which it does.
func TestFollowUpInAnotherLanguage(t *testing.T) {
	var language string
	b := newBench(t, func(c *desk.Config) {
		c.Languages = []desk.Language{called("en", "English"), called("de", "Deutsch"), called("fr", "Français")}
		c.Translate = func(tag string, r bot.Reply) bot.Reply { language = tag; return r }
	})
	ask := func(text string) bot.Reply {
		return b.send(t, &bot.Request{Kind: bot.Message, Text: text, Asker: bot.Person{Locale: "fr-FR"}})
	}
	for _, c := range []struct{ text, language, headline string }{
		{"check " + server, "fr", "The certificate of imap.corp.com has expired."},
		{"auf Deutsch bitte", "de", "The certificate of imap.corp.com has expired."},
		{"warum?", "de", "The certificate of imap.corp.com has expired."},
		{"and now?", "de", "certdesk sees the same as at the last check. The certificate of imap.corp.com has expired."},
		{"in English please", "en", "The certificate of imap.corp.com has expired."},
		{"po polsku", "en", "certdesk answers in English, Deutsch and Français."},
		{"why?", "en", "The certificate of imap.corp.com has expired."},
		{"check " + server, "en", "The certificate of imap.corp.com has expired."},
		{"auf Deutsch bitte", "de", "The certificate of imap.corp.com has expired."},
		{"check imap.other.example:993", "de", "The certificate of imap.other.example has expired."}, // another matter
		{"0x800CCC1A", "de", "Outlook and the server do not agree on the encryption."},
		{"help", "de", ""}, {"check smtp.corp.com:465", "de", "The certificate of smtp.corp.com has expired."},
	} {
		if r := ask(c.text); language != c.language || c.headline != "" && r.Headline.String() != c.headline {
			t.Errorf("%s: in %s, %q", c.text, language, r.Headline.String())
		}
	}
	// It is this person's in this conversation, and is forgotten with that.
	for _, q := range []bot.Request{
		{Kind: bot.Message, Text: "check " + server, Place: onSlack, Asker: bot.Person{ID: "U2", Locale: "fr-FR"}},
		{Kind: bot.Message, Text: "check " + server, Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "C2"}, Asker: bot.Person{ID: "U1", Locale: "fr-FR"}},
	} {
		if b.hears(t, q); language != "fr" {
			t.Errorf("%s in %s: in %s", q.Asker.ID, q.Place.Key(), language)
		}
	}
	b.clock = b.clock.Add(2 * time.Hour)
	if ask("check " + server); language != "fr" {
		t.Errorf("hours later: in %s", language)
	}
	// Also where nothing was asked before.
	b = newBench(t, func(c *desk.Config) {
		c.Languages = []desk.Language{called("en", "English"), called("de", "Deutsch"), called("fr", "Français")}
		c.Translate = func(tag string, r bot.Reply) bot.Reply { language = tag; return r }
	})
	for _, text := range []string{"auf Deutsch bitte", "check " + server} {
		if ask(text); language != "de" {
			t.Errorf("%s: in %s", text, language)
		}
	}
}

// Alone with a message in a thread, or as a reply to an answer, talk to others stays so.
func TestNoFollowUpForAPart(t *testing.T) {
	b := newBench(t)
	r := b.say(t, "certcheck", server+" public")
	for _, text := range []string{"it works now", "geht wieder, danke", "good to know", "Anna, can you call them?", "I'll send it to Bob later", "ok I understand", "ich rufe an", "merci, je comprends", "vale, entendido", "call me", "hm, long"} {
		if got := b.hears(t, bot.Request{Kind: bot.ChannelMessage, Text: text, Place: onSlack, Asker: bot.Person{ID: "U2"}, Above: r.Actions, RepliesTo: "1.1"}); len(got) > 0 {
			t.Errorf("%s: %+v", text, got)
		}
		b.clock = b.clock.Add(2 * time.Minute)
	}
	if i := slices.IndexFunc(r.Actions, func(a bot.Action) bool { return a.Name == "recheck" }); i < 0 {
		t.Error("there is no button to tell by")
	}
}

// A picture or a recording is not read: that is said once to who has sent it to certdesk
// and nothing that can be read, and to nobody else.
func TestPicturesAreNotRead(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		text   string
		kind   bot.Kind
		medium bot.Medium
		want   string // how it begins
	}{
		{"", bot.Message, bot.Picture, "certdesk cannot read pictures. "}, {"what is this?", bot.Message, bot.Picture, "certdesk cannot read pictures. "},
		{"I always get that since Monday", bot.Message, bot.Picture, "certdesk cannot read pictures. "}, {"", bot.MessageAction, bot.Picture, "certdesk cannot read pictures. "},
		{"", bot.Message, bot.Recording, "certdesk cannot listen to recordings. "},
		{"check " + server, bot.Message, bot.Picture, "The certificate of"}, {"why?", bot.Message, bot.Picture, "The certificate of"}, {"thanks!", bot.Message, bot.Picture, "You are welcome."},
		{"", bot.ChannelMessage, bot.Picture, ""}, {"look at that", bot.ChannelMessage, bot.Recording, ""},
	} {
		got := b.hears(t, bot.Request{Kind: c.kind, Text: c.text, Unread: c.medium, Place: onSlack, Asker: bot.Person{ID: "U1"}})
		switch {
		case c.want == "" && len(got) > 0, c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0].Headline.String(), c.want)):
			t.Errorf("%s %q with a %s: %+v", c.kind, c.text, c.medium, got)
		}
	}
}
