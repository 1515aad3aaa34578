package slack_test

import (
	"errors"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
)

// Whether an alert would arrive is known before it is promised, with the scope
// for it or without.
func TestMayPost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		closed, denied string // conversations.info
		want           bot.Barrier
		unknown        bool
	}{
		"in the channel":               {},
		"not in the channel":           {closed: "not_in_channel", want: bot.NotMember},
		"an archived channel":          {closed: "is_archived", want: bot.Archived},
		"a private channel, not seen":  {closed: "channel_not_found", want: bot.NoSuchPlace},
		"a channel for announcements":  {closed: "restricted_action_read_only_channel", want: bot.NotPermitted},
		"in it, without the scope":     {denied: "missing_scope"},
		"not in it, without the scope": {closed: "not_in_channel", denied: "missing_scope", want: bot.NotMember},
		"Slack has trouble":            {denied: "access_denied", unknown: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			if c.closed != "" {
				fake.Close("C2", c.closed)
			}
			if c.denied != "" {
				fake.Deny("conversations.info", c.denied)
			}
			err := newAdapter(t, fake, adaptertest.Scripted()).MayPost(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C2"})
			var barred *bot.UndeliverableError
			errors.As(err, &barred)
			if c.unknown != (err != nil && barred == nil) || (barred == nil) != (c.want == "") || barred != nil && barred.Barrier != c.want {
				t.Errorf("%v: %+v", err, barred)
			}
		})
	}
}
