package starttls

// Greeted reads the first line that a server says behind TLS: the protocol that it is
// of, as Recognise names it, and the refusal by which it sends its client away, nil
// where it does not. The numbers of SMTP, LMTP and FTP are the same: which of them is
// spoken stays open where the words do not tell.
func Greeted(line string) (protocol string, refused *RefusedError) {
	first := []byte(line)
	protocol = Recognise(first)
	if !TurnsAway(first) {
		return protocol, nil
	}
	switch protocol {
	case "smtp", "lmtp":
		code, _, _ := replyLine(line)
		return protocol, reply{code: code, lines: []string{line}}.smtpRefusal()
	case "imap":
		return protocol, imapBye(line)
	case "pop3":
		return protocol, pop3Refusal(line)
	}
	return protocol, &RefusedError{Reply: line}
}
