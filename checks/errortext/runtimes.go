package errortext

import "strings"

// runtimes is what languages' runtimes and their libraries say where a program passes it
// on: Java and Bouncy Castle, Node, Go, Erlang, s2n, LibreSSL, Qt, and Windows' own codes
// that .NET and Rust print. Sources: sun.security of OpenJDK; AlertDescription.java of
// Bouncy Castle; lib/internal/errors.js of Node; crypto/tls and crypto/x509 of Go;
// ssl_alert.erl of Erlang; s2n_errno.c; tls_client.c of LibreSSL; qsslerror.cpp; SecBase
// of Windows ("COM error codes (Security and Setup)").
var runtimes = []Entry{
	{ID: "java-constraints", Client: "Java", Kind: weakHash, Phrases: []string{"algorithm constraints check failed on *signature algorithm", "algorithm constraints check failed on disabled *signature algorithm", "algorithm constraints check failed on disabled algorithm"}},
	{ID: "java-constraints-key", Client: "Java", Kind: weakKey, Phrases: []string{"algorithm constraints check failed on *keysize limits", "algorithm constraints check failed on *keysize"}},
	{ID: "java-conform", Client: "Java", Kind: weakHash, Headline: true, Phrases: []string{"certificates do not *conform to algorithm constraints"}},
	{ID: "java-revocation", Client: "Java", Kind: noRevocation, Phrases: []string{"could not determine *revocation status"}},
	{ID: "java-anchors", Client: "Java", Kind: untrusted, Phrases: []string{"path does not *chain with any of the trust anchors", "validatorexception no trusted certificate found", "no trusted certificate found"}},
	{ID: "java-alert-client", Client: "Java", Kind: clientCert, Phrases: []string{"received fatal alert *certificate_required"}},
	{ID: "java-alert-name", Client: "Java", Kind: unknownName, Phrases: []string{"received fatal alert *unrecognized_name"}},
	{ID: "java-alert-time", Client: "Java", Kind: expired, Phrases: []string{"received fatal alert *certificate_expired"}},
	{ID: "java-alert-common", Client: "Java", Kind: noCommon, Phrases: []string{"received fatal alert *insufficient_security"}},
	{ID: "bouncy-version", Client: "Java", Kind: oldTLS, Phrases: []string{"tlsfatalalert *protocol_version", "? tlsfatalalertreceived *protocol_version"}},
	{ID: "bouncy-untrusted", Client: "Java", Kind: untrusted, Phrases: []string{"? tlsfatalalert *unknown_ca", "? tlsfatalalertreceived *unknown_ca"}},
	{ID: "bouncy-time", Client: "Java", Kind: expired, Phrases: []string{"? tlsfatalalert *certificate_expired", "? tlsfatalalertreceived *certificate_expired"}},
	{ID: "bouncy-revoked", Client: "Java", Kind: revoked, Phrases: []string{"? tlsfatalalert *certificate_revoked", "? tlsfatalalertreceived *certificate_revoked"}},
	{ID: "bouncy-certificate", Client: "Java", Kind: cannotVerify, Phrases: []string{"tlsfatalalert *certificate_unknown", "? tlsfatalalertreceived *certificate_unknown", "tlsfatalalert *bad_certificate", "? tlsfatalalertreceived *bad_certificate"}},
	{ID: "bouncy-handshake", Client: "Java", Kind: handshake, Phrases: []string{"tlsfatalalert *handshake_failure", "? tlsfatalalertreceived *handshake_failure", "tlsfatalalert *internal_error", "? tlsfatalalert *decode_error", "? tlsfatalalert *illegal_parameter"}},

	{ID: "node-cut", Client: "Node", Kind: broken, Phrases: []string{"client network socket disconnected before secure tls connection was established"}},
	{ID: "node-timeout", Client: "Node", Kind: timeout, Codes: []string{"ERR_TLS_HANDSHAKE_TIMEOUT"}},
	{ID: "node-format", Client: "Node", Kind: malformed, Codes: []string{"ERR_TLS_CERT_ALTNAME_FORMAT"}},
	{ID: "node-version", Client: "Node", Kind: oldTLS, Codes: []string{"ERR_TLS_INVALID_PROTOCOL_VERSION", "ERR_TLS_PROTOCOL_VERSION_CONFLICT"}},
	{ID: "node-cipher", Client: "Node", Kind: noCommon, Codes: []string{"ERR_SSL_NO_CIPHER_MATCH"}},
	{ID: "node-plain", Client: "Node", Kind: notTLS, Codes: []string{"ERR_SSL_HTTP_REQUEST"}},

	{ID: "go-alert", Client: "Go", Kind: handshake, Phrases: []string{"remote error tls *internal error", "remote error tls *error decoding message", "remote error tls *illegal parameter", "remote error tls *unexpected message", "remote error tls *bad record mac", "local error tls *bad record mac", "remote error tls *access denied"}},
	{ID: "go-alert-name", Client: "Go", Kind: unknownName, Phrases: []string{"remote error tls *unrecognized name"}},
	{ID: "go-alert-untrusted", Client: "Go", Kind: untrusted, Phrases: []string{"remote error tls *unknown certificate authority"}},
	{ID: "go-alert-time", Client: "Go", Kind: expired, Phrases: []string{"remote error tls *expired certificate"}},
	{ID: "go-alert-revoked", Client: "Go", Kind: revoked, Phrases: []string{"remote error tls *revoked certificate"}},
	{ID: "go-alert-security", Client: "Go", Kind: noCommon, Phrases: []string{"remote error tls *insufficient security level", "tls server chose an *unconfigured cipher suite", "tls server selected unsupported *group"}},
	{ID: "go-authority-hash", Client: "Go", Kind: weakHash, Phrases: []string{"x509 certificate signed by unknown authority possibly because of x509 cannot verify signature *insecure algorithm"}},
	{ID: "go-versions", Client: "Go", Kind: oldTLS, Phrases: []string{"tls no supported *versions satisfy minversion and maxversion"}},
	{ID: "go-malformed", Client: "Go", Kind: malformed, Phrases: []string{"x509 *malformed certificate", "x509 *malformed", "server s certificate contains an unsupported type of *public *key", "x509 invalid *signature", "x509 trailing data"}},
	{ID: "javamail-login", Client: "Java", Kind: login, Phrases: []string{"failed to connect *no *password specified", "no *authentication *mechanisms supported by both server and client"}},
	{ID: "java-selected", Client: "Java", Kind: oldTLS, Phrases: []string{"the server selected protocol version is *not *accepted by client preferences"}},
	{ID: "javamail-refused", Client: "Java", Kind: noServer, Phrases: []string{"couldn t connect to host port timeout nested exception is java net connectexception connection *refused", "could not connect to smtp host port nested exception is java net connectexception connection *refused"}},
	{ID: "javamail-connect-timeout", Client: "Java", Kind: timeout, Phrases: []string{"couldn t connect to host port timeout nested exception is java net connectexception connection *timed *out", "couldn t connect to host port timeout nested exception is java net connectexception operation *timed *out", "could not connect to smtp host port nested exception is java net connectexception connection *timed *out"}},
	{ID: "javamail-connect", Client: "Java", Kind: noConnection, Headline: true, Phrases: []string{"mailconnectexception couldn t *connect to host *port"}},
	{ID: "gnutls-no-suites", Client: "GnuTLS", Kind: noCommon, Phrases: []string{"*no supported *cipher suites have been found"}},
	{ID: "phpmailer-login-es", Client: "PHPMailer", Kind: login, Phrases: []string{"error smtp *imposible autentificar"}},
	{ID: "phpmailer-recipients", Client: "PHPMailer", Kind: relay, Headline: true, Phrases: []string{"smtp error the following *recipients *failed"}},
	{ID: "exchange-banned", Client: "Exchange", Kind: refused, Phrases: []string{"access denied *banned sending *ip"}},
	{ID: "curl-67", Client: "curl", Kind: login, Codes: []string{"CURLE_LOGIN_DENIED"}, Phrases: []string{"curl *67"}},
	{ID: "python-auth", Client: "Python", Kind: login, Phrases: []string{"smtp *auth extension *not supported by server"}},
	{ID: "php-pop3", Client: "PHP", Kind: broken, Phrases: []string{"pop3 *connection *broken in response"}},
	{ID: "go-chain", Client: "Go", Kind: invalid, Phrases: []string{"x509 certificate is *not *authorized to sign other certificates", "x509 *too many intermediates for path length constraint", "x509 a root or intermediate certificate is *not *authorized to sign for this name", "x509 issuer has *name *constraints but leaf contains unknown or unconstrained name", "x509 *unhandled critical extension"}},
	{ID: "go-duplicate", Client: "Go", Kind: malformed, Phrases: []string{"x509 certificate contains *duplicate extension", "x509 *serial number must be positive", "x509 inner and outer *signature algorithm identifiers don t match", "tls server certificate contains *incorrect key type for selected ciphersuite"}},
	{ID: "go-constrained", Client: "Go", Kind: noSAN, Phrases: []string{"x509 issuer has name constraints but leaf doesn t have a *san extension"}},
	{ID: "go-offered", Client: "Go", Kind: oldTLS, Phrases: []string{"tls client offered only *unsupported *versions", "tls client offered tls *version *older than tls", "tls client using *inappropriate protocol *fallback"}},
	{ID: "go-both", Client: "Go", Kind: noCommon, Phrases: []string{"tls *no cipher suite supported by both client and server", "tls *no key exchanges supported by both client and server", "tls server selected *unsupported *curve", "tls server selected *unoffered *curve", "tls *no supported *elliptic curves", "tls peer doesn t support any of the certificate s *signature algorithms", "tls certificate *cannot be used with the selected cipher suite"}},
	{ID: "go-finished", Client: "Go", Kind: handshake, Phrases: []string{"tls server s *finished message was *incorrect", "tls client s *finished message is *incorrect", "tls received *unexpected handshake message of type", "tls *missing serverkeyexchange message", "tls handshake message of length *exceeds maximum"}},
	{ID: "go-meddled", Client: "Go", Kind: intercepted, Phrases: []string{"tls *downgrade attempt detected possibly due to a *mitm attack or a broken middlebox"}},
	{ID: "go-client", Client: "Go", Kind: clientCert, Phrases: []string{"tls client didn t provide a *certificate"}},
	{ID: "go-smtp-login", Client: "Go", Kind: login, Phrases: []string{"smtp server doesn t support *auth"}},
	{ID: "ruby-timeout", Client: "Ruby", Kind: timeout, Phrases: []string{"net *opentimeout execution *expired", "net *readtimeout with *tcpsocket"}},
	{ID: "ruby-version", Client: "Ruby", Kind: oldTLS, Phrases: []string{"ssl_connect returned errno state error *unsupported *protocol"}},
	{ID: "node-reset", Client: "Node", Kind: broken, Phrases: []string{"read *econnreset at *tlswrap", "*unexpected socket *close at *smtpconnection"}},
	{ID: "go-timeout", Client: "Go", Kind: timeout, Phrases: []string{"dial *tcp *i *o *timeout", "net http tls handshake *timeout", "tls handshake *timeout"}},

	{ID: "erlang-self", Client: "Erlang", Kind: selfSigned, Phrases: []string{"? bad_cert *selfsigned_peer"}},
	{ID: "erlang-name", Client: "Erlang", Kind: wrongName, Phrases: []string{"bad_cert *hostname_check_failed"}},
	{ID: "erlang-time", Client: "Erlang", Kind: expired, Phrases: []string{"bad_cert *cert_expired"}},
	{ID: "erlang-issuer", Client: "Erlang", Kind: untrusted, Phrases: []string{"bad_cert *unknown_ca", "? bad_cert *root_cert_not_found"}},
	{ID: "erlang-revoked", Client: "Erlang", Kind: revoked, Phrases: []string{"bad_cert *revoked"}},
	{ID: "erlang-invalid", Client: "Erlang", Kind: malformed, Phrases: []string{"? bad_cert *invalid_signature", "? bad_cert *asn1_error"}},

	{ID: "s2n-untrusted", Client: "s2n", Kind: untrusted, Codes: []string{"S2N_ERR_CERT_UNTRUSTED"}},
	{ID: "s2n-time", Client: "s2n", Kind: expired, Codes: []string{"S2N_ERR_CERT_EXPIRED"}},
	{ID: "s2n-early", Client: "s2n", Kind: notYet, Codes: []string{"S2N_ERR_CERT_NOT_YET_VALID"}},
	{ID: "s2n-revoked", Client: "s2n", Kind: revoked, Codes: []string{"S2N_ERR_CERT_REVOKED"}, Phrases: []string{"certificate has been *revoked by the ca"}},

	{ID: "libressl-name", Client: "LibreSSL", Kind: wrongName, Phrases: []string{"*not present in server certificate"}},

	{ID: "rustls-alert", Client: "rustls", Kind: handshake, Phrases: []string{"? received fatal alert *handshakefailure", "? received fatal alert *internalerror", "? received fatal alert *decodeerror", "received fatal alert *illegalparameter"}},
	{ID: "rustls-alert-name", Client: "rustls", Kind: unknownName, Phrases: []string{"received fatal alert *unrecognisedname"}},
	{ID: "rustls-alert-client", Client: "rustls", Kind: clientCert, Phrases: []string{"received fatal alert *certificaterequired"}},
	{ID: "macos-native-tls", Client: "Apple Mail", Kind: untrusted, Codes: []string{"kSecTrustResultRecoverableTrustFailure"}, Phrases: []string{"the certificate was *not trusted"}},

	{ID: "wolfssl-number-time", Client: "wolfSSL", Kind: expired, Phrases: []string{"? wolfssl *151", "asn date error current date *after"}},
	{ID: "wolfssl-number-name", Client: "wolfSSL", Kind: wrongName, Phrases: []string{"? wolfssl *322"}},
	{ID: "wolfssl-number-signer", Client: "wolfSSL", Kind: untrusted, Phrases: []string{"? wolfssl *188"}},

	{ID: "windows-message", Client: "Windows", Kind: handshake, Codes: []string{"SEC_E_MESSAGE_ALTERED", "0x8009030F"}},
	{ID: "windows-credentials", Client: "Windows", Kind: noCommon, Codes: []string{"SEC_E_NO_CREDENTIALS", "0x8009030E", "SEC_E_APPLICATION_PROTOCOL_MISMATCH", "0x80090367"}},
	{ID: "windows-incomplete", Client: "Windows", Kind: broken, Codes: []string{"SEC_E_INCOMPLETE_MESSAGE"}},

	{ID: "dragonfly-plain", Client: "Dragonfly", Kind: notTLS, Phrases: []string{"bad *tls *header double check if you enabled tls for your client"}},
	{ID: "nginx-client-log", Client: "nginx", Kind: clientCert, Phrases: []string{"client sent no required ssl certificate while"}},
	{ID: "openvpn-usage", Client: "OpenVPN", Kind: wrongUsage, Phrases: []string{"verify *eku error", "? verify *ku error", "certificate does not have *extended *key *usage extension", "? certificate does not have *key *usage extension"}},
	{ID: "postfix-dane", Client: "Postfix", Kind: dane, Phrases: []string{"no *tlsa records found", "non *dnssec destination", "*tlsa lookup error for", "*tlsa records unusable"}},
	{ID: "curl-28", Client: "curl", Kind: timeout, Codes: []string{"CURLE_OPERATION_TIMEDOUT"}, Phrases: []string{"curl 28"}},
	{ID: "curl-52", Client: "curl", Kind: broken, Codes: []string{"CURLE_GOT_NOTHING"}, Phrases: []string{"curl 52", "empty reply from server"}},
	{ID: "openssl-syscall", Client: "OpenSSL", Kind: broken, Phrases: []string{"? ssl_connect *syscall returned 5", "openssl ssl_connect *ssl_error_syscall in connection"}},
}

