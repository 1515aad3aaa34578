package checktest

import "strings"

// talkIMAP follows RFC 9051 §7.1 and §6.2.1.
func talkIMAP(w *wire, s dialogue) bool {
	capabilities := "IMAP4rev1 LITERAL+ ID"
	switch {
	case s.offer:
		capabilities += " STARTTLS LOGINDISABLED"
	case s.secure:
		capabilities += " AUTH=PLAIN"
	}
	return w.converse(s.greeting("* OK [CAPABILITY "+capabilities+"] IMAP server ready."), func(line string) reply {
		tag, rest, _ := strings.Cut(line, " ")
		if tag == "" {
			return leaves()
		}
		unknown := tag + " BAD Unknown command."
		switch command(rest) {
		case "CAPABILITY":
			return says("* CAPABILITY "+capabilities, tag+" OK Capability completed.")
		case "NOOP", "ID":
			return says(tag + " OK Completed.")
		case "LOGOUT":
			return leaves("* BYE Logging out", tag+" OK Logout completed.")
		case "STARTTLS":
			if s.refuse != "" {
				return says(tag + " " + s.refuse)
			}
			return s.startTLS(tag+" OK Begin TLS negotiation now.", unknown)
		}
		return says(unknown)
	})
}
