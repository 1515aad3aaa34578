package preview

import (
	"strconv"
	"strings"
	"time"
)

// line is a line of Discord's mark-up; a code block is one.
// https://docs.discord.com/developers/reference#message-formatting
type line struct {
	// Kind is "p", "h1", "h2", "h3", "small", "li" or "pre".
	Kind  string
	Spans []span
}

// span is a stretch of text in one form; Time is one that readers see in their
// own zone.
type span struct {
	Text                     string
	Bold, Italic, Code, Time bool
}

// markdown reads what certdesk writes of Discord's mark-up. What it does not
// write is text here.
func markdown(text string, zone *time.Location) []line {
	var out []line
	var code []string
	fenced := false
	for _, written := range strings.Split(text, "\n") {
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
		out = append(out, line{Kind: kind, Spans: inline(rest, zone)})
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
func inline(s string, zone *time.Location) []span {
	var out []span
	var now span
	flush := func() {
		if now.Text != "" {
			out = append(out, now)
		}
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
			written, after, ok := timestamp(s, zone)
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
func timestamp(s string, zone *time.Location) (written, after string, ok bool) {
	inside, after, closed := strings.Cut(strings.TrimPrefix(s, "<t:"), ">")
	seconds, form, _ := strings.Cut(inside, ":")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if !closed || err != nil || form != "f" {
		return "", "", false
	}
	return time.Unix(n, 0).In(zone).Format("2 January 2006 15:04"), after, true
}