// reasons are those that OpenSSL gives for a failure of its handshake and that have no row
// of their own, by what they mean. Source: ssl_err.c.
var reasons = []struct {
	kind Kind
	list string
}{
	{handshake, "app data in handshake, bad alert record, bad change cipher spec, bad checksum, bad dh g length, bad dh p length, bad dh pub key length, bad digest length, bad dsa signature, bad ecdsa signature, bad ecpoint, bad extension, bad handshake state, bad hello request, bad key share, bad length, bad mac decode, bad message type, bad packet, bad packet length, bad rsa decrypt, bad rsa signature, bad signature, bad state, block cipher pad is wrong, ccs received early, cert length mismatch, cipher code wrong length, data between ccs and finished, data length too long, decryption failed, digest check failed, encrypted length too long, error in received cipher list, excessive message size, extra data in message, got a fin before a ccs, internal error, invalid alert, length mismatch, length too short, missing tmp dh key, missing tmp ecdh key, not on record boundary, parse tlsext, renegotiate ext too long, renegotiation mismatch, scsv received when renegotiating, too many warn alerts, unexpected end of early data, unexpected message, unexpected record, unknown alert type, unknown key exchange type, unknown pkey type, unsolicited extension, wrong signature length"},
	{oldTLS, "bad protocol version number, inappropriate fallback, unknown ssl version, unsupported ssl version, version too high, version too low"},
	{noCommon, "bad cipher, cipher or hash unavailable, no cipher match, no ciphers passed, no ciphers specified, no suitable groups, no suitable key share, no suitable signature algorithm, required cipher missing, unknown cipher returned, unsupported elliptic curve, wrong cipher returned, wrong curve, wrong signature type"},
	{notTLS, "https proxy request, packet length too long, record too small"},
	{clientCert, "no certificate assigned, no certificate returned, peer did not return a certificate"},
	{staple, "invalid status response, unsupported status type"},
}

// reasoned are the rows of the reasons, as libraries print them and as programs do.
func reasoned() []Entry {
	var out []Entry
	for _, r := range reasons {
		e := Entry{ID: "openssl-reasons-" + string(r.kind), Client: "OpenSSL", Kind: r.kind}
		for reason := range strings.SplitSeq(r.list, ", ") {
			e.Phrases = append(e.Phrases, "ssl routines "+reason, "ssl error "+reason)
		}
		out = append(out, e)
	}
	return out
}
