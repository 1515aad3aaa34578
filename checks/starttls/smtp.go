package starttls

import (
	"cmp"
	"strconv"
	"strings"
)

func smtp(c *Conversation) error { return mailTransfer(c, "EHLO") }

// lmtp differs from SMTP in the verb of its hello alone (RFC 2033 §4.1).
func lmtp(c *Conversation) error { return mailTransfer(c, "LHLO") }

// mailTransfer is the dialogue of RFC 3207: the greeting, the hello with its verb, and
// STARTTLS where the reply lists it.
func mailTransfer(c *Conversation, verb string) error {
	greeting, err := c.greetReply()
	switch {
	case err != nil:
		return err
	case greeting.refuses():
		return greeting.smtpRefusal()
	case greeting.code != 220:
		return c.foreign(c.greeting)
	}

	hello, err := c.extensions(verb)
	if err != nil {
		return err
	}
	if line, ftp := greeting.ofFTP(); ftp && (hello.unknown() || hello.code == 530) {
		return c.foreign(line)
	}
	if err := c.listsTLS(&hello); err != nil {
		return err
	}
	return c.switchToTLS(&hello)
}

// ofFTP tells whether a greeting names FTP, whose servers greet with the same number and
// know no hello (RFC 959 §5.4): they want to be logged in to first.
func (r reply) ofFTP() (line string, names bool) {
	for _, line := range r.lines {
		if whole := "220 " + replyText(line); Recognise([]byte(whole)) == "ftp" {
			return whole, true
		}
	}
	return "", false
}

// extensions are the reply to the hello, on several lines where the server has some.
func (c *Conversation) extensions(verb string) (reply, error) {
	hello, err := c.hello(verb)
	if err != nil {
		return reply{}, err
	}
	if hello.unknown() && verb == "EHLO" {
		// An LMTP server greets like an SMTP server and does not know EHLO:
		// where only the greeting told what it is, the other hello is worth a
		// try.
		if second, err := c.hello("LHLO"); err == nil && second.code == 250 {
			hello = second
		}
	}
	if hello.unknown() && verb == "LHLO" && Recognise([]byte(c.greeting)) == "smtp" {
		return reply{}, c.foreign(c.greeting) // an SMTP server where LMTP is usual
	}
	if hello.code == 250 && !hello.lists("STARTTLS") {
		c.rest(&hello)
	}
	return hello, nil
}

// listsTLS is nil where the reply to the hello lists STARTTLS, and else what keeps the
// server from it.
func (c *Conversation) listsTLS(hello *reply) error {
	switch {
	case hello.refuses() && (masked(hello.last()) || masked(c.greeting)):
		return &NotOfferedError{Reply: cmp.Or(hello.maskedLine(), c.greeting), Masked: true}
	case hello.unknown():
		// An old server that knows HELO alone has no extensions at all.
		return &NotOfferedError{Reply: hello.last()}
	case hello.refuses():
		return hello.smtpRefusal()
	case hello.code != 250:
		return c.foreign(hello.last())
	case hello.lists("STARTTLS"):
		return nil
	case hello.maskedLine() != "":
		return &NotOfferedError{Reply: hello.maskedLine(), Masked: true}
	case masked(c.greeting):
		return &NotOfferedError{Reply: c.greeting, Masked: true}
	}
	return &NotOfferedError{}
}

// switchToTLS asks for what the reply to the hello listed (RFC 3207 §4).
func (c *Conversation) switchToTLS(hello *reply) error {
	c.ask("STARTTLS\r\n")
	answer, err := c.answer(hello.code)
	switch {
	case err != nil:
		return err
	case answer.code == 220:
		return nil
	case masked(answer.last()):
		return &NotOfferedError{Reply: answer.last(), Masked: true}
	case answer.code == 454: // "TLS not available due to temporary reason"
		return &RefusedError{Reply: answer.last(), Reason: TLSUnavailable}
	case answer.refuses(): // it was listed, so this is no lack of it
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

// smtpRefusal is a negative reply to a client that has asked for nothing yet. The
// enhanced status code says more than the reply code, where there is one (RFC 3463
// §3.4, §3.8; RFC 5321 §4.2.2, §4.2.3; RFC 7504).
func (r reply) smtpRefusal() *RefusedError {
	refused := &RefusedError{Reply: r.last()}
	subject, detail := r.enhanced()
	switch permanent := r.code >= 500; {
	case subject == 7 && permanent: // security or policy
		refused.Reason = Blocked
	case permanent && (r.code == 521 || r.code == 556 || subject == 3 && detail == 2): // not accepting network messages
		refused.Reason = NoMail
	case permanent:
	case subject == 7 && r.code != 454, r.code == 450:
		refused.Reason = Deferred
	case subject == 3 && detail != 2, r.code == 451, r.code == 452, r.code == 454:
		refused.Reason = Faulty
	default:
		refused.Reason = Busy
	}
	return refused
}

// enhanced are the subject and the detail of the enhanced status code at the
// beginning of the last line (RFC 2034 §4); zero where there is none, or one of
// another class than the reply's.
func (r reply) enhanced() (subject, detail int) {
	word, _, _ := strings.Cut(replyText(r.last()), " ")
	parts := strings.Split(word, ".")
	if len(parts) != 3 || parts[0] != strconv.Itoa(r.code/100) {
		return 0, 0
	}
	subject, err1 := strconv.Atoi(parts[1])
	detail, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil {
		return 0, 0
	}
	return subject, detail
}
