package plaintext

import (
	"strings"
	"unicode/utf16"

	"certdesk/checks/say"
)

// Line is a text of strangers on one line, with every sign that would break the
// line, hide, or turn the direction of writing replaced, and no space at its ends.
func Line(s string) string { return strings.Trim(line(s), " ") }

// line is Line with the spaces at the ends left where they are.
func line(s string) string { return strings.Map(say.Visible, s) }

// Lines is a text of strangers on several lines: line breaks and tabs stay, other
// signs are replaced as in Line, and no empty line stands at its ends.
func Lines(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Trim(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return say.Visible(r)
	}, s), "\n")
}

// Size counts a text in UTF-16 units. Where a platform does not say how it
// counts, this is never too few.
func Size(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// Cut shortens a text to maxSize units, with an ellipsis.
func Cut(s string, maxSize int) string {
	if Size(s) <= maxSize {
		return s
	}
	n := 1 // the ellipsis
	for i, r := range s {
		if n += max(utf16.RuneLen(r), 1); n > maxSize {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// Short is a text for one line of at most maxSize units.
func Short(s string, maxSize int) string { return Cut(Line(s), maxSize) }
