package slack_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

func TestAlerts(t *testing.T) {
	t.Parallel()
	adaptertest.Alerts(t, func(t *testing.T) adaptertest.Board {
		fake := fakeslack.New(t)
		place := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: channel}
		closed := func(reason string) func() bot.Place {
			return func() bot.Place { fake.Close(channel, reason); return place }
		}
		return adaptertest.Board{
			Poster: newAdapter(t, fake, adaptertest.Scripted()), Place: place,
			Close: map[bot.Barrier]func() bot.Place{
				bot.NotMember: closed("not_in_channel"), bot.NoSuchPlace: closed("channel_not_found"),
				bot.NotPermitted: closed("restricted_action_read_only_channel"), bot.Archived: closed("is_archived"),
			},
			HoldBack: func() {
				fake.Fail("chat.postMessage", fakeslack.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
			},
			ShutOut: func() { fake.Fail("chat.postMessage", fakeslack.Fault{Error: "token_revoked"}) },
			Chatter: func(messages int) { fake.Chatter(channel, "", messages) },
			See:     (&person{t: t, fake: fake}).See,
		}
	})
}

// TestFoundInALongThread: Slack shows a thread from its beginning.
func TestFoundInALongThread(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	adapter := newAdapter(t, fake, adaptertest.Scripted())
	const root = "1700000000.000001"
	in := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: channel, Thread: root}
	fake.Chatter(channel, root, 250)
	began := time.Now()
	id, err := adapter.Post(t.Context(), in, bot.Reply{Headline: say.Literal("The certificate ends soon.")}, "n1")
	if err != nil {
		t.Fatal(err)
	}
	fake.Chatter(channel, root, 150)
	if found, err := adapter.Find(t.Context(), in, "n1", began); err != nil || !slices.Equal(found, []string{id}) {
		t.Errorf("%s is found as %q, %v", id, found, err)
	}
}
