package checktest

// talkNNTP follows RFC 3977 §5 and RFC 4642.
func talkNNTP(w *wire, s dialogue) bool {
	if !s.upgraded && !w.say("200 NNTP server ready, posting allowed") {
		return false
	}
	for {
		line, ok := w.hear()
		if !ok {
			return false
		}
		switch command(line) {
		case "CAPABILITIES":
			lines := []string{"101 Capability list:", "VERSION 2", "READER"}
			if s.offer {
				lines = append(lines, "STARTTLS")
			}
			ok = w.say(append(lines, ".")...)
		case "QUIT":
			w.say("205 Bye")
			return false
		case "STARTTLS":
			switch {
			case s.refuse != "":
				ok = w.say(s.refuse)
			case s.offer:
				return w.say("382 Continue with TLS negotiation") && w.ready()
			default:
				ok = w.say("500 Unknown command")
			}
		default:
			ok = w.say("500 Unknown command")
		}
		if !ok {
			return false
		}
	}
}
