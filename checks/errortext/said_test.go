//go:build !race

package errortext_test

import (
	"testing"
	"time"

	"certdesk/checks/errortext"
)

// TestSaid: what people say is read from all of a sentence.
func TestSaid(t *testing.T) {
	t.Parallel()
	for _, about := range []struct {
		what  string
		texts map[string]errortext.Kind // "" is silence
	}{
		{"what is denied is not the matter, and what stands against it is", map[string]errortext.Kind{
			"The certificate of mail.corp.example is not expired, but it is for another name, Outlook says.":                        "wrong-name",
			"No es que el certificado de mail.corp.example haya caducado, es que el nombre no coincide.":                            "wrong-name",
			"Das Zertifikat von mail.corp.example ist nicht abgelaufen, sondern auf einen anderen Namen ausgestellt, Fehler!":       "wrong-name",
			"Le certificat de mail.corp.example n'est pas expiré mais le nom ne correspond pas, dit Outlook.":                       "wrong-name",
			"It's not that the cert on mail.corp.example has expired, it is self-signed and Thunderbird complains.":                 "self-signed",
			"Ce n'est pas que le certificat de mail.corp.example soit périmé, il est auto-signé et Thunderbird râle.":               "self-signed",
			"The name on the cert of mail.corp.example does match, but it has expired.":                                             "expired",
			"Der Name im Zertifikat von mail.corp.example stimmt, aber es ist abgelaufen, sagt Outlook.":                            "expired",
			"El nombre del certificado de mail.corp.example coincide, pero ha caducado, dice Outlook.":                              "expired",
			"Le nom du certificat de mail.corp.example correspond bien, mais il a expiré, dit Outlook.":                             "expired",
			"Das Zertifikat von mail.corp.example ist weder abgelaufen noch widerrufen, es ist selbstsigniert, daher der Fehler.":   "self-signed",
			"the cert of mail.corp.example is neither expired nor revoked, it is self-signed, hence the warning":                    "self-signed",
			"I thought the cert of mail.corp.example had lapsed, but no, the certificate is for a different host, Outlook warns me": "wrong-name",
		}},
		{"a server that is named is enough, but not where one asks, forbids or denies", map[string]errortext.Kind{
			"imap.corp.example has a self-signed certificate":                                          "self-signed",
			"self-signed certificate on imap.corp.example:993":                                         "self-signed",
			"the certificate of imap.corp.example is self-signed":                                      "self-signed",
			"imap.corp.example hat ein selbstsigniertes Zertifikat":                                    "self-signed",
			"imap.corp.example présente un certificat autosigné":                                       "self-signed",
			"imap.corp.example presenta un certificado autofirmado":                                    "self-signed",
			"imap.corp.example no longer has a self-signed certificate":                                "",
			"imap.corp.example hat kein selbstsigniertes Zertifikat mehr":                              "",
			"can we use a self-signed certificate on imap.corp.example?":                               "",
			"dürfen wir auf imap.corp.example ein selbstsigniertes Zertifikat benutzen?":               "",
			"peut-on mettre un certificat auto-signé sur imap.corp.example ?":                          "",
			"¿podemos usar un certificado autofirmado en imap.corp.example?":                           "",
			"we replaced the self-signed certificate on imap.corp.example":                             "",
			"The CA of imap.corp.example is unknown":                                                   "untrusted",
			"Die CA von imap.corp.example ist unbekannt":                                               "untrusted",
			"L'autorité de imap.corp.example est inconnue":                                             "untrusted",
			"La CA de imap.corp.example es desconocida":                                                "untrusted",
			"The name imap.corp.example is unknown":                                                    "no-name",
			"imap.corp.example still uses TLS 1.0":                                                     "old-tls",
			"imap.corp.example only supports TLS 1.1":                                                  "old-tls",
			"imap.corp.example kann nur TLS 1.0":                                                       "old-tls",
			"imap.corp.example n'accepte que TLS 1.0":                                                  "old-tls",
			"imap.corp.example solo admite TLS 1.0":                                                    "old-tls",
			"are we allowed to offer only TLS 1.3 on imap.corp.example?":                               "",
			"imap.corp.example has a 1024 bit key":                                                     "weak-key",
			"The key of imap.corp.example is too short":                                                "weak-key",
			"Der Schlüssel von imap.corp.example ist zu kurz":                                          "weak-key",
			"La clé de imap.corp.example est trop courte":                                              "weak-key",
			"La clave de imap.corp.example es demasiado corta":                                         "weak-key",
			"the key of imap.corp.example is not too short":                                            "",
			"imap.corp.example shows different certificates":                                           "servers-differ",
			"imap.corp.example zeigt verschiedene Zertifikate":                                         "servers-differ",
			"imap.corp.example montre des certificats différents":                                      "servers-differ",
			"imap.corp.example muestra certificados diferentes":                                        "servers-differ",
			"The certificate of imap.corp.example has no SAN":                                          "no-san",
			"Das Zertifikat von imap.corp.example hat keinen SAN":                                      "no-san",
			"The certificate of imap.corp.example is valid for three years":                            "valid-too-long",
			"imap.corp.example only offers RC4":                                                        "no-common-encryption",
			"imap.corp.example bietet nur RC4":                                                         "no-common-encryption",
			"Our firewall breaks up TLS to imap.corp.example":                                          "intercepted",
			"Unsere Firewall bricht TLS zu imap.corp.example auf":                                      "intercepted",
			"Notre pare-feu intercepte TLS vers imap.corp.example":                                     "intercepted",
			"Nuestro cortafuegos intercepta TLS hacia imap.corp.example":                               "intercepted",
			"our firewall does not intercept TLS to imap.corp.example":                                 "",
			"I need a certificate for another server, mail2.corp.example":                              "",
			"La liste de révocation de imap.corp.example est indisponible":                             "revocation-unknown",
			"We will install a self-signed certificate on test.corp.example tomorrow":                  "",
			"Please create a self-signed certificate for dev.corp.example":                             "",
			"How do I create a self-signed certificate for dev.corp.example?":                          "",
			"imap.corp.example now only accepts TLS 1.2 and newer":                                     "",
			"From Monday on imap.corp.example only supports TLS 1.3":                                   "",
			"imap.corp.example: TLS 1.0 was switched off yesterday, all good":                          "",
			"Das selbstsignierte Zertifikat von dev.corp.example brauchen wir nur für Tests":           "",
			"Ab Montag spricht mail.corp.example nur noch TLS 1.2":                                     "",
			"Créez un certificat auto-signé pour dev.corp.example":                                     "",
			"A partir del lunes imap.corp.example solo admitirá TLS 1.3":                               "",
			"Hay que crear un certificado autofirmado para dev.corp.example":                           "",
			"The new certificate of imap.corp.example is valid for three years, ordered from DigiCert": "",
			"Generate a 2048 bit key for imap.corp.example, 1024 is too short":                         "",
			"imap.corp.example is self-signed now":                                                     "self-signed",
			"imap.corp.example hat jetzt ein selbstsigniertes Zertifikat":                              "self-signed",
			"imap.corp.example used to have a self-signed certificate":                                 "",
			"imap.corp.example hatte früher ein selbstsigniertes Zertifikat":                           "",
			"STARTTLS does not work on smtp.corp.example:587":                                          "no-encryption",
			"Auf smtp.corp.example:587 klappt STARTTLS nicht mehr":                                     "no-encryption",
			"STARTTLS ne marche plus sur smtp.corp.example":                                            "no-encryption",
			"STARTTLS no funciona en smtp.corp.example":                                                "no-encryption",
		}},
		{"a number says whether something has ended", map[string]errortext.Kind{
			"SSL cert mail.corp.example expires in 5 days":                                                     "expires-soon",
			"SSL cert mail.corp.example expires in -3 days":                                                    "expired",
			"Nagios: the certificate of mail.corp.example expires in -3 days":                                  "expired",
			"Nagios: the certificate of mail.corp.example expires in 3 days":                                   "expires-soon",
			"le certificat de mail.corp.example a expiré le 3 mars 2026, erreur":                               "expired",
			"Zertifikat von mail.corp.example gültig bis 3. März 2026, Fehler in Outlook":                      "expired",
			"el certificado de mail.corp.example vence el 14/03/2026, aviso en Outlook":                        "expired",
			"CRITICAL: certificate mail.corp.example: 0 days left":                                             "expired",
			"[WARN] mail.corp.example: Zertifikat nur noch 11 Tage gültig":                                     "expires-soon",
			"certificate of mail.corp.example valid until 2026-11-28, Outlook complains":                       "expired",
			"our cert on mail.corp.example is about to expire":                                                 "expires-soon",
			"the certificate of mail.corp.example expires soon":                                                "expires-soon",
			"cert for mail.corp.example runs out next week":                                                    "expires-soon",
			"das Zertifikat von mail.corp.example läuft demnächst ab":                                          "expires-soon",
			"Zertifikat auf imap.corp.example läuft nächste Woche aus":                                         "expires-soon",
			"le certificat de mail.corp.example expire bientôt":                                                "expires-soon",
			"el certificado de mail.corp.example está a punto de caducar":                                      "expires-soon",
			"Warnung: das Zertifikat von mail.corp.example läuft am 5. Dezember 2026 ab":                       "expires-soon",
			"we renewed the cert on mail.corp.example, so it will not expire soon":                             "",
			"the certificate of mail.corp.example expired over the weekend":                                    "expired",
			"Zertifikat von mail.corp.example war gültig bis 14.03.26":                                         "expired",
			"Zertifikat mail.corp.example läuft am 05.12.26 ab":                                                "expires-soon",
			"le certificat de mail.corp.example expire le 05/12/26":                                            "expires-soon",
			"certificate of mail.corp.example valid until 3/14/26":                                             "expired",
			"The certificate of mail.corp.example is valid until 01.08.27, just so you know":                   "",
			"Outlook meckert: Zertifikat von mail.corp.example gültig bis 28.11.2026":                          "expired",
			"le certificat de mail.corp.example : valable jusqu'au 28 novembre 2026, Outlook râle":             "expired",
			"el certificado de mail.corp.example es válido hasta el 28 de noviembre de 2026, Outlook se queja": "expired",
			"mail.corp.example: notAfter=Nov 28 12:00:00 2026 GMT, handshake error":                            "expired",
			"Warning: certificate mail.corp.example expires on 11/28/2026":                                     "expired",
			"WARNING certificate mail.corp.example valid until Dec 5 2026":                                     "expires-soon",
			"Outlook warnt, das Zertifikat von mail.corp.example ist gültig ab 02.12.2026":                     "not-yet-valid",
			"The certificate of mail.corp.example is valid until 2027-08-01, just so you know":                 "",
			"Das Zertifikat von mail.corp.example ist gültig bis 01.08.2027, wollte ich nur sagen":             "",
			"certificate mail.corp.example: expires in 80 days, renewed automatically, nothing to do":          "",
		}},
		{"what explains another claim outweighs it", map[string]errortext.Kind{
			"Since we have Kaspersky nobody trusts the certificate of imap.corp.example, it is issued by Kaspersky, Outlook warns": "intercepted",
			"every other connection to imap.corp.example gets the old expired certificate, one of two nodes, Outlook warns":        "servers-differ",
			"without SNI imap.corp.example returns the default certificate of another customer, so it fails":                       "no-sni",
		}},
		{"a state is that of the thing next to it", map[string]errortext.Kind{
			"my password has expired, says the certificate portal":                     "",
			"the license of the scanner at scan.corp.example has expired, error 12":    "",
			"the session at crm.corp.example expired again, please fix this error":     "",
			"Outlook says that the certificate of expired.corp.example is self-signed": "self-signed",
		}},
		{"a general meaning is silent beside what it does not cover", map[string]errortext.Kind{
			"Outlook complains about the certificate of mail.corp.example":                         "cannot-verify",
			"Outlook complains about the certificate and the ECDSA something of mail.corp.example": "",
		}},
	} {
		for text, want := range about.texts {
			m, ok := errortext.Recognise(text, today)
			if ok != (want != "") || m.Entry.Kind != want {
				t.Errorf("%s: %q is %q, want %q", about.what, text, m.Entry.Kind, want)
			}
		}
	}
}

// TestWithoutToday: a date is held against nothing where it is not known what day it is.
func TestWithoutToday(t *testing.T) {
	t.Parallel()
	const text = "Outlook meckert: Zertifikat von mail.corp.example gültig bis 28.11.2026"
	if m, ok := errortext.Recognise(text, time.Time{}); ok && m.Entry.Kind == "expired" {
		t.Errorf("%q has expired without a day", text)
	}
}
