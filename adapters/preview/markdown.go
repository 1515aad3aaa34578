package preview

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// line is a line of Discord's mark-up; a code block is one.
// https://docs.discord.com/developers/reference#message-formatting
type line struct {
	// Kind is "p", "h1", "h2", "h3", "small", "li" or "pre".
	Kind  string
	Spans []span
}

// span is a stretch of text in one form; Time is one that readers see in their
// own zone, Emoji a sign that Discord draws as a picture.
type span struct {
	Text                            string
	Bold, Italic, Code, Time, Emoji bool
}

// markdown reads what certdesk writes of Discord's mark-up. What it does not
// write is text here.
func markdown(text string, c calendar) []line {
	var out []line
	var code []string
	fenced := false
	for written := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(written, "```") {
			if fenced {
				out = append(out, line{Kind: "pre", Spans: []span{{Text: strings.Join(code, "\n")}}})
			}
			fenced, code = !fenced, nil
			continue
		}
		if fenced {
			code = append(code, written)
			continue
		}
		kind, rest := lineKind(written)
		out = append(out, line{Kind: kind, Spans: inline(rest, c)})
	}
	return out
}

func lineKind(written string) (kind, rest string) {
	for _, k := range []struct{ sign, kind string }{
		{"### ", "h3"}, {"## ", "h2"}, {"# ", "h1"}, {"-# ", "small"}, {"- ", "li"},
	} {
		if rest, found := strings.CutPrefix(written, k.sign); found {
			return k.kind, rest
		}
	}
	return "p", written
}

// escapable are the signs that a backslash makes mere text. Before any other the
// backslash is text itself.
// https://spec.commonmark.org/0.31.2/#backslash-escapes
const escapable = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// inline reads **bold**, *italic*, `code`, times and escapes.
func inline(s string, c calendar) []span {
	var out []span
	var now span
	flush := func() {
		out = append(out, pictured(now)...)
		now.Text = ""
	}
	for s != "" {
		switch {
		case s[0] == '\\' && len(s) > 1 && strings.ContainsRune(escapable, rune(s[1])):
			now.Text += s[1:2]
			s = s[2:]
		case strings.HasPrefix(s, "**"):
			flush()
			now.Bold, s = !now.Bold, s[2:]
		case s[0] == '*':
			flush()
			now.Italic, s = !now.Italic, s[1:]
		case s[0] == '`':
			inside, after, closed := strings.Cut(s[1:], "`")
			if !closed {
				now.Text, s = now.Text+s, ""
				break
			}
			flush()
			out = append(out, span{Text: inside, Bold: now.Bold, Italic: now.Italic, Code: true})
			s = after
		case strings.HasPrefix(s, "<t:"):
			written, after, ok := timestamp(s, c)
			if !ok {
				now.Text, s = now.Text+s[:1], s[1:]
				break
			}
			flush()
			out = append(out, span{Text: written, Bold: now.Bold, Time: true})
			s = after
		default:
			now.Text, s = now.Text+s[:1], s[1:]
		}
	}
	flush()
	return out
}

// timestamp reads <t:SECONDS:f>, the one form that certdesk writes.
func timestamp(s string, c calendar) (written, after string, ok bool) {
	inside, after, closed := strings.Cut(strings.TrimPrefix(s, "<t:"), ">")
	seconds, form, _ := strings.Cut(inside, ":")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if !closed || err != nil || form != "f" {
		return "", "", false
	}
	at := time.Unix(n, 0).In(c.zone)
	if c.day != nil {
		return c.day(at) + at.Format(" 15:04"), after, true
	}
	return at.Format("2 January 2006 15:04"), after, true
}

// pictured takes the emoji out of a stretch of text: Discord draws a picture for each,
// of the same width whatever the font.
func pictured(s span) []span {
	var out []span
	rest := s.Text
	for rest != "" {
		at := strings.IndexFunc(rest, isEmoji)
		if at < 0 {
			at = len(rest)
		}
		if at > 0 {
			out = append(out, span{Text: rest[:at], Bold: s.Bold, Italic: s.Italic})
		}
		if rest = rest[at:]; rest == "" {
			break
		}
		_, n := utf8.DecodeRuneInString(rest)
		if strings.HasPrefix(rest[n:], asPicture) {
			n += len(asPicture)
		}
		out, rest = append(out, span{Text: rest[:n], Emoji: true}), rest[n:]
	}
	return out
}

// asPicture behind a sign says that it is an emoji (variation selector 16).
const asPicture = "\uFE0F"

// isEmoji knows those of the blocks that certdesk's signs are from: Miscellaneous
// Symbols, Dingbats, and the pictographs.
func isEmoji(r rune) bool {
	return r >= 0x2600 && r <= 0x27BF || r >= 0x1F300 && r <= 0x1FAFF
}
