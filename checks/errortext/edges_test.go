//go:build !race

package errortext_test

import (
	"slices"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/errortext"
)

// TestEdges: one word more, one less or another place of it, and a text says something else.
func TestEdges(t *testing.T) {
	t.Parallel()
	for _, about := range []struct {
		what  string
		texts map[string]errortext.Kind // "" is silence
	}{
		{"a text may be cut off anywhere", map[string]errortext.Kind{
			"le certificat de mail.corp.example expire dans":                                                   "",
			"Outlook says the certificate of mail.corp.example has expired, and so has the certificate of the": "expired",
			"Arrive à expiration: le certificat de mail.corp.example":                                          "",
			"package was":                           "",
			"192.0.2.7: certificate is self-signed": "",
		}},
		{"another letter in a long word, and two in a very long one, are read", map[string]errortext.Kind{
			"The certoficate of mail.corp.example has expired":                    "expired",
			"Outlook: Sicherheitszertofikat von mail.corp.example ist abgelaufan": "expired",
			"Outlook: certificate is exipred on the mail server":                  "expired",
			"Outlook meldet: Zertifikat ist abgleaufen auf dem Mailserver":        "expired",
		}},
		{"an accent that is lost changes no tense where an auxiliary stands before the verb", map[string]errortext.Kind{
			"le certificat de mail.corp.example est arrive a expiration": "expired",
			"le certificat de mail.corp.example est arrivé à expiration": "expired",
			"le certificat de mail.corp.example arrive à expiration":     "",
		}},
		{"what is renewed by itself is not told, and what fails to be is", map[string]errortext.Kind{
			"The certificate of mail.corp.example expires in 5 days, it is renewed automatically":                 "",
			"The certificate of mail.corp.example expires in 5 days, the automatic renewal fails every night":     "expires-soon",
			"The automatic renewal fails every night, and the certificate of mail.corp.example expires in 5 days": "expires-soon",
		}},
		{"the clause before gives the reason for one's own work, and the sentence before says who asks", map[string]errortext.Kind{
			"We are replacing the certificate, because the key of mail.corp.example is too short.":     "",
			"We use Thunderbird, because the key of mail.corp.example is too short.":                   "weak-key",
			"Is the certificate on imap.corp.example self-signed?":                                     "",
			"Thunderbird says so. Is the certificate on imap.corp.example self-signed?":                "self-signed",
			"Is the certificate on imap.corp.example self-signed? Thunderbird says so.":                "self-signed",
			"Certificate of mail.corp.example: Outlook complains that it expired":                      "expired",
			"Outlook warns about the certificate of mail.corp.example. Says it has expired":            "expired",
			"whether the certificate is revoked cannot be checked":                                     "",
			"The target principal name is not correct":                                                 "wrong-name",
			"Fixed. The certificate of mail.corp.example had expired":                                  "",
			"The certificate of mail.corp.example has not really expired":                              "",
			"The name matches, but Outlook does not really trust the certificate of mail.corp.example": "untrusted",
		}},
		{"the first word counts as any other", map[string]errortext.Kind{
			"Server name differs from the one in the certificate":                                        "wrong-name",
			"serveur différent de celui indiqué sur le certificat":                                       "wrong-name",
			"Says: the server wants STARTTLS":                                                            "wrong-mode",
			"muestra: el servidor pide STARTTLS":                                                         "wrong-mode",
			"554 5.7.1 relay access denied":                                                              "relay",
			"email: no error after sending, the connection times out":                                    "timeout",
			"avisa de que el certificado tiene un nombre diferente":                                      "wrong-name",
			"Forgotten: my password, Outlook says wrong password and locks me out":                       "",
			"OpenVPN shows an expired certificate. Mail works.":                                          "",
			"Mail over OpenVPN shows an expired certificate":                                             "expired",
			"IMAP over OpenVPN shows an expired certificate":                                             "expired",
			"Failed: automatic renewal of the certificate of mail.corp.example, which expires in 5 days": "expires-soon",
			"Connection to mail.corp.example expired, says Outlook":                                      "timeout",
			"Not trusted: the certificate of mail.corp.example":                                          "untrusted",
		}},
		{"a few words of a wrong password are told where mail is named", map[string]errortext.Kind{
			"mail error: incorrect password":   "login",
			"mail failed, incorrect password":  "login",
			"E-Mail Fehler: falsches Passwort": "login",
		}},
		{"a web site that is named and not reached is told, too", map[string]errortext.Kind{
			"the web site shop.corp.example refuses the connection":             "no-server",
			"the web site shop.corp.example:8443 is unreachable":                "no-server",
			"the certificate of mail.corp.example (expired) is not the new one": "expired",
		}},
		{"what stands beside within the quotes belongs to it", map[string]errortext.Kind{
			`"Handshake failed. Error"`: "handshake",
			"Error: handshake failed":   "handshake",
		}},
		{"what only developers see is not told, nor what is of paper", map[string]errortext.Kind{
			"mongodb: certificate verify failed":                                         "",
			"Certificate of attendance, see https intranet: the certificate has expired": "",
		}},
		{"numbers of connections count where a server or mail is named", map[string]errortext.Kind{
			"ERR 0A000086":                           "cannot-verify",
			"OpenSSL: 0A000086 reason":               "",
			"ConnectionResetError: [WinError 10054]": "",
			"ConnectionResetError: [WinError 10054] An existing connection was forcibly closed by the remote host":       "broken-off", // nobody's words
			"mail: ConnectionResetError: [WinError 10054] An existing connection was forcibly closed by the remote host": "broken-off",
		}},
		{"dates at the edges of days, months and years", map[string]errortext.Kind{
			"certificate of mail.corp.example is valid from 14.11.2100":            "not-yet-valid",
			"certificate of mail.corp.example is valid from 14.11.2101":            "",
			"certificate of mail.corp.example is valid until 14.11.20":             "expired",
			"certificate of mail.corp.example is valid until 10/31/2026":           "expired",
			"certificate of mail.corp.example is valid until 12/31/2026":           "expires-soon",
			"certificate of mail.corp.example is valid until Nov 14 00:00:00 2026": "expired",
			"certificate of mail.corp.example is valid until 00 Nov 2026":          "",
		}},
	} {
		for text, want := range about.texts {
			if m, ok := errortext.Recognise(text, today); ok != (want != "") || m.Entry.Kind != want {
				t.Errorf("%s: %q is %q (%s), want %q", about.what, text, m.Entry.Kind, m.Entry.ID, want)
			}
		}
	}
}

