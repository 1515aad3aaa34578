package checktest

// talkSMTP follows RFC 5321 and RFC 3207. STARTTLS stands last in the list of
// capabilities, in the line without a hyphen, where careless clients miss it.
func talkSMTP(w *wire, s dialogue) bool { return talkESMTP(w, s, "ESMTP", "EHLO") }

// talkLMTP is SMTP with another greeting (RFC 2033).
func talkLMTP(w *wire, s dialogue) bool { return talkESMTP(w, s, "LMTP", "LHLO") }

func talkESMTP(w *wire, s dialogue, label, hello string) bool {
	return w.converse(s.greeting("220 mail.example "+label+" ready"), func(line string) reply {
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
			return says(lines...)
		case "HELO", "NOOP", "RSET":
			return says("250 mail.example")
		case "QUIT":
			return leaves("221 2.0.0 Bye")
		case "STARTTLS":
			return s.startTLS("220 2.0.0 Ready to start TLS", "502 5.5.1 Command not implemented")
		}
		return says("500 5.5.2 Command not recognised")
	})
}
