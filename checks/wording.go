package checks

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The few ways in which every sentence writes its values, so that they look
// the same wherever they are read.

// Clean makes foreign text (a certificate's fields, a server's greeting) fit
// to be shown: one line, inert, at most max characters. Line breaks and other
// spaces become one space; what cannot be seen or changes the direction of
// writing (controls, NUL, bidi marks, zero-width characters, bytes that are no
// UTF-8) becomes U+FFFD, so that it is noticed; longer text ends in "…".
func Clean(s string, max int) string {
	var b strings.Builder
	count, marks := 0, 0
	space, replaced := false, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2800' || r == '\u3164' || r == '\u115f' || r == '\u1160' || r == '\uffa0':
			space = count > 0
			continue
		case r == unicode.ReplacementChar || !unicode.IsPrint(r):
			if replaced && !space {
				continue
			}
			r, replaced = unicode.ReplacementChar, true
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

// cut makes room for the ellipsis in text of at most max characters.
func cut(s string, max int) string {
	if max < 1 {
		return ""
	}
	runes := []rune(s)
	if len(runes) > max-1 {
		runes = runes[:max-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}

// Date writes a day as in "3 November 2026", in UTC.
func Date(t time.Time) string { return t.UTC().Format("2 January 2006") }

// Days writes a span in words, rounded down: "23 days", "1 day", "5 hours",
// "less than an hour". The sign does not count.
func Days(d time.Duration) string {
	d = d.Abs()
	switch days, hours := int(d.Hours()/24), int(d.Hours()); {
	case days > 0:
		return plural(days, "day")
	case hours > 0:
		return plural(hours, "hour")
	}
	return "less than an hour"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// List joins at most max items as a sentence does: "a", "a and b", "a, b and
// 12 more".
func List(items []string, max int) string {
	shown, rest := items, 0
	if len(items) > max {
		shown, rest = items[:max], len(items)-max
	}
	switch {
	case len(shown) == 0:
		return ""
	case rest > 0:
		return strings.Join(shown, ", ") + fmt.Sprintf(" and %d more", rest)
	case len(shown) == 1:
		return shown[0]
	}
	last := len(shown) - 1
	return strings.Join(shown[:last], ", ") + " and " + shown[last]
}
