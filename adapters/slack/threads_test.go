package slack_test

import (
	"errors"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Where a thread takes nothing the channel has the answer, and the alert, once. A locked
// thread is people's own decision.
func TestThreadsThatTakeNoReplies(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"cannot_reply_to_message": channel, "invalid_thread_ts": channel, "thread_not_found": channel, "restricted_action_non_threadable_channel": channel,
		"restricted_action_thread_locked": "D" + fakeslack.User,
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer."), InThread: true}))
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			fake.Fail("chat.postMessage", fakeslack.Fault{Error: word})
			p.Mention("check imap.example")
			if all := settled(t, fake, a); len(all) != 1 || all[0].Channel != want || all[0].Thread != "" {
				t.Errorf("%+v", all)
			}
			fake.Fail("chat.postMessage", fakeslack.Fault{Error: word})
			to := bot.Place{Platform: bot.Slack, Team: fakeslack.Team, Channel: channel, Thread: "1.1"}
			ts, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("An alert.")}, "n1")
			var barred *bot.UndeliverableError
			if closed := want != channel; closed != errors.As(err, &barred) || closed != (ts == "") {
				t.Errorf("%q, %v", ts, err)
			}
		})
	}
}

// What a response_url refuses for a reason of its own comes by the Web API, once.
func TestResponseURLRefuses(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_payload", "no_service", "channel_not_found", "used_url", "something new"} {
		for _, audience := range []bot.Audience{bot.Everyone, bot.Asker} {
			t.Run(word, func(t *testing.T) {
				t.Parallel()
				fake := fakeslack.New(t)
				a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer."), Audience: audience}))
				p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
				fake.Fail("response", fakeslack.Fault{Error: word})
				p.Command("certcheck", "imap.example")
				if all := settled(t, fake, a); len(all) != 1 || all[0].Channel != channel || (all[0].Only != "") != (audience == bot.Asker) {
					t.Errorf("%+v", all)
				}
			})
		}
	}
}
