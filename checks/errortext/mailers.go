package errortext

// mailers is what other mail programs say. Sources: the published strings of
// K-9 Mail and Thunderbird for Android, FairEmail, Evolution, KMail; the
// Android reference for exceptions; Gmail's help on mail from other accounts.
var mailers = []Entry{
	{ID: "gmail-certificate", Client: "Gmail on Android", Kind: cannotVerify, Headline: true, Phrases: []string{"there is a problem with the server s certificate", "certificate is not valid", "zertifikat ist ungültig", "couldn t safely connect to server", "sichere verbindung zum server nicht möglich"}},
	{ID: "gmail-connect", Client: "Gmail on Android", Kind: noServer, Phrases: []string{"couldn t open connection to server", "verbindung zum server konnte nicht hergestellt werden"}},
	{ID: "android-security-error", Client: "Android", Kind: cannotVerify, Phrases: []string{"problem with account setup security error", "unable to connect to the server security error occurred", "sicherheitsfehler aufgetreten"}},
	{ID: "android-page", Client: "Android", Kind: cannotVerify, Headline: true, Phrases: []string{"there are problems with the security certificate for this site", "es gibt probleme mit dem sicherheitszertifikat für diese website", "le certificat de sécurité de ce site présente des problèmes", "hay problemas con el certificado de seguridad de este sitio"}},
	{ID: "android-page-name", Client: "Android", Kind: wrongName, Phrases: []string{"the name of the site doesn t match the name on the *certificate", "der name der website stimmt nicht mit dem namen auf dem *zertifikat überein", "le nom du site ne correspond pas au nom indiqué sur le *certificat", "el nombre del sitio no coincide con el del *certificado"}},
	{ID: "android-page-untrusted", Client: "Android", Kind: untrusted, Phrases: []string{"this certificate isn t from a trusted authority", "this certificate is not from a trusted authority", "dieses zertifikat wurde nicht von einer vertrauenswürdigen stelle ausgegeben", "ce certificat n a pas été émis par une autorité de confiance", "este certificado no procede de una autoridad de confianza"}},
	{ID: "android-page-not-yet", Client: "Android", Kind: notYet, Phrases: []string{"this certificate isn t valid *yet", "dieses zertifikat ist *noch nicht gültig", "ce certificat n est pas *encore valide", "este certificado *aún no es válido"}},
	{ID: "android-aborted", Client: "Android", Kind: broken, Phrases: []string{"ssl handshake aborted i o error during system call connection reset by peer", "i o error during system call connection reset by peer", "sslexception connection reset by peer", "sslexception connection closed by peer"}},
	{ID: "trust-anchor", Client: "Android", Kind: untrusted, Phrases: []string{"trust anchor for certification path not found"}},
	{ID: "certificate-path", Client: "Android", Kind: cannotVerify, Headline: true, Codes: []string{"CertPathValidatorException"}, Phrases: []string{"certificatevalidationexception", "cannot safely connect to server", "keine sichere verbindung zum server möglich"}},
	{ID: "android-tls-required", Client: "Android", Kind: noSTARTTLS, Phrases: []string{"tls required but not supported by server", "tls erforderlich wird aber vom server nicht unterstützt", "starttls is required but host does not support starttls", "starttls is required but not supported", "must issue a starttls command first"}},
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
	{ID: "kmail-certificate", Client: "KMail", Kind: cannotVerify, Headline: true, Phrases: []string{"the server failed the authenticity check", "der server hat die prüfung auf echtheit nicht bestanden", "die echtheitsprüfung des servers ist fehlgeschlagen", "le serveur n a pas passé le test d authenticité", "el servidor no superó la comprobación de autenticidad"}},
	{ID: "qt-name", Client: "KMail", Kind: wrongName, Phrases: []string{"the host name did not match any of the valid hosts for this certificate", "der hostname stimmt mit keinem der gültigen hosts dieses zertifikats überein", "le nom d hôte ne correspondait à aucun des hôtes valides pour ce certificat"}},
	{ID: "qt-self-signed", Client: "KMail", Kind: selfSigned, Phrases: []string{"the certificate is *self *signed and untrusted", "das zertifikat ist *selbstsigniert und daher nicht vertrauenswürdig", "le certificat n est pas sûr il est *auto *signé"}},
	{ID: "qt-issuer", Client: "KMail", Kind: incomplete, Phrases: []string{"the issuer certificate of a locally looked up certificate could not be found", "the issuer certificate could not be found", "no certificates could be verified", "der aussteller des zertifikats konnte nicht gefunden werden"}},
	{ID: "qt-root", Client: "KMail", Kind: untrusted, Phrases: []string{"the root certificate of the certificate chain is self signed and untrusted", "the root ca certificate is not trusted for this purpose", "the peer did not present any certificate"}},
	{ID: "mailspring-certificate", Client: "Mailspring", Kind: cannotVerify, Headline: true, Phrases: []string{"the tls certificate for this server seems to be incorrect", "an ssl error occurred certificate"}},
	{ID: "roundcube-connection", Client: "Roundcube", Kind: noConnection, Phrases: []string{"connection to storage server failed", "verbindung zum speicherserver fehlgeschlagen", "échec de la connexion au serveur de stockage", "error de conexión con el servidor de almacenamiento"}},
}
