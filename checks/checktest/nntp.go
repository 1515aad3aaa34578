package checktest

// talkNNTP follows RFC 3977 §5 and RFC 4642.
func talkNNTP(w *wire, s dialogue) bool {
	const unknown = "500 Unknown command"
	return w.converse(s.greeting("200 NNTP server ready, posting allowed"), func(line string) reply {
		switch command(line) {
		case "CAPABILITIES":
			lines := []string{"101 Capability list:", "VERSION 2", "READER"}
			if s.offer {
				lines = append(lines, "STARTTLS")
			}
			return says(append(lines, ".")...)
		case "QUIT":
			return leaves("205 Bye")
		case "STARTTLS":
			return s.startTLS("382 Continue with TLS negotiation", unknown)
		}
		return says(unknown)
	})
}
