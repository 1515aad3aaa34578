package discord

import "strings"

// readTyped takes the mark-up off a text that somebody typed: `imap.corp.com`,
// **bold**, ||hidden||, <https://…> without a preview, blocks of code. Mentions
// stay as they are, so that whoever reads the text can say that they are no
// server.
func readTyped(s string) string {
	s = signs.Replace(s)
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			return strings.TrimSpace(b.String())
		}
		inside, after, closed := strings.Cut(rest, ">")
		if closed && strings.Contains(inside, "://") && !strings.ContainsAny(inside, " \n") {
			b.WriteString(inside)
			s = after
			continue
		}
		b.WriteByte('<')
		s = rest
	}
}

var signs = strings.NewReplacer("```", "\n", "`", "", "**", "", "||", "", "\\_", "_", "\\*", "*")

// withoutMention takes the bot's own name off a text; found tells whether it
// was there.
func withoutMention(text, self string) (rest string, found bool) {
	for _, name := range []string{"<@" + self + ">", "<@!" + self + ">"} {
		for {
			before, after, ok := strings.Cut(text, name)
			if !ok {
				break
			}
			found = true
			text = strings.TrimSpace(before) + " " + strings.TrimSpace(after)
		}
	}
	return strings.TrimSpace(text), found
}
