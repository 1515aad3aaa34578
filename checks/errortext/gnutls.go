package errortext

// gnutls is what GnuTLS and the programs on it say: Wget, Git, apt, msmtp,
// FileZilla, Emacs, WeeChat, and GLib's programs (Evolution, Geary, GNOME).
// Sources: gnutls lib/cert-session.c and lib/errors.c, wget src/gnutls.c and
// src/openssl.c, msmtp src/mtls-gnutls.c, e-trust-prompt.c of
// evolution-data-server.
var gnutls = []Entry{
	{ID: "gnutls-handshake", Client: "GnuTLS", Kind: handshake, Headline: true, Codes: []string{"GNUTLS_E_FATAL_ALERT_RECEIVED"}, Phrases: []string{"a tls fatal alert has been received"}},
	{ID: "gnutls-not-tls", Client: "GnuTLS", Kind: notTLS, Phrases: []string{"a packet with illegal or unsupported version was received", "an unexpected tls packet was received"}},
	{ID: "gnutls-terminated", Client: "GnuTLS", Kind: broken, Headline: true, Phrases: []string{"the tls connection was non properly terminated"}},
	{ID: "gnutls-broken", Client: "GnuTLS", Kind: broken, Phrases: []string{"gnutls recv error", "tls packet with unexpected length was received"}},
	{ID: "gnutls-expired", Client: "GnuTLS", Kind: expired, Phrases: []string{"? the certificate has *expired tls certificate verification failed", "? tls certificate verification failed the certificate has *expired", "the certificate chain uses expired certificate", "issued certificate has *expired", "the certificate of has *expired"}},
	{ID: "gnutls-not-yet", Client: "GnuTLS", Kind: notYet, Phrases: []string{"the certificate chain uses not *yet valid certificate", "issued certificate not *yet valid", "the certificate of is not *yet activated"}},
	{ID: "gnutls-weak", Client: "GnuTLS", Kind: weakHash, Phrases: []string{"the certificate chain uses insecure algorithm", "the certificate of was signed using an insecure algorithm"}},
	{ID: "gnutls-revoked", Client: "GnuTLS", Kind: revoked, Phrases: []string{"the certificate chain is *revoked", "the certificate of has been *revoked"}},
	{ID: "gnutls-invalid", Client: "GnuTLS", Kind: invalid, Phrases: []string{"the certificate issuer is not a *ca", "the certificate chain violates the signer s constraints"}},
	{ID: "gnutls-verify", Client: "GnuTLS", Kind: cannotVerify, Headline: true, Phrases: []string{"certificate verification failed the certificate is not trusted", "pki verification of server certificate failed", "server certificate verification failed cafile", "tls certificate verification failed", "gnutls peer s certificate is not trusted"}},
	{ID: "gnutls-issuer", Client: "GnuTLS", Kind: untrusted, Phrases: []string{"the certificate is not trusted the certificate issuer is unknown", "the certificate of doesn t have a known issuer", "the certificate hasn t got a known issuer", "unable to locally verify the issuer s authority", "the signing certificate authority is not known", "die signierende zertifizierungsstelle ist unbekannt", "? l autorité de certification signataire n est pas connue", "la autoridad de firma del certificado es desconocida"}},
	{ID: "wget-untrusted", Client: "Wget", Kind: untrusted, Headline: true, Phrases: []string{"error the certificate of is not trusted", "unacceptable tls certificate", "? inakzeptables tls zertifikat", "certificat tls inacceptable", "certificado tls inaceptable"}},
	{ID: "wget-self-signed", Client: "Wget", Kind: selfSigned, Phrases: []string{"self signed certificate encountered"}},
	{ID: "wget-name", Client: "Wget", Kind: wrongName, Phrases: []string{"no certificate subject alternative name *matches requested host name", "certificate common name doesn t *match requested host name", "the certificate s owner does not match hostname", "the certificate owner does not match hostname", "certificate owner does not match hostname"}},
	{ID: "gnutls-name", Client: "GnuTLS", Kind: wrongName, Phrases: []string{"the name in the certificate does not match the expected"}},
	{ID: "gio-bad-identity", Client: "Evolution", Kind: wrongName, Phrases: []string{"the certificate does not match the expected identity of the site that it was retrieved from", "das zertifikat entspricht nicht der erwarteten identität der seite von der es bezogen wurde", "le certificat ne correspond pas à l identité attendue du site duquel il provient", "el certificado no coincide con la identidad del sitio esperada del que se obtuvo"}},
	{ID: "gio-not-yet", Client: "Evolution", Kind: notYet, Phrases: []string{"the certificate s activation time is still in the *future"}},
	{ID: "gio-revoked", Client: "Evolution", Kind: revoked, Phrases: []string{"the certificate has been *revoked according to the connection s certificate revocation list"}},
	{ID: "gio-insecure", Client: "Evolution", Kind: weakHash, Phrases: []string{"the certificate s algorithm is considered insecure"}},
	// The translations of GnuTLS 3.7 and Wget 1.21.
	{ID: "gnutls-said-length", Client: "GnuTLS", Kind: notTLS, Phrases: []string{"a *tls *record packet with invalid *length was received", "ein *tls *datensatzpaket mit ungültiger *länge wurde empfangen", "se recibió un paquete de registro *tls con *longitud inválida", "un paquet *tls de *longueur incorrecte a été reçu"}},
	{ID: "gnutls-said-time", Client: "GnuTLS", Kind: expired, Phrases: []string{
		"fehler in den *zeit feldern des zertifikats", "error en los campos de *fecha hora del certificado", "erreur dans le champ de *date du certificat", "die sitzung oder das zertifikat ist *abgelaufen", "*expiró la sesión o el certificado", "la session ou le certificat a *expiré",
		"el certificado está *expirado", "das ausgestellte zertifikat ist nicht mehr *gültig", "ha *expirado el certificado",
	}},
	{ID: "gnutls-said-signer-time", Client: "GnuTLS", Kind: staleProof, Phrases: []string{"the *ocsp response s signer s certificate is *expired", "das zertifikat des signierers der *ocsp antwort ist *abgelaufen", "*expiró el certificado del firmante de la respuesta *ocsp", "le certificat du signataire de la réponse *ocsp est *expiré"}},
	{ID: "gnutls-said-usage", Client: "GnuTLS", Kind: wrongUsage, Phrases: []string{"*schlüsselverwendungsverletzung im zertifikat wurde entdeckt", "se detectó una violación del *uso de *llave en el certificado", "violation d *utilisation de la *clef d un certificat détectée"}},
	{ID: "gnutls-said-changed", Client: "GnuTLS", Kind: inconsistent, Phrases: []string{"das zertifikat oder der benutzername der gegenstelle hat sich während des erneuten *handshakes *geändert", "el certificado o el nombre de usuario del par *cambió durante una *renegociación", "le certificat ou le nom de l autre partie a *changé durant la *poignée de main"}},
	{ID: "gnutls-said-common", Client: "GnuTLS", Kind: noCommon, Phrases: []string{
		"die *diffie hellman primzahl die vom server gesendet wurde ist nicht akzeptabel", "el primo *diffie hellman enviado por el servidor no es aceptable", "le nombre de *diffie hellman envoyé par le serveur n est pas suffisamment grand",
		"der angegebene *dsa schlüssel ist zu dem gewählten tls protokoll nicht kompatibel", "la llave *dsa dada es incompatible con el protocolo tls seleccionado", "la clef *dsa est incompatible avec le protocole tls sélectionné", "no hay una *llave común compartida con el par", "aucune *clef commune avec l autre partie",
	}},
	{ID: "gnutls-said-ocsp", Client: "GnuTLS", Kind: noRevocation, Phrases: []string{"die bereitgestellte *ocsp antwort passt nicht auf die verfügbaren zertifikate", "la respuesta *ocsp proporcionada no coincide con los certificados disponibles", "la réponse *ocsp ne correspond à aucun certificat connu"}},
	{ID: "gnutls-said-staple", Client: "GnuTLS", Kind: staple, Phrases: []string{"*zertifikatsstatus *ocsp ist nicht verfügbar", "no hay estado de certificado *ocsp", "no hay estado estado de certificado *ocsp", "pas d état de certificat *ocsp"}},
	{ID: "gnutls-said-differs", Client: "GnuTLS", Kind: changed, Phrases: []string{"the certificate *differs", "*zertifikat ist *unterschiedlich", "no *coincide el certificado", "le certificat est *différent"}},
	{ID: "gnutls-said-order", Client: "GnuTLS", Kind: chainOrder, Phrases: []string{"die bereitgestellte liste der *x 509 zertifikate ist nicht *sortiert", "la lista de certificado *x 509 proporcionada no está *ordenada", "la liste de certificats *x 509 fournie n est pas *triée"}},
	{ID: "gnutls-said-extension", Client: "GnuTLS", Kind: invalid, Phrases: []string{
		"nicht unterstützte *kritische *erweiterung im x 509 zertifikat", "no se admite la *extensión *crítica en el certificado x 509", "une *extension *critique du certificat x 509 n est pas prise en charge",
		"the certificate *signer of was not a *ca", "der *unterzeichner des zertifikats von ist keine *ca", "el *signatario del certificado de no es una *ac", "le *signataire de certificat de n était pas une *autorité",
	}},
	{ID: "gnutls-said-error", Client: "GnuTLS", Kind: cannotVerify, Headline: true, Phrases: []string{"*error in the *certificate", "*fehler im *zertifikat", "*error en el *certificado", "*erreur dans le *certificat", "*fehlerhaftes *zertifikat", "el certificado es *erróneo"}},
	{ID: "wget-said-weak", Client: "Wget", Kind: weakHash, Phrases: []string{"certificado de fue firmado usando un *algoritmo *inseguro", "le certificat de a été signé avec un *algorithme non *sécurisé", "das zertifikat von wurde mit einem *unsicheren *algorithmus signiert"}},
	{ID: "wget-said-name", Client: "Wget", Kind: wrongName, Phrases: []string{"ningún nombre de sujeto *alternativo del certificado *encaja con el nombre de equipo", "le nom de sujet *alternatif du certificat ne *correspond pas au nom", "keiner der *alternativen namen des zertifikats *stimmt mit dem angefragten maschinennamen"}},
}
