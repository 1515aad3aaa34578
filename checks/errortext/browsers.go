package errortext

// browsers is what Chrome, Edge and Safari say. Sources: Chromium's
// net_error_list.h and components/security_interstitials in each language,
// Apple's Safari user guide.
var browsers = []Entry{
	{ID: "NET_ERR_CERT_COMMON_NAME_INVALID", Client: "Chrome and Edge", Kind: wrongName, Codes: []string{"ERR_CERT_COMMON_NAME_INVALID", "DLG_FLAGS_SEC_CERT_CN_INVALID"}},
	{ID: "NET_ERR_CERT_AUTHORITY_INVALID", Client: "Chrome and Edge", Kind: untrusted, Codes: []string{"ERR_CERT_AUTHORITY_INVALID", "DLG_FLAGS_INVALID_CA"}},
	{ID: "NET_ERR_CERT_DATE_INVALID", Client: "Chrome and Edge", Kind: expired, Codes: []string{"ERR_CERT_DATE_INVALID", "DLG_FLAGS_SEC_CERT_DATE_INVALID"}},
	{ID: "NET_ERR_CERT_REVOKED", Client: "Chrome and Edge", Kind: revoked, Codes: []string{"ERR_CERT_REVOKED"}},
	{ID: "NET_ERR_CERT_WEAK_SIGNATURE", Client: "Chrome and Edge", Kind: weakHash, Codes: []string{"ERR_CERT_WEAK_SIGNATURE_ALGORITHM"}},
	{ID: "NET_ERR_CERT_INVALID", Client: "Chrome and Edge", Kind: malformed, Codes: []string{"ERR_CERT_INVALID"}},
	{ID: "NET_ERR_CERT_RULE", Client: "Chrome and Edge", Kind: invalid, Codes: []string{"ERR_CERT_NAME_CONSTRAINT_VIOLATION", "ERR_CERT_NON_UNIQUE_NAME", "ERR_CERT_CONTAINS_ERRORS"}},
	{ID: "NET_ERR_CERT_WEAK_KEY", Client: "Chrome and Edge", Kind: weakKey, Codes: []string{"ERR_CERT_WEAK_KEY"}},
	{ID: "NET_ERR_CERT_INTERCEPTION", Client: "Chrome and Edge", Kind: intercepted, Codes: []string{"ERR_CERT_KNOWN_INTERCEPTION_BLOCKED"}},
	{ID: "NET_ERR_CERT_DISTRUSTED", Client: "Chrome and Edge", Kind: distrusted, Codes: []string{"ERR_CERT_SYMANTEC_LEGACY", "ERR_CERTIFICATE_TRANSPARENCY_REQUIRED", "ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN"}},
	{ID: "NET_ERR_CERT_REVOCATION", Client: "Chrome and Edge", Kind: noRevocation, Codes: []string{"ERR_CERT_NO_REVOCATION_MECHANISM", "ERR_CERT_UNABLE_TO_CHECK_REVOCATION"}},
	{ID: "NET_ERR_PROXY_CERT", Client: "Chrome and Edge", Kind: intercepted, Codes: []string{"ERR_PROXY_CERTIFICATE_INVALID"}},
	{ID: "NET_ERR_SSL_KEY_USAGE", Client: "Chrome and Edge", Kind: wrongUsage, Codes: []string{"ERR_SSL_KEY_USAGE_INCOMPATIBLE"}},
	{ID: "NET_ERR_SSL_SERVER_CERT_BAD_FORMAT", Client: "Chrome and Edge", Kind: malformed, Codes: []string{"ERR_SSL_SERVER_CERT_BAD_FORMAT", "ERR_CERT_SELF_SIGNED_LOCAL_NETWORK"}},
	{ID: "browser-not-private", Client: "Chrome, Edge and Safari", Kind: cannotVerify, Headline: true, Phrases: []string{
		"your connection is not private", "your connection isn t private", "this connection is not private", "attackers might be trying to steal your information from",
		"dies ist keine sichere verbindung", "ihre verbindung ist nicht privat", "deine verbindung ist nicht privat", "? die verbindung ist nicht privat", "diese verbindung ist nicht privat", "? hacker könnten versuchen ihre daten von zu stehlen",
		"votre connexion n est pas privée", "cette connexion n est pas privée", "la connexion n est pas privée", "? il se peut que des individus malveillants tentent de subtiliser vos informations",
		"la conexión no es privada", "tu conexión no es privada", "su conexión no es privada", "esta conexión no es privada", "es posible que los atacantes estén intentando robar tu información de",
		"this website may be impersonating", "safari can t verify the identity of the website", "safari kann die identität der website nicht überprüfen", "? safari ne parvient pas à vérifier l identité du site web", "? safari no puede verificar la identidad del sitio web",
	}},
	{ID: "browser-name", Client: "Chrome and Edge", Kind: wrongName, Phrases: []string{"its security certificate is from", "sein sicherheitszertifikat stammt von", "son certificat de sécurité provient de", "su certificado de seguridad procede de", "su certificado de seguridad proviene de"}},
	{ID: "browser-untrusted", Client: "Chrome and Edge", Kind: untrusted, Phrases: []string{"its security certificate is not trusted by your computer s operating system", "le système d exploitation de votre ordinateur n approuve pas son certificat de sécurité", "sein sicherheitszertifikat wird vom betriebssystem deines computers als nicht vertrauenswürdig eingestuft", "? sein sicherheitszertifikat ist für das betriebssystem ihres computers nicht vertrauenswürdig", "son certificat de sécurité n est pas considéré comme fiable par le système d exploitation de votre", "el sistema operativo de tu ordenador no confía en su certificado de seguridad"}},
	{ID: "browser-expired", Client: "Chrome and Edge", Kind: expired, Phrases: []string{"its security certificate expired", "its security certificate expired days ago", "sein sicherheitszertifikat ist gestern abgelaufen", "sein sicherheitszertifikat ist vor tagen abgelaufen", "? son certificat de sécurité a expiré", "su certificado de seguridad caducó", "your clock is ahead", "your clock is behind", "deine uhr geht vor", "deine uhr geht nach", "votre horloge est en avance", "votre horloge est en retard", "tu reloj está adelantado", "tu reloj está atrasado"}},
	{ID: "browser-no-secure", Client: "Chrome and Edge", Kind: handshake, Headline: true, Phrases: []string{"? safari kann keine sichere verbindung zum server herstellen", "? safari ne parvient pas à établir une connexion sécurisée avec le serveur", "this site can t provide a secure connection", "sent an invalid response", "diese website kann keine sichere verbindung bereitstellen", "ce site ne peut pas fournir de connexion sécurisée", "este sitio no puede proporcionar una conexión segura", "safari can t establish a *secure connection to the server", "? safari no puede establecer una conexión segura con el servidor"}},
}
