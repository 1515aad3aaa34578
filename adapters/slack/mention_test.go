package slack_test

import (
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

// People and channels are elements of their own, which Slack shows by name; ids
// that somebody wrote into a text stay text.
func TestMentions(t *testing.T) {
	t.Parallel()
	fake := fakeslack.New(t)
	r := bot.Reply{Headline: say.Literal("Only admins may."), Items: []bot.Item{
		{Text: say.Literal("Ask one of them:"), Mentioned: &bot.Mentions{{Kind: bot.MentionPerson, ID: "U0BOSS"}, {Kind: bot.MentionGroup, ID: "S9"}}},
		{Text: say.Literal("Asked in"), Mentioned: &bot.Mentions{{Kind: bot.MentionChannel, ID: "C2"}}},
		{Text: say.Literal("More:"), Mentioned: &bot.Mentions{{Kind: bot.MentionLink, ID: fakeslack.DocsURL}}},
		{Text: say.Literal("<@U666> <#C666>")},
	}}
	if _, err := newAdapter(t, fake, adaptertest.Scripted()).Post(t.Context(), bot.Place{Platform: bot.Slack, Channel: "C9"}, r, "k"); err != nil {
		t.Fatal(err)
	}
	blocks := string(fake.Messages()[0].Blocks)
	for _, want := range []string{`"user_id":"U0BOSS"`, `"usergroup_id":"S9"`, `"channel_id":"C2"`, `"url":"` + fakeslack.DocsURL + `"`} {
		if !strings.Contains(blocks, want) {
			t.Errorf("%s is not in %s", want, blocks)
		}
	}
	if strings.Contains(blocks, `"user_id":"U666"`) || strings.Contains(blocks, `"channel_id":"C666"`) {
		t.Errorf("a text has become a mention: %s", blocks)
	}
}
