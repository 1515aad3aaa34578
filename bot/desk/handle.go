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

// onceLife is how long a delivery is remembered: platforms repeat one for up
// to ten minutes.
const onceLife = time.Hour

// Handle answers a request. The error is that of respond: everything else is
// said to the asker.
func (d *Desk) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	if q.At.IsZero() {
		q.At = d.now()
	}
	x := &exchange{desk: d, q: q, respond: respond, started: d.now()}
	if q.ID != "" {
		first, err := d.leases.Once(ctx, string(q.Place.Platform)+"/"+q.ID, onceLife)
		if err == nil && !first {
			x.desk.log.DebugContext(ctx, "delivered twice, answered once")
			return nil
		}
		x.unkept(err)
	}
	wait := d.limits.Ask(ctx, q)
	if q.Stranger {
		x.desk.log.DebugContext(ctx, "a stranger asks", "team", q.Place.Team)
		if wait > 0 || q.Kind == bot.ChannelMessage {
			return nil // told once is enough
		}
		return x.reply(ctx, bot.Reply{Audience: bot.Asker, Headline: forOthers()})
	}
	if wait > 0 {
		x.desk.log.DebugContext(ctx, "limited", "wait", wait)
		if q.Kind == bot.ChannelMessage {
			return nil
		}
		x.audit("limited", "")
		return x.reply(ctx, bot.Reply{
			Audience: bot.Asker,
			Headline: say.Join(say.S("You have sent many requests in a short time."), again(wait)),
		})
	}
	switch q.Kind {
	case bot.ButtonAction:
		return x.press(ctx)
	case bot.FormSubmission:
		return x.submitted(ctx)
	case bot.Invited:
		return x.greet(ctx)
	}
	x.spoken = command.Tongue(q.Text)
	c, err := parse(q)
	if err != nil {
		x.desk.log.DebugContext(ctx, "not understood", "error", err)
		return x.usage(ctx, err)
	}
	x.desk.log.DebugContext(ctx, "parsed", "command", kind{c})
	if _, empty := c.(command.Help); empty && len(q.Files) > 0 {
		c = command.Talk{} // a file says enough
	}
	switch c := c.(type) {
	case command.Check:
		if len(q.Files) > 0 {
			x.choose(ctx, c.Client)
			return x.checkBeside(ctx, c)
		}
		x.choose(ctx, c.Client)
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
	case command.FollowUp:
		if len(q.Files) > 0 { // which say what it is about
			return x.talk(ctx, q.Text)
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

// kind is what a command is called in the log.
type kind struct{ of command.Command }

func (k kind) LogValue() slog.Value {
	return slog.StringValue(strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", k.of), "command.")))
}
