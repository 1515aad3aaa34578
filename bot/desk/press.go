package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/command"
	"certdesk/bot/guide"
	"certdesk/bot/incident"
	"certdesk/bot/watch"
)

// presses are the buttons and what they do.
func (x *exchange) presses() map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		actRecheck:  x.bound(x.recheck),
		actDetails:  x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return answer.Details(&a.Reports[i]) })),
		actSteps:    x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return withLines(answer.AllSteps(&a.Reports[i]), &a.Reports[i]) })),
		actChain:    x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return answer.Chain(&a.Reports[i], chainOf(a, i)) })),
		actWatch:    x.bound(x.watchAnswer),
		actShare:    x.bound(x.share),
		actEscalate: x.bound(x.escalateAnswer),
		actMine:     x.bound(x.showMine),
		actMineForm: x.openMine,
		actAdmin:    x.bound(x.show(x.forAdmin)),
		actLetter:   x.bound(x.show(func(a *bot.Answer, i int) bot.Reply { return answer.Letter(&a.Reports[i]) })),
		actFix:      x.openFix,
		actClient:   x.bound(x.listClients),
		actSettings: x.settings,
		actWalkOn:   x.walkOn,
		guide.Begin: x.bound(x.beginWalk),
		guide.Done:  x.moveWalk,
		guide.Next:  x.moveWalk,
		guide.Back:  x.moveWalk,
		guide.Ask:   x.moveWalk,
		guide.Other: x.compareInWalk,

		actAbout:            x.aboutServer,
		actTell:             x.bound(x.tellMe),
		incident.ActTake:    x.onIncident(x.takeIncident),
		incident.ActHand:    x.onIncident(x.openHandOver),
		incident.ActNote:    x.onIncident(x.openNote),
		incident.ActPost:    x.onIncident(x.announceIncident),
		incident.ActDetails: x.onIncident(x.detailIncident),

		watch.ActSnooze:  x.noticed(x.tended(x.snoozeNotice)),
		watch.ActHandled: x.noticed(x.tended(x.handleNotice)),
		watch.ActCheck:   x.noticed(x.checkNotice),
		watch.ActDetails: x.noticed(x.detailNotice),
	}
}

// press does what a button says.
func (x *exchange) press(ctx context.Context) error {
	do := x.presses()[x.q.Action.Name]
	if strings.HasPrefix(x.q.Action.Name, actUse) {
		do = x.bound(x.useClient)
	}
	if p := pressedValue(x.q.Action.Value).program; p != nil {
		x.program = p
	}
	if do == nil {
		return x.refuse(ctx, buttonTooOld())
	}
	return do(ctx)
}

func chainOf(a *bot.Answer, i int) [][]byte {
	if i < len(a.Chains) {
		return a.Chains[i]
	}
	return nil
}

// show replies with something from the answer.
func (x *exchange) show(from func(*bot.Answer, int) bot.Reply) func(context.Context) error {
	return func(ctx context.Context) error {
		a := x.answered(ctx)
		if a == nil || a.Worst() < 0 {
			return x.forgotten(ctx)
		}
		a = x.toReader(ctx, a)
		r := from(a, a.Worst())
		r.Audience = bot.Asker
		return x.reply(ctx, r)
	}
}

func (x *exchange) recheck(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	x.inPlace = true
	fresh, cached, err := x.mayAsk(ctx, a.Question, true)
	if err != nil {
		if x.covered { // put back what "Checking …" has replaced
			err = errors.Join(err, x.reply(ctx, x.diagnosis(ctx, a, true)))
		}
		x.inPlace = false
		return x.failed(ctx, err)
	}
	return x.reply(ctx, x.answerTo(ctx, fresh, cached))
}

// share shows an answer to the channel.
func (x *exchange) share(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	r := x.diagnosis(ctx, a, x.desk.now().Sub(a.At) > time.Minute)
	r.Audience = bot.Everyone
	x.told = a
	return x.reply(ctx, r)
}

func (x *exchange) watchAnswer(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	return x.watch(ctx, command.Watch{Verb: "add", Target: a.Question.Target})
}

func (x *exchange) escalateAnswer(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	return x.escalate(ctx, a, nil)
}
