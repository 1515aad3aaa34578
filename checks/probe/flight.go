package probe

import (
	"crypto/tls"
	"errors"
	"slices"

	"certdesk/checks"
)

// flight is a server's first answer to a ClientHello, as far as it came.
type flight struct {
	version     uint16 // 0: no ServerHello came
	suite       uint16
	group       uint16
	dhBits      int
	chain       [][]byte
	staple      []byte
	certRequest bool
	cut         bool // the connection ended within the list of certificates
	// signature is the scheme by which the key exchange is signed (TLS 1.2).
	signature uint16
	// done: the flight came to its end (ServerHelloDone; in TLS 1.3 the
	// Certificate), so the server finds nothing amiss.
	done bool
	// err is why it was not read to its end; an *alertError where the server
	// said so.
	err error
}

// alert is the alert with which the server ended the handshake.
func (f *flight) alert() (number uint8, seen bool) {
	var alert *alertError
	if errors.As(f.err, &alert) {
		return alert.number, true
	}
	return 0, false
}

// closed tells whether the server hung up without an alert.
func (f *flight) closed() bool { return f.err != nil && isClosed(f.err) }

// late tells whether the time was up before the flight came to its end.
func (f *flight) late() bool { return f.err != nil && isTimeout(f.err) }

// hungUp tells whether the server did so instead of an answer.
func (f *flight) hungUp() bool { return f.version == 0 && f.closed() }

// sha224 is the hash in a signature scheme (RFC 5246 §7.4.1.4.1) that no client of
// today offers.
const sha224 = 3

// signedOld tells whether the handshake is signed with SHA-1 or MD5.
func (f *flight) signedOld() bool {
	hash := f.signature >> 8 // RFC 5246 §7.4.1.4.1: 1 is MD5, 2 is SHA-1
	return hash == 1 || hash == 2
}

// unusualGroup tells whether the key exchange is in a group that is none of those of
// mail clients.
func (f *flight) unusualGroup() bool {
	return f.group != 0 && !slices.ContainsFunc(keyGroups[:], func(g group) bool { return uint16(g.id) == f.group })
}

// wantsUnusualGroup tells whether the server chose a key exchange that mail clients do
// not have in common; in TLS 1.3 it went no further without it.
func (f *flight) wantsUnusualGroup() bool {
	return f.unusualGroup() && (f.version == tls.VersionTLS12 || f.version == tls.VersionTLS13 && !f.done)
}

// promising tells whether a current client would have gone through.
func (f *flight) promising() bool {
	return f != nil && f.done && len(f.chain) > 0 && !f.signedOld() && !f.unusualGroup() &&
		(f.version == tls.VersionTLS13 || slices.Contains(mailSuites, f.suite))
}

// observed turns a raw flight into the vocabulary.
func (f *flight) observed() *checks.TLS {
	seen := &checks.TLS{
		Version:             versionName(f.version),
		CipherSuite:         f.suite,
		DHBits:              f.dhBits,
		Certificates:        f.chain,
		OCSPStaple:          f.staple,
		ClientCertRequested: f.certRequest,
		Cut:                 f.cut,
		RawRead:             true,
	}
	if f.version != 0 {
		seen.CipherName = suiteName(f.suite)
		seen.KeyExchange = suiteExchange(f.suite)
		if f.group != 0 {
			seen.KeyExchange = groupName(f.group)
		}
	}
	seen.Alert, seen.AlertSeen = f.alert()
	return seen
}

// Alerts that tell something of the question.
const (
	alertHandshakeFailure = 40
	alertProtocolVersion  = 70
	alertUnrecognizedName = 112
)

// narrowAlerts are what servers say to an offer of one type of key that is not
// theirs: handshake_failure, illegal_parameter, protocol_version,
// insufficient_security.
var narrowAlerts = map[uint8]bool{alertHandshakeFailure: true, 47: true, alertProtocolVersion: true, 71: true}
