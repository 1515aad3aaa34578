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
	if !w.say(capabilities...) {
		return false
	}
	for {
		line, ok := w.hear()
		if !ok {
			return false
		}
		switch command(line) {
		case "CAPABILITY":
			ok = w.say(capabilities...)
		case "NOOP":
			ok = w.say(`OK "NOOP completed."`)
		case "LOGOUT":
			w.say(`OK "Logout completed."`)
			return false
		case "STARTTLS":
			switch {
			case s.refuse != "":
				ok = w.say(s.refuse)
			case s.offer:
				return w.say(`OK "Begin TLS negotiation now."`) && w.ready()
			default:
				ok = w.say(`NO "Unknown command."`)
			}
		default:
			ok = w.say(`NO "Unknown command."`)
		}
		if !ok {
			return false
		}
	}
}
