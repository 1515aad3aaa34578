package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// hears has something said somewhere, and returns all that is said to it.
func (b *bench) hears(t *testing.T, q bot.Request) []bot.Reply {
	t.Helper()
	h := &heard{}
	if err := b.Handle(t.Context(), &q, h.respond); err != nil {
		t.Fatal(err)
	}
	b.clock = b.clock.Add(time.Second)
	return h.replies
}

func knowsServer(replies []bot.Reply, host string) bool {
	return len(replies) > 0 && strings.Contains(replies[len(replies)-1].Headline.String(), host)
}

var (
	onSlack   = bot.Place{Platform: bot.Slack, Team: "T", Channel: "C"}
	onDiscord = bot.Place{Platform: bot.Discord, Team: "T", Channel: "C"}
)

// What was answered to somebody alone is told to nobody else when he asks on in front of
// others, nor while it is looked up.
func TestFollowUpOnWhatWasPrivate(t *testing.T) {
	anna := bot.Person{ID: "U1"}
	for name, first := range map[string]bot.Request{
		"slack":   {Kind: bot.Command, Verb: "certcheck", Text: server, Place: onSlack},
		"discord": {Kind: bot.Command, Verb: "certcheck", Text: server + " private", Place: onDiscord},
	} {
		for _, text := range []string{"why?", "is it fixed now?", "und auf 465?", "¿qué hago ahora?", "et dans Thunderbird ?"} {
			b := newBench(t, func(c *desk.Config) { c.ProgressAfter = time.Nanosecond })
			first.Asker = anna
			answer := b.hears(t, first)
			check := func(when string) {
				t.Helper()
				replies := b.hears(t, bot.Request{Kind: bot.Message, Text: text, Place: first.Place, Asker: anna, Message: "5.5"})
				for _, r := range replies {
					if strings.Contains(r.Headline.String(), "imap.corp.com") && (r.Audience != bot.Asker || name == "discord") {
						t.Errorf("%s, %s, %s: all were told: %q", name, text, when, r.Headline.String())
					}
				}
				if name == "slack" && !knowsServer(replies, "imap.corp.com") {
					t.Errorf("%s, %s, %s: not understood: %+v", name, text, when, replies)
				}
			}
			check("at once")
			check("again")
			// Pressing a button of what one alone sees tells nobody else either.
			for _, a := range answer[len(answer)-1].Actions {
				if a.Name == "recheck" {
					b.hears(t, bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID()), Place: first.Place, Asker: anna, Message: "6.6", Alone: true})
				}
			}
			check("behind a press")
			if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: text, Place: bot.Place{Platform: first.Place.Platform, Team: "T", Channel: "C", Thread: "5.5"}, Asker: bot.Person{ID: "U2"}}); knowsServer(replies, "imap.corp.com") {
				t.Errorf("%s, %s: somebody else was told: %+v", name, text, replies)
			}
		}
	}
}

// Who has asked about another thing since does not mean the server before.
func TestFollowUpAfterAnotherThing(t *testing.T) {
	for _, another := range []bot.Request{
		{Kind: bot.Message, Text: "printed: the target principal name is incorrect"},
		{Kind: bot.Command, Verb: "certfix", Text: "The target principal name is incorrect"},
		{Kind: bot.Command, Verb: "certcheck", Text: "imap.corp.com:99999"},
		{Kind: bot.Command, Verb: "certcheck", Text: ""},
		{Kind: bot.Message, Text: "my printer has error 17 since the update"},
		{Kind: bot.FormSubmission, Action: bot.Action{Name: "fix"}, Options: map[string]string{"error": "The target principal name is incorrect"}},
	} {
		b := newBench(t)
		b.say(t, "certcheck", server)
		b.send(t, &another)
		if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?"}); !strings.Contains(r.Headline.String(), "which server") {
			t.Errorf("%+v: %q", another, r.Headline.String())
		}
	}
	for _, aside := range []bot.Request{
		{Kind: bot.Message, Text: "thanks!"}, {Kind: bot.Message, Text: "help"}, {Kind: bot.Command, Verb: "certwatch", Text: "list"}, {Kind: bot.Command, Verb: "certwatch", Text: "frob"},
		{Kind: bot.ChannelMessage, Text: "my printer has error 17"},
	} {
		b := newBench(t)
		b.say(t, "certcheck", server)
		h := &heard{}
		aside.Place, aside.Asker = onSlack, bot.Person{ID: "U1"}
		if err := b.Handle(t.Context(), &aside, h.respond); err != nil {
			t.Fatal(err)
		}
		if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?"}); len(r.Facts) == 0 {
			t.Errorf("%+v: %q", aside, r.Headline.String())
		}
	}
}

