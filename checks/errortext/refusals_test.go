//go:build !race

package errortext_test

import (
	"fmt"
	"testing"

	"certdesk/checks/errortext"
)

// TestRefusals: what servers, tools and libraries say who refuse, in the words of several of
// them and in each of our languages.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for text, kind := range map[string]errortext.Kind{
		// A code tells which of several things at choice is meant.
		"Error in curl_fetch_memory(smtp_server): schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322)": "wrong-name",
		"smtp_server: schannel: SNI or certificate check failed: SEC_E_UNTRUSTED_ROOT (0x80090325)":                              "untrusted",
		"mail.firma.example sendet kein SNI oder Zertifikat, Fehler: SEC_E_WRONG_PRINCIPAL (0x80090322)":                         "wrong-name",
		"mail.societe.example : n'envoie pas de SNI ou certificat refusé : SEC_E_WRONG_PRINCIPAL":                                "wrong-name",
		"mail.empresa.example: no envía SNI o certificado rechazado: SEC_E_WRONG_PRINCIPAL":                                      "wrong-name",
		"imap.corp.example fails with SEC_E_WRONG_PRINCIPAL because the client sends no SNI":                                     "no-sni",
		"com.fsck.k9.mail.CertificateChainException: Unacceptable certificate: CN=Class 2 Primary Intermediate Server CA, C=IL":  "cannot-verify",
		"MessagingException: Unacceptable certificate: CN=mail.corp.example, O=Corp, C=DE":                                       "cannot-verify",
		"java.security.cert.CertificateException: Unacceptable certificate: CN=Corp Root, O=Corp":                                "cannot-verify",
		"I always get the message \"Connection refused, check hostname and port.\".":                                             "no-server",
		"Mailer error: Connection refused, check hostname and port":                                                              "no-server",
		"Connection timed out. Check your firewall settings, destination port is probably blocked.":                              "timeout",
		"Authentication not accepted, server expects STARTTLS to be used.":                                                       "wrong-mode",
		"Did not receive greeting message from server. This might happen when connecting to a TLS port without using TLS.":       "wrong-mode",
		"SSL_CERT CRITICAL apps.corp.example: Responder Error: unauthorized (6)|days=634;;;;":                                    "revocation-unknown",
		"Responder Error: trylater (3)":         "revocation-unknown",
		"Responder Error: malformedrequest (1)": "revocation-unknown",
		"Responder Error: internalerror (2)":    "revocation-unknown",
		"Responder Error: sigrequired (5)":      "revocation-unknown",
		"Response Verify Failure":               "revocation-unknown",
		"OCSP response not successful (6: unauthorized) while requesting certificate status": "revocation-unknown",
		"WARNING: Status times invalid.": "stale-proof",
		"exchangelib.errors.AutoDiscoverFailed: All steps in the autodiscover protocol failed":                                             "settings-not-found",
		"All steps in the autodiscover protocol failed for email 'jo@corp.example'":                                                        "settings-not-found",
		"exchangelib.errors.AutoDiscoverCircularRedirect: We were redirected to an address we have already seen":                           "settings-not-found",
		"Microsoft.Exchange.WebServices.Data.AutodiscoverLocalException: The Autodiscover service couldn't be located.":                    "settings-not-found",
		"AutoDiscoverFailed: certificate verify failed: certificate has expired":                                                           "expired",
		"554 5.7.1 You are not allowed to connect.":                                                                                        "server-refused",
		"Diagnostic-Code: smtp; 550 5.7.0 Host 192.0.2.137 is not allowed to send\n    mail for...":                                        "server-refused",
		"mx.corp.example said: 550 5.7.1 host 192.0.2.7 is not allowed to send mail for corp.example":                                      "server-refused",
		"550 5.7.23 The host 192.0.2.7 is not permitted to send mail from corp.example":                                                    "server-refused",
		"Unencrypted authentication is not allowed on insecure connections. Change the account to STARTTLS or TLS.":                        "no-encryption",
		"Unverschlüsselte Authentifizierung ist auf unsicheren Verbindungen nicht erlaubt.":                                                "no-encryption",
		"L'authentification non chiffrée n'est pas autorisée sur les connexions non sécurisées.":                                           "no-encryption",
		"No se permite la autenticación sin cifrar en conexiones inseguras.":                                                               "no-encryption",
		"La autenticación no cifrada no está permitida en conexiones inseguras.":                                                           "no-encryption",
		"Anmeldung fehlgeschlagen, PLAIN-Anmeldung wird von diesem Server abgelehnt.":                                                      "login",
		"Échec de l'identification, l'identification PLAIN est refusée par ce serveur.":                                                    "login",
		"El inicio de sesión falló: el servidor no permite el inicio de sesión PLAIN.":                                                     "login",
		"Falló al conectar al servidor IMAP imap.empresa.example en modo seguro: No se soporta STARTTLS":                                   "no-starttls",
		"La connexion au serveur IMAP imap.societe.example en mode sécurisé a échoué : STARTTLS n'est pas pris en charge":                  "no-starttls",
		"Verbindung mit IMAP-Server imap.firma.example konnte nicht im sicheren Modus hergestellt werden: STARTTLS wird nicht unterstützt": "no-starttls",
		// A program asks whether a certificate that has changed is accepted.
		"Claws asks whether I want to accept the changed certificate of mail.corp.example":                                     "changed",
		"Claws fragt mich ob ich das geänderte Zertifikat von mail.firma.example annehmen will, gestern wars noch ein anderes": "changed",
		"Das Programm sagt, das Zertifikat von imap.firma.example habe sich geändert, und fragt, ob ich es annehme":            "changed",
		"Claws me dit que le certificat de imap.societe.example a changé et demande si j'accepte":                              "changed",
		"el programa dice que ha cambiado el certificado de imap.empresa.example y pregunta si lo acepto":                      "changed",
		// "Todo" is "all" here, and no note of a programmer's.
		"todo lo que va fuera vuelve con \"relay access denied\" de smtp.empresa.example":            "relay",
		"todo el correo vuelve: relay access denied, smtp.empresa.example":                           "relay",
		"todo iba bien hasta hoy, el certificado de imap.empresa.example ha caducado":                "expired",
		"Estamos pensando en cambiar: imap.empresa.example solo ofrece TLS 1.0 y Outlook no conecta": "old-tls",
		"on pense que le certificat de imap.societe.example a expiré":                                "expired",
		"nous pensons que le certificat de imap.societe.example a expiré":                            "expired",
		"imap.empresa.example se queda pensando y al minuto da tiempo de espera agotado":             "timeout",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != kind {
			t.Errorf("%q is %q (%s), want %q", text, m.Entry.Kind, m.Entry.ID, kind)
		}
	}
	for _, text := range []string{
		`Dice el manual: "si el certificado del servidor ha caducado, el programa muestra un aviso".`,
		`The manual says: "if the server certificate has expired, the program shows a warning".`,
		"Im Handbuch steht: „Wenn das Serverzertifikat abgelaufen ist, zeigt das Programm eine Warnung“.",
		"Le manuel dit : « si le certificat du serveur a expiré, le logiciel affiche un avertissement ».",
		"Estamos pensando en quitar TLS 1.0 el año que viene, ¿qué os parece?",
		"On envisage de couper TLS 1.0 sur mail.societe.example",
		"We are considering to switch off TLS 1.0 on mail.corp.example",
		"Wir überlegen, TLS 1.0 auf mail.firma.example abzuschalten",
		"we are considering a self-signed certificate for nas.corp.example",
		"wir erwägen ein selbstsigniertes Zertifikat für nas.firma.example",
		"on envisage un certificat auto-signé pour nas.societe.example",
		"estamos valorando un certificado autofirmado para nas.empresa.example",
		"TODO: relay access denied for smtp.corp.example in the test",
		"You are not allowed to connect the LED display directly",
		"Our policy: unencrypted authentication is not allowed on insecure connections",
		"Bot responder error: unauthorized users see an empty page",
		"This session is not allowed to send mail for another organization",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
}

