package starttls

import "strings"

func ftp(c *Conversation) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses(), greeting.code == 120: // "ready in some minutes"
		return &RefusedError{Reply: greeting.last(), Reason: passing(greeting.code < 500)}
	case greeting.code != 220:
		return c.foreign(c.greeting)
	}
	var refusal string
	// AUTH SSL is what servers before RFC 4217 know.
	for _, command := range []string{"AUTH TLS\r\n", "AUTH SSL\r\n"} {
		c.ask(command)
		answer, err := c.reply()
		switch {
		case err != nil && refusal != "":
			return &NotOfferedError{Reply: refusal} // it had said enough
		case err != nil:
			return err
		case answer.code == 234 || answer.code == 334:
			return nil
		case answer.temporary(), answer.code == 534:
			// RFC 4217 §10.1: 431 is for want of a resource, such as a certificate,
			// 534 by policy.
			if answer.code == 431 {
				return &RefusedError{Reply: answer.last(), Reason: TLSUnavailable}
			}
			return &RefusedError{Reply: answer.last(), Reason: passing(answer.code == 421)}
		}
		refusal = answer.last()
	}
	if strings.Contains(strings.ToLower(strings.Join(greeting.lines, "\n")), "smtp") {
		return c.foreign(c.greeting)
	}
	return &NotOfferedError{Reply: refusal}
}
