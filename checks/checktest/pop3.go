package checktest

// talkPOP3 follows RFC 1939 and RFC 2595 §4.
func talkPOP3(w *wire, s dialogue) bool {
	if !s.upgraded && !w.say("+OK POP3 server ready.") {
		return false
	}
	for {
		line, ok := w.hear()
		if !ok {
			return false
		}
		switch command(line) {
		case "CAPA":
			lines := []string{"+OK Capability list follows", "TOP", "UIDL"}
			if s.offer {
				lines = append(lines, "STLS")
			}
			ok = w.say(append(lines, ".")...)
		case "NOOP":
			ok = w.say("+OK")
		case "QUIT":
			w.say("+OK Goodbye.")
			return false
		case "STLS":
			switch {
			case s.refuse != "":
				ok = w.say(s.refuse)
			case s.offer:
				return w.say("+OK Begin TLS negotiation now.") && w.ready()
			default:
				ok = w.say("-ERR Unknown command.")
			}
		default:
			ok = w.say("-ERR Unknown command.")
		}
		if !ok {
			return false
		}
	}
}
