package slack_test

import (
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Whatever Slack's word for it, an answer that a channel does not take goes to whoever
// asked: there are more words than any list has, and new ones come.
func TestRefusedForWhateverReason(t *testing.T) {
	t.Parallel()
	for _, word := range []string{
		"missing_scope", "is_inactive", "team_access_not_granted", "access_denied", "enterprise_is_restricted", "message_limit_exceeded",
		"method_not_supported_for_channel_type", "slack_connect_file_link_sharing_blocked", "a_word_of_tomorrow",
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			fake := fakeslack.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Working: true, Headline: say.Literal("Checking …")}, bot.Reply{Headline: say.Literal("An answer.")}))
			p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
			fake.Close(channel, word)
			p.Mention("check imap.example")
			if all := settled(t, fake, a); len(all) != 1 || all[0].Channel != direct || !strings.Contains(all[0].Text, "An answer.") {
				t.Errorf("%+v", all)
			}
		})
	}
}

// Where the direct messages cannot be opened (im:write is missing), they are written to by
// the person's id.
func TestDirectMessagesByThePerson(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")}))
	p := &person{t: t, fake: fake, deliver: byHTTP(t, fake, a)}
	fake.Close(channel, "not_in_channel")
	fake.Deny("conversations.open", "missing_scope")
	p.Mention("check imap.example")
	if all := settled(t, fake, a); len(all) != 1 || all[0].Channel != direct {
		t.Errorf("%+v", all)
	}
}
