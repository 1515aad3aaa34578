package errortext

// libraries are the names that libraries give their errors, a meaning a row, as programs
// print them: in capitals, or run together. A library's prefix is left out where programs
// print the name with it and without it (prefixes). Sources: x509_vfy.h, sslerr.h and
// ssl3.h of OpenSSL; gnutls.h and x509.h of GnuTLS; x509.h, ssl.h and x509_crt.c of Mbed
// TLS; error-crypt.h and error-ssl.h of wolfSSL; error.rs of rustls and of webpki; curl.h;
// net_error_list.h of Chromium; secerr.h and sslerr.h of NSS; SecBase.h of Apple;
// X509ChainStatusFlags of .NET.
var libraries = []Entry{
	{ID: "openssl-names-issuer", Client: "OpenSSL", Kind: noIssuer, Codes: []string{"UNABLE_TO_GET_ISSUER_CERT"}},
	{ID: "openssl-names-root", Client: "OpenSSL", Kind: untrusted, Codes: []string{"CERT_UNTRUSTED", "CERT_REJECTED", "TLSV1_ALERT_UNKNOWN_CA"}},
	{ID: "openssl-names-time", Client: "OpenSSL", Kind: expired, Codes: []string{"SSLV3_ALERT_CERTIFICATE_EXPIRED"}},
	{ID: "openssl-names-name", Client: "OpenSSL", Kind: wrongName, Codes: []string{"HOSTNAME_MISMATCH", "IP_ADDRESS_MISMATCH", "EMAIL_MISMATCH"}},
	{ID: "openssl-names-revoked", Client: "OpenSSL", Kind: revoked, Codes: []string{"CERT_REVOKED", "SSLV3_ALERT_CERTIFICATE_REVOKED"}},
	{ID: "openssl-names-crl", Client: "OpenSSL", Kind: noRevocation, Codes: []string{"UNABLE_TO_GET_CRL", "UNABLE_TO_DECRYPT_CRL_SIGNATURE", "CRL_SIGNATURE_FAILURE", "CRL_NOT_YET_VALID", "CRL_HAS_EXPIRED", "ERROR_IN_CRL_LAST_UPDATE_FIELD", "ERROR_IN_CRL_NEXT_UPDATE_FIELD", "UNABLE_TO_GET_CRL_ISSUER", "DIFFERENT_CRL_SCOPE", "CRL_PATH_VALIDATION_ERROR", "OCSP_VERIFY_NEEDED", "OCSP_VERIFY_FAILED", "OCSP_CERT_UNKNOWN"}},
	{ID: "openssl-names-malformed", Client: "OpenSSL", Kind: malformed, Codes: []string{"UNABLE_TO_DECRYPT_CERT_SIGNATURE", "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY", "CERT_SIGNATURE_FAILURE", "ERROR_IN_CERT_NOT_BEFORE_FIELD", "ERROR_IN_CERT_NOT_AFTER_FIELD", "UNSUPPORTED_EXTENSION_FEATURE", "UNSUPPORTED_NAME_SYNTAX", "SIGNATURE_ALGORITHM_MISMATCH"}},
	{ID: "openssl-names-rule", Client: "OpenSSL", Kind: invalid, Codes: []string{"CERT_CHAIN_TOO_LONG", "INVALID_CA", "INVALID_NON_CA", "PATH_LENGTH_EXCEEDED", "AKID_SKID_MISMATCH", "AKID_ISSUER_SERIAL_MISMATCH", "KEYUSAGE_NO_CERTSIGN", "UNHANDLED_CRITICAL_EXTENSION", "SUBJECT_ISSUER_MISMATCH", "PERMITTED_VIOLATION", "EXCLUDED_VIOLATION", "INVALID_POLICY_EXTENSION", "NO_EXPLICIT_POLICY", "PATHLEN_INVALID_FOR_NON_CA", "CA_CERT_MISSING_KEY_USAGE", "CA_BCONS_NOT_CRITICAL"}},
	{ID: "openssl-names-usage", Client: "OpenSSL", Kind: wrongUsage, Codes: []string{"INVALID_PURPOSE", "KEYUSAGE_NO_DIGITAL_SIGNATURE"}},
	{ID: "openssl-names-key", Client: "OpenSSL", Kind: weakKey, Codes: []string{"EE_KEY_TOO_SMALL", "CA_KEY_TOO_SMALL", "EC_KEY_EXPLICIT_PARAMS"}},
	{ID: "openssl-names-hash", Client: "OpenSSL", Kind: weakHash, Codes: []string{"CA_MD_TOO_WEAK"}},
	{ID: "openssl-names-refused", Client: "OpenSSL", Kind: cannotVerify, Codes: []string{"SSLV3_ALERT_BAD_CERTIFICATE", "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"}},
	{ID: "openssl-names-client", Client: "OpenSSL", Kind: clientCert, Codes: []string{"TLSV13_ALERT_CERTIFICATE_REQUIRED", "PEER_DID_NOT_RETURN_A_CERTIFICATE", "SSLV3_ALERT_NO_CERTIFICATE"}},
	{ID: "openssl-names-version", Client: "OpenSSL", Kind: oldTLS, Codes: []string{"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED", "TLSV1_ALERT_INAPPROPRIATE_FALLBACK", "UNSUPPORTED_SSL_VERSION"}},
	{ID: "openssl-names-common", Client: "OpenSSL", Kind: noCommon, Codes: []string{"NO_SHARED_CIPHER", "DH_KEY_TOO_SMALL", "NO_CIPHERS_AVAILABLE", "BAD_DH_VALUE", "TLSV1_ALERT_INSUFFICIENT_SECURITY", "NO_SUITABLE_SIGNATURE_ALGORITHM", "NO_SHARED_SIGNATURE_ALGORITHMS", "NO_SUITABLE_KEY_SHARE", "WRONG_CIPHER_RETURNED", "WRONG_SIGNATURE_TYPE", "NO_SHARED_GROUPS"}},
	{ID: "openssl-names-handshake", Client: "OpenSSL", Kind: handshake, Codes: []string{"SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INTERNAL_ERROR", "TLSV1_ALERT_DECRYPT_ERROR", "TLSV1_ALERT_DECODE_ERROR", "SSLV3_ALERT_ILLEGAL_PARAMETER", "SSLV3_ALERT_BAD_RECORD_MAC", "SSLV3_ALERT_UNEXPECTED_MESSAGE", "TLSV1_ALERT_RECORD_OVERFLOW", "TLSV1_ALERT_ACCESS_DENIED", "TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "SSL_HANDSHAKE_FAILURE", "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED"}},
	{ID: "openssl-names-not-tls", Client: "OpenSSL", Kind: notTLS, Codes: []string{"WRONG_VERSION_NUMBER", "WRONG_SSL_VERSION", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}},
	{ID: "openssl-names-cut", Client: "OpenSSL", Kind: broken, Codes: []string{"UNEXPECTED_EOF_WHILE_READING", "SSL_ERROR_SYSCALL", "SSL_ERROR_ZERO_RETURN", "SSL_ERROR_EOF"}},
	{ID: "openssl-names-sni", Client: "OpenSSL", Kind: unknownName, Codes: []string{"TLSV1_UNRECOGNIZED_NAME"}},

	{ID: "gnutls-names-verify", Client: "GnuTLS", Kind: cannotVerify, Phrases: []string{"handshake failed error in the certificate", "ssl connection failure error in the certificate"}, Codes: []string{"GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR", "GNUTLS_E_CERTIFICATE_ERROR", "GNUTLS_CERT_INVALID"}},
	{ID: "gnutls-names-untrusted", Client: "GnuTLS", Kind: untrusted, Codes: []string{"GNUTLS_CERT_SIGNER_NOT_FOUND", "GNUTLS_CERT_SIGNER_NOT_CA", "GNUTLS_E_ISSUER_NOT_IN_KEYRING"}},
	{ID: "gnutls-names-time", Client: "GnuTLS", Kind: expired, Codes: []string{"GNUTLS_CERT_EXPIRED"}},
	{ID: "gnutls-names-early", Client: "GnuTLS", Kind: notYet, Codes: []string{"GNUTLS_CERT_NOT_ACTIVATED"}},
	{ID: "gnutls-names-revoked", Client: "GnuTLS", Kind: revoked, Codes: []string{"GNUTLS_CERT_REVOKED"}},
	{ID: "gnutls-names-name", Client: "GnuTLS", Kind: wrongName, Codes: []string{"GNUTLS_CERT_UNEXPECTED_OWNER"}},
	{ID: "gnutls-names-weak", Client: "GnuTLS", Kind: weakHash, Codes: []string{"GNUTLS_CERT_INSECURE_ALGORITHM"}},
	{ID: "gnutls-names-staple", Client: "GnuTLS", Kind: staple, Codes: []string{"GNUTLS_CERT_MISSING_OCSP_STATUS"}},
	{ID: "gnutls-names-common", Client: "GnuTLS", Kind: noCommon, Codes: []string{"GNUTLS_E_NO_CIPHER_SUITES", "GNUTLS_E_UNKNOWN_CIPHER_SUITE", "GNUTLS_E_NO_COMMON_KEY_SHARE", "GNUTLS_E_INSUFFICIENT_SECURITY", "GNUTLS_E_UNWANTED_ALGORITHM"}, Phrases: []string{"the diffie hellman *prime sent by the server is not acceptable"}},
	{ID: "gnutls-names-version", Client: "GnuTLS", Kind: notTLS, Codes: []string{"GNUTLS_E_UNSUPPORTED_VERSION_PACKET"}},
	{ID: "gnutls-names-not-tls", Client: "GnuTLS", Kind: notTLS, Codes: []string{"GNUTLS_E_UNEXPECTED_PACKET_LENGTH", "GNUTLS_E_UNEXPECTED_PACKET"}},
	{ID: "gnutls-names-cut", Client: "GnuTLS", Kind: broken, Codes: []string{"GNUTLS_E_PREMATURE_TERMINATION", "GNUTLS_E_PULL_ERROR", "GNUTLS_E_PUSH_ERROR"}, Phrases: []string{"error in the *pull function", "error in the *push function"}},
	{ID: "gnutls-names-malformed", Client: "GnuTLS", Kind: malformed, Phrases: []string{"*asn1 parser error in *tag", "*asn1 parser error in *der parsing", "*asn1 parser element was not found", "*asn1 parser identifier was not found", "*asn1 parser value is not *valid", "*asn1 parser generic *parsing *error", "*asn1 parser *overflow in der parsing"}},
	{ID: "gnutls-names-handshake", Client: "GnuTLS", Kind: handshake, Codes: []string{"GNUTLS_E_WARNING_ALERT_RECEIVED", "GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET", "GNUTLS_E_ILLEGAL_PARAMETER"}},

	{ID: "mbedtls-verify", Client: "Mbed TLS", Kind: cannotVerify, Headline: true, Codes: []string{"MBEDTLS_ERR_X509_CERT_VERIFY_FAILED", "-0x2700", "-0x3000"}, Phrases: []string{"x509 certificate verification failed e g crl ca or signature check failed", "x509 certificate verification failed", "mbedtls failed to *verify peer *certificate"}},
	{ID: "mbedtls-time", Client: "Mbed TLS", Kind: expired, Codes: []string{"MBEDTLS_X509_BADCERT_EXPIRED"}, Phrases: []string{"the certificate validity has *expired"}},
	{ID: "mbedtls-early", Client: "Mbed TLS", Kind: notYet, Codes: []string{"MBEDTLS_X509_BADCERT_FUTURE"}, Phrases: []string{"the certificate validity starts in the *future"}},
	{ID: "mbedtls-revoked", Client: "Mbed TLS", Kind: revoked, Codes: []string{"MBEDTLS_X509_BADCERT_REVOKED"}, Phrases: []string{"the certificate has been *revoked is on a crl"}},
	{ID: "mbedtls-name", Client: "Mbed TLS", Kind: wrongName, Codes: []string{"MBEDTLS_X509_BADCERT_CN_MISMATCH"}, Phrases: []string{"the certificate common name cn does *not match with the expected cn"}},
	{ID: "mbedtls-untrusted", Client: "Mbed TLS", Kind: untrusted, Codes: []string{"MBEDTLS_X509_BADCERT_NOT_TRUSTED", "MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED"}, Phrases: []string{"the certificate is *not correctly signed by the trusted ca", "x509 crt bundle *no matching trusted root certificate found"}},
	{ID: "mbedtls-usage", Client: "Mbed TLS", Kind: wrongUsage, Codes: []string{"MBEDTLS_X509_BADCERT_KEY_USAGE", "MBEDTLS_X509_BADCERT_EXT_KEY_USAGE", "MBEDTLS_X509_BADCERT_NS_CERT_TYPE"}, Phrases: []string{"usage does *not match the keyusage extension", "usage does *not match the extendedkeyusage extension"}},
	{ID: "mbedtls-hash", Client: "Mbed TLS", Kind: weakHash, Codes: []string{"MBEDTLS_X509_BADCERT_BAD_MD"}, Phrases: []string{"the certificate is signed with an unacceptable *hash"}},
	{ID: "mbedtls-key", Client: "Mbed TLS", Kind: weakKey, Codes: []string{"MBEDTLS_X509_BADCERT_BAD_PK", "MBEDTLS_X509_BADCERT_BAD_KEY"}, Phrases: []string{"the certificate is signed with an unacceptable *key", "the certificate is signed with an unacceptable *pk alg"}},
	{ID: "mbedtls-malformed", Client: "Mbed TLS", Kind: malformed, Codes: []string{"MBEDTLS_ERR_X509_INVALID_FORMAT", "MBEDTLS_ERR_X509_INVALID_VERSION", "MBEDTLS_ERR_X509_INVALID_SERIAL", "MBEDTLS_ERR_X509_INVALID_ALG", "MBEDTLS_ERR_X509_INVALID_NAME", "MBEDTLS_ERR_X509_INVALID_DATE", "MBEDTLS_ERR_X509_INVALID_SIGNATURE", "MBEDTLS_ERR_X509_INVALID_EXTENSIONS", "MBEDTLS_ERR_X509_UNKNOWN_VERSION", "MBEDTLS_ERR_X509_SIG_MISMATCH"}},
	{ID: "mbedtls-handshake", Client: "Mbed TLS", Kind: handshake, Headline: true, Codes: []string{"MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE", "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE", "-0x7780"}},
	{ID: "mbedtls-version", Client: "Mbed TLS", Kind: oldTLS, Codes: []string{"MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION", "-0x6E80"}},
	{ID: "mbedtls-not-tls", Client: "Mbed TLS", Kind: notTLS, Codes: []string{"MBEDTLS_ERR_SSL_INVALID_RECORD", "-0x7200"}},
	{ID: "mbedtls-cut", Client: "Mbed TLS", Kind: broken, Codes: []string{"MBEDTLS_ERR_SSL_CONN_EOF", "MBEDTLS_ERR_NET_CONN_RESET", "MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY", "-0x7880", "-0x0050", "-0x7280"}},
	{ID: "mbedtls-net", Client: "Mbed TLS", Kind: noServer, Codes: []string{"MBEDTLS_ERR_NET_CONNECT_FAILED"}},
	{ID: "mbedtls-dns", Client: "Mbed TLS", Kind: noName, Codes: []string{"MBEDTLS_ERR_NET_UNKNOWN_HOST", "-0x0052"}},

	{ID: "wolfssl-signer", Client: "wolfSSL", Kind: untrusted, Codes: []string{"ASN_NO_SIGNER_E"}, Phrases: []string{"asn no signer error to confirm failure"}},
	{ID: "wolfssl-self", Client: "wolfSSL", Kind: selfSigned, Codes: []string{"ASN_SELF_SIGNED_E"}},
	{ID: "wolfssl-time", Client: "wolfSSL", Kind: expired, Codes: []string{"ASN_AFTER_DATE_E"}, Phrases: []string{"asn date error current date *after"}},
	{ID: "wolfssl-early", Client: "wolfSSL", Kind: notYet, Codes: []string{"ASN_BEFORE_DATE_E"}, Phrases: []string{"asn date error current date *before"}},
	{ID: "wolfssl-name", Client: "wolfSSL", Kind: wrongName, Codes: []string{"DOMAIN_NAME_MISMATCH", "IPADDR_MISMATCH"}, Phrases: []string{"peer subject name *mismatch"}},
	{ID: "wolfssl-malformed", Client: "wolfSSL", Kind: malformed, Codes: []string{"ASN_SIG_CONFIRM_E", "ASN_PARSE_E", "ASN_SIG_OID_E"}},
	{ID: "wolfssl-rule", Client: "wolfSSL", Kind: invalid, Codes: []string{"ASN_CRIT_EXT_E", "ASN_PATHLEN_SIZE_E", "ASN_PATHLEN_INV_E", "ASN_NAME_INVALID_E"}},

	{ID: "rustls-names-issuer", Client: "rustls", Kind: untrusted, Codes: []string{"UnknownIssuer"}},
	{ID: "rustls-names-name", Client: "rustls", Kind: wrongName, Codes: []string{"NotValidForName", "NotValidForNameContext", "CertNotValidForName", "CertNotValidForNameContext"}},
	{ID: "rustls-names-time", Client: "rustls", Kind: expired, Codes: []string{"ExpiredContext", "CertExpired", "CertExpiredContext"}},
	{ID: "rustls-names-early", Client: "rustls", Kind: notYet, Codes: []string{"NotValidYet", "NotValidYetContext", "CertNotValidYet"}, Phrases: []string{"invalid peer certificate *notvalidyet"}},
	{ID: "rustls-names-revoked", Client: "rustls", Kind: revoked, Codes: []string{"CertRevoked"}, Phrases: []string{"invalid peer certificate *revoked"}},
	{ID: "rustls-names-revocation", Client: "rustls", Kind: noRevocation, Codes: []string{"UnknownRevocationStatus", "ExpiredRevocationList", "ExpiredRevocationListContext"}},
	{ID: "rustls-names-malformed", Client: "rustls", Kind: malformed, Codes: []string{"UnsupportedCertVersion", "UnsupportedSignatureAlgorithm", "UnsupportedSignatureAlgorithmForPublicKey", "UnsupportedSignatureAlgorithmContext", "InvalidSignatureForPublicKey", "InvalidCertValidity", "BadDer", "BadDerTime", "SignatureAlgorithmMismatch"}},
	{ID: "rustls-names-rule", Client: "rustls", Kind: invalid, Codes: []string{"CaUsedAsEndEntity", "EndEntityUsedAsCa", "UnhandledCriticalExtension", "PathLenConstraintViolated", "NameConstraintViolation", "UnsupportedCriticalExtension", "MaximumPathDepthExceeded"}},
	{ID: "rustls-names-usage", Client: "rustls", Kind: wrongUsage, Codes: []string{"RequiredEkuNotFound", "RequiredEkuNotFoundContext"}, Phrases: []string{"invalid peer certificate *invalidpurpose"}},
	{ID: "rustls-names-version", Client: "rustls", Kind: oldTLS, Codes: []string{"ServerDoesNotSupportTls12Or13", "Tls12NotOffered", "Tls12NotOfferedOrEnabled", "ServerTlsVersionIsDisabledByOurConfig"}},
	{ID: "rustls-names-common", Client: "rustls", Kind: noCommon, Codes: []string{"NoCipherSuitesInCommon", "NoKxGroupsInCommon", "NoSignatureSchemesInCommon"}},
	{ID: "rustls-names-not-tls", Client: "rustls", Kind: notTLS, Codes: []string{"InvalidContentType"}, Phrases: []string{"received corrupt message of type *invalidcontenttype"}},

	{ID: "curl-names-verify", Client: "curl", Kind: cannotVerify, Codes: []string{"CURLE_SSL_CACERT", "CURLE_SSL_PEER_CERTIFICATE"}},
	{ID: "curl-names-issuer", Client: "curl", Kind: noIssuer, Codes: []string{"CURLE_SSL_ISSUER_ERROR"}},
	{ID: "curl-names-staple", Client: "curl", Kind: staple, Codes: []string{"CURLE_SSL_INVALIDCERTSTATUS"}},
	{ID: "curl-names-handshake", Client: "curl", Kind: handshake, Codes: []string{"CURLE_SSL_CONNECT_ERROR"}},
	{ID: "curl-names-client", Client: "curl", Kind: clientCert, Codes: []string{"CURLE_SSL_CERTPROBLEM", "CURLE_SSL_CLIENTCERT"}},
	{ID: "curl-names-common", Client: "curl", Kind: noCommon, Codes: []string{"CURLE_SSL_CIPHER"}},
	{ID: "curl-names-starttls", Client: "curl", Kind: noSTARTTLS, Codes: []string{"CURLE_USE_SSL_FAILED"}, Phrases: []string{"curl *64", "requested ssl level failed"}},
	{ID: "curl-names-timeout", Client: "curl", Kind: timeout, Codes: []string{"CURLE_OPERATION_TIMEDOUT"}},
	{ID: "curl-names-connect", Client: "curl", Kind: noServer, Codes: []string{"CURLE_COULDNT_CONNECT"}},
	{ID: "curl-names-resolve", Client: "curl", Kind: noName, Codes: []string{"CURLE_COULDNT_RESOLVE_HOST"}},

	{ID: "chromium-number-name", Client: "Chrome and Edge", Kind: wrongName, Phrases: []string{"net *error *200"}},
	{ID: "chromium-number-time", Client: "Chrome and Edge", Kind: expired, Phrases: []string{"net *error *201"}},
	{ID: "chromium-number-untrusted", Client: "Chrome and Edge", Kind: untrusted, Phrases: []string{"net *error *202"}},
	{ID: "chromium-number-revoked", Client: "Chrome and Edge", Kind: revoked, Phrases: []string{"net *error *206"}},
	{ID: "chromium-number-handshake", Client: "Chrome and Edge", Kind: handshake, Phrases: []string{"net *error *107"}},
	{ID: "chromium-number-common", Client: "Chrome and Edge", Kind: noCommon, Phrases: []string{"net *error *113"}},
	{ID: "chromium-insecure", Client: "Chrome and Edge", Kind: cannotVerify, Codes: []string{"ERR_INSECURE_RESPONSE"}},

	{ID: "apple-names-common", Client: "Apple Mail", Kind: noCommon, Codes: []string{"errSSLNegotiation", "errSSLPeerInsufficientSecurity", "errSSLWeakPeerEphemeralDHKey", "-9801", "-9835", "-9850"}},
	{ID: "apple-names-version", Client: "Apple Mail", Kind: oldTLS, Codes: []string{"errSSLPeerProtocolVersion", "errSSLIllegalParam"}},
	{ID: "apple-names-cut", Client: "Apple Mail", Kind: broken, Codes: []string{"errSSLClosedAbort", "errSSLClosedNoNotify", "errSSLConnectionRefused", "-9805", "-9806", "-9816"}},
	{ID: "apple-names-verify", Client: "Apple Mail", Kind: cannotVerify, Codes: []string{"errSSLBadCert", "errSSLPeerBadCert", "errSSLPeerCertUnknown", "-9808", "-9825", "-9829"}},
	{ID: "apple-names-untrusted", Client: "Apple Mail", Kind: untrusted, Codes: []string{"errSSLPeerUnknownCA", "-9831"}},
	{ID: "apple-names-time", Client: "Apple Mail", Kind: expired, Codes: []string{"errSSLPeerCertExpired", "-9828"}},
	{ID: "apple-names-revoked", Client: "Apple Mail", Kind: revoked, Codes: []string{"errSSLPeerCertRevoked", "-9827"}},
	{ID: "apple-names-client", Client: "Apple Mail", Kind: clientCert, Codes: []string{"errSSLClientCertRequested"}},

	{ID: "dotnet-names-malformed", Client: ".NET", Kind: malformed, Codes: []string{"NotSignatureValid", "CtlNotSignatureValid", "InvalidExtension"}},
	{ID: "dotnet-names-rule", Client: ".NET", Kind: invalid, Codes: []string{"InvalidBasicConstraints", "InvalidNameConstraints", "HasNotSupportedNameConstraint", "HasExcludedNameConstraint", "HasNotPermittedNameConstraint", "InvalidPolicyConstraints", "HasNotSupportedCriticalExtension", "NotTimeNested", "NoIssuanceChainPolicy"}},
	{ID: "dotnet-names-usage", Client: ".NET", Kind: wrongUsage, Codes: []string{"NotValidForUsage"}},
	{ID: "dotnet-names-weak", Client: ".NET", Kind: weakHash, Codes: []string{"HasWeakSignature"}},
	{ID: "dotnet-names-distrusted", Client: ".NET", Kind: distrusted, Codes: []string{"ExplicitDistrust"}},

	{ID: "nss-names-common", Client: "Thunderbird", Kind: noCommon, Codes: []string{"SSL_ERROR_NO_CIPHERS_SUPPORTED", "SSL_ERROR_UNSUPPORTED_SIGNATURE_ALGORITHM", "SSL_ERROR_INCORRECT_SIGNATURE_ALGORITHM"}},
	{ID: "nss-names-revoked", Client: "Thunderbird", Kind: revoked, Codes: []string{"SSL_ERROR_REVOKED_CERT_ALERT"}},
	{ID: "nss-names-refused", Client: "Thunderbird", Kind: cannotVerify, Codes: []string{"SSL_ERROR_UNSUPPORTED_CERT_ALERT", "SSL_ERROR_CERTIFICATE_UNKNOWN_ALERT", "SSL_ERROR_BAD_CERTIFICATE", "SSL_ERROR_NO_CERTIFICATE"}},
	{ID: "nss-names-crl", Client: "Thunderbird", Kind: noRevocation, Codes: []string{"SEC_ERROR_CRL_EXPIRED", "SEC_ERROR_CRL_NOT_FOUND", "SEC_ERROR_CRL_INVALID", "SEC_ERROR_CRL_BAD_SIGNATURE", "SEC_ERROR_OCSP_BAD_HTTP_RESPONSE", "SEC_ERROR_OCSP_RESPONDER_CERT_INVALID", "SEC_ERROR_OCSP_BAD_SIGNATURE"}},
	{ID: "nss-names-net", Client: "Thunderbird", Kind: noServer, Codes: []string{"PR_CONNECT_REFUSED_ERROR", "PR_HOST_UNREACHABLE_ERROR", "PR_NETWORK_UNREACHABLE_ERROR"}},
	{ID: "nss-names-timeout", Client: "Thunderbird", Kind: timeout, Codes: []string{"PR_CONNECT_TIMEOUT_ERROR", "PR_IO_TIMEOUT_ERROR"}},

	// What a library has that no row knows (families).
	{ID: "unlisted-certificate", Client: "a mail program", Kind: cannotVerify, Headline: true, Codes: []string{"MOZILLA_PKIX_ERROR", "X509_V_ERR", "SEC_ERROR_CERT"}},
	{ID: "unlisted-handshake", Client: "a mail program", Kind: handshake, Headline: true, Codes: []string{"SSL_ERROR_RX", "SSL_ERROR_TX"}},
}

// bareNames are the rows whose names are everyday words without their library's prefix.
var bareNames = map[string]bool{"openssl-names-handshake": true, "openssl-names-name": true, "openssl-names-rule": true, "openssl-names-common": true, "openssl-names-cut": true, "openssl-names-not-tls": true, "wolfssl-name": true}

// prefixes are those that a program may print before the name of an error, or leave out.
var prefixes = []string{"X509_V_ERR_", "ERR_SSL_", "ERR_OSSL_", "SSL_R_", "SSL_", "R_"}

// families are the beginnings of names that a library gives to nothing but errors of one
// kind, and the row that knows them all.
var families = []struct{ beginning, id string }{
	{"MOZILLA_PKIX_ERROR_", "unlisted-certificate"},
	{"SEC_ERROR_CERT_", "unlisted-certificate"},
	{"SEC_ERROR_OCSP_", "chain-revocation"},
	{"X509_V_ERR_", "unlisted-certificate"},
	{"ERR_CERT_", "unlisted-certificate"},
	{"CERT_TRUST_IS_NOT_", "unlisted-certificate"},
	{"CERT_E_", "unlisted-certificate"},
	{"GNUTLS_CERT_", "unlisted-certificate"},
	{"MBEDTLS_X509_BADCERT_", "unlisted-certificate"},
	{"MBEDTLS_ERR_X509_", "unlisted-certificate"},
	{"ERRSECCERTIFICATE", "unlisted-certificate"},
	{"SSL_ERROR_RX_", "unlisted-handshake"},
	{"SSL_ERROR_TX_", "unlisted-handshake"},
	{"SSL_ERROR_", "unlisted-handshake"},
	{"ERR_SSL_", "unlisted-handshake"},
	{"SSLV3_ALERT_", "unlisted-handshake"},
	{"TLSV1_ALERT_", "unlisted-handshake"},
	{"TLSV13_ALERT_", "unlisted-handshake"},
	{"GNUTLS_E_", "unlisted-handshake"},
	{"MBEDTLS_ERR_SSL_", "unlisted-handshake"},
	{"ERRSSL", "unlisted-handshake"},
	{"CURLE_SSL_", "unlisted-handshake"},
}

// noErrors are names in a family that are no error that a server has to do with.
var noErrors = map[string]bool{"SSL_ERROR_NONE": true, "SSL_ERROR_WANT_READ": true, "SSL_ERROR_WANT_WRITE": true, "GNUTLS_E_AGAIN": true, "GNUTLS_E_INTERRUPTED": true, "GNUTLS_E_SUCCESS": true, "ERRSSLWOULDBLOCK": true, "X509_V_OK": true, "CURLE_SSL_CACERT_BADFILE": true, "CURLE_SSL_ENGINE_NOTFOUND": true, "CURLE_SSL_ENGINE_SETFAILED": true}
