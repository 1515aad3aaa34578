package slack_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/slack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// What Slack takes later was not posted, and is told so at once: whoever posts
// need not spend the time until then. The channel's other posts are put off
// with it; another channel's are not.
func TestPutOff(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted())
	post := func(channel, key string) error {
		ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
		defer cancel()
		_, err := a.Post(ctx, bot.Place{Platform: bot.Slack, Channel: channel}, bot.Reply{Headline: say.Literal("A notice.")}, key)
		return err
	}
	later := func(err error, least time.Duration) {
		t.Helper()
		var off *bot.PutOffError
		if !errors.As(err, &off) || off.After < least || errors.Is(err, bot.ErrInDoubt) {
			t.Errorf("%v, want it put off for %s", err, least)
		}
	}
	fake.Fail("chat.postMessage", fakeslack.Fault{Status: 429, RetryAfter: 180})
	later(post(channel, "n1"), 2*time.Minute)
	calls := fake.Calls("chat.postMessage")
	later(post(channel, "n2"), 2*time.Minute)
	if n := fake.Calls("chat.postMessage"); n != calls {
		t.Errorf("Slack was asked %d times more before the time was over", n-calls)
	}
	if err := post("C7", "n3"); err != nil {
		t.Errorf("another channel: %v", err)
	}
	if n := len(fake.Messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// A turn that does not come in time was not used, so that nothing is in doubt.
func TestTurnTooLate(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted())
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	to := bot.Place{Platform: bot.Slack, Channel: channel}
	if _, err := a.Post(ctx, to, bot.Reply{Headline: say.Literal("First.")}, "n1"); err != nil {
		t.Fatal(err)
	}
	// Its turn is a second after the one before. A machine so busy that this second
	// passes here sees it taken, and another one is tried.
	posted := 1
	for {
		short, end := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err := a.Post(short, to, bot.Reply{Headline: say.Literal("Late.")}, fmt.Sprint("late", posted))
		end()
		if err == nil && ctx.Err() == nil {
			posted++
			continue
		}
		if off := (*bot.PutOffError)(nil); !errors.As(err, &off) || errors.Is(err, bot.ErrInDoubt) {
			t.Errorf("%v", err)
		}
		break
	}
	if n := len(fake.Messages()); n != posted {
		t.Errorf("%d messages, %d were posted", n, posted)
	}
	// It has taken nobody's place.
	if _, err := a.Post(ctx, to, bot.Reply{Headline: say.Literal("Second.")}, "n2"); err != nil {
		t.Errorf("%v", err)
	}
}

// A post that may have arrived stays in doubt, also where Slack says "later" to
// the look for it.
func TestDoubtIsKept(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted())
	fake.Fail("chat.postMessage", fakeslack.Fault{Lose: true})
	fake.Fail("conversations.history", fakeslack.Fault{Status: 429, RetryAfter: 180})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if _, err := a.Post(ctx, bot.Place{Platform: bot.Slack, Channel: channel}, bot.Reply{Headline: say.Literal("A notice.")}, "n1"); !errors.Is(err, bot.ErrInDoubt) {
		t.Errorf("%v", err)
	}
	if n := len(fake.Messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// A message that was posted is edited in its place; one that is gone is not
// posted anew.
func TestEdit(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted())
	to := bot.Place{Platform: bot.Slack, Channel: channel}
	ts, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("It fails.")}, "n1")
	if err != nil {
		t.Fatal(err)
	}
	fake.Fail("chat.update", fakeslack.Fault{Status: 429, RetryAfter: 1}, fakeslack.Fault{Lose: true})
	if err := a.Edit(t.Context(), to, ts, bot.Reply{Headline: say.Literal("It is well again.")}); err != nil {
		t.Fatal(err)
	}
	stands(t, fake, []string{"all: It is well again."})
	fake.Deny("chat.update", "message_not_found")
	if err := a.Edit(t.Context(), to, ts, bot.Reply{Headline: say.Literal("Once more.")}); err == nil {
		t.Error("a message that is gone was edited")
	}
	stands(t, fake, []string{"all: It is well again."})
	if own, err := a.Direct(t.Context(), fakeslack.User); err != nil || own.Channel == "" || own.Platform != bot.Slack {
		t.Errorf("%+v, %v", own, err)
	}
}

// A channel whose id changes is told of before Slack has its acknowledgement;
// what could not be kept is told again.
func TestChannelMoves(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	var moved []string
	fails := true
	a := newAdapter(t, fake, adaptertest.Scripted(), func(c *slack.Config) {
		c.AppToken = ""
		c.Moved = func(_ context.Context, from, to bot.Place) error {
			moved = append(moved, from.ChannelKey()+" "+to.ChannelKey())
			if fails {
				return errors.New("the store is away")
			}
			return nil
		}
	})
	app := httptest.NewServer(a.Handler())
	defer app.Close()
	event := fake.Event("channel_id_changed", "", "", map[string]any{"old_channel_id": "G012Y48650T", "new_channel_id": "C012Y48650T"})
	if status, _, err := fake.Send(t.Context(), app.URL, event); err != nil || status == http.StatusOK {
		t.Errorf("acknowledged with %d, %v, though nothing was kept", status, err)
	}
	fails = false
	if status, _, err := fake.Send(t.Context(), app.URL, event); err != nil || status != http.StatusOK {
		t.Errorf("status %d, %v", status, err)
	}
	if len(moved) != 2 || moved[1] != "slack/G012Y48650T slack/C012Y48650T" {
		t.Errorf("moved %q", moved)
	}
}
