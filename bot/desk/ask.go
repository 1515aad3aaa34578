package desk

import (
	"context"
	"errors"
	"time"

	"certdesk/bot"
	"certdesk/bot/admission"
	"certdesk/bot/answer"
	"certdesk/bot/zone"
	"certdesk/checks/say"
)

// ask answers a question: with what is known, or by a check that all who ask
// at the same time share. While it lasts the asker is told so.
func (x *exchange) ask(ctx context.Context, q bot.Question, fresh bool) (a *bot.Answer, cached bool, err error) {
	x.wanted = &q
	if !fresh {
		a, err := x.desk.answers.Current(ctx, q)
		x.unkept(err)
		if a != nil {
			x.desk.log.DebugContext(ctx, "cached", "target", bot.TargetName(q.Target), "answer", a.ID)
			x.auditAnswer("cached", a)
			return a, true, nil
		}
	}
	if x.desk.closing.none.Load() {
		return nil, false, errEnding()
	}
	c := x.join(ctx, q, fresh)
	err = x.await(ctx, c)
	if err == nil && c.open.Load() {
		// It is not known yet whether there is room for the check. If there is none,
		// that is said in a moment, and "Checking …" before it would be wrong.
		err = x.await(ctx, c)
	}
	if err == nil && !c.over() {
		err = x.meanwhile(ctx, q, c)
	}
	if err != nil {
		return nil, false, err
	}
	x.storeAway = x.storeAway || c.storeAway
	if c.err != nil {
		return nil, false, c.err
	}
	x.auditAnswer("answered", c.answer)
	return c.answer, c.cached, nil
}

// await waits until a check has ended or a first result is known, at most for
// ProgressAfter: whoever is answered sooner needs no word in between.
func (x *exchange) await(ctx context.Context, c *sharedCheck) error {
	timer := time.NewTimer(x.desk.progressAfter)
	defer timer.Stop()
	select {
	case <-c.done:
	case <-timer.C:
	case <-x.desk.closing.over:
		return errEnding()
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// meanwhile says that a check is under way, and what is known so far once there
// is something, until the check is done.
func (x *exchange) meanwhile(ctx context.Context, q bot.Question, c *sharedCheck) error {
	tell := func(r bot.Reply) {
		r.Working = true
		if err := x.reply(ctx, r); err != nil {
			x.desk.log.Warn("saying that a check is under way", "error", err, "request", x.q.ID)
		}
	}
	looked := c.looked
	if x.q.Kind == bot.ButtonAction || x.q.Kind == bot.FormSubmission {
		looked = nil // what was pressed is replaced once
	}
	// This is sent even where a first result is known already. Where a first message
	// cannot be edited it stays in the chat for good, and "Checking …" cannot be
	// mistaken for a second answer.
	first := bot.Reply{Audience: x.private, Headline: say.S("Checking {host} …", say.Host("host", bot.TargetName(q.Target)))}
	if before := c.before.Load(); before > 0 {
		first.Footnote = say.S("Questions before yours: {n}.", say.Count("n", int(before)))
	}
	tell(first)
	select {
	case <-c.done:
		return nil
	case <-x.desk.closing.over:
		return errEnding()
	case <-ctx.Done():
		return ctx.Err()
	case <-looked:
	}
	r := answer.Several(x.toReader(ctx, c.first))
	r.Audience = x.private
	r.Footnote = firstLookNote()
	tell(r)
	select {
	case <-c.done:
		return nil
	case <-x.desk.closing.over:
		return errEnding()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// firstLookNote stands below a first result, while the rest of the check is under way.
func firstLookNote() say.Text {
	return say.Join(say.S("This is a quick first result."), say.S("The full result follows in a few seconds."))
}

// failed tells why there is no answer.
func (x *exchange) failed(ctx context.Context, err error) error {
	x.unanswered, x.another = x.wanted, true
	if sentence, ok := errors.AsType[*Sentence](err); ok {
		return x.refuse(ctx, sentence.Text)
	}
	if refusal, ok := errors.AsType[*zone.Refusal](err); ok {
		return x.refuse(ctx, refusal.Text)
	}
	if busy, ok := errors.AsType[*admission.Busy](err); ok {
		return x.refuse(ctx, x.busy(busy))
	}
	x.desk.log.Error("a check failed", "error", err, "request", x.q.ID)
	x.audit("failed", "")
	return x.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
		Headline: say.Join(say.S("Something went wrong in certdesk, not on the server."),
			say.S("Please try again. If it happens again, tell your certdesk administrator."))})
}

// busy says why there was no room, and when there will be.
func (x *exchange) busy(b *admission.Busy) say.Text {
	if b.Silent {
		return say.Join(say.S("certdesk is busy with many questions, and this server did not answer immediately."), again(b.Again))
	}
	return say.Join(say.S("certdesk is busy with many questions."), again(b.Again))
}
