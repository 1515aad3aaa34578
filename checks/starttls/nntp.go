package starttls

func nntp(c *Conversation) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses():
		return greeting.refusal()
	case greeting.code != 200 && greeting.code != 201:
		return c.foreign(c.greeting)
	}
	c.ask("STARTTLS\r\n")
	answer, err := c.reply()
	switch {
	case err != nil:
		return err
	case answer.code == 382:
		return nil
	case answer.code == 400 || answer.code == 403 || answer.code == 580:
		// RFC 4642 §2.2.2: 580 where the server cannot begin, for its configuration.
		if answer.code == 580 {
			return &RefusedError{Reply: answer.last(), Reason: TLSUnavailable}
		}
		return &RefusedError{Reply: answer.last(), Reason: passing(answer.code == 400)}
	}
	return &NotOfferedError{Reply: answer.last()}
}
