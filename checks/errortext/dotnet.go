package errortext

// dotnet is what .NET says of a connection and of mail. Sources: Strings.resx of System.Net.Security
// and System.Net.Mail; Microsoft's pages on Advanced Threat Analytics, Reporting Services, Azure and
// PowerShell in German, French and Spanish, and programs that compare its messages.
var dotnet = []Entry{
	{ID: "dotnet-stream-closed", Client: ".NET", Kind: broken, Phrases: []string{
		"authentication failed because the remote party has closed the *transport stream", "bei der authentifizierung da die gegenseite den *transportstream geschlossen hat", "gegenseite den *transportstream geschlossen hat", "remote seite den *transportstream geschlossen hat",
		"error de autenticación porque la parte remota cerró la secuencia de *transporte", "échec de l authentification car la partie distante a fermé le flux de *transport", "received an unexpected eof or 0 bytes from the *transport stream", "received incomplete authentication message remote party has probably *closed the connection",
	}},
	{ID: "dotnet-read", Client: ".NET", Kind: broken, Phrases: []string{
		"unable to read data from the *transport connection", "von der *übertragungsverbindung können keine daten gelesen werden", "no se pueden leer los datos de la conexión de *transporte",
		"impossible de lire les données de la connexion de *transport",
	}},
	{ID: "dotnet-read-timeout", Client: ".NET", Kind: timeout, Phrases: []string{"unable to read data from the *transport connection a connection attempt failed because the connected party did *not properly respond"}},
	{ID: "dotnet-frame", Client: ".NET", Kind: notTLS, Phrases: []string{"cannot determine the *frame size or a corrupted frame was received"}},
	{ID: "dotnet-sspi", Client: ".NET", Kind: handshake, Headline: true, Phrases: []string{"a call to *sspi failed see inner exception", "fehler bei *sspi aufruf", "no se pudo realizar una llamada a *sspi consulte la excepción interna"}},
	{ID: "dotnet-inner", Client: ".NET", Kind: handshake, Headline: true, Phrases: []string{"authentication *failed see *inner *exception"}},
	{ID: "dotnet-common-fr", Client: "Windows", Kind: noCommon, Phrases: []string{"le client et le serveur ne peuvent *pas communiquer car ils ne possèdent *pas d *algorithme commun", "el cliente y el servidor *no pueden comunicarse ya que *no poseen un *algoritmo común", "el cliente y el servidor *no pueden comunicarse dado que *no poseen un *algoritmo común"}},
	{ID: "dotnet-sign-in", Client: ".NET", Kind: login, Headline: true, Phrases: []string{
		"the smtp server requires a secure connection or the client was *not *authenticated", "für den smtp server ist eine sichere verbindung erforderlich oder der client wurde *nicht *authentifiziert", "der smtp server erfordert eine sichere verbindung oder der client wurde *nicht *authentifiziert",
		"le serveur smtp requiert une connexion sécurisée ou le client n était *pas *authentifié", "el servidor smtp requiere una conexión segura o el cliente *no se *autenticó",
	}},
	{ID: "dotnet-not-permitted", Client: ".NET", Kind: relay, Headline: true, Phrases: []string{"client does not have *permission to *submit mail to this server", "*mailbox *unavailable the server response was", "mailbox name *not *allowed the server response was"}},
	{ID: "dotnet-host-de", Client: ".NET", Kind: noName, Phrases: []string{"es ist *kein solcher *host bekannt"}},
	{ID: "dotnet-host", Client: ".NET", Kind: noName, Phrases: []string{"the smtp *host was *not found"}},
	{ID: "dotnet-alert", Client: ".NET", Kind: handshake, Phrases: []string{"the remote party sent a *tls alert *handshakefailure", "the remote party sent a *tls alert *internalerror", "the remote party sent a *tls alert *decrypterror", "the remote party sent a *tls alert *illegalparameter"}},
	{ID: "dotnet-alert-untrusted", Client: ".NET", Kind: untrusted, Phrases: []string{"the remote party sent a *tls alert *unknownca"}},
	{ID: "dotnet-alert-version", Client: ".NET", Kind: oldTLS, Phrases: []string{"the remote party sent a *tls alert *protocolversion"}},
	{ID: "dotnet-alert-certificate", Client: ".NET", Kind: cannotVerify, Phrases: []string{"the remote party sent a *tls alert *badcertificate", "the remote party sent a *tls alert *certificateunknown", "the remote party sent a *tls alert *unsupportedcert"}},
	{ID: "dotnet-alert-name", Client: ".NET", Kind: unknownName, Phrases: []string{"the remote party sent a *tls alert *unrecognizedname"}},
	{ID: "dotnet-chain-revoked", Client: ".NET", Kind: revoked, Phrases: []string{"errors in the certificate chain *revoked"}},
	{ID: "dotnet-chain-partial", Client: ".NET", Kind: noIssuer, Codes: []string{"PartialChain"}},
}
