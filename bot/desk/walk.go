package desk

import (
	"context"

	"certdesk/bot"
	"certdesk/bot/audit"
	"certdesk/bot/guide"
	"certdesk/checks/say"
)

// beginWalk begins a walk through the steps of an answer.
func (s *session) beginWalk(ctx context.Context) error {
	a := s.answered(ctx)
	if a == nil {
		return s.forgotten(ctx)
	}
	w := guide.FromAnswer(s.NewID(), s.toReader(ctx, a), s.counts(ctx), s.Now())
	return s.sayWalk(ctx, w, false)
}

func (s *session) counts(ctx context.Context) guide.Counts {
	counts, err := s.Tally.Counts(ctx)
	s.unkept(err)
	return counts
}

// sayWalk keeps a walk and shows where it is.
func (s *session) sayWalk(ctx context.Context, w *guide.Walk, replaces bool) error {
	w.Bound = binding(s.q)
	if _, err := s.Walks.SaveWalk(ctx, w); err != nil {
		s.unkept(err)
		r := w.Say()
		// Without a memory there is no next step: all of them at once.
		r.Steps, r.Actions, r.Items = w.Steps, nil, nil
		r.Headline = w.Problem
		r.StepsTitle = say.S("Try these steps, in this order:")
		return s.reply(ctx, r)
	}
	r := stopOf(w)
	r.Replaces = replaces
	r.Audience = bot.Asker
	return s.reply(ctx, r)
}

// moveWalk is a press on one of the guide's buttons.
func (s *session) moveWalk(ctx context.Context) error {
	id, stop, ok := guide.ParseValue(s.q.Action.Value)
	if !ok {
		return s.refuse(ctx, buttonTooOld())
	}
	for {
		w, err := s.Walks.LoadWalk(ctx, id)
		if err != nil {
			s.unkept(err)
			return s.reply(ctx, bot.Reply{Audience: bot.Asker, Tone: bot.Warning,
				Headline: say.Join(say.S("certdesk cannot show the next step right now."), say.S("Please try again in a minute. Nothing is lost."))})
		}
		if w == nil {
			return s.refuse(ctx, walkTooOld())
		}
		if w.Bound != "" && !belongs(s.q, w.Bound) {
			return s.elsewhere(ctx)
		}
		step := w.Step()
		outcome := w.Press(s.q.Action.Name, stop, s.Now())
		moved, err := s.Walks.SaveWalk(ctx, w)
		s.unkept(err)
		if err == nil && !moved {
			continue // pressed twice at the same time: look where it is now
		}
		if outcome != guide.Nothing && step != nil {
			s.unkept(s.Tally.CountStep(ctx, w.CountCodes(), step.Number, outcome))
			s.auditAs("answered", func(e *audit.Entry) { e.Step, e.Helped = step.Number, outcome == guide.Helped })
		}
		if w.Ended == guide.Human && s.q.Action.Name == guide.Ask {
			return s.askHuman(ctx, w)
		}
		r := stopOf(w)
		r.Replaces, r.Audience = true, bot.Asker
		return s.reply(ctx, r)
	}
}

// compareInWalk opens the form for what the user's PC shows: it is something else
// than the step says. The walk stays where it is.
func (s *session) compareInWalk(ctx context.Context) error {
	id, _, ok := guide.ParseValue(s.q.Action.Value)
	if !ok {
		return s.refuse(ctx, buttonTooOld())
	}
	w, err := s.Walks.LoadWalk(ctx, id)
	s.unkept(err)
	switch {
	case w == nil: // without it the server has to be typed
		return s.form(ctx, "form", "", "")
	case w.Bound != "" && !belongs(s.q, w.Bound):
		return s.elsewhere(ctx)
	}
	return s.form(ctx, "form", w.Server, "")
}

func walkTooOld() say.Text {
	return say.Join(say.S("These steps are too old to continue."), say.S("Please ask again."))
}

// askHuman hands over: with the report where there is one.
func (s *session) askHuman(ctx context.Context, w *guide.Walk) error {
	said := w.Say()
	said.Replaces, said.Audience = true, bot.Asker
	if err := s.reply(ctx, said); err != nil {
		return err
	}
	if w.Answer == "" {
		return nil
	}
	a, err := s.Answers.Answer(ctx, w.Answer)
	s.unkept(err)
	if a == nil {
		return nil
	}
	var tried []say.Text
	for _, item := range said.Items {
		tried = append(tried, item.Text)
	}
	return s.escalate(ctx, a, tried)
}
