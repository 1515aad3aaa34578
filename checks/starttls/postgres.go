package starttls

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// sslRequest asks "may I speak TLS?" before anything else.
// https://www.postgresql.org/docs/current/protocol-message-formats.html
const sslRequest = "\x00\x00\x00\x08\x04\xd2\x16\x2f"

func postgres(c *Conversation) error {
	if err := c.write(sslRequest); err != nil {
		return err
	}
	answer, err := c.r.Peek(1)
	if err != nil {
		return fmt.Errorf("waiting for the answer: %w", err)
	}
	switch answer[0] {
	case 'S':
		_, err := c.full(1)
		return err
	case 'N':
		return &NotOfferedError{Reply: "N"}
	case 'E': // a server that is full or starting up, or older than TLS
		head, err := c.full(5)
		if err != nil {
			return err
		}
		body, err := c.full(int(binary.BigEndian.Uint32(head[1:])) - 4)
		if err != nil {
			return err
		}
		return postgresError(string(body))
	}
	return c.unexpected("postgres")
}

// postgresError reads the fields of an ErrorResponse. Class 53 is "insufficient
// resources", 57 "operator intervention": both pass.
func postgresError(body string) error {
	var message string
	refused := false
	for field := range strings.SplitSeq(body, "\x00") {
		if code, ok := strings.CutPrefix(field, "C"); ok {
			refused = refused || strings.HasPrefix(code, "53") || strings.HasPrefix(code, "57")
		}
		if text, ok := strings.CutPrefix(field, "M"); ok {
			message = text
		}
	}
	if refused {
		return &RefusedError{Reply: message}
	}
	return &NotOfferedError{Reply: message}
}
