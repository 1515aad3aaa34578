package rawtls

import (
	"crypto/tls"
	"math/bits"

	"golang.org/x/crypto/cryptobyte"
)

// readClear reads what follows the ServerHello up to TLS 1.2.
func (f *Flight) readClear(rr *recordReader) error {
	for {
		message, err := rr.message()
		if err != nil {
			if part := rr.begun(messageCertificate); part != nil {
				f.Chain, _ = clearCertificates(part)
				f.cut = true
			}
			return err
		}
		body := cryptobyte.String(message[4:])
		switch message[0] {
		case messageCertificate:
			if f.Chain, err = clearCertificates(body); err != nil {
				return err
			}
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
			f.Done = true
			return nil
		default:
			return errMessage
		}
	}
}

// clearCertificates reads a Certificate message up to TLS 1.2 (RFC 5246
// §7.4.2). The certificates before a fault are kept.
func clearCertificates(body cryptobyte.String) ([][]byte, error) {
	list, listErr := certificateList(body)
	var chain [][]byte
	for !list.Empty() {
		var cert cryptobyte.String
		if !list.ReadUint24LengthPrefixed(&cert) {
			return chain, errMessage
		}
		chain = append(chain, cert)
	}
	return chain, listErr
}

// certificateList is the list in a Certificate message, or as much of it as
// there is where its length is a lie or the message broke off.
func certificateList(body cryptobyte.String) (cryptobyte.String, error) {
	var size uint32
	switch {
	case !body.ReadUint24(&size):
		return nil, errMessage
	case int(size) != len(body):
		return body[:min(int(size), len(body))], errMessage
	}
	return body, nil
}

// serverKeyExchange reads the group of an ephemeral key exchange, and how it is
// signed (RFC 8422 §5.4, RFC 5246 §7.4.3).
func (f *Flight) serverKeyExchange(body cryptobyte.String) {
	switch SuiteExchange(f.Suite) {
	case "ECDHE", "ECDH":
		const namedCurve = 3
		var kind uint8
		var group uint16
		var point cryptobyte.String
		if body.ReadUint8(&kind) && kind == namedCurve && body.ReadUint16(&group) {
			f.Group = group
		}
		if !body.ReadUint8LengthPrefixed(&point) {
			return
		}
	case "DHE", "DH":
		var prime, generator, public cryptobyte.String
		if !body.ReadUint16LengthPrefixed(&prime) {
			return
		}
		for len(prime) > 0 && prime[0] == 0 {
			prime = prime[1:]
		}
		if len(prime) > 0 {
			f.dhBits = 8*(len(prime)-1) + bits.Len8(prime[0])
		}
		if !body.ReadUint16LengthPrefixed(&generator) || !body.ReadUint16LengthPrefixed(&public) {
			return
		}
	}
	if f.Version == tls.VersionTLS12 {
		body.ReadUint16(&f.Signature)
	}
}
