package probe

import (
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"

	"certdesk/checks"
)

// flight is what a server's first answer tells.
type flight struct {
	version     uint16
	suite       uint16
	group       uint16
	dhBits      int
	chain       [][]byte
	staple      []byte
	certRequest bool
	done        bool // ServerHelloDone came: the server finds nothing amiss
}

// readClear sends a ClientHello up to TLS 1.2 and reads the answer, which is in
// clear up to ServerHelloDone. What was read before an error is kept.
func readClear(conn io.ReadWriter, offer helloOffer, helloOnly bool) (*flight, error) {
	hello, err := clientHello(offer)
	if err != nil {
		return nil, fmt.Errorf("building a ClientHello: %w", err)
	}
	f := &flight{}
	if _, err := conn.Write(wrapRecord(hello, offer.version)); err != nil {
		return f, fmt.Errorf("sending a ClientHello: %w", err)
	}
	rr := &recordReader{r: conn}
	for {
		message, err := rr.message()
		if err != nil {
			return f, err
		}
		if done, err := f.take(message); err != nil || done || helloOnly && f.version != 0 {
			return f, err
		}
	}
}

var errMessage = errors.New("a handshake message is cut short")

// take reads one message of the server's flight up to TLS 1.2.
func (f *flight) take(message []byte) (done bool, err error) {
	body := cryptobyte.String(message[4:])
	switch message[0] {
	case messageServerHello:
		return false, f.serverHello(body)
	case messageCertificate:
		f.chain, err = clearCertificates(body)
		return false, err
	case messageCertificateStatus:
		var kind uint8
		var response cryptobyte.String
		if body.ReadUint8(&kind) && body.ReadUint24LengthPrefixed(&response) && kind == 1 {
			f.staple = response
		}
	case messageServerKeyExchange:
		f.serverKeyExchange(body)
	case messageCertificateRequest:
		f.certRequest = true
	case messageServerHelloDone:
		f.done = true
		return true, nil
	}
	return false, nil
}

func (f *flight) serverHello(body cryptobyte.String) error {
	var session cryptobyte.String
	if !body.ReadUint16(&f.version) || !body.Skip(32) || !body.ReadUint8LengthPrefixed(&session) || !body.ReadUint16(&f.suite) {
		return errMessage
	}
	return nil
}

func clearCertificates(body cryptobyte.String) ([][]byte, error) {
	var list cryptobyte.String
	if !body.ReadUint24LengthPrefixed(&list) {
		return nil, errMessage
	}
	var chain [][]byte
	for !list.Empty() {
		var cert cryptobyte.String
		if !list.ReadUint24LengthPrefixed(&cert) {
			return chain, errMessage
		}
		chain = append(chain, cert)
	}
	return chain, nil
}

// serverKeyExchange reads the group of an ephemeral key exchange (RFC 8422
// §5.4, RFC 5246 §7.4.3).
func (f *flight) serverKeyExchange(body cryptobyte.String) {
	switch exchange := suiteExchange(f.suite); exchange {
	case "ECDHE", "ECDH":
		var kind uint8
		var group uint16
		if body.ReadUint8(&kind) && kind == 3 && body.ReadUint16(&group) {
			f.group = group
		}
	case "DHE", "DH":
		var prime cryptobyte.String
		if body.ReadUint16LengthPrefixed(&prime) {
			for len(prime) > 0 && prime[0] == 0 {
				prime = prime[1:]
			}
			f.dhBits = len(prime) * 8
		}
	}
}

// observed turns a raw flight into the vocabulary.
func (f *flight) observed(err error) *checks.TLS {
	seen := &checks.TLS{
		Version:             versionName(f.version),
		CipherSuite:         f.suite,
		DHBits:              f.dhBits,
		Certificates:        f.chain,
		OCSPStaple:          f.staple,
		ClientCertRequested: f.certRequest,
		RawRead:             true,
	}
	if f.version != 0 {
		seen.CipherName = suiteName(f.suite)
		seen.KeyExchange = suiteExchange(f.suite)
		if f.group != 0 {
			seen.KeyExchange = groupName(f.group)
		}
	}
	var alert *alertError
	if errors.As(err, &alert) {
		seen.AlertSeen, seen.Alert = true, alert.number
	}
	return seen
}
