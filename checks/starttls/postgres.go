package starttls

import (
	"encoding/binary"
	"strings"
)

// sslRequest asks "may I speak TLS?" before anything else.
// https://www.postgresql.org/docs/current/protocol-message-formats.html
const sslRequest = "\x00\x00\x00\x08\x04\xd2\x16\x2f"

// maxPostgresError is above the longest error message; the client library of
// PostgreSQL takes a longer one for a message of the old form.
const maxPostgresError = 30000

func postgres(c *Conversation) error {
	c.stage = Hello // an error in answer to it is about the connection, not about TLS
	c.write(sslRequest)
	answer, err := c.r.Peek(1)
	if err != nil {
		return c.failed("waiting for the answer", err)
	}
	// The answers are single letters, which words of other servers share.
	if all, _ := c.r.Peek(c.r.Buffered()); Recognise(all) != "" {
		return c.unexpected()
	}
	switch answer[0] {
	case 'S':
		_, err := c.full(1)
		return err
	case 'N':
		return &NotOfferedError{Reply: "N"}
	case 'E': // a server that is full or starting up, or older than TLS
		return c.postgresRefusal()
	}
	return c.unexpected()
}

// postgresRefusal reads an error message: 'E', its length and its fields, or,
// before protocol 3, 'E' and a text that ends in NUL.
func (c *Conversation) postgresRefusal() error {
	head, err := c.r.Peek(5)
	if err != nil {
		return c.failed("reading an error message", err)
	}
	if size := binary.BigEndian.Uint32(head[1:]); size >= 4 && size < maxPostgresError {
		message, err := c.full(1 + int(size))
		if err != nil {
			return err
		}
		return postgresError(string(message[5:]))
	}
	text, err := c.line()
	switch {
	case err != nil:
		return err
	case strings.HasPrefix(text, "EFATAL"), strings.HasPrefix(text, "EERROR"):
		return &NotOfferedError{Reply: text[1:]}
	}
	return c.foreign(text)
}

// postgresPasses tells whether the fields of an ErrorResponse are those of a fault
// that passes. Class 53 is "insufficient resources", 57 "operator intervention".
func postgresPasses(body string) bool {
	for field := range strings.SplitSeq(body, "\x00") {
		if code, ok := strings.CutPrefix(field, "C"); ok && (strings.HasPrefix(code, "53") || strings.HasPrefix(code, "57")) {
			return true
		}
	}
	return false
}

// postgresError is the meaning of an ErrorResponse.
func postgresError(body string) error {
	var message string
	for field := range strings.SplitSeq(body, "\x00") {
		if text, ok := strings.CutPrefix(field, "M"); ok {
			message = text
		}
	}
	message = strings.ToValidUTF8(message, "?")
	if postgresPasses(body) {
		return &RefusedError{Reply: message, Reason: Busy}
	}
	return &NotOfferedError{Reply: message}
}
