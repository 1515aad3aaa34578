package starttls

import "bytes"

// Recognise names the protocol that first bytes belong to: one of Protocols,
// or "tls", "http", "ssh"; "" if they are of none that is known.
func Recognise(first []byte) string {
	lower := bytes.ToLower(first)
	has := func(prefix string) bool { return bytes.HasPrefix(lower, []byte(prefix)) }
	says := func(word string) bool { return bytes.Contains(lower, []byte(word)) }
	switch {
	case len(first) >= 2 && (first[0] == 0x16 || first[0] == 0x15) && first[1] == 3:
		return "tls"
	case has("* ok"), has("* preauth"), has("* bye"):
		return "imap"
	case has("+ok"), has("-err"):
		return "pop3"
	case has("220"), has("421"), has("554"):
		switch {
		case says("lmtp"):
			return "lmtp"
		case says("ftp") && !says("smtp"):
			return "ftp"
		}
		return "smtp"
	case has("200 "), has("201 "), has("400 "):
		return "nntp"
	case has(`"implementation"`), has(`"starttls"`), has(`"sieve"`),
		has("bye \""), has("bye ("), has("no \""), has("no ("):
		return "sieve"
	case has("http/"), has("<html"), has("<!doctype html"):
		return "http"
	case has("ssh-"):
		return "ssh"
	case has("<?xml"), has("<stream:"):
		return "xmpp"
	case len(first) >= 5 && first[2] == 0 && first[3] == 0 && (first[4] == 0x0a || first[4] == 0xff):
		return "mysql"
	}
	return ""
}
