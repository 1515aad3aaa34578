package starttls

import "strings"

// An LMTP server greets like an SMTP server and does not know EHLO: where only
// the greeting told what it is, the other hello is worth a try.
func smtp(c *Conversation) error { return mailTransfer(c, "smtp", "EHLO", "LHLO") }

// lmtp differs from SMTP in the verb of its hello alone (RFC 2033 §4.1).
func lmtp(c *Conversation) error { return mailTransfer(c, "lmtp", "LHLO") }

func mailTransfer(c *Conversation, protocol string, hellos ...string) error {
	code, banner, err := c.greetReply(protocol)
	switch {
	case err != nil:
		return err
	case code >= 400 && code <= 599:
		return &RefusedError{Reply: banner}
	case code != 220:
		return &UnexpectedError{Got: []byte(c.greeting), Protocol: protocol}
	}

	var lines []string
	for i, hello := range hellos {
		answer, said, err := c.hello(hello)
		if err != nil && i == 0 {
			return err
		}
		if err == nil {
			code, lines = answer, said
		}
		if err != nil || code != 500 && code != 502 {
			break
		}
	}
	switch {
	case code == 500 || code == 502:
		// An old server that knows HELO alone has no extensions at all.
		return &NotOfferedError{Reply: lines[len(lines)-1]}
	case code != 250:
		return &RefusedError{Reply: lines[len(lines)-1]}
	}
	offered := false
	for _, line := range lines[1:] {
		keyword, _, _ := strings.Cut(replyText(line), " ")
		offered = offered || strings.EqualFold(keyword, "STARTTLS")
	}
	if !offered {
		return &NotOfferedError{}
	}

	if err := c.write("STARTTLS\r\n"); err != nil {
		return err
	}
	code, lines, err = c.reply()
	switch {
	case err != nil:
		return err
	case code == 220:
		return nil
	case code >= 400 && code < 500:
		return &RefusedError{Reply: lines[len(lines)-1]}
	}
	return &NotOfferedError{Reply: lines[len(lines)-1]}
}

// hello says who we are and returns the reply.
func (c *Conversation) hello(verb string) (code int, lines []string, err error) {
	if err := c.write(verb + " " + c.localLiteral() + "\r\n"); err != nil {
		return 0, nil, err
	}
	return c.reply()
}
