package desk

import (
	"context"

	"certdesk/bot"
	"certdesk/bot/command"
)

// help lists what this person may do.
func (s *session) help(ctx context.Context, topic string) error {
	allowed := func(name string) bool {
		return name != "certwatch" || s.Roles.MayEditWatches(s.q)
	}
	if topic == "certwatch" {
		allowed = func(string) bool { return true } // list and show are for everybody
	}
	return s.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: "certdesk finds out why a mail program complains about a certificate, and what helps.",
		Items:    command.Lines(topic, allowed),
		Footnote: "Or paste the error message to certdesk in a direct message.",
	})
}
