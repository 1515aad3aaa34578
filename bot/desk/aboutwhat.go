package desk

import (
	"context"
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/services"
)

// aboutWhat says how to ask on where it is not known about what.
func (x *exchange) aboutWhat(ctx context.Context, c command.FollowUp) error {
	r := bot.Reply{Audience: bot.Asker}
	unknown := say.S("certdesk does not know which server you mean.")
	press := func(button say.Text) say.Text {
		return say.S("Choose “{button}” below the answer, or name the server:", say.Sub("button", button))
	}
	example := "/certcheck imap.corp.com:993"
	switch c.Asks {
	case command.AskConnection:
		r.Headline, example = say.Join(unknown, say.S("Name it with the port:")), exampleConnection(c)
	case command.AskAgain:
		r.Headline, example = say.Join(unknown, press(say.S("Check again"))), example+" fresh"
	case command.AskService:
		port := usualPort(c.Protocol, checks.ModeTLS)
		r.Headline, example = say.Join(unknown, say.S("Name it:")), "/certcheck "+bot.TargetName(checks.Target{Host: exampleHost(port), Port: port})
	case command.AskRemind:
		r.Headline, example = say.Join(say.S("certdesk cannot remind you on a day of your choice."), say.S("It can watch a server, and tell this channel before the certificate expires:")), "/certwatch add imap.corp.com:993"
	case command.AskAnswer, command.AskSettings, command.AskMine, command.AskOthers:
		r.Headline = say.Join(unknown, say.S("Name it:"))
	case command.AskSilence:
		r.Headline, example = say.Join(unknown, say.S("Name it:")), "/certwatch snooze imap.corp.com:993 7d"
	case command.AskClient:
		r.Headline, example = say.Join(unknown, say.S("Name it:")), example+" client "+string(c.Client)
	default:
		r.Headline = say.Join(unknown, press(say.S("Show details")))
	}
	r.Items = []bot.Item{{Code: example, Text: say.S("an example")}}
	r.Actions = x.offered(c, x.watchedHere(ctx))
	x.audit("refused", "")
	return x.reply(ctx, r)
}

// exampleConnection is how a server is asked about at a port, or with an encryption.
func exampleConnection(c command.FollowUp) string {
	switch {
	case c.Port != 0:
		return bot.TargetName(checks.Target{Host: exampleHost(c.Port), Port: c.Port})
	case c.Mode == checks.ModeSTARTTLS:
		return "smtp.corp.com:587"
	}
	return "imap.corp.com:993"
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

// maxOffered is how many servers are offered for choice.
const maxOffered = 10

// offered has a button for each server, as far as there is room.
func (x *exchange) offered(c command.FollowUp, servers []checks.Target) []bot.Action {
	var out []bot.Action
	for _, t := range servers {
		name := bot.TargetName(t)
		value := askedOf(c) + " " + name
		if len(out) < maxOffered && len(actAbout)+1+len(value) <= bot.MaxAction {
			out = append(out, bot.Action{Name: actAbout, Value: value, Label: say.Only(say.Host("host", name))})
		}
	}
	return out
}

// watchedHere are the servers that this channel watches: one of them may be meant where
// it is not known which, as in a reply to their list.
func (x *exchange) watchedHere(ctx context.Context) []checks.Target {
	if x.storeAway {
		return nil
	}
	all, err := x.desk.watches.Watches(ctx, x.q.Place)
	x.unkept(err)
	var out []checks.Target
	for i := range all {
		out = append(out, all[i].Target)
	}
	return out
}

// askedOf is what is asked on as the value of a button has it: "connection.465.starttls".
func askedOf(c command.FollowUp) string {
	return strings.TrimRight(strings.Join([]string{string(c.Asks), number(c.Port), string(c.Mode), string(c.Client), number(c.Step), c.Tongue, number(int(c.Silence / time.Hour)), c.Protocol}, "."), ".")
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
