package slack_test

import (
	"errors"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Why a post was refused tells whether trying again is of use: a channel that
// takes none, a token that Slack does not know, or something that passes.
func TestWhyAPostWasRefused(t *testing.T) {
	t.Parallel()
	place := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: "C9"}
	for word, want := range map[string]bot.Barrier{
		"not_in_channel": bot.NotMember, "channel_not_found": bot.NoSuchPlace, "is_archived": bot.Archived,
		"restricted_action_read_only_channel": bot.NotPermitted, "no_permission": bot.NotPermitted,
		"account_inactive": "", "token_revoked": "", "invalid_auth": "",
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			fake.Deny("chat.postMessage", word)
			_, err := newAdapter(t, fake, adaptertest.Scripted()).Post(t.Context(), place, bot.Reply{Headline: say.Literal("An alert.")}, "n1")
			var barred *bot.UndeliverableError
			switch errors.As(err, &barred); {
			case want != "" && (barred == nil || barred.Barrier != want || barred.Place != place), want == "" && barred != nil:
				t.Errorf("%v: %+v", err, barred)
			case errors.Is(err, bot.ErrShutOut) != (want == ""), errors.Is(err, bot.ErrInDoubt):
				t.Errorf("%v is of the wrong class", err)
			}
		})
	}
}
