package starttls

import (
	"bytes"
	"strings"
)

// Recognise names the protocol that first bytes belong to: one of Protocols,
// or "tls", "http", "ssh"; "" if they are of none that is known.
func Recognise(first []byte) string {
	lower := bytes.ToLower(first)
	has := func(prefix string) bool { return bytes.HasPrefix(lower, []byte(prefix)) }
	switch {
	case len(first) >= 2 && (first[0] == 0x16 || first[0] == 0x15) && first[1] == 3:
		return "tls"
	case has("* ok"), has("* preauth"), has("* bye"), has("* bad"):
		return "imap"
	case has("+ok"), has("-err"):
		return "pop3"
	case has("200 "), has("201 "), has("400 "):
		return "nntp"
	case has("220"), isRefusal(first):
		return recogniseReply(lower)
	case has("120 "), has("120-"):
		return "ftp"
	case isQuotedWord(first), has("bye \""), has("bye ("), has("no \""), has("no ("):
		return "sieve"
	case has("http/"), has("<html"), has("<!doctype html"):
		return "http"
	case has("ssh-"):
		return "ssh"
	case has("<?xml"), has("<stream:"):
		return "xmpp"
	case len(first) >= 5 && first[2] == 0 && first[3] == 0 && (first[4] == mysqlVersion10 || first[4] == mysqlErr):
		return "mysql"
	}
	return ""
}

// The first bytes of a packet of MySQL: of a greeting, and of an error in its place.
const (
	mysqlVersion10 = 0x0a
	mysqlErr       = 0xff
)

// recogniseReply tells apart the protocols that greet with the same numbers, by
// the words that follow. SMTP is by far the most frequent.
func recogniseReply(lower []byte) string {
	says := func(word string) bool { return bytes.Contains(lower, []byte(word)) }
	switch {
	case says("lmtp"):
		return "lmtp"
	case says("smtp"):
		return "smtp"
	case says("ftp"), says("filezilla"):
		return "ftp"
	}
	return "smtp"
}

// isRefusal tells a greeting that is a negative reply: "421 too many".
func isRefusal(first []byte) bool {
	if len(first) < 4 || first[0] != '4' && first[0] != '5' {
		return false
	}
	_, _, ok := replyLine(strings.TrimRight(string(first[:4]), "\r\n"))
	return ok
}

// isQuotedWord tells a line that begins with a capability of ManageSieve, of
// which any may come first: "IMPLEMENTATION" mostly.
func isQuotedWord(first []byte) bool {
	if len(first) == 0 || first[0] != '"' {
		return false
	}
	word, _, closed := bytes.Cut(first[1:], []byte{'"'})
	for _, b := range word {
		if (b|0x20) < 'a' || (b|0x20) > 'z' {
			return false
		}
	}
	return closed && len(word) > 0
}

// replyLine splits "250-STARTTLS" into its code and whether more lines follow.
func replyLine(line string) (code int, more, ok bool) {
	if len(line) < 3 {
		return 0, false, false
	}
	for _, digit := range []byte(line[:3]) {
		if digit < '0' || digit > '9' {
			return 0, false, false
		}
		code = code*10 + int(digit-'0')
	}
	if len(line) == 3 {
		return code, false, true
	}
	return code, line[3] == '-', line[3] == ' ' || line[3] == '-' || line[3] == '\t'
}

// maxLines is more than any server lists in answer to EHLO.
const maxLines = 100
