package starttls

import (
	"cmp"
	"strings"
)

func smtp(c *Conversation) error { return mailTransfer(c, "EHLO") }

// lmtp differs from SMTP in the verb of its hello alone (RFC 2033 §4.1).
func lmtp(c *Conversation) error { return mailTransfer(c, "LHLO") }

func mailTransfer(c *Conversation, verb string) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses():
		return greeting.refusal()
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
	if hello.code == 250 && !hello.lists("STARTTLS") {
		c.rest(&hello)
	}
	switch {
	case hello.refuses() && (masked(hello.last()) || masked(c.greeting)):
		return &NotOfferedError{Reply: cmp.Or(hello.maskedLine(), c.greeting), Masked: true}
	case hello.unknown():
		// An old server that knows HELO alone has no extensions at all.
		return &NotOfferedError{Reply: hello.last()}
	case hello.refuses():
		return hello.refusal()
	case hello.code != 250:
		return c.foreign(hello.last())
	case hello.lists("STARTTLS"):
	case hello.maskedLine() != "":
		return &NotOfferedError{Reply: hello.maskedLine(), Masked: true}
	case masked(c.greeting):
		return &NotOfferedError{Reply: c.greeting, Masked: true}
	default:
		return &NotOfferedError{}
	}

	c.ask("STARTTLS\r\n")
	answer, err := c.answer(hello.code)
	switch {
	case err != nil:
		return err
	case answer.code == 220:
		return nil
	case masked(answer.last()):
		return &NotOfferedError{Reply: answer.last(), Masked: true}
	case answer.refuses():
		// It was listed, so this is no lack of it. 454 is "TLS not available due to
		// temporary reason" (RFC 3207 §4).
		if answer.code == 454 {
			return &RefusedError{Reply: answer.last(), Reason: TLSUnavailable}
		}
		return &RefusedError{Reply: answer.last(), Reason: passing(answer.code == 421)}
	}
	return c.foreign(answer.last())
}

// hello says who we are and returns the reply.
func (c *Conversation) hello(verb string) (reply, error) {
	c.stage = Hello
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
		words := strings.Fields(replyText(line))
		if len(words) > 0 && strings.EqualFold(words[0], extension) {
			return true
		}
	}
	return false
}
