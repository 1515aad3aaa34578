package errortext

// apple is what Mail on macOS, iPhone and iPad says. Sources: Apple's
// SecBase.h, SecureTransport.h, NSURLError.h and cssmerr.h, and the user guides
// of Mail.
var apple = []Entry{
	{ID: "ios-identity", Client: "Mail on iPhone", Kind: cannotVerify, Headline: true, Phrases: []string{
		"cannot verify server identity", "cannot be verified by mail", "the identity of cannot be verified", "the identity of cannot be verified by mail review the certificate details to continue",
		"serveridentität kann nicht überprüft werden", "? die identität des servers kann nicht überprüft werden", "die identität von kann von mail nicht überprüft werden",
		"impossible de vérifier l identité du serveur", "no se puede verificar la identidad del servidor",
		"? imposible verificar la identidad del servidor", "? no es posible verificar la identidad del servidor", "? serveridentität nicht überprüfbar", "? server identität kann nicht überprüft werden",
	}},
	{ID: "apple-identity", Client: "Apple Mail", Kind: cannotVerify, Headline: true, Phrases: []string{
		"le certificat de ce serveur n est pas valide", "el certificado de este servidor no es válido",
		"? mail can t verify the identity of the server", "? mail can t verify the identity of",
		"? mail ne peut pas vérifier l identité du serveur", "? mail no puede verificar la identidad del servidor", "the certificate for this server is invalid you might be connecting to a server that is pretending to be",
		"das zertifikat für diesen server ist ungültig",
	}},
	{ID: "apple-invalid", Client: "Apple Mail", Kind: cannotVerify, Headline: true, Codes: []string{"-1202", "NSURLErrorServerCertificateUntrusted"}}, // whatever its reason
	{ID: "apple-untrusted", Client: "Apple Mail", Kind: untrusted, Codes: []string{"errSSLUnknownRootCert", "errSSLNoRootCert", "errSecNotTrusted", "-9812", "-9813", "-67843", "-1203", "CSSMERR_TP_NOT_TRUSTED", "CSSMERR_TP_INVALID_ANCHOR_CERT", "errSecCreateChainFailed", "-25318", "NSURLErrorServerCertificateHasUnknownRoot"}, Phrases: []string{
		"? this certificate is not trusted", "root certificate not trusted", "this root certificate is not trusted", "the root certificate for this server could not be *verified", "the root certificate for this server cannot be *verified", "this certificate was signed by an unknown authority", "this certificate was signed by an untrusted issuer",
		"dieses zertifikat wurde von einer unbekannten instanz signiert", "? dieses root zertifikat ist nicht vertrauenswürdig", "ce certificat a été signé par une autorité inconnue", "? este certificado está firmado por una autoridad desconocida",
	}},
	{ID: "apple-chain", Client: "Apple Mail", Kind: cannotVerify, Codes: []string{"errSSLXCertChainInvalid", "-9807"}},
	{ID: "apple-expired", Client: "Apple Mail", Kind: expired, Codes: []string{"CSSMERR_TP_CERT_EXPIRED", "errSecCertificateExpired", "-67818", "errSSLCertExpired", "-9814", "-1201", "NSURLErrorServerCertificateHasBadDate"}, Phrases: []string{"this certificate has expired", "? dieses zertifikat ist abgelaufen", "? ce certificat a expiré", "? este certificado ha caducado"}},
	{ID: "apple-not-yet", Client: "Apple Mail", Kind: notYet, Codes: []string{"CSSMERR_TP_CERT_NOT_VALID_YET", "errSecCertificateNotValidYet", "-67819", "errSSLCertNotYetValid", "-9815", "-1204", "NSURLErrorServerCertificateNotYetValid"}},
	{ID: "apple-name", Client: "Apple Mail", Kind: wrongName, Codes: []string{"errSSLHostNameMismatch", "errSecHostNameMismatch", "-9843", "-67602"}, Phrases: []string{"? this certificate is not valid host name mismatch", "host name mismatch", "hostname mismatch"}},
	{ID: "apple-revoked", Client: "Apple Mail", Kind: revoked, Codes: []string{"CSSMERR_TP_CERT_REVOKED", "errSecCertificateRevoked"}, Phrases: []string{"? this certificate was revoked", "? dieses zertifikat wurde widerrufen", "? ce certificat a été révoqué", "? este certificado ha sido revocado"}},
	{ID: "apple-connect", Client: "Apple Mail", Kind: noConnection, Headline: true, Phrases: []string{
		"cannot get mail the connection to the server failed", "? e mails können nicht empfangen werden die verbindung zum server ist fehlgeschlagen", "? impossible de relever le courrier la connexion au serveur a échoué", "? no se puede obtener el correo la conexión con el servidor ha fallado",
		"? the mail server is not responding verify that you have entered the correct account info",
		"unable to verify account name or password", "? der account name oder das passwort kann nicht überprüft werden",
	}},
	{ID: "apple-handshake", Client: "Apple Mail", Kind: handshake, Codes: []string{"errSSLPeerHandshakeFail", "errSSLProtocol", "-9824", "-9800", "-9802", "-1200", "NSURLErrorSecureConnectionFailed"}, Phrases: []string{"? ein ssl fehler ist aufgetreten und eine sichere verbindung zum server kann nicht hergestellt werden", "an ssl error has occurred and a secure connection to the server cannot be made", "ein ssl fehler ist aufgetreten und es kann keine sichere verbindung mit dem server hergestellt werden"}},
	{ID: "apple-trust-name", Client: "Apple Mail", Kind: wrongName, Phrases: []string{"trust evaluate failure leaf *sslhostname"}},
	{ID: "apple-trust-time", Client: "Apple Mail", Kind: expired, Phrases: []string{"trust evaluate failure leaf *temporalvalidity", "? trust evaluate failure ca *temporalvalidity"}},
	{ID: "apple-trust-anchor", Client: "Apple Mail", Kind: untrusted, Phrases: []string{"trust evaluate failure leaf *anchortrusted", "trust evaluate failure root *anchortrusted", "? trust evaluate failure leaf *missingintermediate"}},
	{ID: "apple-client-cert", Client: "Apple Mail", Kind: clientCert, Codes: []string{"-1205", "-1206", "NSURLErrorClientCertificateRejected", "NSURLErrorClientCertificateRequired"}},
	{ID: "apple-no-ssl", Client: "Apple Mail", Kind: noEncryption, Phrases: []string{"? cannot connect using ssl do you want to try setting up the account without ssl", "? verbindung über ssl nicht möglich möchten sie versuchen den account ohne ssl zu konfigurieren", "? connexion ssl impossible voulez vous essayer de configurer le compte sans ssl", "? no se puede conectar mediante ssl"}},
	{ID: "apple-user", Client: "Apple Mail", Kind: login, Phrases: []string{
		"? cannot get mail the *user name or *password for is *incorrect", "? der *benutzername oder das *passwort für ist *nicht korrekt",
		"? no se puede obtener el correo el nombre de *usuario o la *contraseña de son *incorrectos", "? no se puede obtener el correo el nombre de *usuario o la *contraseña de no son *correctos", "? no se puede obtener correo el nombre de *usuario o la *contraseña para es *incorrecto",
	}},
	{ID: "apple-relay", Client: "Apple Mail", Kind: relay, Phrases: []string{
		"? was *rejected by the server because it does not allow *relaying",
		"? ha sido *rechazado por el servidor porque no permite la *retransmisión",
	}},
	{ID: "apple-standards", Client: "Apple Mail", Kind: ofApple, Phrases: []string{
		"? *zertifikat ist *nicht *standardkonform", "? ce *certificat n est pas *conforme aux *normes", "? le *certificat n est pas *conforme aux *standards",
		"? este *certificado no cumple los *estándares", "? el *certificado no cumple con las *normas",
	}},
}
