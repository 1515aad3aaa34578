package checktest

import "strings"

// talkFTP follows RFC 959 and RFC 4217.
func talkFTP(w *wire, s dialogue) bool {
	if !s.upgraded && !w.say("220-Welcome.", "220 FTP server ready.") {
		return false
	}
	for {
		line, ok := w.hear()
		if !ok {
			return false
		}
		switch command(line) {
		case "FEAT":
			lines := []string{"211-Features:", " UTF8"}
			if s.offer {
				lines = append(lines, " AUTH TLS", " PBSZ", " PROT")
			}
			ok = w.say(append(lines, "211 End")...)
		case "QUIT":
			w.say("221 Goodbye.")
			return false
		case "AUTH":
			switch {
			case s.refuse != "":
				ok = w.say(s.refuse)
			case s.offer && strings.EqualFold(line, "AUTH TLS"):
				return w.say("234 Proceed with negotiation.") && w.ready()
			default:
				ok = w.say("504 Unknown security mechanism.")
			}
		default:
			ok = w.say("530 Please login with USER and PASS.")
		}
		if !ok {
			return false
		}
	}
}
