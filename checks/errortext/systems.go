package errortext

// systems is what operating systems say of a connection that failed, whatever program passes it on
// (AnyConnection), and what Windows says of an encrypted one. Sources: the catalogues of glibc 2.36
// (errno, getaddrinfo) and the system messages of Windows (winsock, SEC_E_*, CERT_E_*, CRYPT_E_*)
// in our languages; System.Net's resources of .NET Framework.
var systems = []Entry{
	{ID: "system-refused", Client: "a mail program", Kind: noServer, AnyConnection: true, Phrases: []string{
		"connection *refused", "*verbindungsaufbau *abgelehnt", "*connexion *refusée", "conexión *rehusada", "*conexión *rechazada",
		"no connection could be made because the target machine actively *refused it", "keine verbindung hergestellt werden da der zielcomputer die verbindung *verweigerte", "aucune connexion n a pu être établie car l ordinateur cible l a expressément *refusée", "no se puede establecer una conexión ya que el equipo de destino *denegó expresamente dicha conexión",
		"der remotecomputer hat die *netzwerkverbindung *abgelehnt", "the remote computer *refused the network connection", "l ordinateur distant a *refusé la connexion réseau", "el equipo remoto *rechazó la conexión de red",
	}},
	{ID: "system-unreachable", Client: "a mail program", Kind: noServer, AnyConnection: true, Phrases: []string{
		"network is *unreachable", "das *netzwerk ist nicht *erreichbar", "le *réseau n est pas *accessible", "la *red es *inaccesible",
		"no *route to host", "keine *route zum *zielrechner", "aucun *chemin d accès pour atteindre l *hôte cible", "no existe ninguna *ruta hasta el *host",
		"host is *down", "der *rechner ist nicht *aktiv", "der *host ist nicht *aktiv", "l *hôte cible est *arrêté ou en panne", "el *host no está *activo",
		"a *socket operation was attempted to an *unreachable network", "ein *socketvorgang bezog sich auf ein nicht verfügbares *netzwerk", "une opération de *socket a été tentée sur un réseau *impossible à atteindre", "se ha intentado una operación de *socket en una red no *accesible",
		"a *socket operation was attempted to an *unreachable host", "ein *socketvorgang bezog sich auf einen nicht verfügbaren *host", "une opération de *socket a été tentée sur un hôte *impossible à atteindre", "se ha intentado una operación de *socket en un host no *accesible",
	}},
	{ID: "system-timeout", Client: "a mail program", Kind: timeout, AnyConnection: true, Phrases: []string{
		"connection *timed out", "die *wartezeit für die verbindung ist *abgelaufen", "connexion terminée par *expiration du délai d attente", "*expiró el tiempo de *conexión", "*zeitüberschreitung der *verbindung", "*verbindungszeitüberschreitung",
		"a connection attempt *failed because the connected party did not properly *respond after a period of time", "ein verbindungsversuch ist *fehlgeschlagen da die gegenstelle nach einer bestimmten *zeitspanne nicht richtig reagiert hat", "une tentative de connexion a *échoué car le parti connecté n a pas *répondu convenablement au delà d une certaine durée", "se produjo un *error durante el intento de conexión ya que la parte conectada no *respondió adecuadamente tras un periodo de tiempo",
		"the *semaphore *timeout period has expired", "das *zeitlimit für die *semaphore wurde erreicht", "das zeitlimit für das *semaphor ist *abgelaufen", "le délai de temporisation de *sémaphore a *expiré", "el período de espera del *semáforo ha *expirado", "el período de tiempo de espera del *semáforo ha *expirado",
		"the *operation has *timed out", "the *operation *timed out", "der vorgang hat das *timeout überschritten", "zeitüberschreitung des *vorgangs", "le délai d attente de l *opération a *expiré", "*excedió el tiempo de espera de la *operación", "*timeout was *reached", "die *zeit für den vorgang ist *abgelaufen", "*read *timed out", "*connect *timed out",
	}},
	{ID: "system-cut", Client: "a mail program", Kind: broken, AnyConnection: true, Phrases: []string{
		"connection *reset by peer", "die verbindung wurde vom *kommunikationspartner *zurückgesetzt", "connexion *ré *initialisée par le correspondant", "conexión *reinicializada por la máquina remota",
		"*broken *pipe", "*datenübergabe *unterbrochen", "*relais *brisé", "*tubería *rota",
		"software caused connection *abort", "das programm hat die verbindung *abgebrochen", "le logiciel a provoqué l *abandon de la connexion", "el programa provocó el *abandono de la conexión",
		"an existing connection was *forcibly *closed by the remote host", "eine vorhandene verbindung wurde vom *remotehost *geschlossen", "une connexion existante a dû être *fermée par l hôte distant", "se ha forzado la *interrupción de una conexión existente por el host remoto",
		"an established connection was *aborted by the software in your host machine", "eine bestehende verbindung wurde softwaregesteuert durch den hostcomputer *abgebrochen", "une connexion établie a été *abandonnée par un logiciel de votre ordinateur hôte", "se ha *anulado una conexión establecida por el software en su equipo host",
		"unexpected *eof from server", "unerwartetes *dateiende vom server", "*unerwartetes *dateiende", "fin de *fichier *inattendue", "fin de *archivo *inesperado",
		"die zugrunde liegende verbindung wurde *geschlossen", "la connexion sous jacente a été *fermée", "se ha *terminado la conexión error inesperado", "the underlying connection was *closed an unexpected error occurred",
	}},
	{ID: "system-name", Client: "a mail program", Kind: noName, AnyConnection: true, Phrases: []string{
		"*name or *service not known", "der *name oder der *dienst ist nicht *bekannt", "*nom ou *service *inconnu", "*nombre o *servicio *desconocido",
		"*temporary failure in *name *resolution", "temporärer fehler bei der *namensauflösung", "échec temporaire dans la *résolution du nom", "fallo temporal en la *resolución del nombre",
		"no *address associated with *hostname", "zu diesem *hostnamen gehört keine *adresse", "aucune *adresse associée avec le nom d *hôte", "ninguna *dirección asociada al *nombre",
		"no *such *host is known", "der angegebene *host ist *unbekannt", "*hôte *inconnu", "*host *desconocido", "der rechner ist *unbekannt", "*unbekannter *host",
		"the *remote *name could not be *resolved", "der *remotename konnte nicht *aufgelöst werden", "le *nom distant n a pas pu être *résolu", "no se puede *resolver el nombre *remoto", "nodename nor *servname provided or not known", "non *recoverable failure in *name *resolution",
	}},
	{ID: "system-server", Client: "a mail program", Kind: noConnection, AnyConnection: true, Headline: true, Phrases: []string{
		"*unable to connect to the *remote *server", "die verbindung mit dem *remoteserver kann nicht hergestellt werden", "impossible de se connecter au *serveur *distant", "no es posible conectar con el *servidor *remoto",
	}},
	{ID: "windows-said-chaining", Client: "Windows", Kind: incomplete, Phrases: []string{"eine *zertifikatkette konnte nicht bis zu einer vertrauenswürdigen *stammzertifizierungsstelle aufgebaut werden", "impossible de créer une *chaîne de *certificats vers une autorité racine de confiance", "no se pudo crear una *cadena de *certificados hasta una entidad de certificación raíz de confianza"}},
	{ID: "windows-said-common", Client: "Windows", Kind: noCommon, Phrases: []string{"client und server können nicht miteinander *kommunizieren da sie nicht über einen *gemeinsamen *algorithmus verfügen", "client und server *können keine daten austauschen da sie nicht über einen *gemeinsamen *algorithmus verfügen"}},
	{ID: "windows-said-message", Client: "Windows", Kind: handshake, Phrases: []string{
		"die empfangene *nachricht war *unerwartet oder fehlerhaft *formatiert", "le *message reçu était *inattendu ou formaté de façon *incorrecte", "el *mensaje recibido era *inesperado o tenía un *formato incorrecto",
		"the *decryption operation *failed", "der *entschlüsselungsvorgang ist *fehlgeschlagen", "l opération de *déchiffrement a *échoué", "*error en la operación de *descifrado",
		"the *local *security *authority cannot be contacted", "die lokale *sicherheitsautorität kann nicht *kontaktiert werden", "die lokale *sicherheitsautorität lsa kann nicht *kontaktiert werden", "impossible de contacter l *autorité de *sécurité *locale", "no se puede establecer contacto con la *autoridad de *seguridad *local",
	}},
	{ID: "windows-said-token", Client: "Windows", Kind: notTLS, Phrases: []string{"das der funktion übergebene *token ist *ungültig", "le *jeton fourni à la fonction n est pas *valide", "el *token proporcionado a la función no es *válido"}},
	{ID: "windows-said-expired", Client: "Windows", Kind: expired, Phrases: []string{"the received certificate has *expired", "das empfangene zertifikat ist *abgelaufen", "le certificat reçu a *expiré", "el certificado recibido ha *expirado"}},
	{ID: "windows-said-unknown", Client: "Windows", Kind: cannotVerify, Phrases: []string{"une *erreur inconnue s est produite lors du traitement du *certificat", "*error desconocido al procesar el *certificado"}},
	{ID: "windows-said-revocation", Client: "Windows", Kind: noRevocation, Phrases: []string{"die *sperrfunktion konnte keine sperrprüfung für das zertifikat durchführen", "la fonction de *révocation n a pas pu *vérifier la révocation", "la función de *revocación no puede *comprobar la revocación", "die *sperrfunktion konnte die sperrung nicht *überprüfen"}},
	{ID: "windows-said-name", Client: "Windows", Kind: wrongName, Phrases: []string{"le nom *cn du certificat ne correspond pas à la *valeur transmise", "el nombre *cn del certificado no coincide con el *valor pasado"}},
	{ID: "windows-said-usage", Client: "Windows", Kind: wrongUsage, Phrases: []string{"das zertifikat ist für die angeforderte *verwendung nicht gültig", "le certificat n est pas valide pour l *utilisation demandée", "el certificado no es válido para el *uso solicitado"}},
	{ID: "windows-said-revoked", Client: "Windows", Kind: revoked, Phrases: []string{"das zertifikat wurde *gesperrt", "le certificat est *révoqué", "el certificado está *revocado", "el certificado fue *revocado", "das zertifikat wurde *zurückgezogen"}},
}
