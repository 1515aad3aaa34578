package errortext

// gnutls is what GnuTLS and the programs on it say: Wget, Git, apt, msmtp,
// FileZilla, Emacs, WeeChat, and GLib's programs (Evolution, Geary, GNOME).
// Sources: gnutls lib/cert-session.c and lib/errors.c, wget src/gnutls.c and
// src/openssl.c, msmtp src/mtls-gnutls.c, e-trust-prompt.c of
// evolution-data-server.
var gnutls = []Entry{
	{ID: "gnutls-handshake", Client: "GnuTLS", Kind: handshake, Headline: true, Codes: []string{"GNUTLS_E_FATAL_ALERT_RECEIVED"}, Phrases: []string{"a tls fatal alert has been received"}},
	{ID: "gnutls-not-tls", Client: "GnuTLS", Kind: notTLS, Phrases: []string{"a packet with illegal or unsupported version was received", "an unexpected tls packet was received"}},
	{ID: "gnutls-broken", Client: "GnuTLS", Kind: broken, Phrases: []string{"the tls connection was non properly terminated", "gnutls recv error", "tls packet with unexpected length was received"}},
	{ID: "gnutls-expired", Client: "GnuTLS", Kind: expired, Phrases: []string{"? the certificate has *expired tls certificate verification failed", "? tls certificate verification failed the certificate has *expired", "the certificate chain uses expired certificate", "issued certificate has *expired", "the certificate of has *expired"}},
	{ID: "gnutls-not-yet", Client: "GnuTLS", Kind: notYet, Phrases: []string{"the certificate chain uses not *yet valid certificate", "issued certificate not *yet valid", "the certificate of is not *yet activated"}},
	{ID: "gnutls-weak", Client: "GnuTLS", Kind: weakHash, Phrases: []string{"the certificate chain uses insecure algorithm", "the certificate of was signed using an insecure algorithm"}},
	{ID: "gnutls-revoked", Client: "GnuTLS", Kind: revoked, Phrases: []string{"the certificate chain is *revoked", "the certificate of has been *revoked"}},
	{ID: "gnutls-invalid", Client: "GnuTLS", Kind: invalid, Phrases: []string{"the certificate issuer is not a *ca", "the certificate chain violates the signer s constraints"}},
	{ID: "gnutls-verify", Client: "GnuTLS", Kind: cannotVerify, Headline: true, Phrases: []string{"certificate verification failed the certificate is not trusted", "pki verification of server certificate failed", "server certificate verification failed cafile", "tls certificate verification failed", "gnutls peer s certificate is not trusted"}},
	{ID: "gnutls-issuer", Client: "GnuTLS", Kind: untrusted, Phrases: []string{"the certificate is not trusted the certificate issuer is unknown", "the certificate of doesn t have a known issuer", "the certificate hasn t got a known issuer", "unable to locally verify the issuer s authority", "the signing certificate authority is not known", "die signierende zertifizierungsstelle ist unbekannt", "? l autorité de certification signataire n est pas connue", "la autoridad de firma del certificado es desconocida"}},
	{ID: "wget-untrusted", Client: "Wget", Kind: untrusted, Headline: true, Phrases: []string{"error the certificate of is not trusted", "unacceptable tls certificate", "? inakzeptables tls zertifikat", "certificat tls inacceptable", "certificado tls inaceptable"}},
	{ID: "wget-self-signed", Client: "Wget", Kind: selfSigned, Phrases: []string{"self signed certificate encountered"}},
	{ID: "wget-name", Client: "Wget", Kind: wrongName, Phrases: []string{"no certificate subject alternative name *matches requested host name", "certificate common name doesn t *match requested host name", "the certificate s owner does not match hostname", "the certificate owner does not match hostname", "certificate owner does not match hostname"}},
	{ID: "gnutls-name", Client: "GnuTLS", Kind: wrongName, Phrases: []string{"the name in the certificate does not match the expected"}},
	{ID: "gio-bad-identity", Client: "Evolution", Kind: wrongName, Phrases: []string{"the certificate does not match the expected identity of the site that it was retrieved from", "das zertifikat entspricht nicht der erwarteten identität der seite von der es bezogen wurde", "le certificat ne correspond pas à l identité attendue du site duquel il provient", "el certificado no coincide con la identidad del sitio esperada del que se obtuvo"}},
	{ID: "gio-not-yet", Client: "Evolution", Kind: notYet, Phrases: []string{"the certificate s activation time is still in the *future"}},
	{ID: "gio-revoked", Client: "Evolution", Kind: revoked, Phrases: []string{"the certificate has been *revoked according to the connection s certificate revocation list"}},
	{ID: "gio-insecure", Client: "Evolution", Kind: weakHash, Phrases: []string{"the certificate s algorithm is considered insecure"}},
}
