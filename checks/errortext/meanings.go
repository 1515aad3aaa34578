package errortext

import "certdesk/checks"

// The kinds of messages.
const (
	cannotVerify Kind = "cannot-verify"
	wrongName    Kind = "wrong-name"
	autodiscover Kind = "autodiscover"
	noSAN        Kind = "no-san"
	expired      Kind = "expired"
	notYet       Kind = "not-yet-valid"
	untrusted    Kind = "untrusted"
	selfSigned   Kind = "self-signed"
	incomplete   Kind = "incomplete"
	revoked      Kind = "revoked"
	noRevocation Kind = "revocation-unknown"
	wrongUsage   Kind = "wrong-usage"
	invalid      Kind = "invalid"
	distrusted   Kind = "distrusted"
	intercepted  Kind = "intercepted"
	weakHash     Kind = "weak-signature"
	weakKey      Kind = "weak-key"
	malformed    Kind = "malformed"
	staple       Kind = "staple"
	wrongMode    Kind = "wrong-mode"
	noEncryption Kind = "no-encryption"
	noSTARTTLS   Kind = "no-starttls"
	noCommon     Kind = "no-common-encryption"
	oldTLS       Kind = "old-tls"
	handshake    Kind = "handshake"
	notTLS       Kind = "not-tls"
	clientCert   Kind = "client-certificate"
	noConnection Kind = "no-connection"
	relay        Kind = "relay"
	settingsLog  Kind = "settings-not-found"
	noServer     Kind = "no-server"
	noName       Kind = "no-name"
	broken       Kind = "broken-off"
	timeout      Kind = "timeout"
	login        Kind = "login"
	profile      Kind = "profile"
)

