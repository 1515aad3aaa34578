package errortext

// thunderbird is what Thunderbird says of a sign-in that failed, of ways to sign in that a server
// lacks and of mail that a server refuses. Source: imapMsgs.properties, localMsgs.properties,
// messenger.properties and composeMsgs.properties of Thunderbird 153 in English, German, French and
// Spanish, and messenger-compose/composeMsgs.ftl in the Spanish of Mexico and of Argentina.
var thunderbird = []Entry{
	{ID: "thunderbird-sign-in", Client: "Thunderbird", Kind: login, Phrases: []string{
		"unable to authenticate to outgoing server smtp please check the password and verify the authentication method",
		"der postausgangs server smtp kann nicht *authentifiziert werden bitte überprüfen sie das passwort", "kann nicht *authentifiziert werden bitte überprüfen sie das passwort und die gewählte authentifizierungsmethode",
		"impossible de s authentifier sur le serveur sortant smtp veuillez vérifier votre mot de passe et la méthode d authentification",
		"no se puede *identificar al servidor de salida smtp compruebe la contraseña", "no se puede *autenticar al servidor smtp verifique la contraseña y método de autenticación",
		"sending of *password for user did not *succeed", "fehler beim senden des *passworts für den benutzer", "échec de l envoi du mot de *passe pour l utilisateur", "el envío de la *contraseña para el usuario no se completó con éxito",
		"internal state error during pop3 server *authentication", "interner statusfehler bei der pop3 server *authentifizierung", "une erreur interne est survenue durant l *authentification au serveur pop3", "error interno de estado durante la *identificación ante el servidor pop3",
	}},
	{ID: "thunderbird-encrypted-password", Client: "Thunderbird", Kind: login, Phrases: []string{
		"server does not seem to support encrypted *passwords", "server smtp does not seem to support encrypted *passwords",
		"server scheint die verschlüsselte übertragung des *passworts nicht zu unterstützen", "server scheint die übertragung verschlüsselter *passwörter nicht zu unterstützen",
		"ne semble pas gérer les mots de *passe chiffrés", "no parece admitir *contraseñas cifradas", "no parece soportar *contraseñas cifradas",
	}},
	{ID: "thunderbird-plain-password", Client: "Thunderbird", Kind: login, Phrases: []string{
		"server does not allow plaintext *passwords", "server smtp does not allow plaintext *passwords",
		"erlaubt die ungesicherte übertragung des *passworts im klartext nicht",
		"n autorise pas les mots de *passe non chiffrés", "no permite *contraseñas sin cifrar", "no admite *contraseñas sin cifrar", "no admite *contraseñas no cifradas", "no permite *contraseñas en texto plano",
	}},
	{ID: "thunderbird-method", Client: "Thunderbird", Kind: login, Phrases: []string{
		"server does not support the selected *authentication method", "smtp does not support the selected *authentication method", "unterstützt die gewählte *authentifizierungsmethode nicht",
		"ne gère pas la méthode d *authentification sélectionnée", "no admite el método de *identificación seleccionado", "no admite el mecanismo de *identificación seleccionado", "no soporta el método de *autenticación seleccionado",
	}},
	{ID: "thunderbird-ticket", Client: "Thunderbird", Kind: login, Phrases: []string{
		"the *kerberos gssapi ticket was not accepted by the", "das *kerberos gssapi ticket wurde vom server nicht akzeptiert", "le ticket *kerberos gssapi n a pas été accepté par le serveur", "el tique *kerberos gssapi no ha sido aceptado por el servidor", "el ticket *kerberos gssapi no fue aceptado por el servidor",
	}},
	{ID: "thunderbird-recipient", Client: "Thunderbird", Kind: relay, Headline: true, Phrases: []string{
		"the mail server responded please check the message *recipient", "an error occurred while sending mail the mail server responded please verify that your email address is correct in your account settings",
		"der mail server antwortete bitte überprüfen sie die e mail adresse des *empfängers", "der mail server antwortete bitte überprüfen sie ob ihre e mail adresse in den konten einstellungen stimmt",
		"le serveur de courrier a répondu veuillez vérifier l adresse du *destinataire", "le serveur e mail a répondu veuillez vérifier que votre adresse e mail dans les paramètres du compte est correcte",
		"el servidor de correo respondió verifique el *destinatario y vuelva a intentarlo", "el servidor de correo respondió verifique que su dirección de correo electrónico es correcta",
	}},
	{ID: "thunderbird-not-imap", Client: "Thunderbird", Kind: noConnection, Phrases: []string{
		"mail server is not an *imap4 mail server", "dieser mail server ist kein *imap4 mail server", "le serveur de courrier n est pas un serveur de type *imap4", "el servidor de correo no es un servidor de correo *imap4",
	}},
	{ID: "thunderbird-pop3-tls", Client: "Thunderbird", Kind: handshake, Phrases: []string{
		"unable to establish *tls connection to pop3 server", "die *tls verbindung zum pop3 server kann nicht hergestellt werden", "impossible d établir une connexion *tls avec le serveur pop3", "no se puede establecer una conexión *tls con el servidor pop3",
	}},
	{ID: "thunderbird-tls", Client: "Thunderbird", Kind: handshake, Phrases: []string{
		"non overridable *tls error occurred handshake error or probably the tls version or certificate", "es trat ein nicht überschreibbarer *tls fehler auf",
		"une erreur *tls non récupérable s est produite", "ha ocurrido un error de *tls que no puede ser ignorado",
	}},
	{ID: "thunderbird-too-many", Client: "Thunderbird", Kind: refused, Phrases: []string{
		"you may have exceeded the maximum number of *connections to this server", "möglicherweise die maximale anzahl von *verbindungen zu diesem server überschritten",
		"vous avez peut être dépassé le nombre maximal de *connexions à ce serveur", "puede que haya excedido el número máximo de *conexiones a este servidor",
	}},
	{ID: "thunderbird-refused", Client: "Thunderbird", Kind: noServer, Phrases: []string{
		"impossible de se connecter au serveur de courrier la connexion a été *refusée", "impossible de se connecter au serveur la connexion a été *refusée",
	}},
	{ID: "thunderbird-timeout", Client: "Thunderbird", Kind: timeout, Phrases: []string{
		"el mensaje no pudo ser enviado porque el *tiempo de conexión con el servidor de salida smtp se ha *agotado", "el mensaje no pudo ser enviado porque se terminó el *tiempo para la conexión al servidor smtp",
	}},
	{ID: "thunderbird-starttls", Client: "Thunderbird", Kind: noSTARTTLS, Phrases: []string{"no se pudo establecer una conexión segura con el servidor smtp usando *starttls porque *no anuncia esa funcionalidad"}},
	{ID: "thunderbird-reset", Client: "Thunderbird", Kind: broken, Phrases: []string{"la conexión al servidor se ha *reiniciado"}},
}
