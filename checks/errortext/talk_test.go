//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestNoReports: who gives orders, tells of what is over, supposes or rules something out reports
// nothing, and who does nearly so and has trouble does.
func TestNoReports(t *testing.T) {
	t.Parallel()
	for _, about := range []struct {
		what  string
		texts map[string]errortext.Kind // "" is silence
	}{
		{"orders not to trust begin a clause by their verb or its denial, whatever greets before it", map[string]errortext.Kind{
			"Don't ever trust the certificate of mail.corp.example":                                     "",
			"Reminder: never accept the certificate of mail.corp.example":                               "",
			"Hi all, please do not trust the certificate of mail.corp.example":                          "",
			"Vertrauen Sie dem Zertifikat von mail.firma.example nicht!":                                "",
			"iPhones never trust the certificate of mail.corp.example":                                  "untrusted",
			"My phone and my tablet don't trust the certificate of mail.corp.example":                   "untrusted",
			"Vertrauen Sie dem Zertifikat von mail.firma.example nicht? Thunderbird tut es auch nicht":  "untrusted",
			"Outlook sagt, man darf dem Zertifikat von mail.firma.example nicht vertrauen":              "untrusted",
			"No se fía Outlook del certificado de mail.empresa.example":                                 "untrusted",
			"no trust for the certificate of mail.corp.example":                                         "untrusted",
			"Outlook dit que le certificat de mail.societe.example ne vient pas d'une autorité connue.": "untrusted",
		}},
		{"a denial takes back what it stands by, and no more", map[string]errortext.Kind{
			"The certificate of mail.corp.example has not expired, I checked":                         "",
			"Am Namen im Zertifikat von mail.firma.example liegt es nicht, der passt":                 "",
			"Am DNS liegt es nicht, das Zertifikat von mail.firma.example ist abgelaufen":             "expired",
			"DNS is ruled out, the certificate of mail.corp.example has expired":                      "expired",
			"The expired certificate on mail.corp.example is ruled out as a cause":                    "",
			"I don't get any certificate warning with imap.corp.example":                              "",
			"iOS won't trust the certificate of mail.corp.example any longer":                         "untrusted",
			"mail.corp.example doesn't send any intermediate certificate":                             "incomplete",
			"Es fehlt kein Zwischenzertifikat bei mail.firma.example":                                 "",
			"Bei mail.firma.example fehlt ein Zwischenzertifikat":                                     "incomplete",
			"We have no untrusted certificates on mail.corp.example":                                  "",
			"Nobody complains about the certificate of mail.corp.example any longer":                  "",
			"Ce n'est pas un problème de DNS, le certificat de mail.societe.example a expiré":         "expired",
			"Aucun souci de nom sur mail.societe.example, tout correspond":                            "",
			"It's not a name mismatch on imap.corp.example":                                           "",
			"It's a name mismatch on imap.corp.example, Outlook says":                                 "wrong-name",
			"imap.corp.example doesn't give any answer, it times out":                                 "timeout",
			"El certificado de mail.empresa.example no ha caducado, lo he comprobado":                 "",
			"Das Zertifikat von mail.firma.example ist nicht abgelaufen, aber auf den falschen Namen": "wrong-name",
		}},
		{"what works again is over, and not where it does so only at times or in a place", map[string]errortext.Kind{
			"imap.corp.example was down, everything works now":                                                            "",
			"Gestern war imap.firma.example nicht erreichbar, heute geht wieder alles":                                    "",
			"imap.corp.example is down. Nothing works now":                                                                "no-server",
			"imap.corp.example works again for an hour, then it is down":                                                  "no-server",
			"Is imap.corp.example down or is it back up? I get connection refused":                                        "no-server",
			"The certificate of mail.corp.example has expired, on the phone it works again":                               "expired",
			"The certificate of mail.corp.example has expired, but it works again until tomorrow they say":                "expired",
			"imap.corp.example was down and now everything works except Outlook, connection refused by imap.corp.example": "no-server",
			"The certificate on our mail server expired and nobody renewed it, works again only with a click":             "expired",
		}},
		{"what would be the case is none, and an answer to a question is", map[string]errortext.Kind{
			"We'd see a name mismatch if we used mail2.corp.example instead":                                      "",
			"Would Outlook complain if the name on the certificate didn't match?":                                 "",
			"Would somebody please look: the certificate of mail.corp.example has expired":                        "expired",
			"Always install the intermediate certificate, otherwise the chain on mail.corp.example is incomplete": "",
			"You'll have to install the root, or else Outlook won't trust mail.corp.example":                      "",
			"Android complains, or else it wouldn't matter that the chain of mail.corp.example is incomplete":     "incomplete",
			"Please help, otherwise we lose customers: the chain of mail.corp.example is incomplete":              "incomplete",
			"Should mail.corp.example refuse the connection, call me":                                             "",
			"Should mail.corp.example:993 refuse connections today?! connection refused":                          "no-server",
			"Wenn ich Outlook öffne, kommt: Zertifikat von mail.firma.example abgelaufen":                         "expired",
			"Renew the certificate of mail.corp.example before it expires":                                        "",
			"The certificate of mail.corp.example must be renewed before it expires on December 3":                "expires-soon",
		}},
		{"a story is of another time or of others, unless its teller comes back to what is the matter", map[string]errortext.Kind{
			"Last year the certificate of mail.corp.example expired on a Sunday, what a day":                   "",
			"Letztes Jahr lief alles, nun ist das Zertifikat von mail.firma.example abgelaufen":                "expired",
			"Früher war alles gut, jetzt meldet Outlook, das Zertifikat von mail.firma.example ist abgelaufen": "expired",
			"A friend had a self-signed certificate once":                                                      "",
			"my friend says the certificate of mail.corp.example has expired":                                  "expired",
			"Which error does Outlook show when a certificate is revoked?":                                     "",
			"Which error is this: the certificate of mail.corp.example has been revoked?":                      "revoked",
			"Warum vertrauen Browser selbstsignierten Zertifikaten nicht?":                                     "",
			"Warum vertraut Outlook dem Zertifikat von mail.firma.example nicht?":                              "untrusted",
		}},
		{"a question what to do shows that a few words of a certificate are one's trouble, and no more than its end", map[string]errortext.Kind{
			"El nombre del certificado no coincide, ¿qué hago?":                                            "wrong-name",
			"der Name im Zertifikat stimmt nicht, was kann ich tun?":                                       "wrong-name",
			"the certificate has expired, what can I do? Thanks a lot, Anna Huber":                         "expired",
			"the certificate has expired, what can I do? It is about the wine tasting of our cooking club": "",
			"The certificate of my diving course has expired, what can I do?":                              "",
			"My name on the certificate doesn't match my passport, what can I do?":                         "",
		}},
		{"who cannot reach a server cannot sign in, either, if that is told in this order", map[string]errortext.Kind{
			"imap.corp.example times out, and after that Thunderbird asks for the password": "timeout",
			"Thunderbird asks for the password of imap.corp.example again and again":        "login",
		}},
	} {
		for text, want := range about.texts {
			if m, ok := errortext.Recognise(text, today); ok != (want != "") || m.Entry.Kind != want {
				t.Errorf("%s: %q is %q (%s), want %q", about.what, text, m.Entry.Kind, m.Entry.ID, want)
			}
		}
	}
}

