package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/checks"
	"certdesk/checks/say"
)

// onQuestion answers what is asked on about a question and its answer, which is nil
// where it is forgotten or was never given.
func (x *exchange) onQuestion(ctx context.Context, c command.FollowUp, q *bot.Question, a *bot.Answer) error {
	question, fresh, before := *q, false, a
	switch c.Asks {
	case command.AskSilence:
		return x.watch(ctx, command.Watch{Verb: "snooze", Target: q.Target, For: cmp.Or(c.Silence, snoozeFor)})
	case command.AskConnection:
		var ok bool
		if question, ok = otherConnection(q, a, c.Port, c.Mode); !ok {
			return x.aboutWhat(ctx, c)
		}
		a = nil
	case command.AskService:
		var ok bool
		if question, ok = otherService(q, a, c); !ok {
			return x.aboutWhat(ctx, c)
		}
		a = nil
	case command.AskAgain, command.AskMine:
		fresh, a = true, nil
	}
	cached := true
	if a == nil {
		var err error
		if a, cached, err = x.mayAsk(ctx, question, fresh); err != nil {
			return x.failed(ctx, err)
		}
	} else {
		x.auditAnswer("answered", a)
		cached = x.desk.now().Sub(a.At) > time.Minute
	}
	if c.Asks == command.AskService && question.Target.Host != q.Target.Host && isNoName(a) {
		return x.noService(ctx, c, question)
	}
	if c.Phone {
		return x.whichOnPhone(ctx, a)
	}
	if i := a.Worst(); i >= 0 {
		if part := x.partOf(ctx, c, a, i); part != nil {
			part.Audience = x.private
			x.told = a
			return x.reply(ctx, *part)
		}
	}
	r := x.answerTo(ctx, a, cached)
	if c.Asks == command.AskAgain && isAsBefore(before, a) {
		r.Headline = say.Join(say.S("certdesk sees the same as at the last check."), r.Headline)
		r.Actions = x.passing(a, r.Actions)
	}
	r.Audience = x.private
	return x.reply(ctx, r)
}

// isAsBefore tells whether a fault is what it was at an earlier look: the same findings, of
// the same certificate.
func isAsBefore(before, a *bot.Answer) bool {
	if before == nil || before.Worst() < 0 || a.Worst() < 0 {
		return false
	}
	was, is := &before.Reports[before.Worst()], &a.Reports[a.Worst()]
	sameCode := func(x, y checks.Finding) bool { return x.Code == y.Code }
	if answer.NothingWrong(is) || was.Verdict != is.Verdict || !slices.EqualFunc(was.Findings, is.Findings, sameCode) {
		return false
	}
	return (was.Certificate == nil) == (is.Certificate == nil) && (is.Certificate == nil || was.Certificate.NotAfter.Equal(is.Certificate.NotAfter) && was.Certificate.Serial == is.Certificate.Serial)
}
