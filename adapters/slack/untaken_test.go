package slack_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// What became of an alert is known for every word of Slack: it waits for somebody who is
// told, for the token, or for a while.
func TestAlertsRefusedForWhateverReason(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]any{
		"is_inactive": bot.NotTaken, "team_access_not_granted": bot.NotTaken, "access_denied": bot.NotTaken, "enterprise_is_restricted": bot.NotTaken,
		"messages_tab_disabled": bot.NotTaken, "a_word_of_tomorrow": bot.NotTaken, "is_archived": bot.Archived,
		"missing_scope": bot.ErrShutOut, "token_revoked": bot.ErrShutOut,
		"team_added_to_org": new(bot.PutOffError), "external_channel_migrating": new(bot.PutOffError),
		"invalid_metadata_format": nil,
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted())
			fake.Close(channel, word)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			_, err := a.Post(ctx, bot.Place{Platform: bot.Slack, Channel: channel}, bot.Reply{Headline: say.Literal("An alert.")}, "n1")
			var barred *bot.UndeliverableError
			var off *bot.PutOffError
			errors.As(err, &barred)
			errors.As(err, &off)
			switch want := want.(type) {
			case bot.Barrier:
				if barred == nil || barred.Barrier != want {
					t.Errorf("%v, want %s", err, want)
				}
			case *bot.PutOffError:
				if off == nil || barred != nil || errors.Is(err, bot.ErrInDoubt) {
					t.Errorf("%v, want it put off", err)
				}
			case error:
				if barred != nil || !errors.Is(err, want) {
					t.Errorf("%v, want %v", err, want)
				}
			default:
				if err == nil || barred != nil || off != nil {
					t.Errorf("%v", err)
				}
			}
		})
	}
}

// Somebody who has left takes no direct messages any more, and that lasts.
func TestDirectMessagesOfSomebodyWhoLeft(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot"} {
		fake := fakeslack.New(t)
		a := newAdapter(t, fake, adaptertest.Scripted())
		fake.Deny("conversations.open", word)
		_, err := a.Direct(t.Context(), fakeslack.User)
		if barred := (*bot.UndeliverableError)(nil); !errors.As(err, &barred) {
			t.Errorf("%s: %v", word, err)
		}
	}
}
