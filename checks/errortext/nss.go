package errortext

// nss is what programs with Mozilla's library say where they show its sentence
// and not its code, and what the dialog for exceptions says. Sources: NSS's
// nsserrors.properties; certManager.ftl and aboutCertError.ftl in each language.
var nss = []Entry{
	{ID: "nss-name", Client: "Thunderbird", Kind: wrongName, Phrases: []string{"unable to communicate securely with peer requested domain name does not match the server s certificate", "kommunikation mit der gegenstelle nicht möglich angeforderter domainname stimmt nicht mit dem zertifikat des servers überein", "impossible de communiquer en mode sécurisé avec le pair le nom de domaine demandé ne correspond pas au certificat du serveur", "no es posible comunicar de forma segura con el otro extremo de la conexión porque el nombre de dominio solicitado no coincide con el certificado del servidor"}},
	{ID: "nss-issuer", Client: "Thunderbird", Kind: untrusted, Phrases: []string{"peer s certificate issuer is not *recognized", "der zertifikat aussteller der gegenstelle wurde nicht erkannt", "el emisor del certificado de la otra parte no se reconoce"}},
	{ID: "nss-expired", Client: "Thunderbird", Kind: expired, Phrases: []string{"peer s certificate has *expired", "das zertifikat der gegenstelle ist *abgelaufen", "le certificat du pair a *expiré", "el certificado del par ha *expirado", "ssl peer rejected your certificate as *expired"}},
	{ID: "nss-not-yet", Client: "Thunderbird", Kind: notYet, Phrases: []string{"the server presented a certificate that is not *yet valid", "a certificate that is not *yet valid was used to issue the server s certificate", "le serveur a présenté un certificat qui n est pas *encore valide", "el servidor ha presentado un certificado que *aún no es válido"}},
	{ID: "nss-issuer-expired", Client: "Thunderbird", Kind: expired, Phrases: []string{"the certificate issuer s certificate has *expired check your system date and time", "dem zertifikat wird nicht vertraut weil das aussteller zertifikat *abgelaufen ist", "le certificat n est pas sûr car le certificat de l autorité l ayant délivré a *expiré", "el certificado no es de confianza porque el certificado del emisor ha *caducado", "el certificado no es confiable porque el certificado del emisor ha *expirado"}},
	{ID: "nss-ca-as-leaf", Client: "Thunderbird", Kind: invalid, Phrases: []string{"the server uses a certificate with a basic constraints extension identifying it as a certificate authority", "an x 509 version 1 certificate that is not a trust anchor was used to issue the server s certificate", "the server presented a certificate with an empty issuer distinguished name"}},
	{ID: "nss-rule", Client: "Thunderbird", Kind: invalid, Phrases: []string{"the certifying authority for this certificate is not permitted to issue a certificate with this name", "certificate path length constraint is invalid", "certificate contains unknown critical extension", "issuer certificate is invalid", "certificate policy validation failed"}},
	{ID: "nss-key", Client: "Thunderbird", Kind: weakKey, Phrases: []string{"the server presented a certificate with a *key size that is too *small to establish a secure connection", "the server certificate included a public key that was too weak", "ssl received a weak ephemeral diffie hellman key in server key exchange handshake message"}},
	{ID: "nss-usage", Client: "Thunderbird", Kind: wrongUsage, Phrases: []string{"certificate type not *approved for application", "certificate key *usage *inadequate for attempted operation"}},
	{ID: "nss-weak-hash", Client: "Thunderbird", Kind: weakHash, Phrases: []string{"the certificate was signed using a signature *algorithm that is disabled because it is not secure"}},
	{ID: "nss-same-serial", Client: "Thunderbird", Kind: malformed, Phrases: []string{"your certificate contains the same *serial number as another certificate issued by the certificate authority", "attempting to import a cert with the same issuer *serial as an existing cert", "security library improperly formatted der encoded message", "peer s certificate has an *invalid *signature", "? a certificate with a *serial number that is not valid was used"}},
	{ID: "nss-handshake", Client: "Thunderbird", Kind: noCommon, Phrases: []string{"ssl peer was unable to negotiate an acceptable set of security parameters", "die ssl gegenstelle konnte keinen akzeptablen satz an sicherheitsparametern aushandeln", "le pair ssl n a pas réussi à négocier un jeu de paramètres de sécurité acceptable"}},
	{ID: "nss-version", Client: "Thunderbird", Kind: oldTLS, Phrases: []string{"peer reports incompatible or unsupported protocol *version", "cannot connect ssl is disabled", "the server rejected the handshake because the client downgraded to a lower tls version than the server supports"}},
	{ID: "nss-staple", Client: "Thunderbird", Kind: staple, Phrases: []string{"a required tls feature is missing"}},
	{ID: "nss-revocation", Client: "Thunderbird", Kind: noRevocation, Phrases: []string{"the ocsp server experienced an internal error", "the ocsp server suggests trying again later", "the ocsp server has no status for the certificate", "the response from the ocsp server was corrupted or improperly formed"}},
	{ID: "nss-record", Client: "Thunderbird", Kind: notTLS, Phrases: []string{
		"ssl received a record with an unknown content type", "ssl hat einen eintrag mit unbekanntem inhaltstyp empfangen", "ssl a reçu un enregistrement avec un type de contenu inconnu", "ssl ha recibido un registro con un tipo de contenido desconocido",
	}},
	{ID: "nss-disabled", Client: "Thunderbird", Kind: oldTLS, Phrases: []string{
		"verbindung ist nicht möglich ssl ist *deaktiviert", "impossible de se connecter ssl est *désactivé", "no se puede conectar ssl está *desactivado",
		"peer only supports ssl version 2 which is locally disabled", "die gegenstelle unterstützt nur ssl version 2 die jedoch lokal deaktiviert ist", "le pair ne gère que la version 2 de ssl qui est désactivée localement", "la otra parte sólo admite ssl versión 2 que está desactivado localmente",
	}},
	{ID: "nss-weak-exchange", Client: "Thunderbird", Kind: weakKey, Phrases: []string{
		"ssl hat einen schwachen kurzlebigen diffie hellman schlüssel in der handshake nachricht", "ssl a reçu une clé diffie hellman éphémère faible", "ssl ha recibido una clave diffie hellman efímera débil",
	}},
	{ID: "nss-revoked-ocsp", Client: "Thunderbird", Kind: revoked, Phrases: []string{
		"issuer s ocsp responder reports certificate is *revoked", "der ocsp beantworter des ausstellers meldet dass das zertifikat *widerrufen wurde", "le répondeur ocsp de l autorité signale que le certificat est *révoqué", "el respondedor ocsp del emisor informa que el certificado está *revocado",
	}},
	{ID: "nss-unknown-identity", Client: "Thunderbird", Kind: untrusted, Phrases: []string{
		"dem zertifikat wird nicht vertraut weil nicht verifiziert wurde dass es von einer vertrauenswürdigen autorität unter verwendung einer sicheren signatur herausgegeben wurde",
		"le certificat n est pas sûr car il est *impossible de vérifier qu il ait été délivré par une autorité de confiance utilisant une signature sécurisée",
		"no se confía en el certificado porque no ha sido verificado como emitido por una autoridad confiable usando una firma segura",
		"? el certificado no es de confianza porque no ha sido verificado por una autoridad reconocida",
	}},
	{ID: "nss-outdated", Client: "Thunderbird", Kind: expired, Phrases: []string{
		"the certificate is not *currently valid it may have been stolen or lost", "das zertifikat ist *derzeit nicht gültig es könnte gestohlen oder verloren worden sein",
		"le certificat n est pas valide *actuellement il a pu être volé ou perdu", "el certificado no es *actualmente válido puede haber sido robado o perdido",
	}},
	{ID: "nss-distrusted-practices", Client: "Thunderbird", Kind: distrusted, Phrases: []string{
		"is not considered *trustworthy since the issuing organization failed to follow *security *practices", "ist nicht *vertrauenswürdig da sich die ausstellende organisation nicht an *sicherheitsregeln gehalten hat",
		"are no longer considered safe because these certificate *authorities failed to follow *security *practices",
		"ne sont plus considérés comme sécurisés car ces *autorités de certification ont dans le passé omis de respecter des pratiques de sécurité",
		"ya no se consideran seguros porque estas *autoridades de certificación no siguieron las prácticas de *seguridad",
		"ya no son considerados seguros porque estas *autoridades certificadoras fallaron al seguir las prácticas de *seguridad",
	}},
}