// TestFailingHost: of the two servers of a migration the one that fails is told first.
func TestFailingHost(t *testing.T) {
	t.Parallel()
	const both = "Host1: IMAP server [imap.old.example] port [143] user [jo]\nHost2: IMAP server [imap.new.example] port [993] user [jo]\n"
	for text, want := range map[string]string{
		both: "imap.old.example",
		both + "Host2 failure: Error login on [imap.new.example] with user [jo]: 2 NO Login failed":               "imap.new.example",
		both + "Host1 failure: Error login on [imap.old.example] with user [jo]: 2 NO Login failed":               "imap.old.example",
		both + "Exiting with return value 101 (EXIT_CONNECTION_FAILURE_HOST2)":                                    "imap.new.example",
		both + "Exiting with return value 161 (EXIT_AUTHENTICATION_FAILURE_USER1)":                                "imap.old.example",
		"imapsync --host1 imap.old.example --host2 imap.new.example\nExiting (EXIT_AUTHENTICATION_FAILURE_USER2)": "imap.new.example",
		"imap.old.example and imap.new.example: Host2 failure":                                                    "imap.old.example",
	} {
		if s := errortext.Servers(text); len(s) == 0 || s[0].Host != want {
			t.Errorf("%q names %v, want %s", text, s, want)
		}
	}
	if s := errortext.Servers(both + "Host2 failure: Error login"); len(s) != 2 || s[0].Port != 993 || s[1].Port != 143 {
		t.Errorf("the ports are lost: %v", s)
	}
}
