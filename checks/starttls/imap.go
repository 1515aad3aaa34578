package starttls

import "strings"

// imap asks for TLS at once: a server without it answers NO or BAD, which is
// what its list of capabilities would have told one round trip earlier.
func imap(c *Conversation) error {
	greeting, err := c.greet("imap")
	if err != nil {
		return err
	}
	switch status := strings.ToUpper(greeting); {
	case strings.HasPrefix(status, "* BYE"):
		return &RefusedError{Reply: greeting}
	case strings.HasPrefix(status, "* PREAUTH"):
		// RFC 9051 §6.2.1: STARTTLS is for the state before authentication only.
		return &NotOfferedError{Reply: greeting}
	case !strings.HasPrefix(status, "* OK"):
		return &UnexpectedError{Got: []byte(c.greeting), Protocol: "imap"}
	}
	if err := c.write("a1 STARTTLS\r\n"); err != nil {
		return err
	}
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		status := strings.ToUpper(line)
		switch {
		case strings.HasPrefix(status, "* BYE"):
			return &RefusedError{Reply: line}
		case strings.HasPrefix(status, "A1 OK"):
			return nil
		case strings.HasPrefix(status, "A1 NO") && strings.Contains(status, "[UNAVAILABLE]"):
			return &RefusedError{Reply: line}
		case strings.HasPrefix(status, "A1 "), strings.HasPrefix(status, "* BAD"):
			return &NotOfferedError{Reply: line}
		}
	}
}
