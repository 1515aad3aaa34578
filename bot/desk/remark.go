package desk

import (
	"context"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
)

// remarked answers what certdesk does not understand behind an answer, or behind an error
// text whose server it has asked for; false where neither is talked about.
func (x *exchange) remarked(ctx context.Context) (told bool, err error) {
	m := x.topic(ctx)
	x.tongue = m.tongue
	switch {
	case m.unnamed:
		return true, x.whereNamed(ctx, m.client)
	case m.answer == nil || m.answer.Worst() < 0:
		return false, nil
	}
	x.audit("refused", "")
	shown := x.toReader(ctx, m.answer)
	actions := x.passing(shown, x.actions(shown))
	return true, x.reply(ctx, bot.Reply{
		Audience: bot.Asker,
		Headline: say.Join(say.S("certdesk does not understand this, and found neither an error message nor a server name in it."),
			say.S("If it is about {host}, choose below what you need.", say.Host("host", bot.TargetName(m.question.Target)))),
		Actions: append(actions, bot.Action{Name: actFix, Value: "server", Label: say.S("Describe the problem"), Opens: true}),
	})
}

// whereNamed tells where the name of a server stands in the mail program that somebody has,
// or that has shown him an error.
func (x *exchange) whereNamed(ctx context.Context, client string) error {
	x.shows(client)
	x.audit("answered", "")
	x.unnamed, x.client = true, client
	r := bot.Reply{
		Audience: bot.Asker,
		Headline: say.Join(say.S("certdesk needs the name of the mail server."), say.S("It stands in the account settings of the mail app, as the incoming or outgoing server.")),
		Actions:  []bot.Action{{Name: actFix, Value: "server", Label: say.S("Enter the server"), Tone: bot.Good, Opens: true}},
	}
	if steps, _ := x.stepsFor(ctx, []int{checks.StepNames}); len(steps) > 0 {
		r.Cure = &steps[0]
	}
	return x.reply(ctx, r)
}

// explain tells what a word means, and what it has to do with what is talked about.
func (x *exchange) explain(ctx context.Context, c command.Explain) error {
	x.spoken = c.Language
	m := x.topic(ctx)
	x.tongue = m.tongue
	x.audit("answered", "")
	r := bot.Reply{Audience: bot.Asker, Headline: answer.Term(string(c.Term))}
	if a := m.answer; a != nil && a.Worst() >= 0 {
		told := x.toReader(ctx, a)
		report := &told.Reports[told.Worst()]
		r.Audience, r.Actions = x.private, x.actions(told)
		r.Items = []bot.Item{{Tone: answer.ToneOf(report.Verdict), Text: report.Summary}}
	}
	return x.reply(ctx, r)
}
