package starttls

func ftp(c *Conversation) error {
	code, banner, err := c.greetReply("ftp")
	switch {
	case err != nil:
		return err
	case code >= 400 && code <= 599:
		return &RefusedError{Reply: banner}
	case code != 220:
		return &UnexpectedError{Got: []byte(c.greeting), Protocol: "ftp"}
	}
	// AUTH SSL is what servers before RFC 4217 know.
	var last string
	for _, command := range []string{"AUTH TLS\r\n", "AUTH SSL\r\n"} {
		if err := c.write(command); err != nil {
			return err
		}
		code, lines, err := c.reply()
		if err != nil {
			return err
		}
		last = lines[len(lines)-1]
		switch {
		case code == 234 || code == 334:
			return nil
		case code >= 400 && code < 500:
			return &RefusedError{Reply: last}
		}
	}
	return &NotOfferedError{Reply: last}
}
