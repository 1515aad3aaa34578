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
	r.Facts = slices.Clone(r.Facts)
	for i := range r.Facts {
		f := &r.Facts[i]
		f.Label, f.Value = s.Text(f.Label), s.Text(f.Value)
	}
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Title, f.Detail = s.Text(f.Title), s.Text(f.Detail)
	}
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		r.Steps[i] = inStep(s, r.Steps[i])
	}
	r.Items = slices.Clone(r.Items)
	for i := range r.Items {
		r.Items[i].Text = s.Text(r.Items[i].Text)
		if a := r.Items[i].Action; a != nil {
			said := inAction(s, *a)
			r.Items[i].Action = &said
		}
	}
	r.Code = slices.Clone(r.Code)
	for i := range r.Code {
		r.Code[i].Title = s.Text(r.Code[i].Title)
		if said := r.Code[i].Said; len(said) > 0 {
			r.Code[i] = bot.Words(r.Code[i].Title, inLines(s, said))
		}
	}
	r.Files = slices.Clone(r.Files)
	for i := range r.Files {
		if said := r.Files[i].Said; len(said) > 0 {
			r.Files[i] = bot.Document(r.Files[i].Name, inLines(s, said))
		}
	}
	if l := r.Letter; l != nil {
		r.Letter = &bot.Letter{Open: s.Text(l.Open), Subject: s.Text(l.Subject), Lines: inLines(s, l.Lines), Brief: inLines(s, l.Brief)}
	}
	r.Actions = slices.Clone(r.Actions)
	for i := range r.Actions {
		r.Actions[i] = inAction(s, r.Actions[i])
	}
	frame := r.Framed()
	r.Frame = &bot.Frame{
		Cancel: s.Text(frame.Cancel), More: s.Text(frame.More), Rest: s.Text(frame.Rest), Omitted: s.Text(frame.Omitted), Unattached: s.Text(frame.Unattached), Caution: s.Text(frame.Caution),
	}
	if r.Form != nil {
		r.Form = inForm(s, r.Form)
	}
	if r.Image != nil {
		said := *r.Image
		said.Alt = s.Text(said.Alt)
		r.Image = &said
	}
	return Readable(r)
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
	step.Actions = slices.Clone(step.Actions)
	for k := range step.Actions {
		step.Actions[k] = s.Text(step.Actions[k])
	}
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
	said.Fields = slices.Clone(f.Fields)
	for i := range said.Fields {
		field := &said.Fields[i]
		field.Label, field.Hint = s.Text(field.Label), s.Text(field.Hint)
		field.Choices = slices.Clone(field.Choices)
		for k := range field.Choices {
			field.Choices[k].Label = s.Text(field.Choices[k].Label)
		}
	}
	return &said
}
