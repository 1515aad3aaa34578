//go:build !race

package errortext_test

import (
	"fmt"
	"testing"

	"certdesk/checks/errortext"
)

// TestClauses: a verb and its object mean something together whatever stands between them, but for a
// denial and the end of the sentence.
func TestClauses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"mail.corp.example lehnt jede Verbindung ab":                                                     "no-server",
		"mail.corp.example lehnt auf 993 seit gestern jede neue Verbindung ab":                           "no-server",
		"imap.corp.example asks for my password every time":                                              "login",
		"imap.corp.example asks me and the others for the same old password every single time":           "login",
		"imap.corp.example does not ask for my password. It is polite every time":                        "",
		"imap.corp.example asks. The password changes every month":                                       "",
		"Outlook finds no settings for anna@corp.example":                                                "settings-not-found",
		"I find no settings for the fonts in Outlook":                                                    "",
		"Au bureau le certificat de mail.corp.example est remplacé par celui du pare-feu":                "intercepted",
		"Le certificat de mail.corp.example a été remplacé par un neuf, tout va bien":                    "",
		"mail.corp.example shows another certificate than yesterday":                                     "changed",
		"Tomorrow mail.corp.example shows another certificate than yesterday":                            "",
		"mail.corp.example:993 speaks no TLS":                                                            "not-tls",
		"On my computer all is well, on the phone not: mail.corp.example does not send its intermediate": "incomplete",
		"El servidor smtp.corp.example no me deja mandar correos a gente de fuera":                       "relay",
		"Release notes 3.8: better message when the certificate of mail.corp.example has expired":        "",
		"192.0.51.7:993 has just a self-signed one, the phone does not like it":                          "self-signed",
		"It says something like: mx.corp.example won't take our mail, our address is on some block list": "server-refused",
		"mail.corp.example nimmt keine Verbindung mehr an, wenn der Umzug vorbei ist nächste Woche":      "",
		"smtp.corp.example says the recipient is refused":                                                "relay",
		"our mail program says the connection to mail.corp.example isn't encrypted":                      "no-encryption",
		"portal.corp.example wants a certificate from me that I never had":                               "client-certificate",
		"Thunderbird findet keinen Server mit dem Namen mail.corp.example":                               "no-name",
		"Chrome says that www.corp.example uses an outdated security protocol":                           "old-tls",
		"the scanner and mail.corp.example find no encryption method that both know":                     "no-common-encryption",
	} {
		m, ok := errortext.Recognise(text, today)
		if ok != (want != "") || ok && m.Entry.Kind != want {
			t.Errorf("%q is %v %q, want %q", text, ok, m.Entry.Kind, want)
		}
	}
}

// TestServerOfSeveral: who reports a failure is not who failed, and who is left not who is meant.
func TestServerOfSeveral(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"This is the mail system at host out.corp.example.\n<a@b.example>: host mx.other.example[192.0.2.3] said: 554 Relay access denied": "mx.other.example",
		"gnutls-cli --starttls-proto=smtp -p 587 relay.corp.example":                                                                       "relay.corp.example:587",
		"We moved from old.corp.example to new.corp.example and now the name does not match":                                               "new.corp.example",
		"Delivery has failed to these recipients:\nf.lange@other.example\n550 5.7.54 SMTP; Unable to relay":                                "",
		"mail.corp.example answers with plain http on 443":                                                                                 "mail.corp.example:443",
		"mail.corp.example works on port 587, and on port 465 it does not":                                                                 "mail.corp.example",
	} {
		got := ""
		if found := errortext.Servers(text); len(found) > 0 {
			if got = found[0].Host; found[0].Port != 0 {
				got += fmt.Sprintf(":%d", found[0].Port)
			}
		}
		if got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}
