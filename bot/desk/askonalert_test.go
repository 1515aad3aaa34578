package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/checks"
	"certdesk/store"
)

var (
	errBusy   error = &admission.Busy{Again: time.Second}
	errBroken       = errors.New("broken")
)

// A reply to an alert is about its server, whoever writes it, also where the bot is
// called by the reply alone.
func TestFollowUpOnAnAlert(t *testing.T) {
	for _, kind := range []bot.Kind{bot.Message, bot.ChannelMessage} {
		for text, want := range map[string]string{
			"and now?": "imap.corp.com:993", "ist es behoben?": "imap.corp.com:993", "c'est réparé ?": "imap.corp.com:993", "¿ya está arreglado?": "imap.corp.com:993",
			"why?": "imap.corp.com:993", "wer muss das beheben?": "imap.corp.com:993", "qui doit le réparer ?": "imap.corp.com:993", "¿quién tiene que arreglarlo?": "imap.corp.com:993",
			"and on 465?": "imap.corp.com:465", "und mit STARTTLS?": "imap.corp.com:143",
		} {
			b, alert := posted(t, "imap.corp.com:993")
			b.say(t, "certcheck", "smtp.corp.com:25") // which is not meant
			asked := b.recording()
			b.clock = b.clock.Add(time.Hour) // an alert is asked about when somebody reads it
			replies := b.hears(t, bot.Request{Kind: kind, Text: text, Place: onSlack, Asker: bot.Person{ID: "U7"}, Above: alert.Actions})
			if !knowsServer(replies, "imap.corp.com") || len(*asked) != 1 || bot.TargetName((*asked)[0].Target) != want {
				t.Errorf("%s %s: %+v, %+v", kind, text, *asked, replies)
			}
		}
	}
	// What is said to others stays so, and no alert is told in another channel.
	b, alert := posted(t, "imap.corp.com:993")
	for _, q := range []bot.Request{
		{Kind: bot.ChannelMessage, Text: "thanks", Place: onSlack}, {Kind: bot.ChannelMessage, Text: "Anna has ordered a new one", Place: onSlack},
		{Kind: bot.ChannelMessage, Text: "is it fixed?", Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "C9"}},
	} {
		q.Asker, q.Above = bot.Person{ID: "U7"}, alert.Actions
		if replies := b.hears(t, q); len(replies) > 0 {
			t.Errorf("%s: %+v", q.Text, replies)
		}
	}
}

// Of several servers all are looked at again, or shown; who asks what concerns one of
// them is asked which, and answered by a press.
func TestFollowUpOnAnAlertOfSeveral(t *testing.T) {
	b, alert := posted(t, "imap.corp.com:993", "smtp.corp.com:465")
	reply := func(text string) []bot.Reply {
		return b.hears(t, bot.Request{Kind: bot.Message, Text: text, Place: onSlack, Asker: bot.Person{ID: "U7"}, Above: alert.Actions})
	}
	for _, text := range []string{"is it fixed?", "und jetzt?"} {
		replies := reply(text)
		if last := replies[len(replies)-1]; last.Headline.String() != "0 of 2 servers: no problems." || len(last.Items) != 2 {
			t.Errorf("%s: %+v", text, replies)
		}
	}
	for _, text := range []string{"why?", "pourquoi ?"} {
		replies := reply(text)
		if last := replies[len(replies)-1]; len(last.Items) != 2 || last.Items[1].Code != "smtp.corp.com:465" {
			t.Errorf("%s: %+v", text, replies)
		}
	}
	for text, want := range map[string]string{
		"who has to fix it?": "smtp.corp.com:465", "und auf 587?": "smtp.corp.com:587", "et avec STARTTLS ?": "smtp.corp.com:587", "and in Thunderbird?": "smtp.corp.com:465",
	} {
		b.clock = b.clock.Add(24 * time.Hour) // nothing is remembered of the servers
		replies := reply(text)
		which := replies[len(replies)-1]
		if which.Headline.String() != "Which server do you mean?" || len(which.Actions) != 2 || which.Actions[1].Label.String() != "smtp.corp.com:465" {
			t.Errorf("%s: %+v", text, replies)
			continue
		}
		asked := b.recording()
		pressed := b.hears(t, bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(which.Actions[1].ID()), Place: onSlack, Asker: bot.Person{ID: "U7"}, Message: "8.8"})
		if !knowsServer(pressed, "smtp.corp.com") || len(*asked) != 1 || bot.TargetName((*asked)[0].Target) != want {
			t.Errorf("%s, pressed: %+v, %+v", text, *asked, pressed)
		}
	}
}

// In a thread below an alert its servers are meant, until one of them is talked about
// there; and the alert again when that is long ago.
func TestThreadBelowAnAlert(t *testing.T) {
	b, _ := posted(t, "imap.corp.com:993", "smtp.corp.com:465")
	below := onSlack
	below.Thread = "9.9"
	ask := func(text string) string {
		t.Helper()
		replies := b.hears(t, bot.Request{Kind: bot.Message, Text: text, Place: below, Asker: bot.Person{ID: "U7"}})
		return replies[len(replies)-1].Headline.String()
	}
	if got := ask("is it fixed?"); got != "0 of 2 servers: no problems." {
		t.Errorf("in the thread: %q", got)
	}
	if got := ask("check smtp.corp.com:465"); !strings.Contains(got, "smtp.corp.com") {
		t.Errorf("one of them: %q", got)
	}
	if got := ask("and now?"); !strings.Contains(got, "smtp.corp.com") {
		t.Errorf("behind that: %q", got)
	}
	b.clock = b.clock.Add(31 * time.Minute)
	if got := ask("is it fixed?"); got != "0 of 2 servers: no problems." {
		t.Errorf("later: %q", got)
	}
	below.Thread = "5.5"
	if got := ask("is it fixed?"); !strings.Contains(got, "does not know which server") {
		t.Errorf("in another thread: %q", got)
	}
}

