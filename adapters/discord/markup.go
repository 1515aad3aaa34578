package discord

import (
	"strconv"
	"strings"

	"certdesk/adapters/plaintext"
	"certdesk/checks/say"
)

// markup is a text for a place where Discord reads mark-up: what would be taken
// for it is escaped, times are shown in the reader's zone. The escapes count,
// so that the text is cut until they fit.
func markup(t say.Text, max int) string {
	for room := max; ; room = room * 3 / 4 {
		var b strings.Builder
		for _, r := range plaintext.Runs(t, room) {
			switch r.Kind {
			case say.RunMoment:
				b.WriteString("<t:" + strconv.FormatInt(r.At.Unix(), 10) + ":f>")
			case say.RunCode:
				b.WriteString(code(r.Text, room))
			default:
				b.WriteString(escape(r.Text))
			}
		}
		if plaintext.Size(b.String()) <= max || room == 0 {
			return b.String()
		}
	}
}

// escape escapes what Discord would read as mark-up. Characters that have a meaning
// everywhere are always escaped. Those that have one only at the beginning of a line, or
// before certain others, are escaped only there, so that host names can be copied from a
// message's source as they are.
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

// opensLine tells whether the first sign of s, at the beginning of a line, makes it a
// heading (#), an item of a list (- or +) or a quotation (>). s is not empty.
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
	s = plaintext.Short(s, max-2)
	if s == "" || strings.Contains(s, "`") {
		return markup(say.Literal(s), max)
	}
	return "`" + s + "`"
}
