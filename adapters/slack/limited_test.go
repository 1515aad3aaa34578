package slack_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Whatever Slack takes no more of for a second, it has it afterwards, once. It
// does not always say for how long.
func TestLimited(t *testing.T) {
	t.Parallel()
	again := []bot.Action{{Name: "recheck", Value: "a1", Label: say.Literal("Check again")}}
	form := bot.Reply{Headline: say.Literal("x"), Form: certificateForm()}
	for method, c := range map[string]struct {
		first, then []bot.Reply // to a command and a press, or to a mention
		mention     bool
		want        []string
		forms       int
	}{
		"response":           {first: []bot.Reply{{Headline: say.Literal("New")}}, want: []string{"all: New"}},
		"chat.postMessage":   {first: []bot.Reply{{Headline: say.Literal("New")}}, mention: true, want: []string{"all: New"}},
		"chat.update":        {first: []bot.Reply{{Headline: say.Literal("Checking …"), Working: true}, {Headline: say.Literal("New")}}, mention: true, want: []string{"all: New"}},
		"conversations.open": {first: []bot.Reply{{Headline: say.Literal("New"), Audience: bot.Asker, Files: []bot.File{{Name: "a.pem", Data: []byte("x")}}}}, want: []string{"one: New", "one: The file is in your direct messages with certdesk."}},
		"chat.delete":        {first: []bot.Reply{{Headline: say.Literal("Old"), Actions: again}}, then: []bot.Reply{{Headline: say.Literal("Checking …"), Working: true}, {Headline: say.Literal("New"), Audience: bot.Asker}}, want: []string{"all: Old", "one: New"}},
		"views.open":         {first: []bot.Reply{{Headline: say.Literal("Old"), Actions: again}}, then: []bot.Reply{form}, want: []string{"all: Old"}, forms: 1},
		"users.info":         {first: []bot.Reply{{Headline: say.Literal("New")}}, want: []string{"all: New"}},
		"chat.postEphemeral": {first: []bot.Reply{{Headline: say.Literal("New"), Audience: bot.Asker}}, mention: true, want: []string{"one: New"}},
	} {
		for _, seconds := range []int{0, 1} {
			t.Run(fmt.Sprint(method, " ", seconds), func(t *testing.T) {
				t.Parallel()
				fake, s := fakeslack.New(t), adaptertest.Scripted(c.first...)
				a := newAdapter(t, fake, s)
				p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
				fake.Fail(method, fakeslack.Fault{Status: 429, RetryAfter: seconds})
				if c.mention {
					p.Mention("check imap.example")
				} else {
					p.Command("certcheck", "imap.example")
				}
				if c.then != nil {
					stands(t, fake, []string{"all: Old"})
					s.Answers(func(*bot.Request) []bot.Reply { return c.then })
					p.Press(fake.Messages()[0].TS, "recheck:a1")
				}
				adaptertest.Eventually(t, func() string {
					if n := fake.Calls(method); n < 2 && method != "users.info" {
						return fmt.Sprintf("%s was called %d times", method, n)
					}
					return ""
				})
				stands(t, fake, c.want)
				settled(t, fake, a)
				if n := len(fake.Modals()); n != c.forms {
					t.Errorf("%d forms", n)
				}
			})
		}
	}
}

// Where a first word cannot be edited any more, the answer stands below it.
func TestFixed(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"edit_window_closed", "cant_update_message", "message_not_found"} {
		fake := fakeslack.New(t)
		a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("Checking …"), Working: true}, bot.Reply{Headline: say.Literal("New")}))
		p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
		fake.Fail("chat.update", fakeslack.Fault{Error: word})
		p.Mention("check imap.example")
		stands(t, fake, []string{"all: Checking …", "all: New"})
	}
}

// A notice that Slack would not take was not posted: there is no doubt of it.
func TestLimitedForLong(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted())
	fake.Fail("chat.postMessage", fakeslack.Fault{Status: 429, RetryAfter: 3600})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := a.Post(ctx, bot.Place{Platform: bot.Slack, Channel: channel}, bot.Reply{Headline: say.Literal("A notice.")}, "n1")
	if err == nil || errors.Is(err, bot.ErrInDoubt) {
		t.Errorf("%v", err)
	}
}

// One who is not known, or a call that failed, does not keep the language of
// the others from being known.
func TestPeople(t *testing.T) {
	t.Parallel()
	for word, known := range map[string]bool{"user_not_found": true, "missing_scope": false} {
		fake, s := fakeslack.New(t), adaptertest.Scripted()
		a := newAdapter(t, fake, s, func(c *slack.Config) { c.Groups = []string{"S1"} })
		p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
		fake.Fail("users.info", fakeslack.Fault{Error: word})
		fake.Fail("usergroups.users.list", fakeslack.Fault{Status: 429, RetryAfter: 1})
		ask := func(user string) bot.Person {
			before := len(s.Asked())
			p.event(fake.Event("message", direct, "hello", map[string]any{"user": user, "channel_type": "im"}))
			adaptertest.Eventually(t, func() string {
				if len(s.Asked()) == before {
					return "the desk was not asked"
				}
				return ""
			})
			return s.Asked()[before].Asker
		}
		if who := ask("U77"); who.Locale != "" || who.Roles != nil {
			t.Errorf("%s: %+v", word, who)
		}
		if who := ask(fakeslack.User); (who.Locale == "de-DE") != known {
			t.Errorf("%s: the next one is %+v", word, who)
		}
		adaptertest.Eventually(t, func() string { // a second later
			if who := ask(fakeslack.User); len(who.Roles) != 1 {
				return fmt.Sprintf("%s: %+v has no role", word, who)
			}
			return ""
		})
	}
}