// Whoever tries again after an answer did not come about means what was asked.
func TestFollowUpOnWhatWasNotAnswered(t *testing.T) {
	for name, err := range map[string]error{"busy": errBusy, "broken": errBroken} {
		for _, text := range []string{"again?", "retry", "nochmal bitte", "encore une fois", "¿otra vez?"} {
			for _, first := range []bot.Request{
				{Kind: bot.Command, Verb: "certcheck", Text: server}, {Kind: bot.Message, Text: "check " + server}, {Kind: bot.Message, Text: "0x800CCC1A imap.corp.com:993"},
			} {
				b := newBench(t)
				b.say(t, "certcheck", "smtp.corp.com:25") // which is not meant
				b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, err }
				b.send(t, &first)
				asked := b.recording()
				b.send(t, &bot.Request{Kind: bot.Message, Text: text})
				if len(*asked) != 1 || bot.TargetName((*asked)[0].Target) != "imap.corp.com:993" {
					t.Errorf("%s, %q, %s: %+v", name, first.Text, text, *asked)
				}
			}
		}
	}
}

// A reply to an overview, which has no buttons, is about the servers in it that are in
// trouble, and about all where none is.
func TestFollowUpOnAnOverview(t *testing.T) {
	b, _ := posted(t, "imap.corp.com:993", "smtp.corp.com:465")
	kept := store.New(b.backend, time.Now)
	if _, err := kept.AddNotice(t.Context(), &bot.Notice{ID: "d1", Kind: bot.NoticeDigest, Place: onSlack, Posted: now, Message: "3.3"}); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"is it fixed?": "0 of 2 servers: no problems.", "warum?": "These servers at the last check:", "wer muss das beheben?": "Which server do you mean?"} {
		for _, kind := range []bot.Kind{bot.Message, bot.ChannelMessage} {
			replies := b.hears(t, bot.Request{Kind: kind, Text: text, Place: onSlack, Asker: bot.Person{ID: "U7"}, RepliesTo: "3.3"})
			if last := replies[len(replies)-1]; last.Headline.String() != want || len(last.Items)+len(last.Actions) != 2 {
				t.Errorf("%s %s: %+v", kind, text, replies)
			}
		}
	}
	_, err := kept.EditWatch(t.Context(), onSlack, "smtp.corp.com:465", func(w *bot.Watch) {
		w.State = &bot.WatchState{Endpoints: []bot.WatchedEndpoint{{Name: "smtp.corp.com:465", Verdict: checks.VerdictUntrusted}}}
	})
	if err != nil {
		t.Fatal(err)
	}
	replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "wer muss das beheben?", Place: onSlack, Asker: bot.Person{ID: "U7"}, RepliesTo: "3.3"})
	if !knowsServer(replies, "smtp.corp.com") {
		t.Errorf("one in trouble: %+v", replies)
	}
	// What certdesk has said without a server, such as a list, is no answer before.
	replies = b.hears(t, bot.Request{Kind: bot.Message, Text: "wer muss das beheben?", Place: onSlack, Asker: bot.Person{ID: "U7"}, RepliesTo: "4.4"})
	if !knowsServer(replies, "does not know which server") {
		t.Errorf("a reply to something else: %+v", replies)
	}
	// Those that are watched here are offered.
	if a := replies[len(replies)-1].Actions; len(a) != 2 || a[0].Label.String() != "imap.corp.com:993" {
		t.Errorf("offered: %+v", a)
	}
}

// "snooze 3 days" below an alert is what its button does, with the same permission; of
// another answer it is the watch of that server.
func TestSilenceAskedFor(t *testing.T) {
	for text, days := range map[string]int{
		"snooze 3 days": 3, "snooze": 7, "mute this for a week please": 7, "bitte 3 Tage stumm": 3, "pausieren für 2 Wochen": 14, "suspendre pour 3 jours": 3, "silenciar 3 días": 3,
	} {
		b, alert := posted(t, "imap.corp.com:993")
		replies := b.hears(t, bot.Request{Kind: bot.ChannelMessage, Text: text, Place: onSlack, Asker: bot.Person{ID: "U7", Name: "Bob"}, Above: alert.Actions})
		if len(replies) != 1 || !strings.HasPrefix(replies[0].Headline.String(), "Bob snoozed this until ") {
			t.Errorf("%s: %+v", text, replies)
		}
		if w, err := store.New(b.backend, time.Now).Watch(t.Context(), onSlack, "imap.corp.com:993"); err != nil || w.SnoozedUntil.Sub(now).Round(time.Hour) != time.Duration(days)*24*time.Hour {
			t.Errorf("%s: %+v, %v", text, w, err)
		}
		b.cfg.Roles.Admins = []string{"slack:U9"}
		if replies := b.hears(t, bot.Request{Kind: bot.ChannelMessage, Text: text, Place: onSlack, Asker: bot.Person{ID: "U7"}, Above: alert.Actions}); len(replies) != 1 || !knowsServer(replies, "Only the person") {
			t.Errorf("%s, by somebody else: %+v", text, replies)
		}
	}
	b, _ := posted(t, "imap.corp.com:993")
	b.say(t, "certcheck", "imap.corp.com:993")
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "snooze 3 days"}); !strings.Contains(r.Headline.String()+r.Footnote.String(), "26 November") {
		t.Errorf("behind an answer: %+v", r)
	}
}
