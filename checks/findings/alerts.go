package findings

// alertTexts are the TLS alerts (RFC 8446 §6, IANA) with which servers end a
// handshake, and what they mean to somebody who looks for the cause.
var alertTexts = map[uint8]struct{ name, meaning string }{
	0:   {"close_notify", "it closed the connection"},
	10:  {"unexpected_message", "it did not understand what was sent"},
	20:  {"bad_record_mac", "the connection was damaged on the way"},
	21:  {"decryption_failed", "the connection was damaged on the way"},
	22:  {"record_overflow", "it did not understand what was sent"},
	40:  {"handshake_failure", "it shares no version, cipher or key type with current clients"},
	42:  {"bad_certificate", "it wants a certificate from the client"},
	43:  {"unsupported_certificate", "it wants another certificate from the client"},
	44:  {"certificate_revoked", "it wants another certificate from the client"},
	46:  {"certificate_unknown", "it wants a certificate from the client"},
	47:  {"illegal_parameter", "it did not understand what was sent"},
	48:  {"unknown_ca", "it wants a certificate from the client"},
	49:  {"access_denied", "it does not let this client in"},
	50:  {"decode_error", "it did not understand what was sent"},
	51:  {"decrypt_error", "its cryptography failed"},
	70:  {"protocol_version", "it speaks no TLS version that current clients use"},
	71:  {"insufficient_security", "it wants stronger ciphers than clients offer"},
	80:  {"internal_error", "it has an internal fault, often a certificate or key that it cannot load"},
	86:  {"inappropriate_fallback", "it wants a newer version of TLS"},
	109: {"missing_extension", "it did not understand what was sent"},
	112: {"unrecognized_name", "it has no certificate for this name"},
	116: {"certificate_required", "it wants a certificate from the client"},
	120: {"no_application_protocol", "it wants another application protocol"},
}
