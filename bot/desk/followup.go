package desk

import (
	"cmp"
	"context"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// followUp answers who asks on about an answer without naming its server. Which
// answer that was is not kept, for several people may have asked in a channel
// meanwhile: what is said is how to ask for it.
func (x *exchange) followUp(ctx context.Context, c command.FollowUp) error {
	x.spoken = cmp.Or(x.spoken, c.Language)
	r := bot.Reply{Audience: bot.Asker}
	unknown := say.S("certdesk does not know which server you mean.")
	press := func(button say.Text) say.Text {
		return say.S("Choose “{button}” below the answer, or name the server:", say.Sub("button", button))
	}
	switch c.Asks {
	case command.AskPort:
		r.Headline = say.Join(unknown, say.S("Name it with the port:"))
		r.Items = []bot.Item{{Code: bot.TargetName(checks.Target{Host: exampleHost(c.Port), Port: c.Port}), Text: say.S("an example")}}
	case command.AskAgain:
		r.Headline = say.Join(unknown, press(say.S("Check again")))
		r.Items = []bot.Item{{Code: "/certcheck imap.corp.com:993 fresh", Text: say.S("an example")}}
	default:
		r.Headline = say.Join(unknown, press(say.S("Show details")))
		r.Items = []bot.Item{{Code: "/certcheck imap.corp.com:993", Text: say.S("an example")}}
	}
	x.audit("refused", "")
	return x.reply(ctx, r)
}

// exampleHost is a name that a server on a port may have.
func exampleHost(port int) string {
	service, _ := services.ByPort(port)
	switch service.Protocol {
	case "smtp":
		return "smtp.corp.com"
	case "imap", "pop3":
		return service.Protocol + ".corp.com"
	}
	return "mail.corp.com"
}
