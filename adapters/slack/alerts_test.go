package slack_test

import (
	"net/http"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
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
			See:     (&person{t: t, fake: fake}).See,
		}
	})
}
