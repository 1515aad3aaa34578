package answer

import (
	"slices"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Speaker words texts in the reader's language (package phrasebook).
type Speaker interface {
	Text(t say.Text) say.Text
}

// In says a reply in another language. Replies are made in English, so that the
// same answer may go to readers of several languages. Code, and what can be typed,
// stay as they are; letters and documents are in the language. Names are Readable.
func In(s Speaker, r bot.Reply) bot.Reply {
	r.Headline, r.StepsTitle, r.Footnote = s.Text(r.Headline), s.Text(r.StepsTitle), s.Text(r.Footnote)
	r.Act = s.Text(r.Act)
	if r.Cure != nil {
		said := inStep(s, *r.Cure)
		r.Cure = &said
	}
	r.Facts = changed(r.Facts, func(f *bot.Fact) {
		f.Label, f.Value = s.Text(f.Label), s.Text(f.Value)
	})
	r.Findings = changed(r.Findings, func(f *bot.Finding) {
		f.Title, f.Detail = s.Text(f.Title), s.Text(f.Detail)
	})
	r.Steps = changed(r.Steps, func(step *bot.Step) { *step = inStep(s, *step) })
	r.Items = changed(r.Items, func(i *bot.Item) {
		i.Text = s.Text(i.Text)
		if i.Action != nil {
			said := inAction(s, *i.Action)
			i.Action = &said
		}
	})
	r.Code = changed(r.Code, func(c *bot.Code) {
		c.Title = s.Text(c.Title)
		if len(c.Said) > 0 {
			*c = bot.Words(c.Title, inLines(s, c.Said))
		}
	})
	r.Files = changed(r.Files, func(f *bot.File) {
		if len(f.Said) > 0 {
			*f = bot.Document(f.Name, inLines(s, f.Said))
		}
	})
	if l := r.Letter; l != nil {
		r.Letter = &bot.Letter{Open: s.Text(l.Open), Subject: s.Text(l.Subject), Lines: inLines(s, l.Lines), Brief: inLines(s, l.Brief)}
	}
	r.Actions = changed(r.Actions, func(a *bot.Action) { *a = inAction(s, *a) })
	r.Frame = inFrame(s, r.Framed())
	if r.Form != nil {
		r.Form = inForm(s, r.Form)
	}
	if r.Image != nil {
		said := *r.Image
		said.Alt = s.Text(said.Alt)
		r.Image = &said
	}
	j, _ := s.(joiner)
	return readableReply(r, j)
}

// changed is a copy of a list in which each element was changed. The list itself stays:
// other readers of the same answer have it too.
func changed[T any](list []T, change func(*T)) []T {
	list = slices.Clone(list)
	for i := range list {
		change(&list[i])
	}
	return list
}

func inFrame(s Speaker, f bot.Frame) *bot.Frame {
	return &bot.Frame{
		Cancel: s.Text(f.Cancel), More: s.Text(f.More), Rest: s.Text(f.Rest), Omitted: s.Text(f.Omitted),
		Unattached: s.Text(f.Unattached), Caution: s.Text(f.Caution),
	}
}

func inLines(s Speaker, lines []say.Text) []say.Text {
	out := make([]say.Text, len(lines))
	for i := range lines {
		out[i] = s.Text(lines[i])
	}
	return out
}

func inStep(s Speaker, step bot.Step) bot.Step {
	step.Title, step.Why, step.Caution = s.Text(step.Title), s.Text(step.Why), s.Text(step.Caution)
	step.Actions = changed(step.Actions, func(action *say.Text) { *action = s.Text(*action) })
	return step
}

func inAction(s Speaker, a bot.Action) bot.Action {
	a.Label, a.Confirm = s.Text(a.Label), s.Text(a.Confirm)
	return a
}

// inForm says a form. What is filled in already and the values of choices stay:
// they come back as they are.
func inForm(s Speaker, f *bot.Form) *bot.Form {
	said := *f
	said.Title, said.Submit, said.Cancel = s.Text(f.Title), s.Text(f.Sending()), s.Text(f.Closing())
	said.Fields = changed(f.Fields, func(field *bot.Field) {
		field.Label, field.Hint = s.Text(field.Label), s.Text(field.Hint)
		field.Choices = changed(field.Choices, func(c *bot.Choice) { c.Label = s.Text(c.Label) })
	})
	return &said
}
