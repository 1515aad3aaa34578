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
	if !s.upgraded && !w.say("* OK [CAPABILITY "+capabilities+"] IMAP server ready.") {
		return false
	}
	for {
		line, ok := w.hear()
		tag, rest, _ := strings.Cut(line, " ")
		if !ok || tag == "" {
			return false
		}
		switch command(rest) {
		case "CAPABILITY":
			ok = w.say("* CAPABILITY "+capabilities, tag+" OK Capability completed.")
		case "NOOP", "ID":
			ok = w.say(tag + " OK Completed.")
		case "LOGOUT":
			w.say("* BYE Logging out", tag+" OK Logout completed.")
			return false
		case "STARTTLS":
			switch {
			case s.refuse != "":
				ok = w.say(tag + " " + s.refuse)
			case s.offer:
				return w.say(tag+" OK Begin TLS negotiation now.") && w.ready()
			default:
				ok = w.say(tag + " BAD Unknown command.")
			}
		default:
			ok = w.say(tag + " BAD Unknown command.")
		}
		if !ok {
			return false
		}
	}
}
