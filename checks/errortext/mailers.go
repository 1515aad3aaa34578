package errortext

// mailers is what other mail programs say. Sources: the published strings of
// K-9 Mail and Thunderbird for Android, FairEmail, Evolution, KMail; the
// Android reference for exceptions; Gmail's help on mail from other accounts.
var mailers = []Entry{
	{ID: "gmail-certificate", Client: "Gmail on Android", Kind: cannotVerify, Headline: true, Phrases: []string{"? there is a problem with the server s certificate", "certificate is not valid", "zertifikat ist ungültig", "? couldn t *safely connect to server", "? sichere verbindung zum server nicht möglich"}},
	{ID: "gmail-connect", Client: "Gmail on Android", Kind: noServer, Phrases: []string{"couldn t open connection to server", "? verbindung zum server konnte nicht hergestellt werden"}},
	{ID: "android-security-error", Client: "Android", Kind: cannotVerify, Phrases: []string{"? problem with account setup security error", "? unable to connect to the server security error occurred", "? sicherheitsfehler aufgetreten"}},
	{ID: "android-page", Client: "Android", Kind: cannotVerify, Headline: true, Phrases: []string{"there are problems with the security certificate for this site", "es gibt probleme mit dem sicherheitszertifikat für diese website", "? le certificat de sécurité de ce site présente des problèmes", "? hay problemas con el certificado de seguridad de este sitio"}},
	{ID: "android-page-name", Client: "Android", Kind: wrongName, Phrases: []string{"? der name der website stimmt nicht mit dem namen auf dem *zertifikat überein", "? le nom du site ne correspond pas au nom indiqué sur le *certificat", "? el nombre del sitio no coincide con el del *certificado", "the name of the site doesn t match the name on the *certificate"}},
	{ID: "android-page-untrusted", Client: "Android", Kind: untrusted, Phrases: []string{"this certificate isn t from a trusted authority", "this certificate is not from a trusted authority", "? dieses zertifikat wurde nicht von einer vertrauenswürdigen stelle ausgegeben", "ce certificat n a pas été émis par une autorité de confiance", "? este certificado no procede de una autoridad de confianza"}},
	{ID: "android-page-not-yet", Client: "Android", Kind: notYet, Phrases: []string{"this certificate isn t valid *yet", "dieses zertifikat ist *noch nicht gültig", "ce certificat n est pas *encore valide", "? este certificado *aún no es válido"}},
	{ID: "android-aborted", Client: "Android", Kind: broken, Phrases: []string{"ssl handshake aborted i o error during system call connection reset by peer", "i o error during system call connection reset by peer", "? sslexception connection reset by peer", "? sslexception connection closed by peer"}},
	{ID: "trust-anchor", Client: "Android", Kind: untrusted, Phrases: []string{"trust anchor for certification path not found"}},
	{ID: "certificate-path", Client: "Android", Kind: cannotVerify, Headline: true, Codes: []string{"CertPathValidatorException"}, Phrases: []string{"certificatevalidationexception", "? cannot safely connect to server", "? keine sichere verbindung zum server möglich"}},
	{ID: "android-tls-required", Client: "Android", Kind: wrongMode, Phrases: []string{"? tls erforderlich wird aber vom server nicht unterstützt", "tls required but not supported by server", "starttls is required but host does not support starttls", "? starttls is required but not supported", "must issue a starttls command first"}},
	{ID: "peer-unverified", Client: "Android", Kind: wrongName, Codes: []string{"SSLPeerUnverifiedException"}, Phrases: []string{"hostname was not verified"}},
	{ID: "android-expired", Client: "Android", Kind: expired, Codes: []string{"CertificateExpiredException"}},
	{ID: "android-not-yet", Client: "Android", Kind: notYet, Codes: []string{"CertificateNotYetValidException"}},
	{ID: "gmail-pop-name", Client: "Gmail's other accounts", Kind: wrongName, Phrases: []string{"tls negotiation failed the certificate doesn t match the host", "? tls negotiation failed the certificate does not match the host", "the certificate doesn t match the host"}},
	{ID: "gmail-negotiation", Client: "Gmail's other accounts", Kind: handshake, Headline: true, Phrases: []string{"tls negotiation failed", "échec de la négociation tls", "tls aushandlung fehlgeschlagen", "? error en la negociación tls"}},
	{ID: "gmail-pop-tls", Client: "Gmail's other accounts", Kind: cannotVerify, Headline: true, Phrases: []string{"? ssl security error", "? unable to establish secure ssl connection to", "? server denied pop3 access ssl"}},
	{ID: "k9-certificate", Client: "K-9 Mail", Kind: cannotVerify, Headline: true, Phrases: []string{
		"? the server presented an invalid tls certificate", "? the server presented an invalid ssl certificate", "? der server hat ein ungültiges tls zertifikat präsentiert", "? le serveur a présenté un certificat tls invalide", "? el servidor presentó un certificado tls no válido",
		"certificate error for check your server settings", "unrecognized certificate", "? nicht erkanntes zertifikat", "certificat non reconnu", "certificado no reconocido",
	}},
	{ID: "samsung-certificate", Client: "Samsung Email", Kind: untrusted, Phrases: []string{"? the certificate from the server is not trusted", "? unable to verify server certificate", "untrusted certificate", "nicht vertrauenswürdiges zertifikat", "certificat non approuvé", "certificado no fiable"}},
	{ID: "fairemail-untrusted", Client: "FairEmail", Kind: untrusted, Phrases: []string{"? certificat de serveur non fiable", "? certificado del servidor no fiable", "untrusted server certificate", "? nicht vertrauenswürdiges serverzertifikat"}},
	{ID: "emclient-certificate", Client: "eM Client", Kind: untrusted, Phrases: []string{
		"? untrusted server certificate do you want to connect anyway",
		"? the server you are trying to connect to is using a certificate which could not be verified", "dem ssl tls zertifikat für wird nicht vertraut wollen sie es akzeptieren", "le certificat du serveur n est pas *approuvé", "el certificado del servidor no es de confianza",
	}},
	{ID: "mailbird-certificate", Client: "Mailbird", Kind: cannotVerify, Headline: true, Phrases: []string{"? mailbird could not verify the certificate of the server", "invalid server certificate"}},
	{ID: "evolution-certificate", Client: "Evolution", Kind: untrusted, Phrases: []string{
		"ssl tls certificate for is not trusted do you wish to accept it",
		"le certificat ssl tls pour n est pas approuvé voulez vous l accepter", "el certificado ssl tls para no es de confianza quiere aceptarlo",
	}},
	{ID: "kmail-certificate", Client: "KMail", Kind: cannotVerify, Headline: true, Phrases: []string{"the server failed the authenticity check", "? der server hat die prüfung auf echtheit nicht bestanden", "die echtheitsprüfung des servers ist fehlgeschlagen", "le certificat du serveur n a pas réussi le test d authenticité", "? el servidor no superó la comprobación de autenticidad"}},
	{ID: "qt-name", Client: "KMail", Kind: wrongName, Phrases: []string{"the host name did not match any of the valid hosts for this certificate", "? der hostname stimmt mit keinem der gültigen hosts dieses zertifikats überein", "le nom d hôte ne correspondait à aucun des hôtes valides pour ce certificat"}},
	{ID: "qt-self-signed", Client: "KMail", Kind: selfSigned, Phrases: []string{"the certificate is *self *signed and untrusted", "das zertifikat ist *selbstsigniert und daher nicht vertrauenswürdig", "le certificat n est pas sûr il est *auto *signé"}},
	{ID: "qt-issuer", Client: "KMail", Kind: noIssuer, Phrases: []string{"the issuer certificate of a locally looked up certificate could not be found", "the issuer certificate could not be found", "no certificates could be verified", "? der aussteller des zertifikats konnte nicht gefunden werden"}},
	{ID: "qt-root", Client: "KMail", Kind: untrusted, Phrases: []string{"the root certificate of the certificate chain is self signed and untrusted", "the root ca certificate is not trusted for this purpose", "the peer did not present any certificate"}},
	{ID: "mailspring-certificate", Client: "Mailspring", Kind: cannotVerify, Headline: true, Phrases: []string{"? an ssl error occurred certificate", "the tls certificate for this server seems to be incorrect"}},
	{ID: "mail-thunderbird-android", Client: "Thunderbird for Android", Kind: cannotVerify, Headline: true, Phrases: []string{
		"the app detected a potential security threat and did not continue to connect to", "die app hat eine potenzielle sicherheitsbedrohung erkannt und hat daher keine verbindung zu hergestellt",
		"l appli a détecté une menace de sécurité potentielle et a cessé de se connecter à", "la aplicación ha detectado un posible problema de seguridad y ha cortado la conexión con",
	}},
	{ID: "mail-thunderbird-android-cut", Client: "Thunderbird for Android", Kind: broken, Phrases: []string{"end of stream reached read while waiting for"}},
	{ID: "mail-thunderbird-android-settings", Client: "Thunderbird for Android", Kind: noConnection, Headline: true, Phrases: []string{
		"checking incoming server settings *failed", "checking outgoing server settings *failed", "prüfung der einstellungen des posteingangservers *fehlgeschlagen", "prüfung der einstellungen des postausgangsservers *fehlgeschlagen",
		"*échec de vérification des paramètres du serveur entrant", "*échec de vérification des paramètres du serveur sortant", "*no se han podido comprobar los ajustes del servidor entrante", "*no se han podido comprobar los ajustes del servidor saliente",
	}},
	{ID: "mail-thunderbird-android-client", Client: "Thunderbird for Android", Kind: clientCert, Phrases: []string{"the *client certificate is no longer valid", "das *client zertifikat ist nicht mehr gültig", "le certificat *client n est plus valide", "el certificado del *cliente ya no es válido"}},
	{ID: "android-handshake", Client: "Android", Kind: handshake, Headline: true, Codes: []string{"SSLHandshakeException"}},
	{ID: "android-chain", Client: "Android", Kind: cannotVerify, Headline: true, Phrases: []string{"chain validation failed"}},
	{ID: "kaspersky-authenticity", Client: "Kaspersky", Kind: cannotVerify, Headline: true, Phrases: []string{
		"certificate verification problem detected", "authenticity of the domain to which encrypted connection is established cannot be guaranteed", "cannot guarantee authenticity of the domain to which encrypted connection is established",
		"die authentizität der domain mit der eine verschlüsselte verbindung erfolgt kann nicht mit sicherheit festgestellt werden",
	}},
	{ID: "eset-untrusted", Client: "ESET", Kind: untrusted, Phrases: []string{"encrypted network traffic *untrusted certificate"}},
	{ID: "mail-connect", Client: "a mail program", Kind: noConnection, Headline: true, Phrases: []string{
		"unable to connect to the mail server", "cannot connect to the mail server", "could not connect to the mail server", "connection to the mail server failed",
		"verbindung zum mailserver fehlgeschlagen", "keine verbindung zum mailserver", "impossible de se connecter au serveur de messagerie", "no se puede conectar con el servidor de correo", "no se puede conectar al servidor imap", "no se puede conectar al servidor smtp",
	}},
	{ID: "horde-secure", Client: "Nextcloud Mail and Horde", Kind: noEncryption, Phrases: []string{"could not open secure tls connection to the imap server", "could not open secure connection to the pop3 server"}},
	{ID: "horde-connection", Client: "Nextcloud Mail and Horde", Kind: noConnection, Headline: true, Phrases: []string{"failed error connecting to mail server", "error connecting to mail server"}},
	{ID: "nextcloud-strict", Client: "Nextcloud", Kind: untrusted, Phrases: []string{"der server erzwingt strenge transportsicherheit und akzeptiert nur vertrauenswürdige zertifikate"}},
	{ID: "libetpan-ssl", Client: "Mailspring", Kind: handshake, Headline: true, Codes: []string{"MAILSMTP_ERROR_SSL", "MAILIMAP_ERROR_SSL", "MAILPOP3_ERROR_SSL"}},
	{ID: "libetpan-refused", Client: "Mailspring", Kind: noServer, Codes: []string{"MAILSMTP_ERROR_CONNECTION_REFUSED", "MAILIMAP_ERROR_CONNECTION_REFUSED", "MAILPOP3_ERROR_CONNECTION_REFUSED"}, Phrases: []string{"unable to connect to the server port you provided"}},
	{ID: "libetpan-starttls", Client: "Mailspring", Kind: noSTARTTLS, Codes: []string{"MAILSMTP_ERROR_STARTTLS_NOT_SUPPORTED", "MAILSMTP_ERROR_STARTTLS_TEMPORARY_FAILURE", "MAILPOP3_ERROR_STLS_NOT_SUPPORTED"}, Phrases: []string{"tls not available", "tls is not available"}},
	{ID: "roundcube-connection", Client: "Roundcube", Kind: noConnection, Phrases: []string{"connection to storage server failed", "verbindung zum speicherserver fehlgeschlagen", "erreur de connexion au serveur de stockage", "? error de conexión con el servidor de almacenamiento"}},
}
