package checktest

// talkSMTP follows RFC 5321 and RFC 3207. STARTTLS stands last in the list of
// capabilities, in the line without a hyphen, where careless clients miss it.
func talkSMTP(w *wire, s dialogue) bool { return talkESMTP(w, s, "ESMTP", "EHLO") }

// talkLMTP is SMTP with another greeting (RFC 2033).
func talkLMTP(w *wire, s dialogue) bool { return talkESMTP(w, s, "LMTP", "LHLO") }

func talkESMTP(w *wire, s dialogue, label, hello string) bool {
	if !s.upgraded && !w.say("220 mail.example "+label+" ready") {
		return false
	}
	for {
		line, ok := w.hear()
		if !ok {
			return false
		}
		switch command(line) {
		case hello:
			lines := []string{"250-mail.example", "250-PIPELINING", "250-SIZE 52428800"}
			switch {
			case s.offer:
				lines = append(lines, "250-8BITMIME", "250 STARTTLS")
			case s.secure:
				lines = append(lines, "250-AUTH PLAIN LOGIN", "250 8BITMIME")
			default:
				lines = append(lines, "250 8BITMIME")
			}
			ok = w.say(lines...)
		case "HELO", "NOOP", "RSET":
			ok = w.say("250 mail.example")
		case "QUIT":
			w.say("221 2.0.0 Bye")
			return false
		case "STARTTLS":
			switch {
			case s.refuse != "":
				ok = w.say(s.refuse)
			case s.offer:
				return w.say("220 2.0.0 Ready to start TLS") && w.ready()
			default:
				ok = w.say("502 5.5.1 Command not implemented")
			}
		default:
			ok = w.say("500 5.5.2 Command not recognised")
		}
		if !ok {
			return false
		}
	}
}
