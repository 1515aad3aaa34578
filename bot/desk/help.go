package desk

import (
	"context"
	"time"

	"certdesk/bot"
	"certdesk/bot/access"
	"certdesk/bot/command"
	"certdesk/checks/say"
)

// help lists what this person may do.
func (x *exchange) help(ctx context.Context, topic string) error {
	allowed := func(name string) bool {
		return name != "certwatch" || x.desk.roles.May(x.q, access.Arrange)
	}
	if topic == "certwatch" {
		allowed = func(string) bool { return true } // list and show are for everybody
	}
	items := command.Lines(topic, allowed)
	if topic == "certdesk" {
		items = append(items, x.permissions()...)
	}
	if x.desk.docs != "" {
		items = append(items, bot.Item{Text: say.S("More about certdesk:"), Mentioned: &bot.Mentions{{Kind: bot.MentionLink, ID: x.desk.docs}}})
	}
	return x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.S("certdesk explains why your mail app shows a certificate warning, and how to fix it."),
		Items:    items,
		Footnote: say.S("You can also paste an error message in a direct message to certdesk."),
	})
}

// permissions are who may do what here.
func (x *exchange) permissions() []bot.Item {
	if len(x.desk.roles.Admins) == 0 {
		return []bot.Item{{Text: access.WithoutAdmins()}}
	}
	var out []bot.Item
	for _, p := range access.Permissions() {
		out = append(out, bot.Item{Text: say.P("permission", "{does}: {who}", say.Sub("does", p.Does), say.Sub("who", p.Who))})
	}
	return out
}

// greetedFor is for how long a channel is not greeted again: certdesk may be
// taken out and invited anew.
const greetedFor = 90 * 24 * time.Hour

// greet says, once, what certdesk does in a channel to which it was invited.
func (x *exchange) greet(ctx context.Context) error {
	first, err := x.desk.leases.Once(ctx, "greeted/"+x.q.Place.ChannelKey(), greetedFor)
	x.unkept(err)
	if err != nil || !first {
		return nil // rather none than one each time
	}
	return x.reply(ctx, bot.Reply{
		Headline: say.S("certdesk is here. It explains why your mail app shows a certificate warning, and how to fix it."),
		Items: []bot.Item{
			{Code: "/certcheck imap.corp.com:993", Text: say.S("check one server and get the steps to fix it")},
			{Code: "/certwatch add mail.corp.com", Text: say.S("alert this channel before the certificate expires")},
			{Code: "/certdesk settings", Text: say.S("language, time zone, digest and quiet hours of this channel")},
			{Code: "/certdesk help", Text: say.S("all commands, and who may use them")},
		},
	})
}
