package starttls

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

// TurnsAway tells whether the first bytes of a server are a reply by which its
// protocol sends a client away that has asked for nothing yet: a full server says
// so in clear even where TLS is due. A complaint of what the client said, as a
// server in clear makes of a ClientHello, is none.
func TurnsAway(first []byte) bool {
	switch Recognise(first) {
	case "smtp", "lmtp", "ftp", "nntp":
		return repliesNo(first)
	case "pop3":
		status, _, _ := bytes.Cut(bytes.TrimRight(first, "\r\n"), []byte{' '})
		return strings.EqualFold(firstLine(status), "-ERR")
	case "imap":
		return hasStatus(strings.TrimPrefix(spaced(firstLine(first)), "* "), "BYE")
	case "sieve":
		status := strings.ToUpper(firstLine(first))
		return hasStatus(status, "BYE") || hasStatus(status, "NO")
	case "mysql":
		return first[4] == mysqlErr
	case "xmpp":
		return streamEnds(string(first))
	case "":
		return postgresFull(first) || ldapDisconnects(first)
	}
	return false
}

// TakesBack tells whether clear text behind the agreement to begin TLS is a server's that
// finds only then that it cannot. That it does not know a command is none: then the hello
// was taken for one, and somebody else had agreed.
func TakesBack(said []byte) bool {
	return TurnsAway(said) && !bytes.HasPrefix(said, []byte("502"))
}

func firstLine(b []byte) string {
	line, _, _ := bytes.Cut(b, []byte{'\n'})
	return strings.TrimRight(string(line), "\r")
}

// repliesNo reads the numbered reply at the beginning of first to its last line
// that has come. 500 to 504 are about a command (RFC 5321 §4.2.1), and nobody has
// given one; but 502 is how NNTP servers greet whom they do not serve (RFC 3977
// §5.1.1). 120 puts an FTP client off (RFC 959 §4.2).
func repliesNo(first []byte) bool {
	last := 0
	for line := range strings.Lines(string(first)) {
		code, more, ok := replyLine(strings.TrimRight(line, "\r\n"))
		if !ok {
			continue
		}
		if last = code; !more {
			break
		}
	}
	switch last {
	case 120, 502:
		return true
	case 500, 501, 503, 504:
		return false
	}
	return reply{code: last}.refuses()
}

// streamEnds tells whether the stream ends with an error that is about the server
// or the client, and not about what was said (RFC 6120 §4.9.3).
func streamEnds(said string) bool {
	for {
		end := strings.IndexByte(said, '>')
		if end < 0 {
			return false
		}
		name, closing, _ := tagName(said[:end+1])
		said = said[end+1:]
		if name == "error" && !closing {
			condition, _, _ := strings.Cut(said, ">")
			cause, _, _ := tagName(condition)
			return slices.Contains(turningAway, strings.TrimSuffix(cause, "/"))
		}
	}
}

// turningAway are the conditions of such errors.
var turningAway = []string{"conflict", "policy-violation", "reset", "resource-constraint", "system-shutdown"}

// postgresFull reads an error message of a server that is full, starts or stops.
func postgresFull(first []byte) bool {
	if len(first) < 5 || first[0] != 'E' {
		return false
	}
	size := binary.BigEndian.Uint32(first[1:])
	return size >= 4 && size < maxPostgresError && postgresPasses(string(first[5:]))
}

// ldapDisconnects reads a notice of disconnection (RFC 4511 §4.4.1), by which a
// server says, unasked, why it ends the connection.
func ldapDisconnects(first []byte) bool {
	tag, message, _, err := cutElement(first)
	if err != nil || tag != 0x30 {
		return false
	}
	code, _, err := ldapResult(message)
	return err == nil && (code == ldapBusy || code == ldapUnavailable || code == ldapUnwilling)
}
