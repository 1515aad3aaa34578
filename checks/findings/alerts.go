package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// alertSteps are the steps for alerts that say whose fault it is: the name that
// was asked for, or the server's own set-up, which nothing on a PC changes.
var alertSteps = map[uint8][]int{
	alertHandshakeFailure: {checks.StepContact},
	80:                    {checks.StepContact},
	alertUnrecognizedName: {checks.StepNames, checks.StepContact},
}

// alertUnrecognizedName is for a name that the server does not serve (RFC 6066
// §3); some send it to clients that give none.
const alertUnrecognizedName = 112

// alertHandshakeFailure is what servers answer that find no parameters in common
// (RFC 8446 §6.2). OpenSSL answers it as well where it has no certificate or key
// that it could use, as no cipher fits then: which of the two it is, is not seen.
const alertHandshakeFailure = 40

// nothingInCommon is what alertHandshakeFailure means when the server has shown its
// certificate before: then a missing certificate is not the reason.
var nothingInCommon = say.P("alert", "supports no TLS version, cipher or key type that current mail apps use")

var (
	notUnderstood = say.P("alert", "could not read what certdesk sent")
	damaged       = say.P("alert", "says that the data was damaged on the way")
	asksForOne    = say.P("alert", "asks for a client certificate")
	// If the server had asked for a client certificate, that is told instead of the
	// alert (checks.ClientCertRequired), since the alert may mean either.
	rejectsOne = say.P("alert", "does not accept a certificate")
)

// alert is a TLS alert: its name in RFC 8446 and what the server does.
type alert struct {
	name    string
	meaning say.Text
	// often is a sentence about the usual cause, nothing for most.
	often say.Text
}

// alertTexts are the TLS alerts (RFC 8446 §6, IANA) with which servers end a
// handshake, and what they mean to somebody who looks for the cause.
var alertTexts = map[uint8]alert{
	0:   {"close_notify", say.P("alert", "closed the connection"), nil},
	10:  {"unexpected_message", notUnderstood, nil},
	20:  {"bad_record_mac", damaged, nil},
	21:  {"decryption_failed", damaged, nil},
	22:  {"record_overflow", notUnderstood, nil},
	40:  {"handshake_failure", say.P("alert", "turned the connection away"), say.S("Often its certificate or key does not load, or no cipher fits.")},
	42:  {"bad_certificate", rejectsOne, nil},
	43:  {"unsupported_certificate", rejectsOne, nil},
	44:  {"certificate_revoked", rejectsOne, nil},
	46:  {"certificate_unknown", rejectsOne, nil},
	47:  {"illegal_parameter", notUnderstood, nil},
	48:  {"unknown_ca", rejectsOne, nil},
	49:  {"access_denied", say.P("alert", "refused access"), nil},
	50:  {"decode_error", notUnderstood, nil},
	51:  {"decrypt_error", say.P("alert", "had an encryption error"), nil},
	70:  {"protocol_version", say.P("alert", "supports no TLS version that current mail apps use"), nil},
	71:  {"insufficient_security", say.P("alert", "requires stronger ciphers than mail apps offer"), nil},
	80:  {"internal_error", say.P("alert", "has an internal error"), say.S("Often it cannot load its certificate or key.")},
	86:  {"inappropriate_fallback", say.P("alert", "requires a newer TLS version"), nil},
	109: {"missing_extension", notUnderstood, nil},
	112: {"unrecognized_name", say.P("alert", "has no certificate for this name"), nil},
	116: {"certificate_required", asksForOne, nil},
	120: {"no_application_protocol", say.P("alert", "expects a different application protocol"), nil},
}
