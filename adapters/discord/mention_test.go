package discord_test

import (
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// People, roles and channels are shown by name, in refusals and in escalations;
// nobody is called by that, and ids that somebody wrote into a text stay text.
func TestMentions(t *testing.T) {
	t.Parallel()
	r := bot.Reply{Audience: bot.Asker, Headline: say.Literal("Only admins may."), Items: []bot.Item{
		{Text: say.Literal("Ask one of them:"), Mentioned: &bot.Mentions{
			{Kind: bot.MentionPerson, ID: fakediscord.User}, {Kind: bot.MentionPerson, ID: fakediscord.Role}, {Kind: bot.MentionPerson, ID: "*boss*"},
		}},
		{Text: say.Literal("Asked in"), Mentioned: &bot.Mentions{{Kind: bot.MentionChannel, ID: fakediscord.Channel}}},
		{Text: say.Literal("More:"), Mentioned: &bot.Mentions{{Kind: bot.MentionLink, ID: fakediscord.DocsURL}}},
		{Text: say.Literal("<@666000000000000001> <@&666000000000000002> <#666000000000000003>")},
	}}
	for name, reply := range map[string]bot.Reply{"at once": r, "to all": {Headline: r.Headline, Items: r.Items}} {
		for _, spoken := range []bool{false, true} {
			fake := fakediscord.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted(reply), false)
			p := &person{t: t, fake: fake, deliver: byGateway(t, fake, a)}
			d := fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "x"))
			if spoken {
				_, d = fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> help", nil)
			}
			p.do(d)
			var raw string
			until(t, name+": no answer", func() bool {
				for _, m := range fake.Messages() {
					raw = string(m.Body["components"]) + string(m.Body["allowed_mentions"])
				}
				raw = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(raw)
				return strings.Contains(raw, "Only admins may.")
			})
			for _, want := range []string{"<@" + fakediscord.User + ">", "<@&" + fakediscord.Role + ">", "<#" + fakediscord.Channel + ">", "<" + fakediscord.DocsURL + ">", `"parse":[]`} {
				if !strings.Contains(raw, want) {
					t.Errorf("%s: %s is not in %s", name, want, raw)
				}
			}
		}
	}
}
