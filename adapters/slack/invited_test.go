package slack_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// The desk is told when certdesk itself is invited to a channel, and not when
// somebody else joins.
func TestInvited(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("certdesk is here.")})
	a := newAdapter(t, fake, s)
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	p.do(fake.Event("member_joined_channel", channel, "", map[string]any{"user": "U9", "inviter": "U8"}))
	p.do(fake.Event("member_joined_channel", channel, "", map[string]any{"user": fakeslack.BotUser, "inviter": fakeslack.User}))
	got := settled(t, fake, a)
	asked := s.Asked()
	if len(asked) != 1 || asked[0].Kind != bot.Invited || asked[0].Place.Channel != channel || asked[0].Asker.ID != fakeslack.User {
		t.Errorf("asked %+v", asked)
	}
	if len(got) != 1 || got[0].Channel != channel || got[0].Only != "" || got[0].Thread != "" {
		t.Errorf("said %+v", got)
	}
}

// Check with an empty field is a question without a server, which is said.
func TestHomeCheckOfNothing(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("Name the server.")})
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, newAdapter(t, fake, s))}
	p.do(fake.OpenHome())
	adaptertest.Eventually(t, func() string {
		if len(fake.Homes()) == 0 {
			return "there is no home tab"
		}
		return ""
	})
	p.do(fake.PressHome("home-check:", "", nil))
	adaptertest.Eventually(t, func() string {
		if all := s.Asked(); len(all) != 1 || all[0].Verb != "certcheck" || all[0].Text != "" || len(fake.Messages()) != 1 {
			return "nothing was said"
		}
		return ""
	})
}

// log is a log that a test reads.
type log struct {
	mu  sync.Mutex
	all strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *log) has(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.all.String(), text)
}

// Why Slack ends a connection is told in the log and to the operator.
func TestDismissed(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{"too_many_websockets": "more connections of this app", "link_disabled": "Socket Mode is switched off"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			fake, written := fakeslack.New(t), &log{}
			fake.Dismiss(reason)
			a := newAdapter(t, fake, adaptertest.Scripted(), func(c *slack.Config) {
				c.AppToken, c.Log = fakeslack.AppToken, slog.New(slog.NewTextHandler(written, nil))
			})
			ctx, stop := context.WithCancel(context.Background())
			done := make(chan error, 1)
			go func() { done <- a.Listen(ctx) }()
			t.Cleanup(func() { stop(); <-done })
			adaptertest.Eventually(t, func() string {
				if !written.has(want) || !strings.Contains(a.Trouble(), want) {
					return "it is not told: " + a.Trouble()
				}
				return ""
			})
		})
	}
}
