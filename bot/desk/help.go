package desk

import (
	"context"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/policy"
)

// help lists what this person may do.
func (s *session) help(ctx context.Context, topic string) error {
	allowed := func(name string) bool {
		return name != "certwatch" || s.Roles.May(s.q, policy.Arrange)
	}
	if topic == "certwatch" {
		allowed = func(string) bool { return true } // list and show are for everybody
	}
	items := command.Lines(topic, allowed)
	if topic == "certdesk" {
		items = append(items, s.permissions()...)
	}
	return s.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: "certdesk finds out why a mail program complains about a certificate, and what helps.",
		Items:    items,
		Footnote: "Or paste the error message to certdesk in a direct message.",
	})
}

// permissions are who may do what here.
func (s *session) permissions() []bot.Item {
	if len(s.Roles.Admins) == 0 {
		return []bot.Item{{Text: policy.WithoutAdmins}}
	}
	var out []bot.Item
	for _, p := range policy.Permissions() {
		out = append(out, bot.Item{Text: p.Does + ": " + p.Who})
	}
	return out
}