// TestServersAtChoice: a port that a sentence speaks of is that of the only server in it, and the
// name that a certificate is not for is that of the server.
func TestServersAtChoice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"mx.corp.example no longer offers STARTTLS on port 25, mail is stuck":                             "mx.corp.example 25",
		"mx.firma.example bietet auf Port 25 kein STARTTLS mehr an":                                       "mx.firma.example 25",
		"mx.empresa.example ya no ofrece STARTTLS en el puerto 25":                                        "mx.empresa.example 25",
		"j'ai mis SSL sur le port 587 pour smtp.societe.example":                                          "smtp.societe.example 587",
		"smtp.corp.example works on port 587 and fails on port 465":                                       "smtp.corp.example 0",
		"smtp.corp.example fails, the printer listens on port 9100":                                       "smtp.corp.example 0",
		"relay=smtp.corp.example[xxx.xxx.xxx.xxx]:25, status=deferred":                                    "smtp.corp.example 25",
		"it's a cert for web12.hoster.example and not for pop.corp.example":                               "pop.corp.example 0",
		"Outlook zeigt ein Zertifikat für web12.hoster.example und nicht für imap.firma.example":          "imap.firma.example 0",
		"mon iPhone montre un certificat pour web12.hebergeur.example et non pour imap.societe.example":   "imap.societe.example 0",
		"me sale un certificado para web12.hosting.example y no para imap.empresa.example":                "imap.empresa.example 0",
		"the certificate for imap.corp.example is not valid, says Outlook, and mail.corp.example is fine": "imap.corp.example 0",
	} {
		found := errortext.Servers(text)
		if len(found) == 0 {
			t.Errorf("%q names no server, want %s", text, want)
			continue
		}
		if got := fmt.Sprint(found[0].Host, " ", found[0].Port); got != want {
			t.Errorf("%q names %s, want %s", text, got, want)
		}
	}
}
