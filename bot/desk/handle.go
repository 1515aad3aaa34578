package desk

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks/say"
)

// Handle answers a request. The error is that of respond: everything else is
// said to the asker.
func (d *Desk) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	if q.At.IsZero() {
		q.At = d.now()
	}
	x := &exchange{desk: d, q: q, respond: respond, started: d.now()}
	if q.Kind == bot.Posted {
		x.posts(ctx)
		return nil
	}
	if x.answeredBefore(ctx) {
		d.log.DebugContext(ctx, "delivered twice, answered once")
		return nil
	}
	wait := d.limits.Ask(ctx, q)
	switch {
	case q.Stranger:
		return x.turnAway(ctx, wait)
	case wait > 0:
		return x.putOff(ctx, wait)
	}
	switch q.Kind {
	case bot.ButtonAction:
		return x.press(ctx)
	case bot.FormSubmission:
		return x.submitted(ctx)
	case bot.Invited:
		return x.greet(ctx)
	}
	return x.readWords(ctx)
}

// turnAway answers a stranger: once, if he asked certdesk.
func (x *exchange) turnAway(ctx context.Context, wait time.Duration) error {
	x.desk.log.DebugContext(ctx, "a stranger asks", "team", x.q.Place.Team)
	if wait > 0 || x.q.Kind == bot.ChannelMessage {
		return nil // told once is enough
	}
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: forOthers()})
}

// putOff answers who has asked too often. Nothing is said to what was said in a
// channel: it was not said to certdesk.
func (x *exchange) putOff(ctx context.Context, wait time.Duration) error {
	x.desk.log.DebugContext(ctx, "limited", "wait", wait)
	if x.q.Kind == bot.ChannelMessage {
		return nil
	}
	x.audit("limited", "")
	if c, err := parse(x.q); err == nil {
		if check, ok := c.(command.Check); ok { // which is meant by who tries again
			x.unanswered, x.another = &bot.Question{Target: check.Target, Zone: check.Zone}, true
			x.private = x.audience(check)
		}
	}
	return x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.Join(say.S("You have sent many requests in a short time."), again(wait)),
	})
}

// readWords reads what was typed as a command, and answers it.
func (x *exchange) readWords(ctx context.Context) error {
	x.spoken = command.Tongue(x.q.Text)
	c, err := parse(x.q)
	if err != nil {
		x.another = x.q.Kind != bot.Command || x.q.Verb == "certcheck" || x.q.Verb == "certfix"
		x.desk.log.DebugContext(ctx, "not understood", "error", err)
		return x.usage(ctx, err)
	}
	x.desk.log.DebugContext(ctx, "parsed", "command", kind{c})
	if _, empty := c.(command.Help); empty && len(x.q.Files) > 0 {
		c = command.Talk{} // a file says enough
	} else if empty && x.q.Unread != "" {
		return x.unreadable(ctx)
	}
	switch c := c.(type) {
	case command.Check:
		x.choose(ctx, c.Client)
		if len(x.q.Files) > 0 {
			return x.checkBeside(ctx, c)
		}
		return x.check(ctx, c)
	case command.Fix:
		x.choose(ctx, c.Client)
		return x.fix(ctx, c.Text)
	case command.Watch:
		return x.watch(ctx, c)
	case command.Settings:
		if c.SetClient {
			return x.setClient(ctx, c.Client)
		}
		return x.settings(ctx)
	case command.Help:
		return x.help(ctx, c.Topic)
	case command.Thanks:
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("You are welcome.")})
	case command.Works:
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("Good to hear.")})
	case command.Settled:
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: say.S("All right.")})
	case command.Secret:
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
			Headline: say.Join(say.S("There seems to be a password in your message. Delete the message, and change the password now."), say.S("certdesk never needs a password."))})
	case command.Explain:
		return x.explain(ctx, c)
	case command.FollowUp:
		if len(x.q.Files) > 0 { // which say what it is about
			return x.talk(ctx, x.q.Text)
		}
		return x.followUp(ctx, c)
	case command.Talk:
		return x.talk(ctx, c.Text)
	}
	return nil
}

// forOthers is all that a stranger is told.
func forOthers() say.Text {
	return say.Join(say.S("This certdesk works for another team, so it cannot answer here."), say.S("Please ask the helpdesk of your own team."))
}

// kind writes a command's type to the log: "check", "watch".
type kind struct{ of command.Command }

func (k kind) LogValue() slog.Value {
	return slog.StringValue(strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", k.of), "command.")))
}
