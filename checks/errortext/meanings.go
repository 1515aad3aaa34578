package errortext

import (
	"sync"

	"certdesk/checks"
	"certdesk/checks/say"
)

// The kinds of messages.
const (
	cannotVerify   Kind = "cannot-verify"
	wrongName      Kind = "wrong-name"
	autodiscover   Kind = "autodiscover"
	noSAN          Kind = "no-san"
	expired        Kind = "expired"
	expiring       Kind = "expires-soon"
	notYet         Kind = "not-yet-valid"
	untrusted      Kind = "untrusted"
	selfSigned     Kind = "self-signed"
	incomplete     Kind = "incomplete"
	noIssuer       Kind = "no-issuer"
	revoked        Kind = "revoked"
	noRevocation   Kind = "revocation-unknown"
	staleProof     Kind = "stale-proof"
	wrongUsage     Kind = "wrong-usage"
	dane           Kind = "dane"
	sni            Kind = "no-sni"
	largeHello     Kind = "large-hello"
	ofApple        Kind = "against-apples-rules"
	invalid        Kind = "invalid"
	distrusted     Kind = "distrusted"
	intercepted    Kind = "intercepted"
	weakHash       Kind = "weak-signature"
	weakKey        Kind = "weak-key"
	malformed      Kind = "malformed"
	staple         Kind = "staple"
	wrongMode      Kind = "wrong-mode"
	noEncryption   Kind = "no-encryption"
	noSTARTTLS     Kind = "no-starttls"
	noCommon       Kind = "no-common-encryption"
	oldTLS         Kind = "old-tls"
	handshake      Kind = "handshake"
	notTLS         Kind = "not-tls"
	clientCert     Kind = "client-certificate"
	noConnection   Kind = "no-connection"
	relay          Kind = "relay"
	settingsLog    Kind = "settings-not-found"
	reachedSignIn  Kind = "reached-sign-in"
	reachedNothing Kind = "reached-nothing"
	reachedFault   Kind = "reached-fault"
	noServer       Kind = "no-server"
	noName         Kind = "no-name"
	unknownName    Kind = "unknown-name"
	broken         Kind = "broken-off"
	timeout        Kind = "timeout"
	login          Kind = "login"
	profile        Kind = "profile"
	changed        Kind = "changed"
	stsPolicy      Kind = "mta-sts"
	longLife       Kind = "valid-too-long"
	inconsistent   Kind = "servers-differ"
	refused        Kind = "server-refused"
	chainOrder     Kind = "chain-order"
	extraCerts     Kind = "extra-certificates"
)

