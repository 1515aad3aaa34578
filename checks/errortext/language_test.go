//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestLanguage: an answer goes in the language of whoever has pasted a text.
func TestLanguage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The server you are connected to is using a security certificate that cannot be verified.":                                                           "en",
		"Der Server, mit dem Sie verbunden sind, verwendet ein Sicherheitszertifikat, das nicht überprüft werden kann.":                                      "de",
		"Der Server, mit dem Sie verbunden sind, verwendet ein Sicherheitszertifikat, das nicht ueberprueft werden kann":                                     "de",
		"Eine Zertifikatkette wurde zwar verarbeitet, endete jedoch mit einem Stammzertifikat, das beim Vertrauensanbieter nicht als vertrauenswürdig gilt.": "de",
		"Le serveur auquel vous êtes connecté utilise un certificat de sécurité qui ne peut pas être vérifié.":                                               "fr",
		"Une chaîne de certificats a été traitée mais s’est terminée par un certificat racine qui n’est pas approuvé par le fournisseur d’approbation.":      "fr",
		"El servidor al que está conectado usa un certificado de seguridad que no se puede comprobar.":                                                       "es",
		"Se procesó correctamente una cadena de certificados, pero termina en un certificado de raíz no compatible con el proveedor de confianza.":           "es",
		"Hallo, ich bekomme seit heute: “The target principal name is incorrect.” Was tun?":                                                                  "de",
		"Hi, since this morning my Outlook shows this, what does it mean? Der Zielprinzipalname ist falsch.":                                                 "en",
		"Bonjour, depuis ce matin mon Outlook affiche 0x800CCC1A":                                                                                            "fr",
		"SEC_ERROR_UNKNOWN_ISSUER":     "",
		"0x800CCC1A imap.corp.com:993": "",
	} {
		m, ok := errortext.Recognise(text, today)
		if !ok || m.Language != want {
			t.Errorf("%q is %q, want %q (%s)", text, m.Language, want, m.Entry.ID)
		}
	}
	for text, want := range map[string]string{
		"Hallo zusammen, kann jemand mit mir auf den Drucker schauen?": "de", "imap.corp.com:993": "", "": "", "ok": "",
		"Zertifikatsfehler": "de", "zertifikat von imap.corp.com abgelaufen": "de", "mon certificat a expiré": "fr", "error de certificado": "es",
		"el certificado caducado": "es", "certificate error": "en", "certificate, zertifikat": "", "certificato scaduto": "",
		"our cert on mail.corp.example is about to expire": "en", "the certificate of mail.corp.example will expire": "en",
		"Hola, ¿puede usted revisar imap.corp.com por favor?": "es", "Ciao, non funziona la posta": "",
	} {
		if got := errortext.Language(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestNamed: who says in his own words what his program says names it.
func TestNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"my Thunderbird says that the certificate of mail.corp.com has expired":                     "Thunderbird",
		"the certificate of mail.corp.com has expired":                                              "",
		"Thunderbird works, but Outlook says the certificate of mail.corp.com is not trusted":       "",
		"On the new Outlook: the certificate of mail.corp.com has expired. Outlook shows it always": "",
		"Outlook for Mac: the certificate of mail.corp.com has expired":                             "Outlook for Mac",
		"mon iPhone dit que le certificat de mail.corp.com a expiré":                                "Mail on iPhone",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Named != want {
			t.Errorf("%q names %q, want %q (%v)", text, m.Named, want, ok)
		}
	}
}

// TestShows: a person's own words may be those of another program's message by chance.
func TestShows(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"outlook says the certificate of imap.corp.com cannot be verified":                                            "Outlook",
		"Thunderbird works, but Outlook says the certificate of mail.corp.com is not trusted":                         "Outlook",
		"Outlook: the certificate of mail.corp.com has expired, iPhone is fine":                                       "Outlook",
		"Outlook on the new laptop says the certificate of mail.corp.com has expired":                                 "Outlook",
		"Thunderbird meldet, dass das Zertifikat von mail.corp.com abgelaufen ist":                                    "Thunderbird",
		"mon iPhone dit que le certificat de mail.corp.com a expiré":                                                  "Mail on iPhone",
		"Outlook me muestra que el certificado de mail.corp.com ha caducado":                                          "Outlook",
		"Cannot Verify Server Identity. The identity of \"mail.corp.com\" cannot be verified by Mail. Outlook works.": "",
		"Outlook does not say why, Thunderbird says: the certificate of mail.corp.com has expired":                    "Thunderbird",
		"Outlook says the certificate of mail.corp.com has expired, and Thunderbird shows the same":                   "",
		"in Outlook and Thunderbird the certificate of mail.corp.com has expired":                                     "",
		"Outlook geht nicht mehr. Mein Kollege sagt, das Zertifikat von mail.corp.com ist abgelaufen":                 "",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Shows != want {
			t.Errorf("%q is shown by %q, want %q (%v)", text, m.Shows, want, ok)
		}
	}
}
