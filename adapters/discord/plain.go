package discord

import (
	"fmt"
	"strings"

	"certdesk/bot"
)

// plain is a reply as a text file.
func plain(r bot.Reply) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s", inert(r.Headline))
	for _, f := range r.Facts {
		line("%s: %s", inert(f.Label), inert(f.Value))
	}
	for _, i := range r.Items {
		line("- %s", strings.TrimSpace(inert(i.Code)+"  "+inert(i.Text)))
	}
	for _, f := range r.Findings {
		line("\n%s\n%s", inert(f.Title), inert(f.Detail))
	}
	if len(r.Steps) > 0 {
		line("\n%s", inert(r.StepsTitle))
	}
	for _, s := range r.Steps {
		line("\n%d. %s\n   %s", s.Number, inert(s.Title), inert(s.Why))
		if s.Caution != "" {
			line("   Caution: %s", inert(s.Caution))
		}
		for _, a := range s.Actions {
			line("   - %s", inert(a))
		}
	}
	for _, c := range r.Code {
		line("\n%s\n%s", inert(c.Title), inertLines(c.Text))
	}
	line("\n%s", inert(r.Footnote))
	return b.String()
}