// A reply to a message of certdesk's that is no answer is about that message, not about
// what its writer asked before.
func TestReplyToWhatIsNoAnswer(t *testing.T) {
	b := newBench(t)
	b.hears(t, bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "hr.secret.example:993", Place: onDiscord, Asker: bot.Person{ID: "U1"}})
	alert := []bot.Action{{Name: "snooze", Value: "x"}, {Name: "recheck", Value: "older"}}
	for _, kind := range []bot.Kind{bot.ChannelMessage, bot.Message} {
		replies := b.hears(t, bot.Request{Kind: kind, Text: "is it fixed now?", Place: onDiscord, Asker: bot.Person{ID: "U1"}, Above: alert})
		if knowsServer(replies, "secret") || kind == bot.ChannelMessage && len(replies) > 0 {
			t.Errorf("%s: %+v", kind, replies)
		}
	}
}

// In a thread below an answer that answer is meant, also where the answer was to a
// command, and alone with certdesk.
func TestThreadBelowAnAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		place  bot.Place
		direct bool
		text   string
	}{
		"discord": {onDiscord, false, server}, "slack": {onSlack, false, server + " public"}, "alone": {bot.Place{Platform: bot.Slack, Channel: "D1"}, true, server},
	} {
		b := newBench(t)
		ask := func(answered, text string) {
			q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: text, Place: c.place, Direct: c.direct, Asker: bot.Person{ID: "U1"}}
			respond := func(context.Context, bot.Reply) error { q.Answered = answered; return nil }
			if err := b.Handle(t.Context(), q, respond); err != nil {
				t.Fatal(err)
			}
			b.clock = b.clock.Add(time.Second)
		}
		ask("7.7", c.text)
		ask("8.8", strings.Replace(c.text, "imap", "smtp", 1))
		below := c.place
		below.Thread = "7.7"
		who := "U2"
		if c.direct {
			who = "U1"
		}
		for _, text := range []string{"why?", "ist es jetzt ok?"} {
			if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: text, Place: below, Direct: c.direct, Asker: bot.Person{ID: who}}); !knowsServer(replies, "imap.corp.com") {
				t.Errorf("%s, %s: %+v", name, text, replies)
			}
		}
	}
	// Where the platform tells of its own message afterwards only, and once more when the
	// thread is about something else.
	b := newBench(t)
	r := b.say(t, "certcheck", server+" public")
	for channel, want := range map[string]bool{"C": true, "C9": false} {
		place := bot.Place{Platform: bot.Slack, Team: "T", Channel: channel}
		posted := bot.Request{ID: "E" + channel, Kind: bot.Posted, Place: place, Message: "9.9", Above: r.Actions}
		if replies := b.hears(t, posted); len(replies) > 0 {
			t.Errorf("%+v", replies)
		}
		place.Thread = "9.9"
		defer func() {
			b.hears(t, bot.Request{Kind: bot.Message, Text: "check pop.corp.com:995", Place: place, Asker: bot.Person{ID: "U2"}})
			b.hears(t, posted)
			if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "why?", Place: place, Asker: bot.Person{ID: "U3"}}); !knowsServer(replies, "pop.corp.com") {
				t.Errorf("told again: %+v", replies)
			}
		}()
		if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "warum?", Place: place, Asker: bot.Person{ID: "U2"}}); knowsServer(replies, "imap.corp.com") != want {
			t.Errorf("%s: %+v", channel, replies)
		}
	}
}

// What is shared, or checked again in front of all, is everybody's from then on.
func TestFollowUpOnWhatWasShared(t *testing.T) {
	for name, c := range map[string]struct {
		place bot.Place
		text  string
		press string
		alone bool
	}{
		"shared on slack": {onSlack, server, "share", true}, "shared on discord": {onDiscord, server + " private", "share", true},
		"again on slack": {onSlack, server + " public", "recheck", false}, "again on discord": {onDiscord, server, "recheck", false},
	} {
		b := newBench(t)
		first := b.hears(t, bot.Request{Kind: bot.Command, Verb: "certcheck", Text: c.text, Place: c.place, Asker: bot.Person{ID: "U1"}})
		for _, a := range first[len(first)-1].Actions {
			if a.Name != c.press {
				continue
			}
			q := &bot.Request{Kind: bot.ButtonAction, Action: bot.ParseAction(a.ID()), Place: c.place, Asker: bot.Person{ID: "U1"}, Message: "6.6", Alone: c.alone}
			if err := b.Handle(t.Context(), q, func(context.Context, bot.Reply) error { q.Answered = "7.7"; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "why?", Place: c.place, Asker: bot.Person{ID: "U1"}}); !knowsServer(replies, "imap.corp.com") || replies[0].Audience != bot.Everyone {
			t.Errorf("%s: %+v", name, replies)
		}
		below := c.place
		below.Thread = "7.7"
		if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "why?", Place: below, Asker: bot.Person{ID: "U2"}}); !knowsServer(replies, "imap.corp.com") {
			t.Errorf("%s, in the thread below: %+v", name, replies)
		}
	}
}

