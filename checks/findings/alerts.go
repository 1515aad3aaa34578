package findings

// alertSteps are the steps for alerts that say whose fault it is: the name that
// was asked for, or the server's own set-up, which nothing on a PC changes.
var alertSteps = map[uint8][]int{
	alertHandshakeFailure: {10},
	80:                    {10},
	alertUnrecognizedName: {2, 10},
}

// alertUnrecognizedName is for a name that the server does not serve (RFC 6066
// §3); some send it to clients that give none.
const alertUnrecognizedName = 112

// alertHandshakeFailure is what servers answer that find no parameters in common
// (RFC 8446 §6.2). OpenSSL answers it as well where it has no certificate or key
// that it could use, as no cipher fits then: which of the two it is, is not seen.
const alertHandshakeFailure = 40

// nothingInCommon is what it means of a server that has shown a certificate.
const nothingInCommon = "shares no version, cipher or key type with current clients"

// alertTexts are the TLS alerts (RFC 8446 §6, IANA) with which servers end a
// handshake, and what they mean to somebody who looks for the cause.
var alertTexts = map[uint8]struct{ name, meaning string }{
	0:   {"close_notify", "closed the connection"},
	10:  {"unexpected_message", "did not understand what was sent"},
	20:  {"bad_record_mac", "found the connection damaged on the way"},
	21:  {"decryption_failed", "found the connection damaged on the way"},
	22:  {"record_overflow", "did not understand what was sent"},
	40:  {"handshake_failure", "refused; often its certificate or key does not load, or no cipher fits"},
	42:  {"bad_certificate", "wants a certificate from the client"},
	43:  {"unsupported_certificate", "wants another certificate from the client"},
	44:  {"certificate_revoked", "wants another certificate from the client"},
	46:  {"certificate_unknown", "wants a certificate from the client"},
	47:  {"illegal_parameter", "did not understand what was sent"},
	48:  {"unknown_ca", "wants a certificate from the client"},
	49:  {"access_denied", "does not let this client in"},
	50:  {"decode_error", "did not understand what was sent"},
	51:  {"decrypt_error", "failed in its cryptography"},
	70:  {"protocol_version", "speaks no TLS version that current clients use"},
	71:  {"insufficient_security", "wants stronger ciphers than clients offer"},
	80:  {"internal_error", "has an internal fault, often a certificate or key that it cannot load"},
	86:  {"inappropriate_fallback", "wants a newer version of TLS"},
	109: {"missing_extension", "did not understand what was sent"},
	112: {"unrecognized_name", "has no certificate for this name"},
	116: {"certificate_required", "wants a certificate from the client"},
	120: {"no_application_protocol", "wants another application protocol"},
}
