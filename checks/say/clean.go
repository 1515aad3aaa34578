package say

import (
	"strings"
	"unicode"
)

// Clean makes foreign text (a certificate's fields, a server's greeting) fit
// to be shown: one line, inert, at most max characters. Line breaks and other
// spaces become one space; what cannot be seen or changes the direction of
// writing (controls, NUL, bidi marks, zero-width characters, bytes that are no
// UTF-8) becomes U+FFFD, so that it is noticed; longer text ends in "…".
func Clean(s string, max int) string {
	if isInert(s, max) {
		return s // as most are
	}
	var b strings.Builder
	count, marks := 0, 0
	space, replaced := false, false
	for _, r := range s {
		switch r = Visible(r); r {
		case ' ':
			space = count > 0
			continue
		case unicode.ReplacementChar:
			if replaced && !space {
				continue
			}
			replaced = true
		default:
			replaced = false
		}
		if unicode.IsMark(r) {
			// More than two marks on one letter are no writing.
			if marks++; marks > 2 {
				continue
			}
		} else {
			marks = 0
		}
		need := 1
		if space {
			need = 2
		}
		if count+need > max {
			return cut(b.String(), max)
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
		count += need
	}
	return b.String()
}

// isInert tells whether text is fit to be shown as it stands: signs of ASCII, with one
// space between them at most.
func isInert(s string, max int) bool {
	last := byte(' ')
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && last == ' ' {
			return false
		}
		last = s[i]
	}
	return len(s) <= max && (last != ' ' || s == "")
}

// cut makes room for the ellipsis in text of at most max characters.
func cut(s string, max int) string {
	if max < 1 {
		return ""
	}
	runes := []rune(s)
	return strings.TrimRight(string(runes[:min(len(runes), max-1)]), " ") + "…"
}

// Visible is a sign as it may be shown: every kind of space, and signs that look
// like one, as a space; what cannot be seen, or changes the direction of
// writing, as U+FFFD.
func Visible(r rune) rune {
	switch {
	case unicode.IsSpace(r) || r == '\u2800' || r == '\u3164' || r == '\u115f' || r == '\u1160' || r == '\uffa0':
		return ' '
	case !unicode.IsPrint(r):
		return unicode.ReplacementChar
	}
	return r
}
