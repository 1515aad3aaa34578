package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/store"
)

// Whoever talks with certdesk alone has one conversation, also where a platform makes
// threads of it.
func TestOneConversationAlone(t *testing.T) {
	for name, places := range map[string][2]bot.Place{
		"asked in the channel": {{Platform: bot.Slack, Channel: "D1"}, {Platform: bot.Slack, Channel: "D1", Thread: "7.7"}},
		"asked in a thread":    {{Platform: bot.Slack, Channel: "D1", Thread: "7.7"}, {Platform: bot.Slack, Channel: "D1"}},
		"by a command":         {{Platform: bot.Slack, Channel: "U1"}, {Platform: bot.Slack, Channel: "D1"}}, // the platform names the person
	} {
		b := newBench(t)
		b.hears(t, bot.Request{Kind: bot.Message, Text: "check " + server, Place: places[0], Direct: true, Asker: bot.Person{ID: "U1"}, Message: "3.3"})
		if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "why?", Place: places[1], Direct: true, Asker: bot.Person{ID: "U1"}}); !knowsServer(replies, "imap.corp.com") {
			t.Errorf("%s: %+v", name, replies)
		}
	}
}

// What somebody's own dialog shows is kept with the answer, and in no conversation.
func TestTopicWithoutWhatWasSeen(t *testing.T) {
	b := newBench(t)
	b.hears(t, bot.Request{Kind: bot.Message, Text: "shown: Avast@imap.corp.com imap.corp.com:993", Place: onSlack, Asker: bot.Person{ID: "U1"}})
	kept := store.New(b.backend, func() time.Time { return b.clock })
	topic, err := kept.Topic(t.Context(), onSlack.Key()+"/@U1")
	if err != nil || topic == nil || topic.Question.Target.Host != "imap.corp.com" || topic.Question.Seen != nil {
		t.Errorf("%+v, %v", topic, err)
	}
}

// Another connection is asked about under the name that was to be verified.
func TestOtherConnectionUnderTheSameName(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", "192.0.2.7:993 name imap.corp.com")
	asked := b.recording()
	b.send(t, &bot.Request{Kind: bot.Message, Text: "and on 465?"})
	if len(*asked) != 1 || (*asked)[0].Target.Name != "imap.corp.com" || bot.TargetName((*asked)[0].Target) != "192.0.2.7:465" {
		t.Errorf("%+v", *asked)
	}
}

// In a thread the newest is meant: what all have read there, or what was since told to
// whoever asks alone.
func TestNewestInAThread(t *testing.T) {
	b := newBench(t)
	thread := onSlack
	thread.Thread = "1.1"
	say := func(kind bot.Kind, who, text string) []bot.Reply {
		return b.hears(t, bot.Request{Kind: kind, Verb: "certcheck", Text: text, Place: thread, Asker: bot.Person{ID: who}})
	}
	say(bot.Message, "U2", "check imap.first.example:993")
	say(bot.Command, "U1", "imap.second.example:993")
	if replies := say(bot.Message, "U1", "why?"); !knowsServer(replies, "second") {
		t.Errorf("his own: %+v", replies)
	}
	if replies := say(bot.Message, "U2", "why?"); !knowsServer(replies, "first") {
		t.Errorf("hers: %+v", replies)
	}
	say(bot.Message, "U2", "check imap.third.example:993")
	if replies := say(bot.Message, "U1", "why?"); !knowsServer(replies, "third") {
		t.Errorf("what all have read since: %+v", replies)
	}
}

// A reply to an answer that is forgotten is about its server, which stands in a button.
func TestReplyToAForgottenAnswer(t *testing.T) {
	b := newBench(t)
	r := b.say(t, "certcheck", server+" public")
	b.clock = b.clock.AddDate(0, 1, 0)
	b.cfg.Answers = store.New(b.backend, func() time.Time { return b.clock }) // of another process, which has read none
	second, err := desk.New(b.cfg)
	if err != nil {
		t.Fatal(err)
	}
	b.Desk = second
	asked := b.recording()
	b.send(t, &bot.Request{Kind: bot.Message, Text: "is it fixed?", Above: r.Actions})
	if len(*asked) != 1 || bot.TargetName((*asked)[0].Target) != "imap.corp.com:993" {
		t.Errorf("%+v", *asked)
	}
}

// An answer that did not arrive is not what somebody asks on about.
func TestAnswerThatDidNotArrive(t *testing.T) {
	b := newBench(t)
	b.say(t, "certcheck", server)
	q := &bot.Request{Kind: bot.Command, Verb: "certcheck", Text: "smtp.corp.com:25", Place: onSlack, Asker: bot.Person{ID: "U1"}}
	if err := b.Handle(t.Context(), q, func(context.Context, bot.Reply) error { return errors.New("gone") }); err == nil {
		t.Fatal("it arrived")
	}
	if r := b.send(t, &bot.Request{Kind: bot.Message, Text: "why?"}); !knowsServer([]bot.Reply{r}, "imap.corp.com") {
		t.Errorf("%+v", r)
	}
}

// What was asked in private and not answered stays private; what was asked aloud may be
// asked again aloud, also where nobody can be answered alone.
func TestTryingAgainInPrivate(t *testing.T) {
	for name, c := range map[string]struct {
		first   bot.Request
		private bool
	}{
		"slack, a command":    {bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server, Place: onSlack}, true},
		"slack, aloud":        {bot.Request{Kind: bot.Message, Text: "check " + server, Place: onSlack}, false},
		"discord, a command":  {bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server, Place: onDiscord}, false},
		"discord, in private": {bot.Request{Kind: bot.Command, Verb: "certcheck", Text: server + " private", Place: onDiscord}, true},
	} {
		b := newBench(t)
		b.checker.answer = func(bot.Question) (*bot.Answer, error) { return nil, errBusy }
		c.first.Asker = bot.Person{ID: "U1"}
		b.hears(t, c.first)
		b.checker.answer = nil
		for _, r := range b.hears(t, bot.Request{Kind: bot.Message, Text: "again?", Place: c.first.Place, Asker: bot.Person{ID: "U1"}}) {
			if told := r.Cure != nil && r.Audience == bot.Everyone; told == c.private {
				t.Errorf("%s: told to all: %v, %+v", name, told, r)
			}
		}
	}
}

