package starttls

import "strings"

// pop3 asks for TLS at once; servers older than CAPA know STLS or say -ERR.
func pop3(c *Conversation) error {
	greeting, err := c.greet()
	switch {
	case err != nil:
		return err
	case pop3Says(greeting, "-ERR"):
		return pop3Refusal(greeting)
	case !pop3Says(greeting, "+OK"):
		return c.foreign(greeting)
	}
	c.ask("STLS\r\n")
	answer, err := c.filled()
	switch {
	case err != nil:
		return err
	case pop3Says(answer, "+OK"):
		return nil
	case !pop3Says(answer, "-ERR"):
		return c.foreign(answer)
	case strings.Contains(strings.ToUpper(answer), "[SYS/"): // RFC 3206 §4: a fault of the system
		return &RefusedError{Reply: answer, Reason: TLSUnavailable}
	case c.pop3Lists():
		return &RefusedError{Reply: answer}
	}
	return &NotOfferedError{Reply: answer}
}

// pop3Lists tells whether the server lists what it has just declined: then it
// is a passing fault of the server.
func (c *Conversation) pop3Lists() bool {
	c.write("CAPA\r\n")
	line, err := c.line()
	if err != nil || !pop3Says(line, "+OK") {
		return false
	}
	for {
		if line, err = c.line(); err != nil || line == "." {
			return false
		}
		if strings.EqualFold(strings.TrimSpace(line), "STLS") {
			return true
		}
	}
}

// pop3Says tells whether a line begins with a status indicator. Servers must
// write it in upper case (RFC 1939 §3); clients do not insist.
func pop3Says(line, status string) bool {
	return len(line) >= len(status) && strings.EqualFold(line[:len(status)], status)
}

// pop3Refusal is a greeting by which a client is sent away (RFC 3206 §4).
func pop3Refusal(greeting string) *RefusedError {
	temporary := strings.Contains(strings.ToUpper(greeting), "[SYS/TEMP]")
	return &RefusedError{Reply: greeting, Reason: passing(temporary)}
}
