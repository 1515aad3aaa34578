package errortext

// mailers is what other mail programs say. Sources: the published strings of
// K-9 Mail and Thunderbird for Android, FairEmail, Evolution, KMail; the
// Android reference for exceptions; Gmail's help on mail from other accounts.
var mailers = []Entry{
	{ID: "gmail-certificate", Client: "Gmail on Android", Kind: cannotVerify, Headline: true, Phrases: []string{"there is a problem with the server s certificate", "certificate is not valid", "zertifikat ist ungültig", "couldn t safely connect to server", "sichere verbindung zum server nicht möglich"}},
	{ID: "gmail-connect", Client: "Gmail on Android", Kind: noServer, Phrases: []string{"couldn t open connection to server", "verbindung zum server konnte nicht hergestellt werden"}},
	{ID: "android-security-error", Client: "Android", Kind: cannotVerify, Phrases: []string{"problem with account setup security error", "unable to connect to the server security error occurred", "sicherheitsfehler aufgetreten"}},
	{ID: "trust-anchor", Client: "Android", Kind: untrusted, Codes: []string{"CertPathValidatorException"}, Phrases: []string{"trust anchor for certification path not found"}},
	{ID: "peer-unverified", Client: "Android", Kind: wrongName, Codes: []string{"SSLPeerUnverifiedException"}},
	{ID: "android-expired", Client: "Android", Kind: expired, Codes: []string{"CertificateExpiredException"}},
	{ID: "android-not-yet", Client: "Android", Kind: notYet, Codes: []string{"CertificateNotYetValidException"}},
	{ID: "gmail-pop-name", Client: "Gmail's other accounts", Kind: wrongName, Phrases: []string{"tls negotiation failed the certificate doesn t match the host", "tls negotiation failed the certificate does not match the host", "the certificate doesn t match the host"}},
	{ID: "gmail-pop-tls", Client: "Gmail's other accounts", Kind: cannotVerify, Headline: true, Phrases: []string{"tls negotiation failed", "unable to establish secure ssl connection to", "échec de la négociation tls", "tls aushandlung fehlgeschlagen", "error en la negociación tls", "server denied pop3 access ssl", "ssl security error"}},
	{ID: "k9-certificate", Client: "K-9 Mail", Kind: cannotVerify, Headline: true, Phrases: []string{
		"certificate error for check your server settings", "unrecognized certificate", "nicht erkanntes zertifikat", "certificat non reconnu", "certificado no reconocido",
		"the server presented an invalid tls certificate", "the server presented an invalid ssl certificate", "der server hat ein ungültiges tls zertifikat präsentiert", "le serveur a présenté un certificat tls invalide", "el servidor presentó un certificado tls no válido",
	}},
	{ID: "samsung-certificate", Client: "Samsung Email", Kind: untrusted, Phrases: []string{"the certificate from the server is not trusted", "unable to verify server certificate", "untrusted certificate", "nicht vertrauenswürdiges zertifikat", "certificat non approuvé", "certificado no fiable"}},
	{ID: "fairemail-untrusted", Client: "FairEmail", Kind: untrusted, Phrases: []string{"untrusted server certificate", "nicht vertrauenswürdiges serverzertifikat", "certificat de serveur non fiable", "certificado del servidor no fiable"}},
	{ID: "emclient-certificate", Client: "eM Client", Kind: untrusted, Phrases: []string{
		"the certificate of the server is not trusted", "server certificate is not trusted do you want to accept", "untrusted server certificate do you want to connect anyway",
		"the server you are trying to connect to is using a certificate which could not be verified", "dem zertifikat des servers wird nicht vertraut", "le certificat du serveur n est pas approuvé", "el certificado del servidor no es de confianza",
	}},
	{ID: "mailbird-certificate", Client: "Mailbird", Kind: cannotVerify, Headline: true, Phrases: []string{"mailbird could not verify the certificate of the server", "the server s security certificate is not trusted", "invalid server certificate"}},
	{ID: "evolution-certificate", Client: "Evolution", Kind: untrusted, Phrases: []string{
		"ssl tls certificate for is not trusted do you wish to accept it",
		"das ssl tls zertifikat für ist nicht vertrauenswürdig möchten sie es annehmen", "le certificat ssl tls pour n est pas approuvé voulez vous l accepter", "el certificado ssl tls para no es de confianza quiere aceptarlo",
	}},
	{ID: "gio-unknown-ca", Client: "Evolution", Kind: untrusted, Phrases: []string{"the signing certificate authority is not known", "unacceptable tls certificate", "die signierende zertifizierungsstelle ist nicht bekannt", "l autorité de certification signataire n est pas connue", "la autoridad certificadora firmante no es conocida"}},
	{ID: "gio-bad-identity", Client: "Evolution", Kind: wrongName, Phrases: []string{"the certificate does not match the expected identity of the site that it was retrieved from"}},
	{ID: "kmail-certificate", Client: "KMail", Kind: cannotVerify, Headline: true, Phrases: []string{"the server failed the authenticity check", "der server hat die prüfung auf echtheit nicht bestanden", "die echtheitsprüfung des servers ist fehlgeschlagen", "le serveur n a pas passé le test d authenticité", "el servidor no superó la comprobación de autenticidad"}},
	{ID: "mailspring-certificate", Client: "Mailspring", Kind: cannotVerify, Headline: true, Phrases: []string{"the tls certificate for this server seems to be incorrect", "an ssl error occurred certificate"}},
	{ID: "roundcube-connection", Client: "Roundcube", Kind: noConnection, Phrases: []string{"connection to storage server failed", "verbindung zum speicherserver fehlgeschlagen", "échec de la connexion au serveur de stockage", "error de conexión con el servidor de almacenamiento"}},
}
