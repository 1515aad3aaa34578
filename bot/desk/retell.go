package desk

import (
	"context"
	"strings"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/zone"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// retell tells an answer that is remembered. Where many ask the same, most of it is the
// same for all of them, and made and worded for the first. New each time are how old it
// is, how many have met it, whom its buttons are bound to, and where it goes.
func (x *exchange) retell(ctx context.Context, a *bot.Answer) error {
	if a.ID == "" || len(a.Reports) != 1 || a.Question.Zone == zone.All {
		r := x.answerTo(ctx, a, true)
		r.Audience = x.private
		return x.reply(ctx, r)
	}
	program := x.reader(ctx)
	line := x.known(ctx, a)
	x.told = a
	goes := x.directed(bot.Reply{Audience: x.private})
	language := x.language(ctx, goes)
	before := x.toldBefore(ctx, a, program, language)

	r := before.reply
	r.Audience, r.Replaces, r.InThread = goes.Audience, goes.Replaces, goes.InThread
	r.Footnote = x.ageing(a, before, language)
	if !line.Empty() {
		r.Headline = x.worded(language, bot.Reply{Headline: say.Join(line, before.headline), Frame: r.Frame}).Headline
	}
	r.Actions = rebound(r.Actions, before.bound, binding(x.q))
	return x.send(ctx, r)
}

// ageing is the footnote of an answer that was told before, as it is now.
func (x *exchange) ageing(a *bot.Answer, before *retold, language string) say.Text {
	report := a.Reports[0]
	x.aged(&report, a)
	note := before.note.Load()
	if note == nil || note.age != report.AgeS || note.storeAway != x.storeAway {
		r := bot.Reply{Footnote: x.footnote(answer.Footnote(&report)), Frame: before.reply.Frame}
		note = &agedNote{report.AgeS, x.storeAway, x.worded(language, r).Footnote}
		before.note.Store(note)
	}
	return note.text
}

// toldBefore is the answer as it was told before to somebody on this platform, for this
// program and in this language, or would be.
func (x *exchange) toldBefore(ctx context.Context, a *bot.Answer, p *programs.Program, language string) *retold {
	key := telling{a.ID, x.q.Place.Platform, p.ID, language, x.q.Asker.ID == ""}
	if before, ok := x.desk.retold.Get(key); ok {
		return before
	}
	r := x.diagnosis(ctx, a, true)
	t := &retold{headline: r.Headline, bound: binding(x.q), reply: x.worded(language, r)}
	t.reply.Template = new(bot.Template)
	x.desk.retold.Put(key, t)
	return t
}

// rebound are buttons whose values are bound to another place and person. What they are
// bound to stands behind the first full stop.
func rebound(actions []bot.Action, from, to string) []bot.Action {
	out := make([]bot.Action, len(actions))
	copy(out, actions)
	if from == to {
		return out
	}
	was, is := "", ""
	for i := range out {
		if v := out[i].Value; v != was { // most have the same
			was, is = v, strings.Replace(v, "."+from, "."+to, 1)
		}
		out[i].Value = is
	}
	return out
}
