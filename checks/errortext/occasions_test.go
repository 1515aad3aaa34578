//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestOccasions: exams, closed tickets, requests to watch, cases to come, what was done on purpose and
// praise have the words of trouble, and nobody has it. The same words without that are a report.
func TestOccasions(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Exam question: Outlook shows 0x800CCC1A. What is wrong?",
		"Klausur, Teil 2: Der Browser zeigt NET::ERR_CERT_DATE_INVALID. Nennen Sie zwei Ursachen.",
		"Question d'examen : le navigateur affiche NET::ERR_CERT_AUTHORITY_INVALID. Citez deux causes possibles.",
		"Ejercicio 4: Thunderbird muestra SEC_ERROR_UNKNOWN_ISSUER. Indique dos causas.",
		"Post mortem: at 03:12 mail.corp.example served an expired certificate, at 03:40 it was renewed.",
		"Draft: \"The certificate of mail.corp.example has expired, please wait\"",
		"The ticket about connection refused on imap.corp.example can be closed",
		"Das Ticket wegen connection refused auf imap.firma.example kann geschlossen werden, die Firewall wars",
		"le ticket connection refused sur imap.societe.example peut être clôturé",
		"la incidencia de connection refused en imap.empresa.example se puede cerrar",
		"Login works again after the reset on mail.corp.example",
		"Letzten Montag war imap.firma.example nicht erreichbar, die Störung ist erledigt.",
		"please add smtp.corp.example to monitoring with a warning at 21 days before the certificate expires",
		"Bitte nehmt smtp.firma.example ins Monitoring auf, Warnung 21 Tage vor Ablauf des Zertifikats",
		"merci d'ajouter smtp.societe.example à la supervision, alerte 21 jours avant l'expiration du certificat",
		"por favor añadid smtp.empresa.example a la monitorización, aviso 21 días antes de que caduque el certificado",
		"If anyone ever sees \"certificate not trusted\" on mail.corp.example, ring the desk",
		"Falls bei einem Kunden mal \"Zertifikat abgelaufen\" kommt, dann bitte sofort anrufen",
		"si jamais quelqu'un voit « certificat expiré » sur mail.societe.example, prévenez-nous",
		"En caso de que alguien vea «certificado caducado» en mail.empresa.example, que llame",
		"what happens if the certificate of mail.corp.example has expired?",
		"que se passe-t-il si le certificat de mail.societe.example est révoqué ?",
		"I let the certificate of test.corp.example expire on purpose to see whether Icinga alerts. It does.",
		"Ich habe auf test.firma.example absichtlich das abgelaufene Zertifikat eingespielt, um zu sehen, ob Icinga anschlägt",
		"j'ai mis exprès pour tester un certificat expiré sur test.societe.example",
		"he puesto a propósito un certificado caducado en test.empresa.example para ver si avisa",
		"Should we pin the certificate of api.corp.example or is that more trouble than it's worth?",
		"Not a single timeout on vpn.corp.example all week",
		"Die Umstellung auf portal.firma.example war super, keine einzige Zertifikatswarnung",
		"pas une seule erreur de certificat sur portail.societe.example depuis la bascule",
		"ni un solo aviso de certificado en portal.empresa.example desde el cambio",
		"Can the bot tell people what \"hostname mismatch\" means?",
		"Es wäre schön, wenn der Bot könnte, dass er bei \"Verbindung verweigert\" den Port nennt",
		"Remember when www.school.example had an expired certificate all summer?",
		"Der Provider kündigt an, dass smtp.firma.example kein STARTTLS auf 25 mehr anbietet",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
	for text, want := range map[string]errortext.Kind{
		"When a customer opens www.corp.example, the browser says the certificate has expired":                 "expired",
		"Wenn ein Kunde www.firma.example öffnet, sagt der Browser, das Zertifikat sei abgelaufen":             "expired",
		"In the event log I see that the certificate of mail.corp.example has expired":                         "expired",
		"Exam server: the certificate of exam.corp.example has expired":                                        "expired",
		"fails with an error, mail.corp.example: certificate has expired":                                      "expired",
		"The ticket can't be closed, imap.corp.example: connection refused":                                    "no-server",
		"Our newsletter: smtp.corp.example says relay access denied":                                           "relay",
		"We have mail.corp.example in the monitoring and it reports connection refused":                        "no-server",
		"If anyone knows why: the certificate of mail.corp.example has expired":                                "expired",
		"Falls jemand helfen kann: das Zertifikat von mail.firma.example ist abgelaufen":                       "expired",
		"Si quelqu'un sait pourquoi : le certificat de mail.societe.example a expiré":                          "expired",
		"Si alguien sabe por qué: el certificado de mail.empresa.example ha caducado":                          "expired",
		"Somebody turned TLS 1.0 off on purpose and now smtp.corp.example says TLS handshake failed":           "handshake",
		"The bot can't connect to chat.corp.example: certificate has expired":                                  "expired",
		"Als Grund nennen sie, dass das Zertifikat von mail.firma.example abgelaufen ist":                      "expired",
		"mail.corp.example worked without a single error until today, now it says the certificate has expired": "expired",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
			t.Errorf("%q is %s (%s), want %s", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
}
