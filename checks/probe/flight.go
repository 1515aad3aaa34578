package probe

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"golang.org/x/crypto/cryptobyte"

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

// readFlight sends a ClientHello and reads the answer: in clear up to TLS 1.2,
// decrypted for TLS 1.3. With helloOnly it stops behind the ServerHello.
func readFlight(conn io.ReadWriter, o offer, helloOnly bool) *flight {
	f := &flight{}
	f.err = f.read(conn, o, helloOnly)
	return f
}

func (f *flight) read(conn io.ReadWriter, o offer, helloOnly bool) error {
	var keys keyShares
	if o.best >= tls.VersionTLS13 {
		var err error
		if keys, o.shares, err = newKeyShares(); err != nil {
			return err
		}
	}
	hello, err := o.message()
	if err != nil {
		return err
	}
	if _, err := conn.Write(wrapRecord(hello, o.best)); err != nil {
		return fmt.Errorf("sending a ClientHello: %w", err)
	}
	rr := &recordReader{r: conn}
	answer, err := rr.message()
	if err != nil {
		return err
	}
	if answer[0] != messageServerHello {
		return errMessage
	}
	share, err := f.serverHello(answer[4:])
	if err != nil || helloOnly {
		return err
	}
	if f.version == tls.VersionTLS13 {
		if rr.open, err = keys.opener(f.suite, share, hello, answer); err != nil {
			return err
		}
		return f.readSealed(rr)
	}
	return f.readClear(rr)
}

// serverHello reads the message and, for TLS 1.3, the server's key share.
func (f *flight) serverHello(body cryptobyte.String) (keyShare, error) {
	var share keyShare
	var version, suite uint16
	var random []byte
	var session cryptobyte.String
	if !body.ReadUint16(&version) || !body.ReadBytes(&random, 32) || !body.ReadUint8LengthPrefixed(&session) ||
		!body.ReadUint16(&suite) || !body.Skip(1) {
		return share, errMessage
	}
	retry := [32]byte(random) == helloRetry
	var extensions cryptobyte.String
	if !body.Empty() && !body.ReadUint16LengthPrefixed(&extensions) {
		return share, errMessage
	}
	for !extensions.Empty() {
		var id uint16
		var data cryptobyte.String
		if !extensions.ReadUint16(&id) || !extensions.ReadUint16LengthPrefixed(&data) {
			return share, errMessage
		}
		switch id {
		case extSupportedVersions:
			if !data.ReadUint16(&version) {
				return share, errMessage
			}
		case extKeyShare:
			var public cryptobyte.String
			if !data.ReadUint16(&share.group) || !retry && !data.ReadUint16LengthPrefixed(&public) {
				return share, errMessage
			}
			share.public = public
		}
	}
	if versionName(version) == "" {
		return share, fmt.Errorf("the server chose version %04x", version)
	}
	f.version, f.suite = version, suite
	if retry {
		return share, fmt.Errorf("the server asks for the key exchange %s", groupName(share.group))
	}
	if version == tls.VersionTLS13 {
		f.group = share.group
	}
	return share, nil
}

// readClear reads what follows the ServerHello up to TLS 1.2.
func (f *flight) readClear(rr *recordReader) error {
	for {
		message, err := rr.message()
		if err != nil {
			return err
		}
		body := cryptobyte.String(message[4:])
		switch message[0] {
		case messageCertificate:
			if f.chain, err = clearCertificates(body); err != nil {
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
			f.done = true
			return nil
		default:
			return errMessage
		}
	}
}

// clearCertificates reads a Certificate message up to TLS 1.2 (RFC 5246
// §7.4.2). The certificates before a fault are kept.
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
	switch suiteExchange(f.suite) {
	case "ECDHE", "ECDH":
		const namedCurve = 3
		var kind uint8
		var group uint16
		if body.ReadUint8(&kind) && kind == namedCurve && body.ReadUint16(&group) {
			f.group = group
		}
	case "DHE", "DH":
		var prime cryptobyte.String
		if body.ReadUint16LengthPrefixed(&prime) {
			for len(prime) > 0 && prime[0] == 0 {
				prime = prime[1:]
			}
			if len(prime) > 0 {
				f.dhBits = 8*(len(prime)-1) + bits.Len8(prime[0])
			}
		}
	}
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
