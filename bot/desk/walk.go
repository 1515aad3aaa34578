package desk

import (
	"context"
	"slices"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/guide"
	"certdesk/checks/say"
)

// beginWalk begins a walk through the steps of an answer.
func (x *exchange) beginWalk(ctx context.Context) error {
	a := x.answered(ctx)
	if a == nil {
		return x.forgotten(ctx)
	}
	told := x.toReader(ctx, a)
	if i, step := told.Worst(), pressedValue(x.q.Action.Value).step; i >= 0 && step > 0 {
		one := *told
		one.Reports = slices.Clone(told.Reports)
		one.Reports[i].Cure = step
		told = &one
	}
	w := guide.FromAnswer(x.desk.newID(), told, x.counts(ctx), x.desk.now())
	return x.sayWalk(ctx, w, false)
}

func (x *exchange) counts(ctx context.Context) guide.Counts {
	counts, err := x.desk.tally.Counts(ctx)
	x.unkept(err)
	return counts
}

// sayWalk keeps a walk and shows where it is.
func (x *exchange) sayWalk(ctx context.Context, w *guide.Walk, replaces bool) error {
	w.Bound = binding(x.q)
	if _, err := x.desk.walks.SaveWalk(ctx, w); err != nil {
		x.unkept(err)
		r := w.Say()
		// The walk could not be kept, so that "next step" would find nothing: show all
		// steps at once.
		r.Steps, r.Actions, r.Items = w.Steps, nil, nil
		r.Headline = w.Problem
		r.StepsTitle = say.S("Try these steps, in this order:")
		return x.reply(ctx, r)
	}
	r := stopOf(w)
	r.Replaces = replaces
	r.Audience = bot.Asker
	return x.reply(ctx, r)
}

// moveWalk is a press on one of the guide's buttons.
func (x *exchange) moveWalk(ctx context.Context) error {
	id, stop, ok := guide.ParseValue(x.q.Action.Value)
	if !ok {
		return x.refuse(ctx, buttonTooOld())
	}
	for {
		w, err := x.desk.walks.LoadWalk(ctx, id)
		if err != nil {
			x.unkept(err)
			return x.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
				Headline: say.Join(say.S("certdesk cannot show the next step right now."), say.S("Please try again in a minute. Nothing is lost."))})
		}
		if w == nil {
			return x.refuse(ctx, walkTooOld())
		}
		if w.Bound != "" && !belongs(x.q, w.Bound) {
			return x.elsewhere(ctx)
		}
		step := w.Step()
		outcome := w.Press(x.q.Action.Name, stop, x.desk.now())
		moved, err := x.desk.walks.SaveWalk(ctx, w)
		x.unkept(err)
		if err == nil && !moved {
			continue // pressed twice at the same time: look where it is now
		}
		if outcome != guide.Nothing && step != nil {
			x.unkept(x.desk.tally.CountStep(ctx, w.CountCodes(), step.Number, outcome))
			x.auditAs("answered", func(e *audit.Entry) { e.Step, e.Helped = step.Number, outcome == guide.Helped })
		}
		if w.Ended == guide.Human && x.q.Action.Name == guide.Ask {
			return x.askHuman(ctx, w)
		}
		r := stopOf(w)
		r.Replaces, r.Audience = true, bot.Asker
		return x.reply(ctx, r)
	}
}

// compareInWalk opens the form for what the user's PC shows: it is something else
// than the step says. The walk stays where it is.
func (x *exchange) compareInWalk(ctx context.Context) error {
	id, _, ok := guide.ParseValue(x.q.Action.Value)
	if !ok {
		return x.refuse(ctx, buttonTooOld())
	}
	w, err := x.desk.walks.LoadWalk(ctx, id)
	x.unkept(err)
	switch {
	case w == nil: // without it the server has to be typed
		return x.form(ctx, "form", "", "")
	case w.Bound != "" && !belongs(x.q, w.Bound):
		return x.elsewhere(ctx)
	}
	return x.form(ctx, "form", w.Server, "")
}

func walkTooOld() say.Text {
	return say.Join(say.S("These steps are too old to continue."), say.S("Please ask again."))
}

// askHuman hands over: with the report where there is one.
func (x *exchange) askHuman(ctx context.Context, w *guide.Walk) error {
	said := w.Say()
	said.Replaces, said.Audience = true, bot.Asker
	if err := x.reply(ctx, said); err != nil {
		return err
	}
	if w.Answer == "" {
		return nil
	}
	a, err := x.desk.answers.Answer(ctx, w.Answer)
	x.unkept(err)
	if a == nil {
		return nil
	}
	var tried []say.Text
	for _, item := range said.Items {
		tried = append(tried, item.Text)
	}
	return x.escalate(ctx, a, tried)
}
