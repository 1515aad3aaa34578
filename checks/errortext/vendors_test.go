//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestVendorsTables: the sentences that stand beside each other in a vendor's table are known
// together, in each language and country that has them.
func TestVendorsTables(t *testing.T) {
	t.Parallel()
	for text, kind := range map[string]errortext.Kind{
		// Thunderbird in the Spanish of Mexico and of Argentina.
		"El mensaje no pudo ser enviado porque el tiempo de conexión con el servidor de salida (SMTP) smtp.corp.mx se ha agotado. Intenta de nuevo.":                                                        "timeout",
		"El mensaje no pudo ser enviado porque se terminó el tiempo para la conexión al servidor SMTP smtp.corp.ar. Intente nuevamente o contacte a su administrador de red.":                               "timeout",
		"El mensaje no pudo ser enviado porque se perdió la conexión al servidor SMTP smtp.corp.ar en medio de la transacción. Intente nuevamente o contacte a su administrador de red.":                    "broken-off",
		"No se pudo establecer una conexión segura con el servidor SMTP smtp.corp.ar usando STARTTLS porque no anuncia esa funcionalidad . Deshabilite STARTTLS para ese servidor":                          "no-starttls",
		"El servidor saliente (SMTP) smtp.corp.ar no parece soportar contraseñas cifradas. Si recién configuró la cuenta, intente cambiar el ‘Método de autenticación’":                                     "login",
		"El servidor saliente (SMTP) smtp.corp.ar no permite contraseñas en texto plano. Intente cambiar el ‘Método de autenticación’":                                                                      "login",
		"No se puede autenticar al servidor SMTP smtp.corp.ar. Verifique la contraseña y ‘Método de autenticación’ en ‘Configuración de cuenta | Servidor de salida (SMTP)’.":                               "login",
		"El ticket Kerberos/GSSAPI no fue aceptado por el servidor SMTP smtp.corp.ar. Verifique que inició sesión en Kerberos/GSSAPI.":                                                                      "login",
		"El servidor smtp.corp.ar no soporta el método de autenticación seleccionado. Cambie el ‘Método de autenticación’":                                                                                  "login",
		"Your connection is being intercepted by a TLS proxy. Uninstall it if possible or configure your device to trust its root certificate.":                                                             "intercepted",
		"The security certificate for shop.corp.com is not considered trustworthy, since the issuing organization failed to follow security practices.":                                                     "distrusted",
		"Les certificats émis par GeoTrust, RapidSSL et Thawte ne sont plus considérés comme sécurisés car ces autorités de certification ont, dans le passé, omis de respecter des pratiques de sécurité.": "distrusted",
		"Los certificados emitidos por GeoTrust y Thawte ya no se consideran seguros porque estas autoridades de certificación no siguieron las prácticas de seguridad en el pasado.":                       "distrusted",
		"Authentication failed for Office. Update your server settings.":                                                                                                                                    "login",
		"Échec d’authentification pour Bureau. Mettre à jour les paramètres du serveur.":                                                                                                                    "login",
		"Fallo de autenticación para Oficina. Actualice la configuración del servidor.":                                                                                                                     "login",
		"Erreur de certificat pour (Bureau)\nVérifiez vos paramètres de serveur":                                                                                                                            "cannot-verify",
		"Error de certificado para Oficina\nCompruebe su configuración del servidor":                                                                                                                        "cannot-verify",
		"SSL_connect returned=1 errno=0 state=unknown state: unknown protocol":                                                                                                                              "not-tls",
		"SSL_connect returned=1 errno=0 state=SSLv3 read server hello A: unknown protocol":                                                                                                                  "not-tls",
		"Se ha terminado la conexión: Error inesperado de recepción.":                                                                                                                                       "broken-off",
		"Die zugrunde liegende Verbindung wurde geschlossen: Unerwarteter Fehler beim Senden.":                                                                                                              "broken-off",
		"La connexion sous-jacente a été fermée : Une erreur inattendue s’est produite lors de l’envoi.":                                                                                                    "broken-off",
		"Le serveur a clos la connexion sous-jacente : Une erreur inattendue s’est produite lors de la réception.":                                                                                          "broken-off",
		"dane: no TLSA record matched the server certificate":                                                                                                                                               "dane",
		"mailsmtp: dane: no TLSA record matches mx.corp.de":                                                                                                                                                 "dane",
		"Error [132]: STARTTLS connection failed.":                  "handshake",
		"STARTTLS connection failed: [Errno 111] smtp.corp.com:587": "no-encryption",
	} {
		if m, ok := errortext.Recognise(text, today); !ok || m.Entry.Kind != kind {
			t.Errorf("%q is %q (%s), want %q", text, m.Entry.Kind, m.Entry.ID, kind)
		}
	}
	for _, text := range []string{
		"The door system says authentication failed for two guests, please update the list",
		"Se ha terminado la conexión del agua, error inesperado en la factura",
		"DANE: No TLSA records provided by application, skipping",
	} {
		if m, ok := errortext.Recognise(text, today); ok {
			t.Errorf("%q is taken for %s", text, m.Entry.ID)
		}
	}
}
