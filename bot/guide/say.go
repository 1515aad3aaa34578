package guide

import (
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
			Headline: say.S("Now it is an administrator's turn. Below is what you have tried, so you do not have to explain it again."),
			Items:    w.tried(),
			Footnote: w.server(),
		}
	case w.Step() == nil:
		return w.exhausted()
	}
	reply := bot.Reply{
		Tone:     bot.Neutral,
		Headline: say.S("Step {n} of {all}", say.Count("n", w.At+1), say.Count("all", len(w.Steps))),
		Steps:    []bot.Step{*w.Step()},
		Actions: []bot.Action{
			{Name: Done, Value: w.value(), Label: say.S("It works now"), Tone: bot.Good},
			{Name: Next, Value: w.value(), Label: say.S("Still not working")},
		},
		Footnote: w.server(),
	}
	if w.Compares {
		reply.Actions = append(reply.Actions, bot.Action{Name: Other, Value: w.value(), Label: say.S("It shows something else"), Opens: true})
	}
	if w.At == 0 {
		if !w.Problem.Empty() {
			reply.Headline = say.Join(w.Problem, say.S("Step {n} of {all}:", say.Count("n", w.At+1), say.Count("all", len(w.Steps))))
		}
		for _, s := range w.Skipped {
			reply.Items = append(reply.Items, bot.Item{Text: say.Join(
				say.S("Skipped step {n} (“{title}”).", say.Count("n", s.Number), say.Sub("title", s.Title)), s.Why)})
		}
	} else {
		reply.Actions = append(reply.Actions, bot.Action{Name: Back, Value: w.value(), Label: say.S("Back")})
	}
	reply.Actions = append(reply.Actions, bot.Action{Name: Ask, Value: w.value(), Label: say.S("Ask an admin")})
	return reply
}

func (w *Walk) works() bot.Reply {
	reply := bot.Reply{Tone: bot.Good, Headline: say.S("Good. It works again."), Footnote: w.server()}
	if s := w.Step(); s != nil {
		reply.Headline = say.S("Good. Step {n} fixed it: “{title}”.", say.Count("n", s.Number), say.Sub("title", s.Title))
	}
	return reply
}

func (w *Walk) exhausted() bot.Reply {
	reply := bot.Reply{
		Tone:     bot.Neutral,
		Headline: say.S("Those were all the steps for this problem. An administrator now needs to look at the PC or the server."),
		Items:    w.tried(),
		Actions: []bot.Action{
			{Name: Ask, Value: w.value(), Label: say.S("Ask an admin"), Tone: bot.Good},
			{Name: Done, Value: w.value(), Label: say.S("It works now")},
		},
		Footnote: w.server(),
	}
	if len(w.Steps) > 0 {
		reply.Actions = append(reply.Actions, bot.Action{Name: Back, Value: w.value(), Label: say.S("Back")})
	} else {
		reply.Headline = say.S("No step on the PC can fix this. The server's administrator needs to look at it.")
	}
	return reply
}

// tried are the steps behind us.
func (w *Walk) tried() []bot.Item {
	var out []bot.Item
	for _, s := range w.Steps[:min(w.At, len(w.Steps))] {
		out = append(out, bot.Item{Text: say.S("Tried step {n}: “{title}”", say.Count("n", s.Number), say.Sub("title", s.Title))})
	}
	return out
}

// server is the name of the server below each stop.
func (w *Walk) server() say.Text {
	if w.Server == "" {
		return nil
	}
	return say.Only(say.Host("host", w.Server))
}
