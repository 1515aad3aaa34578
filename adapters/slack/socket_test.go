package slack_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// A Slack that ends each connection at once is not asked for the next at once.
func TestSocketIsDismissed(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"link_disabled", "warning", "refresh_requested"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
			fake.Dismiss(reason)
			adaptertest.Listening(t, newAdapter(t, fake, s))
			began := time.Now()
			adaptertest.Eventually(t, func() string {
				if time.Since(began) < 1500*time.Millisecond || fake.Calls("apps.connections.open") < 2 {
					return "it does not ask again"
				}
				return ""
			})
			most := 40 * max(1, int(time.Since(began)/time.Second)) // at once would be hundreds a second
			if n := fake.Calls("apps.connections.open"); n > most {
				t.Errorf("%d connections in %v", n, time.Since(began))
			}
			fake.Dismiss("")
			adaptertest.Eventually(t, func() string {
				if fake.Sockets() != 2 {
					return "it does not come back"
				}
				return ""
			})
			if err := fake.Push(fake.Command(channel, "certcheck", "imap.example")); err != nil {
				t.Error(err)
			}
			stands(t, fake, []string{"all: An answer."})
		})
	}
}

// What does not pass by itself ends Socket Mode with a sentence that says what
// to do, also where it begins later.
func TestSocketIsRefused(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"not_allowed_token_type": "xapp-", "invalid_auth": "SLACK_APP_TOKEN", "missing_scope": "OAuth & Permissions", "account_inactive": "install the app again"} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted())
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			done := make(chan error, 1)
			go func() { done <- a.Listen(ctx) }()
			adaptertest.Eventually(t, func() string {
				if fake.Sockets() != 2 {
					return "there are not two connections"
				}
				return ""
			})
			fake.Deny("apps.connections.open", word)
			fake.Cut()
			if err := <-done; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v", err)
			}
		})
	}
}

// Slack's own trouble is waited out: it says for how long, or does not answer.
func TestSocketIsWaitedFor(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	fake.Fail("apps.connections.open", fakeslack.Fault{Status: 429, RetryAfter: 2}, fakeslack.Fault{Status: 500}, fakeslack.Fault{Drop: true}, fakeslack.Fault{Error: "internal_error"})
	began := time.Now()
	p := &person{t: t, fake: fake, deliver: bySocket(t, fake, newAdapter(t, fake, s))}
	if took := time.Since(began); took < 2*time.Second {
		t.Errorf("after %s", took)
	}
	p.Command("certcheck", "imap.example")
	stands(t, fake, []string{"all: An answer."})
}

// A command for which there is no room is answered with its acknowledgement.
func TestNoRoomBySocket(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted()
	a := newAdapter(t, fake, s)
	a.MakeRoom(0)
	bySocket(t, fake, a)(fake.Command(channel, "certcheck", "imap.example"))
	if all := fake.Acknowledgements(); len(all) != 1 || !strings.Contains(all[0], "very busy") || !strings.Contains(all[0], "ephemeral") {
		t.Errorf("acknowledged with %q", all)
	}
}

// What is done is acknowledged without a word.
func TestAcknowledgedBySocket(t *testing.T) {
	t.Parallel()
	fake, s := fakeslack.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	deliver := bySocket(t, fake, newAdapter(t, fake, s))
	deliver(fake.Command(channel, "certcheck", "imap.example"))
	deliver(fake.Event("app_mention", channel, "<@"+fakeslack.BotUser+"> help", nil))
	for _, said := range fake.Acknowledgements() {
		if strings.Contains(said, "payload") && !strings.Contains(said, `"payload":null`) {
			t.Errorf("acknowledged with %s", said)
		}
	}
	stands(t, fake, []string{"all: An answer.", "all: An answer."})
}
