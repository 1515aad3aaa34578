package checktest

import "strings"

// talkFTP follows RFC 959 and RFC 4217.
func talkFTP(w *wire, s dialogue) bool {
	return w.converse(s.greeting("220-Welcome.", "220 FTP server ready."), func(line string) reply {
		switch command(line) {
		case "FEAT":
			lines := []string{"211-Features:", " UTF8"}
			if s.offer {
				lines = append(lines, " AUTH TLS", " PBSZ", " PROT")
			}
			return says(append(lines, "211 End")...)
		case "QUIT":
			return leaves("221 Goodbye.")
		case "AUTH":
			s := s
			s.offer = s.offer && strings.EqualFold(line, "AUTH TLS")
			return s.startTLS("234 Proceed with negotiation.", "504 Unknown security mechanism.")
		}
		return says("530 Please login with USER and PASS.")
	})
}
