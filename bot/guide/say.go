package guide

import (
	"fmt"
	"strings"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Say is what the reader sees where the walk is.
func (w *Walk) Say() bot.Reply {
	switch {
	case w.Ended == Works:
		return w.works()
	case w.Ended == Human:
		return bot.Reply{
			Tone:     bot.Neutral,
			Headline: say.Literal("Over to a human: what was tried so far is below, so that nobody asks you twice."),
			Items:    w.tried(),
			Footnote: say.Literal(w.Server),
		}
	case w.Step() == nil:
		return w.exhausted()
	}
	reply := bot.Reply{
		Tone:     bot.Neutral,
		Headline: say.Literal(fmt.Sprintf("Step %d of %d", w.At+1, len(w.Steps))),
		Steps:    []bot.Step{*w.Step()},
		Actions: []bot.Action{
			{Name: Done, Value: w.value(), Label: say.Literal("Done: it works"), Tone: bot.Good},
			{Name: Next, Value: w.value(), Label: say.Literal("Still the same: next step")},
		},
		Footnote: say.Literal(w.Server),
	}
	if w.At == 0 {
		if !w.Problem.Empty() {
			reply.Headline = say.Join(w.Problem, say.Literal(fmt.Sprintf("Step %d of %d:", w.At+1, len(w.Steps))))
		}
		for _, s := range w.Skipped {
			reply.Items = append(reply.Items, bot.Item{Text: say.Literal(fmt.Sprintf("Left out: %d %s. %s", s.Number, s.Title, s.Why))})
		}
	} else {
		reply.Actions = append(reply.Actions, bot.Action{Name: Back, Value: w.value(), Label: say.Literal("Back")})
	}
	reply.Actions = append(reply.Actions, bot.Action{Name: Ask, Value: w.value(), Label: say.Literal("Ask a human")})
	return reply
}

func (w *Walk) works() bot.Reply {
	reply := bot.Reply{Tone: bot.Good, Headline: say.Literal("Good. It works again."), Footnote: say.Literal(w.Server)}
	if s := w.Step(); s != nil {
		reply.Headline = say.Literal(fmt.Sprintf("Good. Step %d did it: %s.", s.Number, s.Title.String()))
	}
	return reply
}

func (w *Walk) exhausted() bot.Reply {
	reply := bot.Reply{
		Tone:     bot.Neutral,
		Headline: say.Literal("That were all the steps that can help here, and it is still the same. The rest needs somebody who can look at the PC or the server."),
		Items:    w.tried(),
		Actions: []bot.Action{
			{Name: Ask, Value: w.value(), Label: say.Literal("Ask a human"), Tone: bot.Good},
			{Name: Done, Value: w.value(), Label: say.Literal("It works now")},
		},
		Footnote: say.Literal(w.Server),
	}
	if len(w.Steps) > 0 {
		reply.Actions = append(reply.Actions, bot.Action{Name: Back, Value: w.value(), Label: say.Literal("Back")})
	} else {
		reply.Headline = say.Literal("No step on the PC helps here: the rest needs somebody who can look at the server.")
	}
	return reply
}

// tried are the steps behind us.
func (w *Walk) tried() []bot.Item {
	var out []bot.Item
	for _, s := range w.Steps[:min(w.At, len(w.Steps))] {
		out = append(out, bot.Item{Text: say.Literal(fmt.Sprintf("Tried: %d %s", s.Number, strings.TrimSuffix(s.Title.String(), ".")))})
	}
	return out
}
