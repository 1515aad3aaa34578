package starttls

import "strings"

func pop3(c *Conversation) error {
	greeting, err := c.greet("pop3")
	if err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(greeting, "-ERR"):
		return &RefusedError{Reply: greeting}
	case !strings.HasPrefix(greeting, "+OK"):
		return &UnexpectedError{Got: []byte(c.greeting), Protocol: "pop3"}
	}
	if err := c.write("STLS\r\n"); err != nil {
		return err
	}
	line, err := c.line()
	if err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(line, "+OK"):
		return nil
	case strings.Contains(strings.ToUpper(line), "[SYS/TEMP]"): // RFC 3206
		return &RefusedError{Reply: line}
	}
	return &NotOfferedError{Reply: line}
}