// TestServersAtEdges: ports there are, rows of numbers that are no addresses, and the first
// five servers of a text.
func TestServersAtEdges(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]checks.Target{
		"mail.corp.example:65535 certificate has expired":                              {{Host: "mail.corp.example", Port: 65535}},
		"mail.corp.example:65536 certificate has expired":                              {{Host: "mail.corp.example"}},
		"mail.corp.example:0 certificate has expired":                                  {{Host: "mail.corp.example"}},
		"dial tcp [2001:db8::25]:465: connect: connection refused":                     {{Host: "2001:db8::25", Port: 465}},
		"server 2001:db8::25 port 993 does not answer":                                 {{Host: "2001:db8::25", Port: 993}},
		"Das Zertifikat von [2001:DB8:0:1::25]:993 ist abgelaufen":                     {{Host: "2001:db8:0:1::25", Port: 993}},
		"connect to mx.corp.example[2001:db8::25]:25: Connection timed out":            {{Host: "mx.corp.example", Port: 25}},
		"connect from unknown[2001:db8::9]":                                            nil,
		"at [12:30:11] the mail server 00:1a:2b:3c:4d:5e failed":                       nil,
		"ssh to [2001:db8::25]:22 failed":                                              nil,
		"server 20.0.0.0 port 993":                                                     {{Host: "20.0.0.0", Port: 993}},
		"server 5.6.7.8.0 port 993":                                                    nil,
		"server 5.6.7.8.9 port 993":                                                    nil,
		"server 1.2.3.4.55.6.7.8 port 993":                                             nil,
		"tratando de robar tu información de corp.es (por ejemplo, contraseñas)":       {{Host: "corp.es"}},
		"trying to steal your information from corp.com (for example, passwords)":      {{Host: "corp.com"}},
		"su dominio es corp.es, su certificado de seguridad procede de srv.hosting.mx": {{Host: "corp.es"}, {Host: "srv.hosting.mx"}},
		"error sending (from=me@corp.com, to=you@corp.org)":                            nil,
		"5.7.1 <you@corp.org>: Relay access denied. Check you@corp.org":                nil,
		"the certificate for info@corp.com has expired":                                {{Host: "corp.com"}},
		"smtp.corp.com\n587\n":                                                         {{Host: "smtp.corp.com", Port: 587}},
		"check_tcp -S -H www.google.com -p 443":                                        {{Host: "www.google.com", Port: 443}},
		"exception in imap.cpp:101":                                                    nil,
		"a.corp.com b.corp.com c.corp.com d.corp.com e.corp.com f.corp.com":            {{Host: "a.corp.com"}, {Host: "b.corp.com"}, {Host: "c.corp.com"}, {Host: "d.corp.com"}, {Host: "e.corp.com"}},
	} {
		got := errortext.Servers(text)
		if !slices.EqualFunc(got, want, func(a, b checks.Target) bool { return a.Host == b.Host && a.Port == b.Port }) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

// TestLanguageAtEdges: twice as many small words as any other language has are enough, and who
// quotes a message in another language speaks by his own.
func TestLanguageAtEdges(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"certificate auf imap.corp.com":               "en",
		"le certificat de mail.corp.example a expiré": "fr",
	} {
		if got := errortext.Language(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		`openssl s_client meint "verify error:num=20:unable to get local issuer certificate", da fehlt doch das Zwischenzertifikat im fullchain oder?`: "de",
		`el balanceador me cierra con "tlsv13 alert certificate required", ¿hay que presentar cert de cliente ahora?`:                                  "es",
	} {
		if m, _ := errortext.Recognise(text, today); m.Language != want {
			t.Errorf("%q is %q, want %q", text, m.Language, want)
		}
	}
}

// TestNamedAtEdges: a longer name is not the shorter one within it, and two are none.
func TestNamedAtEdges(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		"the new Outlook": "new Outlook", "new Outlook, Thunderbird": "", "Outlook Thunderbird": "", "K 9 Mail": "K-9 Mail",
	} {
		for _, text := range []string{"On " + program + ": the certificate of mail.corp.com has expired", "The certificate of mail.corp.com has expired, says " + program} {
			if m, ok := errortext.Recognise(text, today); !ok || m.Named != want {
				t.Errorf("%q names %q, want %q (%v)", text, m.Named, want, ok)
			}
		}
	}
}

// TestProgram: a person's own words have no program, some programs have names in each language.
func TestProgram(t *testing.T) {
	t.Parallel()
	for client, want := range map[string]string{"": "", "Thunderbird": "Thunderbird", "a mail program": "a mail program"} {
		e := errortext.Entry{Client: client}
		if got := e.Program(); got.Empty() != (want == "") || !strings.Contains(got.String(), want) {
			t.Errorf("the program %q is %q", client, got)
		}
	}
}
