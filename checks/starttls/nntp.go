package starttls

func nntp(c *Conversation) error {
	code, banner, err := c.greetReply("nntp")
	switch {
	case err != nil:
		return err
	case code == 400 || code == 502 || code == 480:
		return &RefusedError{Reply: banner}
	case code != 200 && code != 201:
		return &UnexpectedError{Got: []byte(c.greeting), Protocol: "nntp"}
	}
	if err := c.write("STARTTLS\r\n"); err != nil {
		return err
	}
	code, lines, err := c.reply()
	switch {
	case err != nil:
		return err
	case code == 382:
		return nil
	case code == 400 || code == 580:
		return &RefusedError{Reply: lines[len(lines)-1]}
	}
	return &NotOfferedError{Reply: lines[len(lines)-1]}
}
