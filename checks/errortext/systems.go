package errortext

// systems is what operating systems say of a connection that failed, whatever program passes it on
// (AnyConnection), and what Windows says of an encrypted one. Sources: the catalogues of glibc 2.36
// (errno, getaddrinfo) and the system messages of Windows (winsock, SEC_E_*, CERT_E_*, CRYPT_E_*)
// in our languages; System.Net's resources of .NET Framework; check.c of HAProxy.
var systems = []Entry{
	{ID: "system-refused", Client: "a mail program", Kind: noServer, AnyConnection: true, Codes: []string{"ECONNREFUSED"}, Phrases: []string{
		"connection *refused", "*verbindungsaufbau *abgelehnt", "*connexion *refusée", "conexión *rehusada", "*conexión *rechazada",
		"no connection could be made because the target machine actively *refused it", "keine verbindung hergestellt werden da der zielcomputer die verbindung *verweigerte", "aucune connexion n a pu être établie car l ordinateur cible l a expressément *refusée", "no se puede establecer una conexión ya que el equipo de destino *denegó expresamente dicha conexión",
	}},
	{ID: "system-unreachable", Client: "a mail program", Kind: noServer, AnyConnection: true, Codes: []string{"EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN"}, Phrases: []string{
		"network is *unreachable", "das *netzwerk ist nicht *erreichbar", "le *réseau n est pas *accessible", "la *red es *inaccesible",
		"no *route to host", "keine *route zum *zielrechner", "aucun *chemin d accès pour atteindre l *hôte cible", "no existe ninguna *ruta hasta el *host",
		"host is *down", "der *rechner ist nicht *aktiv", "l *hôte cible est *arrêté ou en panne", "el *host no está *operativo", "das *netzwerk ist nicht *aktiv", "le *réseau ne fonctionne pas", "la *red no está *activa",
		"ein *socketvorgang bezog sich auf ein nicht *verfügbares *netzwerk", "ein *socketvorgang bezog sich auf einen nicht *verfügbaren *host", "une *opération a été tentée sur un *hôte *impossible à atteindre", "*host is *unreachable", "*network *unreachable",
		"an attempt was made to *access a *socket in a way *forbidden by its access permissions", "der *zugriff auf einen *socket war aufgrund der *zugriffsrechte des sockets *unzulässig", "une tentative d *accès à un *socket de manière *interdite par ses autorisations d accès a été tentée", "intento de *acceso a un *socket no *permitido por sus permisos de acceso",
		"a *socket operation was attempted to an *unreachable network", "une opération de *socket a été tentée sur un réseau *impossible à atteindre", "se ha intentado una operación de *socket en una red no *accesible",
		"a *socket operation was attempted to an *unreachable host", "se ha intentado una operación de *socket en un host no *accesible",
	}},
	{ID: "system-timeout", Client: "a mail program", Kind: timeout, AnyConnection: true, Codes: []string{"SocketTimeoutException", "ETIMEDOUT", "ESOCKETTIMEDOUT", "GREETING_TIMEOUT"}, Phrases: []string{
		"connection *timed out", "die *wartezeit für die verbindung ist *abgelaufen", "connexion terminée par *expiration du délai d attente", "*expiró el tiempo de *conexión",
		"a connection attempt *failed because the connected party did not properly *respond after a period of time", "ein verbindungsversuch ist *fehlgeschlagen da die gegenstelle nach einer bestimmten *zeitspanne nicht richtig reagiert hat", "fehler beim herstellen der verbindung weil die gegenstelle nach einer bestimmten *zeitspanne nicht ordnungsgemäß *reagiert hat", "une tentative de connexion a *échoué car le parti connecté n a pas *répondu convenablement au delà d une certaine durée", "se produjo un *error durante el intento de conexión ya que la parte conectada no *respondió adecuadamente tras un periodo de tiempo",
		"the *semaphore *timeout period has expired", "das *zeitlimit für die *semaphore wurde erreicht", "le délai de temporisation de *sémaphore a *expiré",
		"the *operation *timed out", "*operation *timed out", "zeitüberschreitung des *vorgangs", "*timeout was *reached", "*read *timed out", "*connect *timed out", "l opération a dépassée le délai d *inactivité", "*socket *timeout after seconds", "*timeout secs waiting for server *response", "das *zeitlimit für den *vorgang wurde *erreicht", "le *délai imparti à l *opération est *écoulé", "se *agotó el *tiempo de espera de la *operación", "*timeout für *vorgang *überschritten", "le *délai d attente de l *opération a *expiré", "el *tiempo de espera de la *operación ha *caducado", "se *agotó el tiempo de espera del *semáforo", "*greeting *never received", "abnormal *timeout after seconds",
	}},
	{ID: "system-cut", Client: "a mail program", Kind: broken, AnyConnection: true, Codes: []string{"ECONNRESET", "ECONNABORTED", "EPIPE"}, Phrases: []string{
		"connection *reset by peer", "die verbindung wurde vom *kommunikationspartner *zurückgesetzt", "connexion *ré *initialisée par le correspondant", "conexión *reinicializada por la máquina remota",
		"*broken *pipe", "*datenübergabe *unterbrochen", "*relais *brisé", "*tubería *rota",
		"software caused connection *abort", "das programm verursachte den *abbruch der verbindung", "le logiciel a provoqué l *abandon de la connexion", "el programa provocó el *fin de la conexión",
		"an existing connection was *forcibly *closed by the remote host", "eine vorhandene verbindung wurde vom *remotehost *geschlossen", "une connexion existante a dû être *fermée par l hôte distant", "se ha forzado la *interrupción de una conexión existente por el host remoto",
		"an established connection was *aborted by the software in your host machine", "eine bestehende verbindung wurde softwaregesteuert durch den hostcomputer *abgebrochen", "une connexion établie a été *abandonnée par un logiciel de votre ordinateur hôte", "se ha *anulado una conexión establecida por el software en su equipo host",
		"the *specified *network *name is no longer *available", "der *angegebene *netzwerkname ist nicht mehr *verfügbar", "le *nom *réseau spécifié n est plus *disponible", "el *nombre de *red *especificado ya no está *disponible",
		"die *serververbindung wurde aufgrund eines *fehlers *beendet", "the connection with the *server was *terminated *abnormally", "la connexion avec le *serveur s est *terminée *anormalement", "la conexión con el *servidor ha *terminado de forma *anormal", "la conexión con el *servidor *terminó de forma *anormal",
		"read *tcp *read *connection *reset by peer", "write *tcp *write *connection *reset by peer", "write *tcp *write *broken *pipe",
		"*recv *failed", "*socket *error *eof", "la commande *recv à *échoué", "no *data *received from *host",
		"die zugrunde liegende verbindung wurde *geschlossen", "la connexion sous jacente a été *fermée", "se ha *terminado la conexión error inesperado", "the underlying connection was *closed an unexpected error occurred",
	}},
	{ID: "system-name", Client: "a mail program", Kind: noName, AnyConnection: true, Codes: []string{"NameResolutionFailure", "NXDOMAIN", "ENOTFOUND", "EAI_AGAIN", "EAI_NONAME", "EAI_NODATA"}, Phrases: []string{
		"*name or *service not known", "der *name oder der *dienst ist nicht *bekannt", "*nom ou *service *inconnu", "*nombre o *servicio *desconocido",
		"*temporary failure in *name *resolution", "temporärer fehler bei der *namensauflösung", "échec temporaire dans la *résolution du nom", "fallo temporal en la *resolución del nombre",
		"no *address associated with *hostname", "zu diesem *hostnamen gehört keine *adresse", "aucune *adresse associée avec le nom de l *hôte", "no existe ninguna *dirección asociada al *nombre",
		"no *such *host is known", "der angegebene *host ist *unbekannt", "*hôte *inconnu", "*host *desconocido", "*unbekannter *rechner", "*unbekannter *host", "erreur de *repérage du nom de l hôte", "nombre de *host no encontrado",
		"the *remote *name could not be *resolved", "der *remotename konnte nicht *aufgelöst werden", "le *nom distant n a pas pu être *résolu", "nodename nor *servname provided or not known", "*invalid *hostname address or *socket", "*host not *found", "dieser *host ist nicht *bekannt", "*name does not *resolve", "*name has no usable *address", "*hostname nor *servname provided or not known", "php_network_getaddresses *getaddrinfo *failed", "*socket *gaierror *getaddrinfo *failed",
		"the requested *name is valid but no *data of the requested *type was found", "der *angeforderte *name ist gültig es wurden jedoch *keine *daten des angeforderten typs gefunden", "le *nom demandé est valide mais aucune *donnée du type *requis n a été trouvée", "el *nombre solicitado es válido pero no se encontraron *datos del *tipo solicitado",
		"this is usually a *temporary error during *hostname *resolution", "dies ist normalerweise ein *zeitweiliger *fehler bei der *auflösung von *hostnamen", "dies ist normalerweise ein *temporärer *fehler bei der *auflösung von *hostnamen", "il s agit habituellement d une *erreur *temporaire qui se produit durant la *résolution du nom d hôte", "éste es normalmente un *error *temporal durante la *resolución de *nombres de host",
		"der *servername oder die *serveradresse konnte nicht *verarbeitet werden", "the server *name or *address could not be *resolved", "le *nom ou l *adresse du serveur n a pas pu être *résolu", "no se pudo *resolver el *nombre de servidor o su dirección", "el *nombre del servidor o la *dirección no se pudo *resolver", "non *recoverable failure in *name *resolution",
	}},
	{ID: "system-server", Client: "a mail program", Kind: noConnection, AnyConnection: true, Headline: true, Phrases: []string{
		"*could not open *socket", "could not create *socket", "unable to open tcp *socket", "*socket *error", "die *serververbindung konnte nicht *hergestellt werden", "a connection with the *server could not be *established", "no se pudo *establecer una *conexión con el *servidor", "*unable to connect to the *remote *server", "die verbindung mit dem *remoteserver kann nicht hergestellt werden",
	}},
	{ID: "windows-said-chaining", Client: "Windows", Kind: incomplete, Phrases: []string{"eine *zertifikatkette konnte nicht zu einer vertrauenswürdigen *stammzertifizierungsstelle erstellt werden"}},
	{ID: "windows-said-message", Client: "Windows", Kind: handshake, Phrases: []string{
		"die empfangene *botschaft war *nicht erwartet oder falsch *formatiert", "le *message reçu était *inattendu ou formaté de façon *incorrecte",
		"*ssl *asn1 lib",
		"the *local *security *authority cannot be contacted", "die lokale *sicherheitsautorität kann nicht *kontaktiert werden",
	}},
	{ID: "windows-said-token", Client: "Windows", Kind: notTLS, Phrases: []string{"das der funktion übermittelte *token ist *ungültig"}},
	{ID: "windows-said-expired", Client: "Windows", Kind: expired, Phrases: []string{"the received certificate has *expired", "das empfangene zertifikat ist *abgelaufen"}},
	{ID: "windows-said-revocation", Client: "Windows", Kind: noRevocation, Phrases: []string{"die *sperrfunktion konnte keine sperrprüfung für das zertifikat durchführen", "la fonction de *révocation n a pas pu *vérifier la révocation", "die *sperrfunktion konnte die sperrung nicht *überprüfen"}},
	{ID: "windows-said-usage", Client: "Windows", Kind: wrongUsage, Phrases: []string{"das zertifikat ist für die angeforderte *verwendung nicht gültig"}},
	{ID: "windows-said-revoked", Client: "Windows", Kind: revoked, Phrases: []string{"das zertifikat wurde *gesperrt", "le certificat est *révoqué", "el certificado está *revocado", "el certificado fue *revocado", "das zertifikat wurde *zurückgezogen"}},
	{ID: "haproxy-server", Client: "HAProxy", Kind: noServer, Phrases: []string{"*layer4 *connection *problem"}},
	{ID: "haproxy-timeout", Client: "HAProxy", Kind: timeout, Phrases: []string{"*layer4 *timeout", "*layer6 *timeout"}},
	{ID: "haproxy-handshake", Client: "HAProxy", Kind: handshake, Phrases: []string{"*layer6 *invalid *response"}},
}
