//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestSpoken: whichever service a server has that somebody names, and what a program says in quotes where
// none is named; and what is said of databases, plans and people in the same words.
func TestSpoken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]errortext.Kind{
		"registry.corp.example: connection refused since this morning":                                "no-server",
		"git.firma.example lehnt die Verbindung ab":                                                   "no-server",
		"connexion refusée par forge.societe.example, depuis ce matin":                                "no-server",
		"git.empresa.example rechaza la conexión desde esta mañana":                                   "no-server",
		"backup2.firma.example:8443 ist nicht erreichbar":                                             "no-server",
		"the upload to files.corp.example is getting timed out again and again":                       "timeout",
		"registry.firma.example läuft in einen Timeout":                                               "timeout",
		"forge.societe.example ne répond pas":                                                         "timeout",
		"hrms.corp.example can't be resolved from the Pune office":                                    "no-name",
		"irc.corp.example throws me off, connection reset by peer":                                    "broken-off",
		"No hay manera: «conexión rechazada». Reinicié el router y el ordenador.":                     "no-server",
		"Er sagt nur \"Server nicht gefunden\", gestern ging es noch":                                 "no-name",
		"my boss's laptop says the identity of the mail server can't be verified":                     "cannot-verify",
		"da steht, die Identität vom Server kann nicht überprüft werden":                              "cannot-verify",
		"il écrit que l'identité du serveur ne peut pas être vérifiée":                                "cannot-verify",
		"pone que no se puede verificar la identidad del servidor":                                    "cannot-verify",
		"the PC at reception now believes it's 2009 and every site says its certificate isn't valid":  "expired",
		"nach dem Stromausfall steht der Raspberry im Jahr 1970 und findet jedes Zertifikat ungültig": "expired",
		"les netbooks sont en 1970 et tous les certificats sont refusés":                              "expired",
		"la compu está en 2041 y todos los certificados salen vencidos":                               "expired",
		"xmpp.firma.example:5222 schließt einfach die Verbindung":                                     "broken-off",
		"chat.corp.example keeps closing on me, it drops our connection":                              "broken-off",
		"chat.societe.example ferme la connexion toutes les deux minutes":                             "broken-off",
		"chat.empresa.example cierra la conexión a cada rato":                                         "broken-off",
		"P1: imap.corp.example:993 conn refused":                                                      "no-server",
		"web.firma.example: Knoten 2 neues Zert, Knoten 1 liefert das alte aus":                       "servers-differ",
		"mx1.corp.example has the new certificate, mx2.corp.example still has the old one":            "servers-differ",
		"our DNS, the TLSA record does not match the certificate any more, say the Germans":           "dane",
		"imap.empresa.example dice que hay demasiadas conexiones de este usuario":                     "server-refused",
		"the fingerprint on pbx.corp.example is not what's in my notes":                               "changed",
		"pos.corp.example answers TLS alert 70 (protocol_version)":                                    "old-tls",
		"imap.firma.example Zert abgel., alle betroffen":                                              "expired",
		"Certificado vencido. Otra vez. Mismo servidor de correo que en marzo.":                       "expired",
		"Anmeldung fehlgeschlagen, steht da bei jedem Senden":                                         "login",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != want {
			t.Errorf("%q is %s (%s), want %s", text, m.Entry.Kind, m.Entry.ID, want)
		}
	}
	for _, text := range []string{
		"redis db.corp.example: Connection refused",
		"The licence server is not reachable from home",
		"Unser Kellner meinte \"der Server ist grad nicht erreichbar\", er stand draußen",
		"Our DNS and the new TLSA record match the certificate, I checked",
		"Vor Jahren hatte web.firma.example ein selbstsigniertes Zertifikat",
		"Only one certificate is left for the raffle on www.corp.example",
		"Profil von Frau Meier auf intranet.firma.example nicht gefunden, wer legt es an?",
		"We should set a timeout for git.corp.example",
		"git.corp.example will be unreachable on Saturday",
		"j'ai vérifié le vrai émetteur sur portail.societe.example, tout est bon",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
}
