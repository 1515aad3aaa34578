package checks

// HandshakeReason tells why a handshake failed, where that is known and no alert
// says it.
type HandshakeReason string

// The reasons.
const (
	// ReasonHungUp: the server closed the connection on our hello, and does not
	// close one on which nothing is said.
	ReasonHungUp HandshakeReason = "hung-up"
	// ReasonTime: it fell silent in the middle.
	ReasonTime HandshakeReason = "time"
	// ReasonBrokeOff: the connection ended in the middle of the server's answer.
	ReasonBrokeOff HandshakeReason = "broke-off"
	// ReasonClearText: after it agreed to begin TLS, more text came in clear
	// (CVE-2011-0411), so there was no handshake to go on with.
	ReasonClearText HandshakeReason = "clear-text"
	// ReasonOffer: it refuses whoever offers TLS 1.3, though others get an answer.
	ReasonOffer HandshakeReason = "offers-tls-1.3"
	// ReasonSHA1: the server signs its part with SHA-1 alone (RFC 9155).
	ReasonSHA1 HandshakeReason = "sha1-signature"
	// ReasonGroup: it wants a key exchange of a group (checks.TLS.KeyExchange) that is
	// none of those that mail clients have in common, and refuses all of these.
	ReasonGroup HandshakeReason = "key-exchange-group"
	// ReasonKeySize: an RSA key is larger than any client works with.
	ReasonKeySize HandshakeReason = "key-too-large"
)
