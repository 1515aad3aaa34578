package probe

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/cryptobyte"
)

// read13 shakes hands by TLS 1.3 as far as the server's Certificate message,
// which crypto/tls would refuse to parse or to ask for. The handshake is never
// finished; the keys live as long as this call.
func read13(conn io.ReadWriter, serverName string) (*flight, error) {
	private := map[uint16]*ecdh.PrivateKey{}
	offer := helloOffer{version: 0x0304, serverName: serverName}
	for _, group := range []struct {
		id    uint16
		curve ecdh.Curve
	}{{29, ecdh.X25519()}, {23, ecdh.P256()}, {24, ecdh.P384()}, {25, ecdh.P521()}} {
		key, err := group.curve.GenerateKey(rand.Reader)
		if err != nil {
			return nil, fmt.Errorf("making a key share: %w", err)
		}
		private[group.id] = key
		offer.shares = append(offer.shares, keyShare{group.id, key.PublicKey().Bytes()})
	}
	hello, err := clientHello(offer)
	if err != nil {
		return nil, fmt.Errorf("building a ClientHello: %w", err)
	}
	f := &flight{}
	if _, err := conn.Write(wrapRecord(hello, offer.version)); err != nil {
		return f, fmt.Errorf("sending a ClientHello: %w", err)
	}

	rr := &recordReader{r: conn}
	answer, err := rr.message()
	if err != nil {
		return f, err
	}
	if answer[0] != messageServerHello {
		return f, errMessage
	}
	share, err := f.serverHello13(answer[4:])
	if err != nil {
		return f, err
	}
	key := private[share.group]
	if key == nil {
		return f, errors.New("the server chose a group that was not offered")
	}
	f.group = share.group
	public, err := key.Curve().NewPublicKey(share.public)
	if err != nil {
		return f, fmt.Errorf("reading the server's key share: %w", err)
	}
	shared, err := key.ECDH(public)
	if err != nil {
		return f, fmt.Errorf("agreeing on a key: %w", err)
	}
	if rr.open, err = handshakeOpener(f.suite, shared, hello, answer); err != nil {
		return f, err
	}

	for {
		message, err := rr.message()
		if err != nil {
			return f, err
		}
		switch message[0] {
		case messageCertificateRequest:
			f.certRequest = true
		case messageCertificate:
			f.chain, f.staple, err = certificates13(message[4:])
			f.done = err == nil
			return f, err
		case messageEncryptedExt:
		default:
			return f, errMessage
		}
	}
}

// helloRetry is the random value that marks a HelloRetryRequest (RFC 8446 §4.1.3).
var helloRetry = sha256.Sum256([]byte("HelloRetryRequest"))

func (f *flight) serverHello13(body cryptobyte.String) (keyShare, error) {
	var random []byte
	var session, extensions cryptobyte.String
	var share keyShare
	if !body.ReadUint16(&f.version) || !body.ReadBytes(&random, 32) || !body.ReadUint8LengthPrefixed(&session) ||
		!body.ReadUint16(&f.suite) || !body.Skip(1) || !body.ReadUint16LengthPrefixed(&extensions) {
		return share, errMessage
	}
	if [32]byte(random) == helloRetry {
		return share, errors.New("the server asks for another group")
	}
	for !extensions.Empty() {
		var id uint16
		var data cryptobyte.String
		if !extensions.ReadUint16(&id) || !extensions.ReadUint16LengthPrefixed(&data) {
			return share, errMessage
		}
		switch id {
		case extSupportedVersions:
			data.ReadUint16(&f.version)
		case extKeyShare:
			var public cryptobyte.String
			if !data.ReadUint16(&share.group) || !data.ReadUint16LengthPrefixed(&public) {
				return share, errMessage
			}
			share.public = public
		}
	}
	if f.version != 0x0304 {
		return share, errors.New("the server does not speak TLS 1.3")
	}
	return share, nil
}

