package probe

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"

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

// hungUp tells whether the server did so instead of an answer.
func (f *flight) hungUp() bool { return f.version == 0 && f.closed() }

// readFlight sends a ClientHello and reads the answer: in clear up to TLS 1.2,
// decrypted for TLS 1.3. With helloOnly it stops behind the ServerHello.
func readFlight(conn io.ReadWriter, o offer, helloOnly bool) *flight {
	f := &flight{}
	f.err = f.read(conn, o, helloOnly)
	return f
}

func (f *flight) read(conn io.ReadWriter, o offer, helloOnly bool) error {
	rr, err := f.begin(conn, o, helloOnly)
	switch {
	case err != nil || helloOnly:
		return err
	case rr.open != nil:
		return f.readSealed(rr)
	}
	return f.readClear(rr)
}

// begin exchanges hellos, a second time where a TLS 1.3 server asks for it, and
// returns a reader for what follows: one that decrypts it in TLS 1.3.
func (f *flight) begin(conn io.ReadWriter, o offer, helloOnly bool) (*recordReader, error) {
	var keys []shareKey
	if o.best >= tls.VersionTLS13 {
		var err error
		if keys, err = initialKeys(); err != nil {
			return nil, err
		}
		o.shares = sharesOf(keys)
	}
	rand.Read(o.random[:])
	rr := newRecordReader(conn)
	// 3.1 is what clients of every age but the oldest send first.
	hello, answer, err := exchange(conn, rr, o, min(o.best, tls.VersionTLS10))
	if err != nil {
		return nil, err
	}
	said, err := f.serverHello(answer[4:])
	if err != nil || helloOnly || f.version < tls.VersionTLS13 && !said.retry {
		return rr, err
	}
	transcript := [][]byte{hello, answer}
	if said.retry {
		if said.group != 0 {
			key, err := keyFor(said.group)
			if err != nil {
				return nil, err
			}
			keys = []shareKey{key}
			o.shares = sharesOf(keys)
		}
		o.cookie = said.cookie
		if hello, answer, err = exchange(conn, rr, o, tls.VersionTLS12); err != nil {
			return nil, err
		}
		transcript = append(transcript, hello, answer)
		if said, err = f.serverHello(answer[4:]); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(keys, func(k shareKey) bool { return uint16(k.group.id) == said.group })
	if i < 0 || said.retry || f.version != tls.VersionTLS13 {
		return nil, errMessage
	}
	shared, err := keys[i].agree(said.public)
	if err != nil {
		return nil, err
	}
	rr.open, err = opener(f.suite, shared, transcript)
	return rr, err
}

// exchange sends a ClientHello in a record of the given version, and returns it
// with the answer.
func exchange(conn io.Writer, rr *recordReader, o offer, outer uint16) (hello, answer []byte, err error) {
	if hello, err = o.message(); err != nil {
		return nil, nil, err
	}
	if _, err := conn.Write(wrapRecord(hello, outer)); err != nil {
		return nil, nil, fmt.Errorf("sending a ClientHello: %w", err)
	}
	if answer, err = rr.message(); err != nil {
		return nil, nil, err
	}
	if answer[0] != messageServerHello {
		return nil, nil, errMessage
	}
	return hello, answer, nil
}

// serverHello is what a ServerHello says of the key exchange of TLS 1.3.
type serverHello struct {
	keyShare
	// retry: it is a HelloRetryRequest, which asks for a share of the group (if
	// there is one) and for the cookie to come back.
	retry  bool
	cookie []byte
}

// serverHello reads the message.
func (f *flight) serverHello(body cryptobyte.String) (said serverHello, err error) {
	var version, suite uint16
	var random []byte
	var session cryptobyte.String
	if !body.ReadUint16(&version) || !body.ReadBytes(&random, 32) || !body.ReadUint8LengthPrefixed(&session) ||
		!body.ReadUint16(&suite) || !body.Skip(1) {
		return said, errMessage
	}
	said.retry = [32]byte(random) == helloRetry
	var extensions cryptobyte.String
	if !body.Empty() && !body.ReadUint16LengthPrefixed(&extensions) {
		return said, errMessage
	}
	for !extensions.Empty() {
		var id uint16
		var data, value cryptobyte.String
		if !extensions.ReadUint16(&id) || !extensions.ReadUint16LengthPrefixed(&data) {
			return said, errMessage
		}
		switch id {
		case extSupportedVersions:
			if !data.ReadUint16(&version) {
				return said, errMessage
			}
		case extKeyShare:
			if !data.ReadUint16(&said.group) || !said.retry && !data.ReadUint16LengthPrefixed(&value) {
				return said, errMessage
			}
			said.public = value
		case extCookie:
			if !data.ReadUint16LengthPrefixed(&value) {
				return said, errMessage
			}
			said.cookie = value
		}
	}
	if versionName(version) == "" {
		return said, fmt.Errorf("the server chose version %04x", version)
	}
	f.version, f.suite = version, suite
	if version == tls.VersionTLS13 {
		f.group = said.group
	}
	return said, nil
}

// readClear reads what follows the ServerHello up to TLS 1.2.
func (f *flight) readClear(rr *recordReader) error {
	for {
		message, err := rr.message()
		if err != nil {
			if part := rr.begun(messageCertificate); part != nil {
				f.chain, _ = clearCertificates(part)
				f.cut = true
			}
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
func (f *flight) serverKeyExchange(body cryptobyte.String) {
	switch suiteExchange(f.suite) {
	case "ECDHE", "ECDH":
		const namedCurve = 3
		var kind uint8
		var group uint16
		var point cryptobyte.String
		if body.ReadUint8(&kind) && kind == namedCurve && body.ReadUint16(&group) {
			f.group = group
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
	if f.version == tls.VersionTLS12 {
		body.ReadUint16(&f.signature)
	}
}

// sha224 is the hash in a signature scheme (RFC 5246 §7.4.1.4.1) that no client of
// today offers.
const sha224 = 3

// signedOld tells whether the handshake is signed with SHA-1 or MD5.
func (f *flight) signedOld() bool {
	hash := f.signature >> 8 // RFC 5246 §7.4.1.4.1: 1 is MD5, 2 is SHA-1
	return hash == 1 || hash == 2
}

// promising tells whether a current client would have gone through.
func (f *flight) promising() bool {
	return f != nil && f.done && len(f.chain) > 0 && !f.signedOld() &&
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
