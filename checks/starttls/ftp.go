package starttls

func ftp(c *Conversation) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses(), greeting.code == 120: // "ready in some minutes"
		return &RefusedError{Reply: greeting.last()}
	case greeting.code != 220:
		return c.foreign(c.greeting)
	}
	var refusal string
	// AUTH SSL is what servers before RFC 4217 know.
	for _, command := range []string{"AUTH TLS\r\n", "AUTH SSL\r\n"} {
		c.write(command)
		answer, err := c.reply()
		switch {
		case err != nil && refusal != "":
			return &NotOfferedError{Reply: refusal} // it had said enough
		case err != nil:
			return err
		case answer.code == 234 || answer.code == 334:
			return nil
		case answer.temporary():
			return &RefusedError{Reply: answer.last()}
		}
		refusal = answer.last()
	}
	return &NotOfferedError{Reply: refusal}
}
