package slack

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// inert makes a text harmless on one line: controls, marks that turn the
// direction, and what cannot be seen become a visible sign. It goes into
// plain_text and rich_text only, where Slack reads no mark-up.
func inert(s string) string {
	if harmless(s) {
		return strings.Trim(s, " ")
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return visible(r)
	}, s))
}

// harmless: nothing but letters, digits, signs and spaces of ASCII.
func harmless(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// inertLines is inert for text of several lines.
func inertLines(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Trim(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return visible(r)
	}, s), "\n")
}

func visible(r rune) rune {
	if r != ' ' && !unicode.IsPrint(r) {
		return unicode.ReplacementChar
	}
	return r
}

// size counts a text as Slack does at most: in UTF-16 units.
func size(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// cut shortens a text to max, with an ellipsis.
func cut(s string, max int) string {
	if len(s) <= max || size(s) <= max {
		return s
	}
	n := 1 // the ellipsis
	for i, r := range s {
		if n += utf16.RuneLen(r); n > max {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// one is a text for one line of at most max.
func one(s string, max int) string { return cut(inert(s), max) }

// fallback is what notifications and screen readers show. Slack may read
// mark-up in it, so the three characters that begin it are escaped.
func fallback(s string) string {
	return escape.Replace(one(s, maxFallback/6)) // one character becomes up to five
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
