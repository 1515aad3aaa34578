package discord

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf16"
)

// inert makes a text harmless on one line: controls, marks that turn the
// direction, and what cannot be seen become a visible sign. Mark-up is left;
// escape takes it away.
func inert(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return visible(r)
	}, s))
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

// size counts a text as Discord does at most: in UTF-16 units.
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

// one is a text for one line of at most max, for places where Discord reads no
// mark-up: labels of buttons, titles of forms.
func one(s string, max int) string { return cut(inert(s), max) }

// markup is a text for a place where Discord reads mark-up: what would be taken
// for it is escaped, times are shown in the reader's zone. The escapes count,
// so that the text is cut until they fit.
func markup(s string, max int) string {
	s = inert(s)
	for room := max; ; room = room * 3 / 4 {
		if out := escapeSpans(cut(s, room)); size(out) <= max || room == 0 {
			return out
		}
	}
}

func escapeSpans(s string) string {
	var b strings.Builder
	for _, part := range spans(s) {
		if part.at.IsZero() {
			b.WriteString(escape(part.text))
		} else {
			b.WriteString("<t:" + strconv.FormatInt(part.at.Unix(), 10) + ":f>")
		}
	}
	return b.String()
}

// escape takes the meaning from what Discord would read as mark-up. Every sign
// that always begins something is escaped; those that do so only at the
// beginning of a line, or before another, are escaped there alone, so that
// host names stay as they are for whoever copies the source of a message.
// https://docs.discord.com/developers/reference#message-formatting
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("\\*_`~|<", s[i]) >= 0 || i == 0 && opensLine(s) || meansMore(s[i:]) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// opensLine: # heading, - list, + list, > quote.
func opensLine(s string) bool { return strings.IndexByte("#-+>", s[0]) >= 0 }

// meansMore tells whether the first sign of s has a meaning before those that
// follow: a link with a label, a bare link, a call to everybody.
func meansMore(s string) bool {
	switch s[0] {
	case ':':
		return strings.HasPrefix(s, "://")
	case '@':
		return strings.HasPrefix(s, "@everyone") || strings.HasPrefix(s, "@here")
	case ']':
		return strings.HasPrefix(s, "](")
	}
	return false
}

// code is a text within a line, to be copied. In it Discord reads nothing but
// the sign that ends it; a text that has this sign is escaped instead.
func code(s string, max int) string {
	s = one(s, max-2)
	if s == "" || strings.Contains(s, "`") {
		return markup(s, max)
	}
	return "`" + s + "`"
}

// moment is how this program writes a time; readers see it in their own zone.
var moment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}(?: at|,) \d{2}:\d{2} UTC\b`)
})

// A span is text, or a time.
type span struct {
	text string
	at   time.Time // zero for text
}

// spans takes a text apart at its times.
func spans(s string) []span {
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
		out = append(out, span{text: s[last:found[0]]}, span{text: written, at: at})
		last = found[1]
	}
	return append(out, span{text: s[last:]})
}
