package rawtls

import (
	"crypto/tls"
	"fmt"
	"strings"

	"certdesk/checks"
)

// alertNames are the alerts of RFC 8446 §6.2 and its ancestors.
var alertNames = map[uint8]string{
	0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow",
	40: "handshake_failure", 41: "no_certificate", 42: "bad_certificate", 43: "unsupported_certificate",
	44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown", 47: "illegal_parameter",
	48: "unknown_ca", 49: "access_denied", 50: "decode_error", 51: "decrypt_error", 70: "protocol_version",
	71: "insufficient_security", 80: "internal_error", 86: "inappropriate_fallback", 90: "user_canceled",
	109: "missing_extension", 110: "unsupported_extension", 112: "unrecognized_name",
	113: "bad_certificate_status_response", 115: "unknown_psk_identity", 116: "certificate_required",
	120: "no_application_protocol",
}

// AlertName is an alert as people look it up: "handshake_failure (40)"; the number
// alone where it has no name here.
func AlertName(n uint8) string {
	if name, ok := alertNames[n]; ok {
		return fmt.Sprintf("%s (%d)", name, n)
	}
	return fmt.Sprint(n)
}

// groupNames are the named groups of RFC 8446 §4.2.7 and RFC 8422 that have a
// name people use.
var groupNames = map[uint16]string{
	19: "P-192", 21: "P-224", 22: "secp256k1", 23: "P-256", 24: "P-384", 25: "P-521",
	26: "brainpoolP256r1", 27: "brainpoolP384r1", 28: "brainpoolP512r1", 29: "X25519", 30: "X448",
	31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13", 33: "brainpoolP512r1tls13",
	256: "ffdhe2048", 257: "ffdhe3072", 258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192",
	4587: "SecP256r1MLKEM768", 4588: "X25519MLKEM768", 4589: "SecP384r1MLKEM1024",
}

// GroupName is the name of a group by its number; "group 12" where it has none here.
func GroupName(id uint16) string {
	if name, ok := groupNames[id]; ok {
		return name
	}
	return fmt.Sprintf("group %d", id)
}

// SuiteExchange is the key exchange that the name of a suite up to TLS 1.2
// tells: "ECDHE", "DHE", "RSA", "DH", "ECDH".
func SuiteExchange(id uint16) string {
	name := strings.TrimPrefix(SuiteName(id), "TLS_")
	exchange, _, ok := strings.Cut(name, "_WITH_")
	if !ok {
		return ""
	}
	exchange, _, _ = strings.Cut(exchange, "_")
	return exchange
}

// VersionName names a version number of the wire; "" for any other number.
func VersionName(v uint16) checks.TLSVersion {
	switch v {
	case VersionSSL3:
		return checks.SSL3
	case tls.VersionTLS10:
		return checks.TLS10
	case tls.VersionTLS11:
		return checks.TLS11
	case tls.VersionTLS12:
		return checks.TLS12
	case tls.VersionTLS13:
		return checks.TLS13
	}
	return ""
}

// VersionSSL3 is the number that crypto/tls deprecates, for good reason.
const VersionSSL3 = 0x0300

// Versions are all versions, newest first.
func Versions() []uint16 {
	return []uint16{tls.VersionTLS13, tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10, VersionSSL3}
}
