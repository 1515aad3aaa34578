package starttls

func nntp(c *Conversation) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses():
		return &RefusedError{Reply: greeting.last()}
	case greeting.code != 200 && greeting.code != 201:
		return c.foreign(c.greeting)
	}
	c.write("STARTTLS\r\n")
	answer, err := c.reply()
	switch {
	case err != nil:
		return err
	case answer.code == 382:
		return nil
	case answer.code == 400 || answer.code == 403 || answer.code == 580:
		return &RefusedError{Reply: answer.last()}
	}
	return &NotOfferedError{Reply: answer.last()}
}
