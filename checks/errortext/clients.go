package errortext

// clients is what further mail programs, webmails and phones say, each sentence in our languages
// as far as they are translated. Read in the catalogues of evolution-data-server 3.46,
// glib-networking 2.74, Claws Mail 4.1, Sylpheed 3.8, Mutt 2.2, NeoMutt 2022, libkimap 22.12,
// kdepim-runtime 22.12 and msmtp 1.8 of Debian 12, in localization/*/messages.inc of Roundcube
// 1.6, in the locales of SnappyMail, Horde_Imap_Client and Mailspring, in strings.xml of AOSP's
// Email and of K-9 Mail, in stock_str.rs of Delta Chat, and on Apple's support pages.
var clients = []Entry{
	{ID: "claws-changed", Client: "Claws Mail", Kind: changed, Phrases: []string{
		"*changed ssl certificate", "*changed tls certificate", "ssl certificate *changed", "tls certificate *changed", "*geändertes ssl zertifikat", "certificado tls *cambiado",
		"tls certificate *changed and is invalid", "le certificat tls a *changé", "this could mean the server answering is not the *known one",
		"certificate for has *changed", "zertifikat für hat sich *geändert", "el certificado de ha *cambiado", "le certificat pour a *changé",
	}},
	{ID: "claws-revoked", Client: "Claws Mail", Kind: revoked, Phrases: []string{"signature status *revoked certificate", "signaturstatus *widerrufenes zertifikat"}},
	{ID: "claws-self-signed", Client: "Claws Mail", Kind: selfSigned, Phrases: []string{"signature status *self signed certificate", "signaturstatus *selbst signiertes zertifikat"}},
	{ID: "claws-other-name", Client: "Claws Mail", Kind: wrongName, Phrases: []string{
		"certificate is for but connection is *to you may be connecting to a rogue server", "das zertifikat ist für aber die verbindung geht *zu",
		"el certificado es para pero la conexión es *con", "le certificat est pour mais la connexion est *vers",
	}},
	{ID: "claws-closed", Client: "Claws Mail", Kind: broken, Phrases: []string{
		"*closed by the remote host", "von der gegenstelle *geschlossen", "*cerrada por la máquina remota", "*fermée par l hôte distant",
		"imap connection *broken", "conexión imap *rota", "imap stream *error",
	}},
	{ID: "claws-session", Client: "Claws Mail", Kind: timeout, Phrases: []string{
		"session *timed out you may be able to recover by increasing the timeout value", "session *timed out", "*zeitüberschreitung während der sitzung", "*zeitüberschreitung während der sitzung möglicherweise hilft es den wert für die zeitüberschreitung", "verbindung zu *verfallen", "la conexión con excedió el *límite de tiempo",
		"*timeout seconds connecting to", "*zeitüberschreitung sekunden beim verbinden zu", "*excedido el tiempo segundos conectando a", "*dépassement de délai d attente secondes lors de la connexion à", "*socket io timeout",
	}},
	{ID: "claws-socket", Client: "Claws Mail", Kind: noConnection, Headline: true, Phrases: []string{"*socket error on connection to", "*socketfehler beim verbinden mit", "*socket fehler beim verbinden mit", "error de *conector conectando con", "erreur de *socket lors de la connexion vers"}},
	{ID: "claws-required", Client: "Claws Mail", Kind: noEncryption, Phrases: []string{"server *benötigt *tls für die anmeldung", "server *erfordert *starttls zum einloggen", "server *requires starttls to log in", "el servidor *necesita *starttls para acceder", "le serveur nécessite *starttls pour s y connecter"}},
	{ID: "claws-session-tls", Client: "Claws Mail", Kind: handshake, Headline: true, Phrases: []string{
		"can t *start *starttls session", "couldn t *start *starttls session", "*starttls sitzung konnte nicht gestartet werden", "*starttls sitzung kann nicht gestartet werden", "no se puede iniciar la sesión *starttls", "no se pudo iniciar la sesión *starttls", "impossible d initier la session *starttls", "impossible d initier une session *starttls",
		"kann *tls sitzung nicht beginnen", "impossible d initier la session *tls", "échec lors de l ouverture de la session *tls",
	}},

	{ID: "camel-greeting", Client: "Evolution", Kind: notTLS, Headline: true, Phrases: []string{
		"failed to read a valid *greeting from", "es konnte keine gültige *begrüßung durch gelesen werden", "fallo al leer un *saludo válido desde", "la lecture de *salutations valides du serveur",
	}},
	{ID: "client-greeting", Client: "a mail program", Kind: noConnection, Headline: true, Phrases: []string{"could not read *greeting from", "cannot get initial *ok message from server"}},
	{ID: "camel-stls", Client: "Evolution", Kind: noSTARTTLS, Phrases: []string{
		"*stls not supported by server", "*stls wird vom server *nicht unterstützt",
		"*starttls no está implementado en el servidor", "in secure mode *ssl tls extension *not supported", "in secure mode *starttls *not supported",
		"*tls *not supported by server", "*tls n est pas supporté par ce serveur", "server does not support *tls", "server does not support *starttls", "der server unterstützt kein *tls", "le serveur ne supporte pas les connexions *tls", "el servidor *no admite conexiones *tls",
		"der pop server unterstützt über den *stls befehl kein tls",
	}},
	{ID: "camel-secure", Client: "Evolution", Kind: noEncryption, Headline: true, Phrases: []string{
		"failed to connect to server in *secure *mode", "verbindung mit server im *sicheren *modus ist gescheitert", "falló al conectar al servidor en modo *seguro", "la connexion au serveur en mode *sécurisé a échoué", "verbindung mit server konnte im *sicheren *modus nicht hergestellt werden",
	}},
	{ID: "camel-mechanism", Client: "Evolution", Kind: login, Phrases: []string{
		"server does not support *authentication", "server does not support plain *authentication", "unterstützt den *legitimierungstypen nicht", "ne prend pas en charge l *authentification", "no soporta la *autenticación",
		"*authentication mechanism is too weak", "*legitimierungsmechanismus ist zu schwach", "le mécanisme d *authentification est trop faible", "el método de *autenticación es demasiado débil",
		"für den verlangten *legitimierungsmechanismus ist eine verschlüsselung erforderlich", "chiffrement requis pour le mécanisme d *authentification demandé", "cifrado requerida por el mecanismo de *autenticación pedido",
		"*legitimierung gescheitert", "*legitimierung am server gescheitert", "*authentification sur le serveur a échoué", "*legitimierung vorübergehend gescheitert", "anomalie d *authentification temporaire", "falló temporal en la *autenticación",
		"an account has reported an incorrect *login or *password", "unsupported *authentication method", "this server does not support *authentication", "cannot find a usable *authentication method", "cannot use a secure *authentication method",
		"*authentication method *not supported", "die *authentifizierungsmethode wird vom server *nicht unterstützt", "le mode d *authentification n est pas pris en charge par le serveur", "el servidor *no permite el modo de *autenticación", "login failed plain *login is *disabled by the server", "*login failed *authentication mode is not supported by the server", "*anmeldung fehlgeschlagen die *authentifizierungsmethode wird vom server nicht unterstützt",
		"es wurde keine unterstützte *authentifizierungsmethode gefunden", "*authentifizierungsmethoden werden nicht vom server unterstützt",
	}},
	{ID: "client-login", Client: "a mail program", Kind: login, Headline: true, AnyConnection: true, Phrases: []string{
		"*authentication *failed", "la *autenticación sasl *falló", "la *autenticación *falló", "*apop *authentifizierung *fehlgeschlagen", "*authentifizierung *fehlgeschlagen", "*authentifizierungsfehler", "échec d *authentification", "erreur d *authentification", "l *authentification a échoué", "*autenticación fallida", "error de *autenticación", "el servidor *denegó la *autentificación", "fallo de *autenticación", "falló la *autenticación",
		"fehler bei *authentisierung", "fehler bei *imap4 *authentisierung", "l *authentification *imap4 a échoué", "error occurred on *authentication",
		"*contraseña o nombre de *usuario *incorrecto", "*benutzername oder *passwort *falsch", "*nutzername oder *passwort *falsch", "der *nutzername oder das *passwort für ist *falsch", "der *nutzername oder das *passwort für ist *falsch jetzt aktualisieren", "nom d *utilisateur ou mot de passe *incorrect", "le nom d *utilisateur ou le mot de passe du compte est *incorrect", "*username or *password *incorrect", "*incorrect username or password",
		"trop de tentatives de *connexion *infructueuses", "trop de tentatives de *connexion *infructueuses *ressayez ultérieurement", "zu viele *fehlgeschlagene *anmeldeversuche", "too many *failed *login attempts",
		"check your *username and *password", "cannot *login as please check if the email address and the *password are correct",
		"*accountname *passwort konnte *nicht überprüft werden", "fehler beim übermitteln des *passworts", "fehler beim übermitteln des *benutzernamens", "erreur lors de l envoi du mot de *passe", "error al enviar la *contraseña", "ungültige *apop kennung erhalten", "invalid *apop id received", "réception d un id *apop non valide", "id *apop recibida no válida",
		"*login *refused",
	}},
	{ID: "client-lookup", Client: "a mail program", Kind: noName, Phrases: []string{
		"host *lookup *failed check your host name for spelling errors", "finden des *rechners ist fehlgeschlagen überprüfen sie den rechnernamen", "falló al *resolver el servidor", "la *résolution de l hôte a échoué", "could not *look up *server name", "der *servername konnte nicht *aufgelöst werden",
	}},
	{ID: "client-refused", Client: "a mail program", Kind: refused, Phrases: []string{
		"le serveur a *rejeté la connexion", "el servidor *rechazó la conexión", "le serveur distant est *temporairement *indisponible", "der server hat die verbindung *abgelehnt",
		"*connection refused by *policy", "*dienst nicht verfügbar *übertragungskanal wird geschlossen", "*service not available *closing transmission channel",
	}},
	{ID: "client-mailbox", Client: "a mail program", Kind: relay, Phrases: []string{
		"requested action not taken *mailbox unavailable", "angeforderte aktion nicht ausgeführt *postfach nicht verfügbar", "aktion nicht ausgeführt *postfach nicht verfügbar", "action not taken *mailbox unavailable", "impossible de définir l *expéditeur", "smtp error failed to set *sender", "smtp error failed to add *recipient", "der *absender konnte nicht gesetzt werden", "der *empfänger konnte nicht gesetzt werden", "échec d ajout du *destinataire", "no se pudo asignar el *remitente", "no se pudo establecer *destinatario",
	}},
	{ID: "client-server", Client: "a mail program", Kind: noConnection, Headline: true, Phrases: []string{
		"*serververbindung kann nicht hergestellt werden", "*serveur *injoignable", "fallo al intentar *alcanzar el servidor", "server kann nicht *erreicht werden überprüfe die *verbindungsdaten", "server kann nicht *erreicht werden", "le serveur est *injoignable", "verbindung zum angegebenen *server *port konnte nicht hergestellt werden", "verbindung zum server kann nicht *geöffnet werden", "*derzeit kann keine verbindung zum server hergestellt werden",
		"*impossible de se connecter au *serveur", "*could not connect to *server", "*verbindung zum *server schlug fehl", "*unable to connect to the *server please verify the server address", "*could not establish a connection to the *server", "no es posible *conectar al *servidor", "impossible d établir la *connexion avec le *serveur", "die verbindung zum *postausgangsserver ist *fehlgeschlagen", "error de *conexión con el *servidor", "*verbindungsfehler fehler beim *erreichen des servers", "erreur de connexion n a pu *atteindre le *serveur", "connection error failed to *reach the server",
	}},
	{ID: "client-timeout", Client: "a mail program", Kind: timeout, Phrases: []string{
		"les entrées sorties du *connecteur ont *expiré", "*expiró la *e s del socket", "zeitüberschreitung bei *ein *ausgabeoperation des sockets", "*socket i o *timed out", "la *requête a *expirée", "la *solicitud *excedió el tiempo de espera", "*zeitüberschreitung der *anforderung", "délai de la *requête *expiré", "ha *expirado el tiempo de *respuesta", "*request *timed out", "*zeitüberschreitung wurde *erreicht", "le *délai d attente est *dépassé", "se alcanzó el *tiempo de *expiración",
	}},
	{ID: "client-missing", Client: "K-9 Mail", Kind: noSTARTTLS, Phrases: []string{
		"missing server capability the server is missing this capability *starttls", "fehlende serverfähigkeit der server unterstützt diese fähigkeit nicht *starttls", "falta capacidad en el servidor al servidor le falta esta capacidad *starttls",
	}},
	{ID: "client-secure", Client: "a mail program", Kind: noEncryption, Phrases: []string{
		"die *operation ist wegen einer fehlenden *sicheren *verbindung fehlgeschlagen", "la *operación falló por la inexistencia de una *conexión *segura", "plaintext authentication *disallowed on *insecure connections", "*no *security is supported it is not recommended to connect to this server",
	}},
	{ID: "client-security", Client: "Android", Kind: cannotVerify, Headline: true, Phrases: []string{
		"verbindung zu server kann aufgrund eines *sicherheitsfehlers nicht hergestellt werden", "impossible d établir la connexion avec le serveur en raison d une erreur de *sécurité", "*zertifikatsproblem überprüfe deine *servereinstellungen",
	}},
	{ID: "client-own-certificate", Client: "Android", Kind: clientCert, Phrases: []string{"*zertifikat ist ungültig oder nicht *aufrufbar"}},
	{ID: "horde-no-tls", Client: "Nextcloud Mail and Horde", Kind: noSTARTTLS, Phrases: []string{"could not open *secure *tls connection to the server server does not support *tls"}},

	{ID: "glib-handshake", Client: "Evolution", Kind: handshake, Headline: true, Phrases: []string{
		"gegenstelle scheiterte bei ausführung der *tls begrüßung", "el par *no soporta *renegociación segura", "peer does not support safe *renegotiation", "gegenstelle unterstützt *keine sichere *neuverhandlung", "le pair ne prend pas en charge la *renégociation sûre",
		"*error reading data from *tls socket", "fehler beim lesen der daten aus dem *tls socket", "error al leer datos del *socket tls", "erreur lors de la lecture de données du connecteur *tls", "*error writing data to *tls socket", "fehler beim schreiben der daten in den *tls socket", "error al escribir datos en el *socket tls", "erreur lors de l écriture de données sur le connecteur *tls",
		"fehler bei der ausgabe von *starttls", "failed to issue *starttls", "falló al emitir *starttls", "impossible d émettre *starttls",
		"cannot read from *tls connection", "*lesefehler in *tls verbindung", "cannot write to *tls connection", "*schreibfehler in *tls verbindung", "erreur de lecture depuis la connexion *tls", "cannot initialize *tls session", "*tls sitzung kann nicht *initialisiert werden",
		"*ssl protokollaushandlung ist fehlgeschlagen", "el diálogo *ssl ha fallado", "échec de la transaction *ssl", "*ssl handshake failed",
		"peer sent fatal *tls alert", "gegenstelle sendete schwerwiegende *tls warnung", "el par ha enviado una alerta fatal de *tls", "le pair a envoyé une alerte *tls fatale",
	}},
	{ID: "glib-downgrade", Client: "Evolution", Kind: intercepted, Phrases: []string{"detectado *ataque de *rebaja de versión de protocolo"}},
	{ID: "glib-no-certificate", Client: "Evolution", Kind: handshake, Phrases: []string{
		"le serveur n a pas renvoyé un certificat *tls valide",
		"*unable to get *certificate from *peer", "kann kein *zertifikat vom *server erhalten", "impossible d obtenir le *certificat de la machine *distante", "imposible recoger el *certificado de la *contraparte", "es kann kein *zertifikat vom *server erhalten werden", "no certificate was *sent", "aucun certificat *envoyé",
	}},
	{ID: "mutt-weak", Client: "Mutt", Kind: weakHash, Phrases: []string{
		"server certificate was signed using an *insecure *algorithm", "server zertifikat wurde mit *unsicherem *algorithmus signiert", "le certificat du serveur a été signé avec un *algorithme peu *sûr", "el certificado del servidor ha sido firmado usando un *algoritmo *inseguro",
	}},
	{ID: "mutt-chain-long", Client: "Mutt", Kind: invalid, Phrases: []string{"*certification *chain too long", "*zertifikatskette zu lang", "*zertifikatkette zu lang", "*certification chain too long *stopping here", "*chaîne de certification trop longue", "la cadena de *certificación es demasiado larga"}},
	{ID: "mutt-closed", Client: "Mutt", Kind: broken, Phrases: []string{"server *closed connection", "server hat verbindung *beendet", "le serveur a *fermé la connexion", "el servidor *cerró la conexión", "connexion *ré *initialisée par le correspondant", "*connection *lost reconnect to server", "connection to server *lost", "disconnected from server *during login", "connection *closed unexpectedly", "the connection was *closed unexpectedly", "connection has been *aborted"}},
}