// An alert's button keeps to its channel, its servers to what may be dialled, and its
// watch to how the server is asked.
func TestServersOfAnAlert(t *testing.T) {
	b, alert := posted(t, "imap.corp.com:993")
	if replies := b.hears(t, bot.Request{Kind: bot.Message, Text: "is it fixed?", Place: bot.Place{Platform: bot.Slack, Team: "T", Channel: "C9"}, Asker: bot.Person{ID: "U7"}, Above: alert.Actions}); knowsServer(replies, "imap.corp.com") {
		t.Errorf("in another channel: %+v", replies)
	}
	kept := store.New(b.backend, time.Now)
	_, _, err := kept.AddWatch(t.Context(), bot.Watch{Place: onSlack, Target: checks.Target{Host: "192.0.2.7", Port: 143, Mode: checks.ModeSTARTTLS, Protocol: "imap", Name: "imap.corp.com"}})
	if err != nil {
		t.Fatal(err)
	}
	line := func(name string) bot.NoticeLine { return bot.NoticeLine{Name: name, Watch: name} }
	for _, n := range []bot.Notice{
		{ID: "n2", Kind: bot.NoticeUntrusted, Message: "2.2", Lines: []bot.NoticeLine{line("192.0.2.7:143")}},
		{ID: "n3", Kind: bot.NoticeIncident, Message: "3.3", Cause: &bot.Cause{Host: "pop.corp.com", Port: 995}},
		{ID: "n4", Kind: bot.NoticeChanged, Message: "4.4", Lines: []bot.NoticeLine{line("imap.corp.com:993")}, Stale: []bot.NoticeLine{line("smtp.corp.com:465")}},
		{ID: "n5", Kind: bot.NoticeUntrusted, Message: "5.5", Lines: []bot.NoticeLine{{Name: "imap.corp.com:993", Watch: "imap.corp.com"}, {Name: "imap.corp.com:993", Watch: "imap.corp.com:993"}}},
	} {
		n.Place, n.Posted = onSlack, now
		if _, err := kept.AddNotice(t.Context(), &n); err != nil {
			t.Fatal(err)
		}
	}
	// One of two leads into the network that the bot runs in, and is left out.
	inner := bot.Notice{ID: "n6", Kind: bot.NoticeUntrusted, Message: "6.6", Place: onSlack, Posted: now, Lines: []bot.NoticeLine{line("127.0.0.1:993"), line("imap.corp.com:993")}}
	if _, err := kept.AddNotice(t.Context(), &inner); err != nil {
		t.Fatal(err)
	}
	reply := func(to, text string) ([]bot.Question, bot.Reply) {
		asked := b.recording()
		replies := b.hears(t, bot.Request{Kind: bot.Message, Text: text, Place: onSlack, Asker: bot.Person{ID: "U7"}, RepliesTo: to})
		return *asked, replies[len(replies)-1]
	}
	if asked, r := reply("2.2", "is it fixed?"); len(asked) != 1 || asked[0].Target.Mode != checks.ModeSTARTTLS || asked[0].Target.Name != "imap.corp.com" {
		t.Errorf("how it is watched: %+v, %+v", asked, r)
	}
	for _, button := range []string{"notice-check", "notice-details"} {
		b.clock = b.clock.Add(24 * time.Hour)
		asked := b.recording()
		b.send(t, &bot.Request{Kind: bot.ButtonAction, Action: bot.Action{Name: button, Value: "n2"}})
		if len(*asked) != 1 || (*asked)[0].Target.Mode != checks.ModeSTARTTLS {
			t.Errorf("%s: %+v", button, *asked)
		}
	}
	if asked, r := reply("3.3", "is it fixed?"); len(asked) != 1 || bot.TargetName(asked[0].Target) != "pop.corp.com:995" {
		t.Errorf("an incident: %+v, %+v", asked, r)
	}
	if _, r := reply("4.4", "who has to fix it?"); len(r.Actions) != 2 || r.Actions[1].Label.String() != "smtp.corp.com:465" {
		t.Errorf("one with the old certificate: %+v", r)
	}
	if asked, r := reply("6.6", "is it fixed?"); len(asked) != 1 || bot.TargetName(asked[0].Target) != "imap.corp.com:993" {
		t.Errorf("an inner address: %+v, %+v", asked, r)
	}
	if asked, r := reply("5.5", "is it fixed?"); len(asked) != 1 {
		t.Errorf("the same twice: %+v, %+v", asked, r)
	}
}

// The button for a server goes on with all that was asked.
func TestServerChosen(t *testing.T) {
	b := withPrograms(t)
	for _, c := range []command.FollowUp{{Asks: command.AskClient, Client: "thunderbird"}} {
		r := b.send(t, &bot.Request{Kind: bot.ButtonAction, Action: bot.Action{Name: "about", Value: string(c.Asks) + "...thunderbird imap.corp.com:993"}})
		wantProgram(t, "chosen", r, "thunderbird")
	}
	if r := b.send(t, &bot.Request{Kind: bot.ButtonAction, Action: bot.Action{Name: "about", Value: "why ::::"}}); r.Headline.String() == "" || len(r.Facts) > 0 {
		t.Errorf("no server: %+v", r)
	}
}
