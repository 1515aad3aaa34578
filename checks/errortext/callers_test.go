package errortext_test

import (
	"fmt"
	"testing"

	"certdesk/checks/errortext"
)

// A server's own log names who connects to it: that is no server that somebody has
// trouble with.
func TestCallersAreNoServers(t *testing.T) {
	for text, want := range map[string]string{
		"mail postfix/smtpd[1749]: connect from tester.corp.example[192.0.2.187]":                                                                            "",
		"mail postfix/smtpd[1749]: SSL_accept error from laptop.corp.example[192.0.2.187]: -1":                                                               "",
		"postfix/smtpd[17]: lost connection after STARTTLS from out.corp.example[192.0.2.9]":                                                                 "",
		"postfix/smtpd[17]: disconnect from out.corp.example[192.0.2.9] ehlo=1 starttls=0/1 commands=1/2":                                                    "",
		"NOQUEUE: reject: RCPT from out.corp.example[192.0.2.91]: 450 4.2.0 <anna@corp.example>: Recipient address rejected: Greylisted":                     "",
		"postfix/smtpd[17]: warning: out.corp.example[192.0.2.91]: SASL LOGIN authentication failed":                                                         "",
		"http: TLS handshake error from 192.168.0.13:33666: remote error: tls: unknown certificate authority":                                                "",
		"dovecot: imap-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=192.0.2.178, lip=192.0.2.3, TLS handshaking: SSL_accept() failed":      "",
		"exim[9]: TLS error on connection from out.corp.example [192.0.2.9] (SSL_accept): error:0A000076":                                                    "",
		"exim[9]: TLS error on connection from out.corp.example (helo.corp.example) [192.0.2.9] (gnutls_handshake): A TLS fatal alert has been received.":    "",
		"nginx: SSL_do_handshake() failed (SSL: error:0A000076) while SSL handshaking, client: 192.0.2.77, server: 0.0.0.0:993":                              "",
		"postfix/smtpd[17]: connect from tester.corp.example[192.0.2.187]\npostfix/smtp[18]: connect to mx.corp.example[192.0.2.5]:25: Connection timed out": "mx.corp.example:25",
		"our server mail.corp.example says: TLS handshake error from 192.0.2.13:33666: remote error: tls: bad certificate":                                   "mail.corp.example",
		"sm-mta[812]: STARTTLS=server, error: accept failed=-1, reason=tlsv1 alert unknown ca, SSL_error=1, relay=pc17.corp.example [192.0.2.17]":            "",
		"haproxy[9]: 192.0.2.44:51514 [30/Nov/2026:20:11:02.110] imaps/1: SSL handshake failure":                                                             "",
		"cyrus/imaps[12]: imaps TLS negotiation failed: pc9.corp.example [192.0.2.9]":                                                                        "",
		"I can't get a connection from imap.corp.example:993 any more, certificate expired":                                                                  "imap.corp.example:993",
		"we lost connection from mail.corp.example, certificate expired":                                                                                     "mail.corp.example",
		"Das Zertifikat lautet auf cp27.hoster.example, verbinden wollte ich mich aber mit mail.corp.example":                                                "mail.corp.example",
		"the connection from my laptop to imap.corp.example:993 fails":                                                                                       "imap.corp.example:993",
		"Das Zertifikat ist für cp27.hoster.example, aber die Verbindung geht zu mail.corp.example.":                                                         "mail.corp.example",
		"Le certificat est pour cp27.hoster.example mais la connexion va vers mail.corp.example":                                                             "mail.corp.example",
		"El certificado es para cp27.hoster.example, pero la conexión va a mail.corp.example":                                                                "mail.corp.example",
		"The certificate is for cp27.hoster.example but we connect to mail.corp.example":                                                                     "mail.corp.example",
		`The certificate's name "www.hoster.example" does not match the server's name "mail.corp.example".`:                                                  "mail.corp.example",
		`The server's name "mail.corp.example" does not match the certificate's name "hoster.example;www.hoster.example;forum.hoster.example".`:              "mail.corp.example",
		"OCSP ERROR: Request failed with HTTP status: 500 [http://r3.o.lencr.org]":                                                                           "",
		"could not fetch http://ocsp.authority.example/: 503":                                                                                                "",
		"CRL http://crl3.authority.example/ca.crl has expired, imap.corp.example:993 is refused":                                                             "imap.corp.example:993",
		"SSL alert: where=0x4008, ret=552: fatal handshake failure [xxx.xxx.xxx.xxx]":                                                                        "",
	} {
		got := ""
		if s := errortext.Servers(text); len(s) > 0 {
			got = s[0].Host
			if s[0].Port != 0 {
				got += fmt.Sprintf(":%d", s[0].Port)
			}
		}
		if got != want {
			t.Errorf("%q names %q, not %q", text, got, want)
		}
	}
}