var meanings = map[Kind]Meaning{
	cannotVerify: {"The mail program could not verify the server's certificate. Which of the reasons it is, the certificate itself tells.", []checks.Code{checks.HostnameMismatch, checks.UntrustedRoot, checks.Expired, checks.IncompleteChain, checks.SelfSigned}, []int{1, 6, 2, 8, 4, 5, 9, 10}},
	wrongName:    {"The certificate is for another name than the server name in the account.", []checks.Code{checks.HostnameMismatch}, []int{1, 2, 7, 10}},
	autodiscover: {"Outlook looks for its settings (Autodiscover) and meets a certificate for another name.", []checks.Code{checks.AutodiscoverMismatch, checks.HostnameMismatch}, []int{1, 10, 2}},
	noSAN:        {"The certificate names the server only in the old way, which programs no longer read.", []checks.Code{checks.NoSAN}, []int{1, 10}},
	expired:      {"The certificate is out of its time: it has expired, or this PC's clock is wrong.", []checks.Code{checks.Expired, checks.NotYetValid}, []int{6, 10}},
	notYet:       {"The certificate is not valid yet by this PC's clock.", []checks.Code{checks.NotYetValid}, []int{6, 10}},
	untrusted:    {"The certificate comes from an authority that this PC or program does not trust.", []checks.Code{checks.UntrustedRoot, checks.IncompleteChain, checks.SelfSigned, checks.Intercepted}, []int{1, 8, 4, 9, 10}},
	selfSigned:   {"The certificate is signed by itself: nobody vouches for it.", []checks.Code{checks.SelfSigned}, []int{1, 9, 10}},
	incomplete:   {"An authority's certificate is missing between the server's and the trusted root.", []checks.Code{checks.IncompleteChain, checks.UntrustedRoot}, []int{10, 1}},
	revoked:      {"The authority has withdrawn the certificate.", []checks.Code{checks.Revoked}, []int{10}},
	noRevocation: {"It could not be found out whether the certificate was withdrawn: the authority's server gave no answer.", []checks.Code{checks.RevocationUnavailable}, []int{8, 5, 10}},
	wrongUsage:   {"The certificate is not made for a server.", []checks.Code{checks.WrongUsage}, []int{10}},
	invalid:      {"The chain of certificates breaks a rule: one of them may not vouch for the next.", []checks.Code{checks.InvalidChain}, []int{1, 10}},
	distrusted:   {"The authority that issued the certificate is distrusted on purpose.", []checks.Code{checks.DistrustedCA}, []int{1, 10}},
	intercepted:  {"Something between this PC and the server makes certificates of its own: most often antivirus software or a proxy.", []checks.Code{checks.Intercepted}, []int{8, 1, 10}},
	weakHash:     {"The certificate is signed in an old way that is no longer safe (SHA-1 or MD5).", []checks.Code{checks.WeakSignature}, []int{10}},
	weakKey:      {"The key of the certificate is too short to be safe.", []checks.Code{checks.WeakKey}, []int{10}},
	malformed:    {"The certificate is broken: it is not written as it has to be.", []checks.Code{checks.MalformedCertificate, checks.InvalidChain}, []int{10}},
	staple:       {"The certificate demands a proof of freshness that the server does not send.", []checks.Code{checks.StapleMissing}, []int{10}},
	wrongMode:    {"The encryption that is set in the account is not the one that the port speaks.", []checks.Code{checks.WrongEncryptionMode, checks.STARTTLSNotOffered, checks.LegacyTLS}, []int{3, 2, 10}},
	noEncryption: {"No encrypted connection came about: the port, the encryption setting or the server's name is wrong.", []checks.Code{checks.STARTTLSNotOffered, checks.WrongEncryptionMode, checks.Unreachable}, []int{3, 2, 10}},
	noSTARTTLS:   {"The server did not offer encryption at this port: STARTTLS is off there, or something on the way removes it.", []checks.Code{checks.STARTTLSNotOffered}, []int{3, 8, 10}},
	noCommon:     {"The program and the server have no kind of encryption in common.", []checks.Code{checks.WeakCipher, checks.LegacyTLS, checks.TLSHandshakeFailed}, []int{5, 10}},
	oldTLS:       {"The server speaks an old version of TLS that the program no longer uses, or the program is too old for the server.", []checks.Code{checks.LegacyTLS}, []int{5, 10}},
	handshake:    {"The encrypted connection failed while it was being set up.", []checks.Code{checks.TLSHandshakeFailed, checks.WeakCipher, checks.UnsupportedKey}, []int{3, 5, 8, 10}},
	notTLS:       {"What answers at this port does not speak TLS: most often the port or the encryption setting is wrong.", []checks.Code{checks.NotTLS, checks.WrongEncryptionMode}, []int{3, 10}},
	clientCert:   {"The server asks for a certificate of the user.", []checks.Code{checks.ClientCertRequired}, []int{10}},
	noConnection: {"The program could not connect to the server. The server name, the port, the encryption setting or the network can be the cause.", []checks.Code{checks.Unreachable, checks.WrongEncryptionMode, checks.HostnameMismatch}, []int{2, 3, 8, 10}},
	relay:        {"The outgoing server did not accept a recipient. Often it requires a sign-in before sending. This is not a certificate error.", nil, []int{10}},
	settingsLog:  {"Outlook looked for the account's settings (Autodiscover) and did not find them this way. That alone is not an error.", []checks.Code{checks.AutodiscoverMismatch}, []int{2, 10}},
	noServer:     {"The server does not answer at this name and port.", []checks.Code{checks.Unreachable}, []int{2, 3, 8, 10}},
	noName:       {"There is no server of this name.", []checks.Code{checks.DNSFailure}, []int{2, 10}},
	broken:       {"The connection was broken off: a wrong encryption setting, antivirus software or the server does that.", []checks.Code{checks.Unreachable, checks.WrongEncryptionMode, checks.Intercepted}, []int{3, 8, 10}},
	timeout:      {"The server did not answer in time.", []checks.Code{checks.Unreachable, checks.ServerRefused, checks.WrongEncryptionMode}, []int{3, 8, 10}},
	login:        {"The server did not accept the user name or the password. This is no matter of certificates: check the login first.", nil, []int{10}},
	profile:      {"Outlook's own data or profile is the matter, not a certificate.", nil, []int{7, 10}},
}