// handshakeOpener derives the server's handshake traffic key (RFC 8446 §7.1)
// and returns what decrypts its records.
func handshakeOpener(suite uint16, shared, hello, answer []byte) (func(header, body []byte) (byte, []byte, error), error) {
	newHash, keySize := hash.Hash(nil), 16
	switch suite {
	case 0x1301:
		newHash = sha256.New()
	case 0x1303:
		newHash, keySize = sha256.New(), chacha20poly1305.KeySize
	case 0x1302:
		newHash, keySize = sha512.New384(), 32
	default:
		return nil, fmt.Errorf("the server chose suite %04x", suite)
	}
	makeHash := sha256.New
	if suite == 0x1302 {
		makeHash = sha512.New384
	}
	size := newHash.Size()
	newHash.Write(hello)
	newHash.Write(answer)
	transcript := newHash.Sum(nil)
	empty := makeHash().Sum(nil)

	// Errors of hkdf come from impossible lengths alone; the first one counts.
	var failed error
	extract := func(secret, salt []byte) []byte {
		out, err := hkdf.Extract(makeHash, secret, salt)
		failed = errors.Join(failed, err)
		return out
	}
	expand := func(secret []byte, label string, context []byte, n int) []byte {
		var info cryptobyte.Builder
		info.AddUint16(uint16(n))
		info.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte("tls13 " + label)) })
		info.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(context) })
		out, err := hkdf.Expand(makeHash, secret, string(info.BytesOrPanic()), n)
		failed = errors.Join(failed, err)
		return out
	}
	early := extract(make([]byte, size), nil)
	handshakeSecret := extract(shared, expand(early, "derived", empty, size))
	traffic := expand(handshakeSecret, "s hs traffic", transcript, size)
	key := expand(traffic, "key", nil, keySize)
	iv := expand(traffic, "iv", nil, 12)
	if failed != nil {
		return nil, fmt.Errorf("deriving the handshake key: %w", failed)
	}
	aead, err := newAEAD(suite, key)
	if err != nil {
		return nil, fmt.Errorf("preparing the cipher: %w", err)
	}

	var sequence uint64
	return func(header, body []byte) (byte, []byte, error) {
		nonce := append([]byte(nil), iv...)
		var counter [8]byte
		binary.BigEndian.PutUint64(counter[:], sequence)
		for i, b := range counter {
			nonce[4+i] ^= b
		}
		sequence++
		plain, err := aead.Open(body[:0], nonce, body, header)
		if err != nil {
			return 0, nil, fmt.Errorf("decrypting the handshake: %w", err)
		}
		end := len(plain)
		for end > 0 && plain[end-1] == 0 { // padding
			end--
		}
		if end == 0 {
			return 0, nil, errMessage
		}
		return plain[end-1], plain[:end-1], nil
	}, nil
}

func newAEAD(suite uint16, key []byte) (cipher.AEAD, error) {
	if suite == 0x1303 {
		return chacha20poly1305.New(key)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// certificates13 reads a Certificate message of TLS 1.3, with the stapled
// response of the leaf (RFC 8446 §4.4.2).
func certificates13(body cryptobyte.String) (chain [][]byte, staple []byte, err error) {
	var context, list cryptobyte.String
	if !body.ReadUint8LengthPrefixed(&context) || !body.ReadUint24LengthPrefixed(&list) {
		return nil, nil, errMessage
	}
	for !list.Empty() {
		var cert, extensions cryptobyte.String
		if !list.ReadUint24LengthPrefixed(&cert) || !list.ReadUint16LengthPrefixed(&extensions) {
			return chain, staple, errMessage
		}
		chain = append(chain, cert)
		for len(chain) == 1 && !extensions.Empty() {
			var id uint16
			var data, response cryptobyte.String
			if !extensions.ReadUint16(&id) || !extensions.ReadUint16LengthPrefixed(&data) {
				return chain, staple, errMessage
			}
			if id == extStatusRequest && data.Skip(1) && data.ReadUint24LengthPrefixed(&response) {
				staple = response
			}
		}
	}
	return chain, staple, nil
}
