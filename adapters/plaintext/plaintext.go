// Package plaintext is what every platform can show: text without mark-up.
//
//	plaintext.go  a whole reply as a text file: for what a platform's message has
//	              no room for, and as the last resort where it refuses a
//	              message's form
//	clean.go      text that strangers have written, made harmless and cut to a
//	              platform's limits
//	runs.go       the same for the pieces of a sentence, whose times stay whole
//	sign.go       the sign that shows a tone
//
// How a message of a chat reads is each adapter's own.
package plaintext

import (
	"fmt"
	"strings"

	"certdesk/bot"
)

// Of is the whole of a reply, its buttons, pictures and files apart.
func Of(r bot.Reply) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s", Line(r.Headline.String()))
	step := func(s *bot.Step) {
		if s.Bare() {
			line("%d. %s", s.Number, Line(s.Title.String()))
			return
		}
		line("\n%d. %s\n   %s", s.Number, Line(s.Title.String()), Line(s.Why.String()))
		if !s.Caution.Empty() {
			line("   %s %s", Line(r.Framed().Caution.String()), Line(s.Caution.String()))
		}
		for _, a := range s.Actions {
			line("   - %s", Line(a.String()))
		}
	}
	steps := func() {
		if len(r.Steps) > 0 {
			line("\n%s", Line(r.StepsTitle.String()))
		}
		for i := range r.Steps {
			step(&r.Steps[i])
		}
	}
	if r.Diagnosis() {
		if !r.Act.Empty() {
			line("%s", Line(r.Act.String()))
		}
		if r.Cure != nil {
			step(r.Cure)
		}
		steps()
	}
	for _, f := range r.Facts {
		line("%s: %s", Line(f.Label.String()), Line(f.Value.String()))
	}
	for _, i := range r.Items {
		line("- %s", strings.TrimSpace(Line(i.Code)+"  "+Line(i.Written().String())))
	}
	for _, f := range r.Findings {
		line("\n%s\n%s", Line(f.Title.String()), Line(f.Detail.String()))
	}
	if !r.Diagnosis() {
		steps()
	}
	for _, c := range r.Code {
		line("\n%s\n%s", Line(c.Title.String()), Lines(c.Text))
	}
	line("\n%s", Line(r.Footnote.String()))
	return b.String()
}
