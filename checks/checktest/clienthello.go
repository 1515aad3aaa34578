package checktest

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// Record types, handshake types and alerts of RFC 5246 and RFC 8446.
const (
	recordAlert     = 21
	recordHandshake = 22

	typeClientHello       = 1
	typeServerHello       = 2
	typeCertificate       = 11
	typeServerKeyExchange = 12
	typeServerHelloDone   = 14

	// AlertHandshakeFailure: no suite, group or signature in common.
	AlertHandshakeFailure = 40
	// AlertProtocolVersion: no version in common.
	AlertProtocolVersion = 70
	// AlertInternalError: the server's own fault.
	AlertInternalError = 80
)

// clientHello is what a scripted server looks at.
type clientHello struct {
	version       uint16 // legacy_version, all that servers before TLS 1.3 know
	random        []byte
	suites        []uint16
	groups        []uint16
	schemes       []uint16
	serverName    string
	renegotiation bool // it knows secure renegotiation (RFC 5746)
}

// RFC 5746 §3.3 and §3.2: the suite that is none, and the extension.
const (
	renegotiationSCSV = 0x00ff
	renegotiationInfo = 0xff01
)

// maxHello bounds what is read from a client.
const maxHello = 64 << 10

// readClientHello reads handshake records until they hold a whole ClientHello.
func readClientHello(r io.Reader) (*clientHello, error) {
	var message []byte
	for len(message) < 4 || len(message) < 4+int(message[1])<<16+int(message[2])<<8+int(message[3]) {
		var header [5]byte
		if _, err := io.ReadFull(r, header[:]); err != nil {
			return nil, fmt.Errorf("reading a ClientHello: %w", err)
		}
		size := int(header[3])<<8 | int(header[4])
		if header[0] != recordHandshake || len(message)+size > maxHello {
			return nil, errors.New("the client does not begin with a ClientHello")
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return nil, fmt.Errorf("reading a ClientHello: %w", err)
		}
		message = append(message, body...)
	}
	return parseClientHello(message)
}

func parseClientHello(message []byte) (*clientHello, error) {
	malformed := errors.New("malformed ClientHello")
	s := cryptobyte.String(message)
	var (
		kind                                 uint8
		body, session, suites, methods, exts cryptobyte.String
		h                                    clientHello
	)
	if !s.ReadUint8(&kind) || kind != typeClientHello || !s.ReadUint24LengthPrefixed(&body) ||
		!body.ReadUint16(&h.version) || !body.ReadBytes(&h.random, 32) ||
		!body.ReadUint8LengthPrefixed(&session) || !body.ReadUint16LengthPrefixed(&suites) ||
		!body.ReadUint8LengthPrefixed(&methods) {
		return nil, malformed
	}
	h.suites = numbers(suites)
	h.renegotiation = offers(h.suites, renegotiationSCSV)
	if body.Empty() {
		return &h, nil // SSL 3.0 has no extensions
	}
	if !body.ReadUint16LengthPrefixed(&exts) {
		return nil, malformed
	}
	for !exts.Empty() {
		var id uint16
		var data, list cryptobyte.String
		if !exts.ReadUint16(&id) || !exts.ReadUint16LengthPrefixed(&data) {
			return nil, malformed
		}
		switch id {
		case 0: // server_name, RFC 6066 §3
			var nameType uint8
			var name cryptobyte.String
			if !data.ReadUint16LengthPrefixed(&list) || !list.ReadUint8(&nameType) || !list.ReadUint16LengthPrefixed(&name) {
				return nil, malformed
			}
			h.serverName = string(name)
		case 10: // supported_groups, RFC 8422 §5.1.1
			if !data.ReadUint16LengthPrefixed(&list) {
				return nil, malformed
			}
			h.groups = numbers(list)
		case 13: // signature_algorithms, RFC 8446 §4.2.3
			if !data.ReadUint16LengthPrefixed(&list) {
				return nil, malformed
			}
			h.schemes = numbers(list)
		case renegotiationInfo:
			h.renegotiation = true
		}
	}
	return &h, nil
}

func numbers(s cryptobyte.String) []uint16 {
	var out []uint16
	for n := uint16(0); s.ReadUint16(&n); {
		out = append(out, n)
	}
	return out
}

// offers tells whether a number is in the client's list; 0 is no demand.
func offers(list []uint16, number uint16) bool {
	return number == 0 || slices.Contains(list, number)
}
