package slack

import (
	"regexp"
	"strings"
	"sync"
	"time"
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

// moment is how this program writes a time; readers see it in their own zone.
var moment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}(?: at|,) \d{2}:\d{2} UTC\b`)
})

// A span is text, or a time.
type span struct {
	text string
	at   time.Time // zero for text
}

// dateFormat is how Slack is to show a time.
const dateFormat = "{date_long} at {time}"

// spans takes a text apart at its times.
func spans(s string) []span {
	if s == "" {
		return nil
	}
	if !strings.Contains(s, " UTC") {
		return []span{{text: s}}
	}
	var out []span
	last := 0
	for _, found := range moment().FindAllStringIndex(s, -1) {
		written := s[found[0]:found[1]]
		at, err := time.Parse("2 January 2006 at 15:04 UTC", strings.Replace(written, ", ", " at ", 1))
		if err != nil {
			continue
		}
		if found[0] > last {
			out = append(out, span{text: s[last:found[0]]})
		}
		out = append(out, span{text: written, at: at})
		last = found[1]
	}
	if last < len(s) {
		out = append(out, span{text: s[last:]})
	}
	return out
}
