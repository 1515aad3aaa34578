package discord_test

import (
	"net/http"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
)

func TestAlerts(t *testing.T) {
	t.Parallel()
	adaptertest.Alerts(t, func(t *testing.T) adaptertest.Board {
		fake := fakediscord.New(t)
		fake.Thread(post, fakediscord.Channel)
		place := bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fakediscord.Channel}
		forbidden := func(code int) func() bot.Place {
			return func() bot.Place { fake.Forbid(fakediscord.Channel, code); return place }
		}
		return adaptertest.Board{
			Poster: newAdapter(t, fake, adaptertest.Scripted(), false), Place: place,
			Close: map[bot.Barrier]func() bot.Place{
				bot.NotMember: forbidden(10004), bot.NoSuchPlace: forbidden(10003),
				bot.NotPermitted: func() bot.Place {
					fake.Permit(fakediscord.Channel, fakediscord.Invited&^fakediscord.SendMessages)
					return place
				},
				bot.Archived: func() bot.Place {
					fake.Lock(post)
					return bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fakediscord.Channel, Thread: post}
				},
			},
			HoldBack: func() {
				fake.Fail("post", fakediscord.Fault{Status: http.StatusTooManyRequests, RetryAfter: 60})
			},
			ShutOut: func() { fake.Fail("post", fakediscord.Fault{Status: http.StatusUnauthorized}) },
			Chatter: func(messages int) { fake.Chatter(fakediscord.Channel, messages) },
			See:     (&person{t: t, fake: fake}).See,
		}
	})
}
