package starttls

import (
	"slices"
	"strings"
)

// Firewalls that inspect SMTP write over what they do not want to pass, letter
// by letter: the text of a greeting with asterisks ("220 ****************"), a
// keyword of the answer to EHLO with X ("250-XXXXXXXA" in place of
// "250-STARTTLS"), a command with X, which the server then does not know ("500
// 5.5.1 Command unrecognized: XXXXXXXX"). The length stays. Cisco's ASA and PIX
// do so by default (mask-banner; "match ehlo-reply-parameter others, mask"; "no
// allow-tls"): Cisco ASA Series Firewall CLI Configuration Guide, "Defaults for
// ESMTP Inspection", and cisco.com document 113423; mail filters of other
// makers do the same.

const (
	// minAsterisks and minXs are more than anybody writes for another reason.
	minAsterisks = 8
	minXs        = 4
)

// masked tells whether a line of SMTP bears the traces of such a firewall.
func masked(line string) bool {
	if strings.Count(line, "*") >= minAsterisks && strings.Contains(line, strings.Repeat("*", minAsterisks/2)) {
		return true
	}
	words := strings.FieldsFunc(line, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("-:\"'`<>()[],;", r)
	})
	return slices.ContainsFunc(words, maskedWord)
}

// maskedWord is X from the first letter to the last or last but one, where some
// models leave a letter.
func maskedWord(word string) bool {
	xs := len(word) - len(strings.TrimLeft(word, "X"))
	return xs >= minXs && len(word)-xs <= 1
}

// maskedLine is the line of a reply that bears them, "" if none does. The first
// line of an answer to EHLO is the server's name, which may be anything.
func (r reply) maskedLine() string {
	for i, line := range r.lines {
		if (i > 0 || r.refuses()) && masked(line) {
			return line
		}
	}
	return ""
}
