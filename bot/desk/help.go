package desk

import (
	"context"
	"time"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/policy"
	"certdesk/checks/say"
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
	if s.Docs != "" {
		items = append(items, bot.Item{Text: say.Literal("More about certdesk:"), Mentioned: &bot.Mentions{{Kind: bot.MentionLink, ID: s.Docs}}})
	}
	return s.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.Literal("certdesk finds out why a mail program complains about a certificate, and what helps."),
		Items:    items,
		Footnote: say.Literal("Or paste the error message to certdesk in a direct message."),
	})
}

// permissions are who may do what here.
func (s *session) permissions() []bot.Item {
	if len(s.Roles.Admins) == 0 {
		return []bot.Item{{Text: say.Literal(policy.WithoutAdmins)}}
	}
	var out []bot.Item
	for _, p := range policy.Permissions() {
		out = append(out, bot.Item{Text: say.Literal(p.Does + ": " + p.Who)})
	}
	return out
}

// greetedFor is for how long a channel is not greeted again: certdesk may be
// taken out and invited anew.
const greetedFor = 90 * 24 * time.Hour

// greet says, once, what certdesk does in a channel to which it was invited.
func (s *session) greet(ctx context.Context) error {
	first, err := s.Flights.Once(ctx, "greeted/"+s.q.Place.ChannelKey(), greetedFor)
	s.unkept(err)
	if err != nil || !first {
		return nil // rather none than one each time
	}
	return s.reply(ctx, bot.Reply{
		Headline: say.Literal("certdesk is here: it finds out why a mail program complains about a certificate, and what helps."),
		Items: []bot.Item{
			{Code: "/certcheck imap.corp.com:993", Text: say.Literal("what is wrong with this server's certificate, and what helps")},
			{Code: "/certwatch add mail.corp.com", Text: say.Literal("tell this channel before its certificate ends")},
			{Code: "/certdesk settings", Text: say.Literal("language, time zone, overview and quiet hours of this channel")},
			{Code: "/certdesk help", Text: say.Literal("all of this, and who may do what")},
		},
	})
}
