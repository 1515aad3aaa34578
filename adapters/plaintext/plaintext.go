// Package plaintext writes a reply as a text file: for what a platform's
// message has no room for, and as the last resort where it refuses a message's
// form. A message of a chat reads differently; that is each adapter's own.
package plaintext

import (
	"fmt"
	"strings"

	"certdesk/adapters/inert"
	"certdesk/bot"
)

// Of is the whole of a reply, its buttons, pictures and files apart.
func Of(r bot.Reply) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s", inert.Line(r.Headline.String()))
	step := func(s *bot.Step) {
		if s.Bare() {
			line("%d. %s", s.Number, inert.Line(s.Title.String()))
			return
		}
		line("\n%d. %s\n   %s", s.Number, inert.Line(s.Title.String()), inert.Line(s.Why.String()))
		if !s.Caution.Empty() {
			line("   %s %s", inert.Line(r.Framed().Caution.String()), inert.Line(s.Caution.String()))
		}
		for _, a := range s.Actions {
			line("   - %s", inert.Line(a.String()))
		}
	}
	steps := func() {
		if len(r.Steps) > 0 {
			line("\n%s", inert.Line(r.StepsTitle.String()))
		}
		for i := range r.Steps {
			step(&r.Steps[i])
		}
	}
	if r.Diagnosis() {
		if !r.Act.Empty() {
			line("%s", inert.Line(r.Act.String()))
		}
		if r.Cure != nil {
			step(r.Cure)
		}
		steps()
	}
	for _, f := range r.Facts {
		line("%s: %s", inert.Line(f.Label.String()), inert.Line(f.Value.String()))
	}
	for _, i := range r.Items {
		line("- %s", strings.TrimSpace(inert.Line(i.Code)+"  "+inert.Line(i.Written().String())))
	}
	for _, f := range r.Findings {
		line("\n%s\n%s", inert.Line(f.Title.String()), inert.Line(f.Detail.String()))
	}
	if !r.Diagnosis() {
		steps()
	}
	for _, c := range r.Code {
		line("\n%s\n%s", inert.Line(c.Title.String()), inert.Lines(c.Text))
	}
	line("\n%s", inert.Line(r.Footnote.String()))
	return b.String()
}
