package checktest

// talkPOP3 follows RFC 1939 and RFC 2595 §4.
func talkPOP3(w *wire, s dialogue) bool {
	const unknown = "-ERR Unknown command."
	return w.converse(s.greeting("+OK POP3 server ready."), func(line string) reply {
		switch command(line) {
		case "CAPA":
			lines := []string{"+OK Capability list follows", "TOP", "UIDL"}
			if s.offer {
				lines = append(lines, "STLS")
			}
			return says(append(lines, ".")...)
		case "NOOP":
			return says("+OK")
		case "QUIT":
			return leaves("+OK Goodbye.")
		case "STLS":
			return s.startTLS("+OK Begin TLS negotiation now.", unknown)
		}
		return says(unknown)
	})
}
