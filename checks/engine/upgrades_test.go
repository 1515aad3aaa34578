package engine_test

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"

	"certdesk/checks/checktest"
)

// TestUpgradesInWorlds: what servers answer to the hello and to STARTTLS, in the protocols
// that have it.
func TestUpgradesInWorlds(t *testing.T) {
	t.Parallel()
	const host = "imap.w.example"
	at := func(port uint16, b func(w *world) checktest.Behaviour) func(*world) {
		return func(w *world) { w.serve(host, port, b(w)) }
	}
	good := func(w *world) checktest.Handshake { return checktest.TLS(w.ca.Issue(host)) }
	smtp := func(ehlo, starttls string, after string) func(*world) {
		return at(587, func(w *world) checktest.Behaviour {
			return upgrades("220 mail.w.example ESMTP\r\n", good(w), func(line string, conn net.Conn) string {
				switch {
				case strings.HasPrefix(strings.ToUpper(line), "EHLO"):
					io.WriteString(conn, ehlo)
				case strings.EqualFold(line, "STARTTLS"):
					io.WriteString(conn, starttls)
					return after
				case strings.EqualFold(line, "QUIT"):
					io.WriteString(conn, "221 bye\r\n")
					return "end"
				default:
					io.WriteString(conn, "500 what\r\n")
				}
				return ""
			})
		})
	}
	imap := func(greeting, answer, after string, capability string) func(*world) {
		return at(143, func(w *world) checktest.Behaviour {
			return upgrades(greeting, good(w), func(line string, conn net.Conn) string {
				tag, cmd, _ := strings.Cut(line, " ")
				switch strings.ToUpper(cmd) {
				case "STARTTLS":
					io.WriteString(conn, strings.ReplaceAll(answer, "TAG", tag))
					return after
				case "CAPABILITY":
					io.WriteString(conn, "* CAPABILITY "+capability+"\r\n"+tag+" OK done\r\n")
				default:
					io.WriteString(conn, tag+" BAD what\r\n")
				}
				return ""
			})
		})
	}
	pop := func(answer, after, capa string) func(*world) {
		return at(110, func(w *world) checktest.Behaviour {
			return upgrades("+OK ready <1.2@x>\r\n", good(w), func(line string, conn net.Conn) string {
				switch strings.ToUpper(line) {
				case "STLS":
					io.WriteString(conn, answer)
					return after
				case "CAPA":
					io.WriteString(conn, capa)
				default:
					io.WriteString(conn, "-ERR what\r\n")
				}
				return ""
			})
		})
	}
	const s587, s143, s110 = host + ":587", host + ":143", host + ":110"
	const ehlo = "250-mail.w.example\r\n250-STARTTLS\r\n250 OK\r\n"
	checkWorlds(t, []worldCase{
		{"multi-line 220", s587, "trusted", smtp(ehlo, "220-ready\r\n220 go\r\n", "tls")},
		{"220 without text", s587, "trusted", smtp(ehlo, "220\r\n", "tls")},
		{"STARTTLS with parameters", s587, "trusted", smtp("250-mail.w.example\r\n250-STARTTLS REQUIRED\r\n250 OK\r\n", "220 go\r\n", "tls")},
		{"XSTARTTLS alone", s587, "no-tls starttls-not-offered", smtp("250-mail.w.example\r\n250-X-STARTTLS\r\n250 OK\r\n", "502 no\r\n", "")},
		{"501", s587, "unreachable server-refused", smtp(ehlo, "501 5.5.4 no parameters\r\n", "")},
		{"503 already TLS", s587, "unreachable server-refused", smtp(ehlo, "503 5.5.1 TLS already active\r\n", "")},
		{"530 needs login", s587, "unreachable server-refused", smtp(ehlo, "530 5.7.0 Authentication required\r\n", "")},
		{"538", s587, "unreachable server-refused", smtp(ehlo, "538 5.7.11 Encryption required\r\n", "")},
		{"closes on STARTTLS", s587, "unreachable unreachable", smtp(ehlo, "", "end")},
		{"550 to EHLO", s587, "unreachable server-refused", smtp("550 5.7.1 rejected by policy\r\n", "", "")},
		{"421 to EHLO", s587, "unreachable server-refused", smtp("421 4.7.0 too many errors\r\n", "", "")},
		{"450 greylisting to EHLO", s587, "unreachable server-refused", smtp("450 4.2.0 greylisted\r\n", "", "")},
		{"EHLO without STARTTLS, with AUTH", s587, "no-tls starttls-not-offered", smtp("250-mail.w.example\r\n250-AUTH PLAIN LOGIN\r\n250 OK\r\n", "502 no\r\n", "")},
		{"same on 25", host + ":25", "no-tls starttls-not-offered", at(25, func(w *world) checktest.Behaviour { return checktest.Clear("smtp") })},
		{"IMAP OK with text before", s143, "trusted", imap("* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n", "* OK still here\r\nTAG OK begin\r\n", "tls", "IMAP4rev1 STARTTLS")},
		{"IMAP lower-case ok", s143, "trusted", imap("* ok ready\r\n", "TAG ok begin\r\n", "tls", "IMAP4rev1 STARTTLS")},
		{"IMAP NO though listed", s143, "unreachable server-refused", imap("* OK ready\r\n", "TAG NO TLS init failed\r\n", "", "IMAP4rev1 STARTTLS")},
		{"IMAP BAD not listed", s143, "no-tls starttls-not-offered", imap("* OK ready\r\n", "TAG BAD unknown command\r\n", "", "IMAP4rev1")},
		{"IMAP OK and closes", s143, "untrusted tls-handshake-failed", imap("* OK ready\r\n", "TAG OK begin\r\n", "end", "IMAP4rev1 STARTTLS")},
		{"IMAP BYE after STARTTLS", s143, "unreachable server-refused", imap("* OK ready\r\n", "* BYE internal error\r\n", "end", "IMAP4rev1 STARTTLS")},
		{"IMAP PREAUTH in clear", s143, "no-tls starttls-not-offered", imap("* PREAUTH hello\r\n", "TAG BAD no\r\n", "", "IMAP4rev1")},
		{"POP3 STLS listed, -ERR", s110, "unreachable server-refused", pop("-ERR TLS unavailable\r\n", "", "+OK\r\nSTLS\r\nUSER\r\n.\r\n")},
		{"POP3 STLS not listed", s110, "no-tls starttls-not-offered", pop("-ERR unknown\r\n", "", "+OK\r\nUSER\r\n.\r\n")},
		{"POP3 +OK lower", s110, "trusted", pop("+ok go\r\n", "tls", "")},
		{"LDAP in clear refuses with a code", host + ":389", "unreachable server-refused", at(389, func(w *world) checktest.Behaviour { return checktest.Declining("ldap", "Error initializing SSL/TLS") })},
		{"LDAP in clear on 636", host + ":636", "warning wrong-encryption-mode", at(636, func(w *world) checktest.Behaviour { return checktest.STARTTLS("ldap", good(w)) })},
		{"LDAP without TLS on 636", host + ":636", "no-tls starttls-not-offered", at(636, func(w *world) checktest.Behaviour { return checktest.Clear("ldap") })},
		{"sieve TLS at once", host + ":4190", "warning wrong-encryption-mode", at(4190, func(w *world) checktest.Behaviour { return checktest.Implicit("sieve", good(w)) })},
		{"sieve NO", host + ":4190", "unreachable server-refused", at(4190, func(w *world) checktest.Behaviour { return checktest.Declining("sieve", `NO "TLS unavailable"`) })},
		{"FTP 504", host + ":21", "no-tls starttls-not-offered", at(21, func(w *world) checktest.Behaviour { return checktest.Clear("ftp") })},
		{"FTP 431", host + ":21", "unreachable server-refused", at(21, func(w *world) checktest.Behaviour {
			return checktest.Declining("ftp", "431 Unable to negotiate secure command connection")
		})},
		{"FTP 534", host + ":21", "unreachable server-refused", at(21, func(w *world) checktest.Behaviour {
			return checktest.Declining("ftp", "534 Local policy on server does not allow TLS secure connections.")
		})},
		{"FTP with TLS, expired", host + ":21", "untrusted expired", at(21, func(w *world) checktest.Behaviour {
			return checktest.STARTTLS("ftp", checktest.TLS(w.ca.Issue(host, checktest.ExpiredFor(3*checktest.Day))))
		})},
		{"NNTP 580", host + ":119", "unreachable server-refused", at(119, func(w *world) checktest.Behaviour {
			return checktest.Declining("nntp", "580 Can not initiate TLS negotiation")
		})},
		{"XMPP without starttls", host + ":5222", "no-tls starttls-not-offered", at(5222, func(w *world) checktest.Behaviour { return checktest.Clear("xmpp") })},
		{"XMPP wrong name", host + ":5222", "untrusted hostname-mismatch", at(5222, func(w *world) checktest.Behaviour {
			return checktest.STARTTLS("xmpp", checktest.TLS(w.ca.Issue("chat.w.example")))
		})},
		{"Postgres N", host + ":5432", "no-tls starttls-not-offered", at(5432, func(w *world) checktest.Behaviour { return checktest.Clear("postgres") })},
		{"Postgres self-signed", host + ":5432", "untrusted self-signed", at(5432, func(w *world) checktest.Behaviour {
			return checktest.STARTTLS("postgres", checktest.TLS(w.pki.SelfSigned(host)))
		})},
		{"MySQL blocked host", host + ":3306", "unreachable server-refused", at(3306, func(w *world) checktest.Behaviour {
			return checktest.Refuse("\x45\x00\x00\x00\xff\x69\x04Host '192.0.2.9' is not allowed to connect to this MySQL server    ")
		})},
		{"MySQL without TLS", host + ":3306", "no-tls starttls-not-offered", at(3306, func(w *world) checktest.Behaviour { return checktest.Clear("mysql") })},
		{"SMTP on 24", host + ":24", "trusted", at(24, func(w *world) checktest.Behaviour { return checktest.STARTTLS("smtp", good(w)) })},
		{"IMAP STARTTLS on 587", s587, "warning wrong-protocol", at(587, func(w *world) checktest.Behaviour { return checktest.STARTTLS("imap", good(w)) })},
		{"submission on 465 by STARTTLS", host + ":465", "warning wrong-encryption-mode", at(465, func(w *world) checktest.Behaviour { return checktest.STARTTLS("smtp", good(w)) })},
		{"TLS on 25", host + ":25", "warning wrong-encryption-mode", at(25, func(w *world) checktest.Behaviour { return checktest.Implicit("smtp", good(w)) })},
	})
}

// upgrades greets, and answers line by line until the answer is "tls", when it shakes hands
// and only listens, or "end".
func upgrades(greeting string, h checktest.Handshake, answer func(line string, conn net.Conn) string) checktest.Behaviour {
	return checktest.BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		io.WriteString(conn, greeting)
		for line, b := "", make([]byte, 1); ; {
			if _, err := conn.Read(b); err != nil {
				return
			}
			if line += string(b); b[0] != '\n' {
				continue
			}
			switch answer(strings.TrimRight(line, "\r\n"), conn) {
			case "end":
				return
			case "tls":
				if secured, err := h.Shake(ctx, conn); err == nil {
					io.Copy(io.Discard, secured)
					secured.Close()
				}
				return
			}
			line = ""
		}
	})
}
