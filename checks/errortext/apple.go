package errortext

// apple is what Mail on macOS, iPhone and iPad says, and Android's programs.
var apple = []Entry{
	{ID: "apple-identity", Client: "Apple Mail", Kind: cannotVerify, Headline: true, Phrases: []string{
		"cannot verify server identity", "mail can t verify the identity of the server", "mail can t verify the identity of", "cannot be verified by mail",
		"serveridentität kann nicht überprüft werden", "die identität des servers kann nicht überprüft werden", "die identität von kann von mail nicht überprüft werden",
		"impossible de vérifier l identité du serveur", "no se puede verificar la identidad del servidor", "the identity of cannot be verified",
	}},
	{ID: "apple-untrusted", Client: "Apple Mail", Kind: untrusted, Codes: []string{"errSSLUnknownRootCert", "errSSLNoRootCert", "errSecNotTrusted", "-9812", "-9813", "-67843", "-1202", "-1203", "NSURLErrorServerCertificateUntrusted", "NSURLErrorServerCertificateHasUnknownRoot"}, Phrases: []string{
		"this certificate is not trusted", "root certificate not trusted", "this root certificate is not trusted", "this certificate was signed by an unknown authority", "this certificate was signed by an untrusted issuer",
		"dieses zertifikat wurde von einer unbekannten instanz signiert", "dieses root zertifikat ist nicht vertrauenswürdig", "ce certificat a été signé par une autorité inconnue", "este certificado está firmado por una autoridad desconocida",
	}},
	{ID: "apple-chain", Client: "Apple Mail", Kind: invalid, Codes: []string{"errSSLXCertChainInvalid", "-9807"}},
	{ID: "apple-expired", Client: "Apple Mail", Kind: expired, Codes: []string{"errSSLCertExpired", "-9814", "-1201", "NSURLErrorServerCertificateHasBadDate"}, Phrases: []string{"this certificate has expired", "dieses zertifikat ist abgelaufen", "ce certificat a expiré", "este certificado ha caducado"}},
	{ID: "apple-not-yet", Client: "Apple Mail", Kind: notYet, Codes: []string{"errSSLCertNotYetValid", "-9815", "-1204", "NSURLErrorServerCertificateNotYetValid"}},
	{ID: "apple-name", Client: "Apple Mail", Kind: wrongName, Codes: []string{"errSSLHostNameMismatch", "errSecHostNameMismatch", "-9843", "-67602"}, Phrases: []string{"this certificate is not valid host name mismatch", "host name mismatch", "hostname mismatch"}},
	{ID: "apple-handshake", Client: "Apple Mail", Kind: handshake, Codes: []string{"errSSLPeerHandshakeFail", "errSSLProtocol", "-9824", "-9800", "-9836", "-1200", "NSURLErrorSecureConnectionFailed"}, Phrases: []string{"an ssl error has occurred and a secure connection to the server cannot be made", "ein ssl fehler ist aufgetreten und eine sichere verbindung zum server kann nicht hergestellt werden"}},
	{ID: "apple-client-cert", Client: "Apple Mail", Kind: clientCert, Codes: []string{"-1205", "-1206", "NSURLErrorClientCertificateRejected", "NSURLErrorClientCertificateRequired"}},
	{ID: "apple-no-ssl", Client: "Apple Mail", Kind: noEncryption, Phrases: []string{"cannot connect using ssl do you want to try setting up the account without ssl", "verbindung über ssl nicht möglich möchten sie versuchen den account ohne ssl zu konfigurieren", "connexion ssl impossible voulez vous essayer de configurer le compte sans ssl", "no se puede conectar mediante ssl"}},
	{ID: "gmail-certificate", Client: "Gmail on Android", Kind: cannotVerify, Headline: true, Phrases: []string{"there is a problem with the server s certificate", "certificate is not valid", "zertifikat ist ungültig", "couldn t safely connect to server", "sichere verbindung zum server nicht möglich"}},
	{ID: "gmail-connect", Client: "Gmail on Android", Kind: noServer, Phrases: []string{"couldn t open connection to server", "verbindung zum server konnte nicht hergestellt werden"}},
	{ID: "android-security-error", Client: "Android", Kind: cannotVerify, Phrases: []string{"problem with account setup security error", "unable to connect to the server security error occurred", "sicherheitsfehler aufgetreten"}},
	{ID: "trust-anchor", Client: "Android", Kind: untrusted, Codes: []string{"CertPathValidatorException"}, Phrases: []string{"trust anchor for certification path not found"}},
	{ID: "peer-unverified", Client: "Android", Kind: wrongName, Codes: []string{"SSLPeerUnverifiedException"}},
	{ID: "android-expired", Client: "Android", Kind: expired, Codes: []string{"CertificateExpiredException"}},
	{ID: "android-not-yet", Client: "Android", Kind: notYet, Codes: []string{"CertificateNotYetValidException"}},
}
