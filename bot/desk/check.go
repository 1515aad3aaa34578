package desk

import (
	"context"
	"net"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/dialpolicy"
	"certdesk/bot/zone"
	"certdesk/checks"
	"certdesk/checks/say"
	"certdesk/checks/target"
)

func (x *exchange) check(ctx context.Context, c command.Check) error {
	x.another = true
	x.private = x.audience(c)
	a, cached, err := x.mayAsk(ctx, bot.Question{Target: c.Target, Zone: c.Zone}, c.Fresh)
	if err != nil {
		return x.failed(ctx, err)
	}
	if cached && !c.Admin {
		return x.retell(ctx, a)
	}
	r := x.answerTo(ctx, a, cached)
	if i := a.Worst(); c.Admin && i >= 0 {
		r = x.forAdmin(a, i)
	}
	r.Audience = x.private
	return x.reply(ctx, r)
}

// mayAsk asks a question unless policy forbids it. The error is a *Sentence where it
// does.
func (x *exchange) mayAsk(ctx context.Context, q bot.Question, fresh bool) (a *bot.Answer, cached bool, err error) {
	if sentence := x.desk.forbidden(q); !sentence.Empty() {
		return nil, false, &Sentence{sentence}
	}
	if a, cached, err = x.ask(ctx, q, fresh); err != nil {
		return nil, false, err
	}
	if sentence := notAllowed(a); !sentence.Empty() {
		return nil, false, &Sentence{sentence}
	}
	return a, cached, nil
}

// notAllowed is the sentence for an answer in which policy forbade every address,
// nothing for any other: nothing was dialled, so there is nothing to tell.
func notAllowed(a *bot.Answer) say.Text {
	if len(a.Reports) == 0 {
		return nil
	}
	for i := range a.Reports {
		for _, e := range a.Reports[i].Endpoints {
			if e.Untested != checks.CauseNotAllowed {
				return nil
			}
		}
		if len(a.Reports[i].Endpoints) == 0 {
			return nil
		}
	}
	r := &a.Reports[0]
	address := r.Endpoints[0].Address
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	return dialpolicy.NotAllowed(r.Target.Host, address)
}

// forbidden tells why a question may not be asked, nothing if it may. Addresses are
// judged where they are dialled: what is inner to this network may be open to
// the workers of a zone.
func (d *Desk) forbidden(q bot.Question) say.Text {
	if q.Zone == "" || q.Zone == zone.Here {
		return d.dialPolicy.Target(q.Target)
	}
	return d.dialPolicy.TargetElsewhere(q.Target)
}

// audience tells who sees the answer to a check: the asker alone for a command, who may
// share it afterwards; everybody for a message that everybody could read.
func (x *exchange) audience(c command.Check) bot.Audience {
	switch {
	case c.Said:
		return c.Audience
	case x.q.Kind == bot.Command && x.q.Place.Platform.Traits().Private:
		return bot.Asker
	}
	return bot.Everyone
}

// checkBeside answers /certcheck where a certificate came with it.
func (x *exchange) checkBeside(ctx context.Context, c command.Check) error {
	x.another = true
	question := bot.Question{Target: c.Target, Zone: c.Zone}
	var note say.Text
	question.Seen, note = x.shownBeside()
	a, cached, err := x.mayAsk(ctx, question, c.Fresh)
	if err != nil {
		return x.failed(ctx, err)
	}
	r := x.diagnosis(ctx, a, cached)
	r.Audience = x.audience(c)
	return x.reply(ctx, noted(r, note))
}

// forgotten says that a button's answer is gone, and what to type.
func (x *exchange) forgotten(ctx context.Context) error {
	if t, err := target.Parse(pressedValue(x.q.Action.Value).target); err == nil {
		x.inPlace = true // what it was about is still known
		return x.check(ctx, command.Check{Target: t})
	}
	return x.refuse(ctx, say.Join(say.S("This answer is too old, so its buttons no longer work."), say.S("Please ask again.")))
}
