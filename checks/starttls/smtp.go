package starttls

import "strings"

func smtp(c *Conversation) error { return mailTransfer(c, "EHLO") }

// lmtp differs from SMTP in the verb of its hello alone (RFC 2033 §4.1).
func lmtp(c *Conversation) error { return mailTransfer(c, "LHLO") }

func mailTransfer(c *Conversation, verb string) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses():
		return &RefusedError{Reply: greeting.last()}
	case greeting.code != 220:
		return c.foreign(c.greeting)
	}

	hello, err := c.hello(verb)
	if err != nil {
		return err
	}
	if hello.unknown() && verb == "EHLO" {
		// An LMTP server greets like an SMTP server and does not know EHLO:
		// where only the greeting told what it is, the other hello is worth a
		// try.
		if second, err := c.hello("LHLO"); err == nil && second.code == 250 {
			hello = second
		}
	}
	switch {
	case hello.unknown():
		// An old server that knows HELO alone has no extensions at all.
		return &NotOfferedError{Reply: hello.last()}
	case hello.refuses():
		return &RefusedError{Reply: hello.last()}
	case hello.code != 250:
		return c.foreign(hello.last())
	case !hello.lists("STARTTLS"):
		return &NotOfferedError{}
	}

	c.write("STARTTLS\r\n")
	answer, err := c.reply()
	switch {
	case err != nil:
		return err
	case answer.code == 220:
		return nil
	case answer.refuses() && !answer.unknown():
		return &RefusedError{Reply: answer.last()}
	}
	return &NotOfferedError{Reply: answer.last()}
}

// hello says who we are and returns the reply.
func (c *Conversation) hello(verb string) (reply, error) {
	c.write(verb + " " + c.localLiteral() + "\r\n")
	r, err := c.reply()
	if err == nil && r.code == 250 {
		said := replyText(r.lines[0])
		c.said = said[:min(len(said), maxGreeting)]
	}
	return r, err
}

// unknown tells that the command is not known or not implemented, rather than
// refused (RFC 5321 §4.2.4).
func (r reply) unknown() bool { return r.code == 500 || r.code == 502 }

// lists tells whether a reply to EHLO names an extension. The first line names
// the server.
func (r reply) lists(extension string) bool {
	for _, line := range r.lines[1:] {
		keyword, _, _ := strings.Cut(replyText(line), " ")
		if strings.EqualFold(keyword, extension) {
			return true
		}
	}
	return false
}
