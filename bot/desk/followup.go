package desk

import (
	"cmp"
	"context"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
)

// followUp answers who asks on about an answer or an alert without naming its server.
// Where it is not known which that is, what is said is how to ask for it.
func (x *exchange) followUp(ctx context.Context, c command.FollowUp) error {
	x.spoken = cmp.Or(x.spoken, c.Language)
	x.choose(ctx, c.Client)
	m := x.topic(ctx)
	x.tongue = m.tongue
	if c.Tongue != "" {
		if !x.speaks(c.Tongue) {
			return x.refuse(ctx, x.languagesSpoken())
		}
		x.tongue = c.Tongue
	}
	switch {
	case c.Asks == command.AskWhere:
		return x.whereNamed(ctx, m.client)
	case c.Asks == command.AskSignIn:
		x.audit("answered", "")
		return x.reply(ctx, answer.SignIn())
	case m.notice != nil:
		return x.onNotice(ctx, c, m.notice)
	case m.question != nil:
		return x.onQuestion(ctx, c, m.question, m.answer)
	case x.q.Kind == bot.ChannelMessage:
		return nil // not meant for us, for all that is known
	case c.Asks == command.AskStep: // of an error text without a server
		steps, _ := x.stepsFor(ctx, []int{c.Step})
		return x.reply(ctx, answer.StepAlone(c.Step, steps))
	}
	x.another = c.Asks == command.AskTongue // what is asked next is answered in that language
	return x.aboutWhat(ctx, c)
}
