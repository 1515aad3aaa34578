package checktest

// talkSieve follows RFC 5804 §1.7 and §2.2: the server lists its capabilities
// unasked, and again after TLS.
func talkSieve(w *wire, s dialogue) bool {
	capabilities := []string{`"IMPLEMENTATION" "Example ManageSieve"`, `"SIEVE" "fileinto vacation"`, `"VERSION" "1.0"`}
	if s.offer {
		capabilities = append(capabilities, `"STARTTLS"`)
	}
	if s.secure {
		capabilities = append(capabilities, `"SASL" "PLAIN"`)
	} else {
		capabilities = append(capabilities, `"SASL" ""`)
	}
	capabilities = append(capabilities, `OK "ManageSieve ready."`)
	const unknown = `NO "Unknown command."`
	return w.converse(capabilities, func(line string) reply {
		switch command(line) {
		case "CAPABILITY":
			return says(capabilities...)
		case "NOOP":
			return says(`OK "NOOP completed."`)
		case "LOGOUT":
			return leaves(`OK "Logout completed."`)
		case "STARTTLS":
			return s.startTLS(`OK "Begin TLS negotiation now."`, unknown)
		}
		return says(unknown)
	})
}
