package plaintext

import (
	"strings"
	"unicode/utf16"

	"certdesk/checks/say"
)

// Line makes a text harmless on one line.
func Line(s string) string { return strings.Trim(line(s), " ") }

// line leaves the spaces at the ends.
func line(s string) string {
	if harmless(s) {
		return s
	}
	return strings.Map(say.Visible, s)
}

// harmless: nothing but letters, digits, signs and spaces of ASCII. Most text
// is, and need not be copied.
func harmless(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Lines makes a text of several lines harmless.
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
	if len(s) <= maxSize || Size(s) <= maxSize {
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
