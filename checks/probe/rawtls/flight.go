// Package rawtls says a ClientHello of its own and reads what a server answers, as far
// as its certificates: in clear up to TLS 1.2, decrypted for TLS 1.3. It is for keys,
// suites and encodings that crypto/tls turns down, and for questions that it does not
// ask. Nothing is verified, and no handshake is finished.
//
// The way of a question: an Offer (hello.go; keytype.go where one type of key alone will
// do, suites.go, keyshare.go) is read by Read (readflight.go, over records.go), which
// goes on in tls12.go or tls13.go. What came is a Flight; clients.go tells who would
// have gone through with it, names.go what the numbers are called.
//
// Sources: RFC 5246 §7.4, RFC 8446 §4 and §7, RFC 6101 (SSL 3.0), RFC 8422 §5.
package rawtls

import (
	"errors"
	"slices"

	"certdesk/checks"
	"certdesk/checks/probe/neterr"
)

// Flight is a server's first answer to a ClientHello, as far as it came. The numbers are
// those of the wire.
type Flight struct {
	Version     uint16 // 0: no ServerHello came
	Suite       uint16
	Group       uint16
	dhBits      int
	Chain       [][]byte
	staple      []byte
	certRequest bool
	cut         bool // the connection ended within the list of certificates
	// Signature is the scheme by which the key exchange is signed (TLS 1.2).
	Signature uint16
	// Done: the flight came to its end (ServerHelloDone; in TLS 1.3 the
	// Certificate), so the server finds nothing amiss.
	Done bool
	// Err is why it was not read to its end; an *AlertError where the server
	// said so.
	Err error
}

// Alert is the alert with which the server ended the handshake.
func (f *Flight) Alert() (number uint8, seen bool) {
	if alert, ok := errors.AsType[*AlertError](f.Err); ok {
		return alert.Number, true
	}
	return 0, false
}

// Closed tells whether the server hung up without an alert.
func (f *Flight) Closed() bool { return neterr.IsClosed(f.Err) }

// Late tells whether the time was up before the flight came to its end.
func (f *Flight) Late() bool { return neterr.IsTimeout(f.Err) }

// HungUp tells whether the server did so instead of an answer.
func (f *Flight) HungUp() bool { return f.Version == 0 && f.Closed() }

// Observed turns a raw flight into the vocabulary.
func (f *Flight) Observed() *checks.TLS {
	seen := &checks.TLS{
		Version:             VersionName(f.Version),
		CipherSuite:         f.Suite,
		DHBits:              f.dhBits,
		Certificates:        f.Chain,
		OCSPStaple:          f.staple,
		ClientCertRequested: f.certRequest,
		Cut:                 f.cut,
		RawRead:             true,
	}
	if f.Version != 0 {
		seen.CipherName = SuiteName(f.Suite)
		seen.KeyExchange = SuiteExchange(f.Suite)
		if f.Group != 0 {
			seen.KeyExchange = GroupName(f.Group)
		}
	}
	seen.Alert, seen.AlertSeen = f.Alert()
	return seen
}

// Alerts that tell something of the question.
const (
	AlertHandshakeFailure = 40
	AlertProtocolVersion  = 70
	AlertUnrecognizedName = 112
)

// TurnsDownOffer tells whether an alert is one of those that servers send to an offer
// of one type of key that is not theirs: handshake_failure, illegal_parameter,
// protocol_version, insufficient_security.
func TurnsDownOffer(alert uint8) bool {
	return slices.Contains([]uint8{AlertHandshakeFailure, 47, AlertProtocolVersion, 71}, alert)
}
