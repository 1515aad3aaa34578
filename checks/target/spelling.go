package target

import (
	"strings"
	"unicode"
)

// shorten keeps an error readable when a whole mail was pasted.
func shorten(s string) string {
	runes := []rune(strings.TrimSpace(s))
	if len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return string(runes)
}

// plainText undoes what word processors and chats do to a host name: one kind
// of space, one kind of hyphen, no invisible characters, ASCII digits.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E: // full-width forms of ASCII
			return r - 0xFF01 + '!'
		case r == '。' || r == '．' || r == '｡': // IDNA 2003 label separators
			return '.'
		case r >= 0x2010 && r <= 0x2015 || r == 0x2212: // hyphens, dashes, minus
			return '-'
		case strings.ContainsRune("“”„‟«»‹›‘’‚‛′″", r):
			return '"'
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			return ' '
		case r == 0xAD || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return -1 // soft hyphen, zero-width, direction marks, controls
		}
		return r
	}, s)
}

// emphasis are what stands at both ends of what is bold, italic, underlined, struck
// through or hidden in Slack and Discord.
const emphasis = "*_~|"

// trimWrapping removes quotes, brackets and sentence marks around a target.
func trimWrapping(s string) string {
	for {
		before := s
		s = strings.Trim(s, " \"'`<>{}")
		for len(s) > 2 && s[0] == s[len(s)-1] && strings.IndexByte(emphasis, s[0]) >= 0 {
			s = s[1 : len(s)-1]
		}
		s = strings.TrimRight(s, ".,;!?")
		if strings.HasPrefix(s, "(") {
			s = strings.TrimRight(s[1:], ")")
		} else if !strings.Contains(s, "(") {
			s = strings.TrimRight(s, ")")
		}
		if s == before {
			return s
		}
	}
}