var meanings = sync.OnceValue(func() map[Kind]Meaning {
	return map[Kind]Meaning{
		cannotVerify:   {say.S("The mail app could not verify the server's certificate. Check the certificate to find out why."), []checks.Code{checks.HostnameMismatch, checks.UntrustedRoot, checks.Expired, checks.IncompleteChain, checks.SelfSigned}, []int{1, 6, 2, 8, 4, 5, 9, 10}},
		wrongName:      {say.S("The name on the certificate does not match the server name in the account."), []checks.Code{checks.HostnameMismatch}, []int{1, 2, 7, 10}},
		autodiscover:   {say.S("Outlook looks up its settings (Autodiscover) and gets a certificate for another name."), []checks.Code{checks.AutodiscoverMismatch, checks.HostnameMismatch}, []int{1, 10, 2}},
		noSAN:          {say.S("The certificate has the server name only in an old field that mail apps no longer read."), []checks.Code{checks.NoSAN}, []int{1, 10}},
		expired:        {say.S("The certificate has expired, or the device's clock is wrong."), []checks.Code{checks.Expired, checks.NotYetValid}, []int{6, 10}},
		expiring:       {say.S("The certificate still works, but it expires soon and must be renewed before that."), []checks.Code{checks.ExpiringSoon}, []int{10}},
		notYet:         {say.S("The certificate is not valid yet by the device's clock."), []checks.Code{checks.NotYetValid}, []int{6, 10}},
		untrusted:      {say.S("The certificate comes from a certificate authority that the mail app does not trust."), []checks.Code{checks.UntrustedRoot, checks.IncompleteChain, checks.SelfSigned, checks.Intercepted}, []int{1, 8, 4, 9, 10}},
		selfSigned:     {say.S("The certificate is self-signed, so no certificate authority confirms it."), []checks.Code{checks.SelfSigned}, []int{1, 9, 10}},
		incomplete:     {say.S("An intermediate certificate is missing between the server's certificate and the trusted root certificate."), []checks.Code{checks.IncompleteChain, checks.UntrustedRoot}, []int{10, 1}},
		noIssuer:       {say.S("The program did not find the issuer of the certificate. Either the server does not send an intermediate certificate, or the program does not trust the certificate authority."), []checks.Code{checks.IncompleteChain, checks.UntrustedRoot, checks.Intercepted, checks.SelfSigned}, []int{1, 10, 8, 4}},
		revoked:        {say.S("The issuer has revoked the certificate."), []checks.Code{checks.Revoked}, []int{10}},
		noRevocation:   {say.S("The revocation status is unknown because the issuer's server did not answer."), []checks.Code{checks.RevocationUnavailable}, []int{8, 5, 10}},
		staleProof:     {say.S("The proof that the certificate is not revoked is not valid at this time: it is out of date, or the device's clock is wrong."), []checks.Code{checks.RevocationUnavailable, checks.StapleMissing}, []int{6, 10}},
		dane:           {say.S("The certificate of the server does not match its DANE record (TLSA), or that record is missing."), []checks.Code{checks.DANEMismatch}, []int{10}},
		sni:            {say.S("The program does not tell the server which name it wants (SNI), so that the server shows the certificate of another name."), []checks.Code{checks.SNIRequired, checks.HostnameMismatch}, []int{5, 10}},
		largeHello:     {say.S("Something on the way drops the large first message with which new programs open an encrypted connection."), []checks.Code{checks.LargeHelloBlocked, checks.TLSHandshakeFailed}, []int{8, 10}},
		ofApple:        {say.S("The certificate breaks a rule of Apple: often it is valid for too long, does not have the server name where it belongs, or is signed in an old way."), []checks.Code{checks.LongValidity, checks.NoSAN, checks.WeakSignature, checks.WeakKey, checks.WrongUsage, checks.MalformedCertificate}, []int{1, 10}},
		wrongUsage:     {say.S("The certificate is not made for a server."), []checks.Code{checks.WrongUsage}, []int{10}},
		invalid:        {say.S("The certificate chain breaks a rule: one of its certificates may not issue the next one."), []checks.Code{checks.InvalidChain}, []int{1, 10}},
		distrusted:     {say.S("Browsers and mail apps have stopped trusting the issuer."), []checks.Code{checks.DistrustedCA}, []int{1, 10}},
		intercepted:    {say.S("Something between the mail app and the server makes its own certificates, usually antivirus software or a proxy."), []checks.Code{checks.Intercepted}, []int{8, 1, 10}},
		weakHash:       {say.S("The certificate is signed in an old way that is no longer safe (SHA-1 or MD5)."), []checks.Code{checks.WeakSignature}, []int{10}},
		weakKey:        {say.S("The key of the certificate is too short to be safe."), []checks.Code{checks.WeakKey}, []int{10}},
		malformed:      {say.S("The certificate is damaged or has an invalid format."), []checks.Code{checks.MalformedCertificate, checks.InvalidChain}, []int{10}},
		staple:         {say.S("The certificate requires a fresh status proof (OCSP stapling), which the server does not send."), []checks.Code{checks.StapleMissing}, []int{10}},
		wrongMode:      {say.S("The encryption method in the account does not match the port."), []checks.Code{checks.WrongEncryptionMode, checks.STARTTLSNotOffered, checks.LegacyTLS}, []int{3, 10}},
		noEncryption:   {say.S("The encrypted connection failed. Check the port, the encryption method and the server name."), []checks.Code{checks.STARTTLSNotOffered, checks.WrongEncryptionMode, checks.Unreachable}, []int{3, 2, 10}},
		noSTARTTLS:     {say.S("The server did not offer encryption on this port. STARTTLS is off there, or something on the way removes it."), []checks.Code{checks.STARTTLSNotOffered}, []int{3, 8, 10}},
		noCommon:       {say.S("The mail app and the server have no encryption method in common."), []checks.Code{checks.WeakCipher, checks.LegacyTLS, checks.TLSHandshakeFailed}, []int{5, 10}},
		oldTLS:         {say.S("The server uses an old TLS version that the mail app no longer supports, or the mail app is too old for the server."), []checks.Code{checks.LegacyTLS}, []int{5, 10}},
		handshake:      {say.S("The encrypted connection failed while it was being set up."), []checks.Code{checks.TLSHandshakeFailed, checks.WeakCipher, checks.UnsupportedKey}, []int{3, 5, 8, 10}},
		notTLS:         {say.S("The server does not use TLS on this port. Usually the port or the encryption method in the account is wrong."), []checks.Code{checks.NotTLS, checks.WrongEncryptionMode}, []int{3, 10}},
		clientCert:     {say.S("The server asks for a user certificate."), []checks.Code{checks.ClientCertRequired}, []int{10}},
		noConnection:   {say.S("The mail app could not connect to the server. The cause can be the server name, the port, the encryption method or the network."), []checks.Code{checks.Unreachable, checks.WrongEncryptionMode, checks.HostnameMismatch}, []int{2, 3, 8, 10}},
		relay:          {say.S("The outgoing server did not accept a recipient. Often it requires a sign-in before sending. This is not a certificate error."), nil, []int{10}},
		settingsLog:    {say.S("The mail app looked for the account's settings and did not find them this way. That alone is not an error."), []checks.Code{checks.AutodiscoverMismatch}, []int{2, 10}},
		reachedSignIn:  {say.S("Outlook reached the server and accepted its certificate. The server asked for a sign-in, so the certificate is not the cause."), nil, []int{10}},
		reachedNothing: {say.S("Outlook reached the server and accepted its certificate. The server has no settings for the account there, which alone is not an error."), []checks.Code{checks.AutodiscoverMismatch}, []int{2, 10}},
		reachedFault:   {say.S("Outlook reached the server and accepted its certificate, but the server reported a fault of its own."), []checks.Code{checks.ServerRefused}, []int{10}},
		noServer:       {say.S("The server does not answer at this name and port."), []checks.Code{checks.Unreachable}, []int{2, 3, 8, 10}},
		noName:         {say.S("There is no server with this name."), []checks.Code{checks.DNSFailure}, []int{2, 10}},
		unknownName:    {say.S("The server does not know the name that the mail app asked for. Check the server name in the account."), []checks.Code{checks.HostnameMismatch, checks.TLSHandshakeFailed}, []int{2, 10}},
		broken:         {say.S("The connection was dropped. Common causes: a wrong encryption method, antivirus software, or the server."), []checks.Code{checks.Unreachable, checks.WrongEncryptionMode, checks.Intercepted}, []int{3, 8, 10}},
		timeout:        {say.S("The server did not answer in time."), []checks.Code{checks.Unreachable, checks.ServerRefused, checks.WrongEncryptionMode}, []int{3, 8, 10}},
		login:          {say.S("The server did not accept the user name or the password. This is not a certificate problem. Check the sign-in details first."), nil, []int{10}},
		stsPolicy:      {say.S("The mail server does not match the MTA-STS policy of the domain: its name is not in the policy, or its certificate is not valid."), []checks.Code{checks.MTASTSMismatch, checks.HostnameMismatch}, []int{10}},
		changed:        {say.S("The certificate is not the one that the program expects: the server has a new one, or something on the way makes its own."), []checks.Code{checks.CertificateVaries, checks.Intercepted, checks.InconsistentServers}, []int{8, 10}},
		longLife:       {say.S("The certificate is valid for longer than the program accepts."), []checks.Code{checks.LongValidity}, []int{10}},
		inconsistent:   {say.S("The servers behind this name show different certificates."), []checks.Code{checks.InconsistentServers, checks.CertificateVaries}, []int{10}},
		refused:        {say.S("The server answered, but refused the connection: it is busy, or one of its rules forbids it. This is not a certificate error."), []checks.Code{checks.ServerRefused}, []int{10}},
		chainOrder:     {say.S("The server sends its certificates in the wrong order. Most mail apps sort them, but some reject them."), []checks.Code{checks.ChainOrder, checks.ExtraCertificates}, []int{10}},
		extraCerts:     {say.S("The server sends certificates that are not needed. That does no harm, but slows every connection a little."), []checks.Code{checks.ExtraCertificates, checks.ChainOrder}, []int{10}},
		profile:        {say.S("The cause is Outlook's data file or profile, not a certificate."), nil, []int{7, 10}},
	}
})

// Meaning is the entry's.
func (e *Entry) Meaning() Meaning { return meanings()[e.Kind] }
