package slack

import (
	"net/url"
	"strings"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// maxMailto bounds a mailto address in bytes: Windows hands no more than 2,083
// characters of an address to a program, and what is longer opens nothing at all.
const maxMailto = 2000

// mailto is the address that opens a letter in a mail program (RFC 6068), without a
// recipient: the whole letter where it has room, else what matters of it, else as many
// of those lines as there is room for. "" where there is no letter.
func mailto(l *bot.Letter) string {
	if l == nil || len(l.Lines) == 0 {
		return ""
	}
	const more = "…"
	// A name that a stranger has chosen may be long; a subject is one line.
	head := "mailto:?subject=" + percent(plaintext.Short(l.Subject.String(), maxHeader)) + "&body="
	room := maxMailto - len(head)
	if whole := percent(body(l.Lines)); len(whole) <= room {
		return head + whole
	}
	for n := len(l.Brief); n > 0; n-- {
		lines := l.Brief[:n]
		if n < len(l.Brief) {
			lines = append(lines[:n:n], say.Literal(more))
		}
		if some := percent(body(lines)); len(some) <= room {
			return head + some
		}
	}
	return head + percent(more)
}

// body has the line breaks that RFC 6068 section 5 asks for.
func body(lines []say.Text) string {
	said := make([]string, len(lines))
	for i, l := range lines {
		said[i] = plaintext.Line(l.String())
	}
	return strings.Join(said, "\r\n")
}

// percent encodes all but the unreserved characters of RFC 3986. A plus sign stands for
// itself in a mailto address, so a space has to be %20.
func percent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