// stuckTopics keeps nothing until it may.
type stuckTopics struct {
	desk.Topics
	asked chan struct{}
	may   chan error
}

func (s *stuckTopics) SetTopic(ctx context.Context, conversation string, topic bot.Topic) error {
	s.asked <- struct{}{}
	if err := <-s.may; err != nil {
		return err
	}
	return s.Topics.SetTopic(ctx, conversation, topic)
}

// No answer waits for what is remembered of it; who asks on before it is, is understood.
func TestAnswerBeforeItIsRemembered(t *testing.T) {
	stuck := &stuckTopics{asked: make(chan struct{}), may: make(chan error)}
	b := newBench(t, func(c *desk.Config) { stuck.Topics, c.Topics = c.Topics, stuck })
	answered, done := make(chan bot.Reply, 1), make(chan error, 1)
	q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server, Place: onSlack, Asker: bot.Person{ID: "U1"}}
	go func() {
		done <- b.Handle(t.Context(), q, func(_ context.Context, r bot.Reply) error { answered <- r; return nil })
	}()
	<-stuck.asked
	select {
	case <-answered:
	default:
		t.Error("the store was asked before the answer was given")
	}
	second := make(chan bot.Reply, 1)
	go func() {
		q := &bot.Request{Kind: bot.Message, Text: "why?", Place: onSlack, Asker: bot.Person{ID: "U1"}}
		done <- b.Handle(t.Context(), q, func(_ context.Context, r bot.Reply) error { second <- r; return nil })
	}()
	<-stuck.asked
	if r := <-second; len(r.Facts) == 0 || r.Audience != bot.Asker {
		t.Errorf("%+v", r)
	}
	for range 2 {
		stuck.may <- errors.New("away")
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// What people say to each other in a support channel is no question to certdesk, however
// much it looks like one, and however well it is known what was asked before.
func TestPeopleAmongThemselves(t *testing.T) {
	for _, place := range []bot.Place{onSlack, onDiscord, {Platform: bot.Discord, Team: "T", Channel: "C", Thread: "1.1"}, {Platform: bot.Slack, Team: "T", Channel: "C", Thread: "1.1"}} {
		b := newBench(t)
		b.hears(t, bot.Request{Kind: bot.Message, Text: "check " + server, Message: "1.1", Place: place, Asker: bot.Person{ID: "U1"}})
		for _, text := range []string{
			"did you reboot?", "why did you do that?", "I'm on 465 tonight", "works now?", "why?", "same on my iPhone", "465 is the room number", "is it fixed now?", "and on 465?",
			"what about port 143", "and in Thunderbird?", "again?", "ok, who fixes it?", "thanks!", "and on Monday?",
			"hast du neu gestartet?", "warum hast du das gemacht?", "ich bin heute in 465", "und auf 465 haben wir Drucker", "geht's jetzt?", "warum?", "bei mir auf dem iPhone auch", "Zimmer 465", "und jetzt?", "wer muss das machen?",
			"tu as redémarré ?", "pourquoi tu as fait ça ?", "je suis au 465 ce soir", "pourquoi ?", "ça marche maintenant ?", "pareil sur mon iPhone", "et sur 465 ?", "et maintenant ?", "merci !",
			"¿has reiniciado?", "¿por qué hiciste eso?", "estoy en el 465 esta noche", "¿por qué?", "¿funciona ya?", "lo mismo en mi iPhone", "¿y en 465?", "¿y ahora?", "gracias",
		} {
			for _, who := range []string{"U1", "U2"} {
				if replies := b.hears(t, bot.Request{Kind: bot.ChannelMessage, Text: text, Place: place, Asker: bot.Person{ID: who}}); len(replies) > 0 {
					t.Errorf("%s in %s: %+v", text, place.Key(), replies)
				}
			}
		}
	}
}
