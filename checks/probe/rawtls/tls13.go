package rawtls

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/cryptobyte"
)

// This is TLS 1.3 as far as the server's Certificate message, which crypto/tls
// refuses to parse or does not ask for. The handshake is never finished and
// nothing is verified; the keys live as long as one call.

// helloRetry is the random value that marks a HelloRetryRequest (RFC 8446 §4.1.3).
var helloRetry = sha256.Sum256([]byte("HelloRetryRequest"))

// opener derives the server's handshake traffic key and returns what decrypts
// its records.
func opener(suite uint16, shared []byte, transcript [][]byte) (func(header, body []byte) (byte, []byte, error), error) {
	aead, iv, err := handshakeKey(suite, shared, transcript)
	if err != nil {
		return nil, fmt.Errorf("deriving the handshake key: %w", err)
	}
	return openRecords(aead, iv), nil
}

// openRecords decrypts one record after the other (RFC 8446 §5.2, §5.3).
func openRecords(aead cipher.AEAD, iv []byte) func(header, body []byte) (byte, []byte, error) {
	var sequence uint64
	return func(header, body []byte) (byte, []byte, error) {
		nonce := append([]byte(nil), iv...)
		binary.BigEndian.PutUint64(nonce[4:], binary.BigEndian.Uint64(nonce[4:])^sequence)
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
	}
}

// handshakeKey walks the key schedule as far as the server's handshake traffic
// Key (RFC 8446 §7.1, §7.3). The transcript holds the messages up to the
// ServerHello: two, or four where the server asked for another ClientHello.
func handshakeKey(suite uint16, shared []byte, messages [][]byte) (cipher.AEAD, []byte, error) {
	newHash, keySize := sha256.New, 16
	switch suite {
	case tls.TLS_AES_128_GCM_SHA256:
	case tls.TLS_CHACHA20_POLY1305_SHA256:
		keySize = chacha20poly1305.KeySize
	case tls.TLS_AES_256_GCM_SHA384:
		newHash, keySize = sha512.New384, 32
	default:
		return nil, nil, fmt.Errorf("the server chose suite %04x", suite)
	}
	transcript := newHash()
	size := transcript.Size()
	if len(messages) > 2 { // RFC 8446 §4.4.1: the first hello is there as its hash
		const messageHash = 254
		first := newHash()
		first.Write(messages[0])
		transcript.Write(first.Sum([]byte{messageHash, 0, 0, byte(size)}))
		messages = messages[1:]
	}
	for _, m := range messages {
		transcript.Write(m)
	}

	s := schedule{newHash: newHash}
	early := s.extract(make([]byte, size), nil)
	secret := s.extract(shared, s.expand(early, "derived", newHash().Sum(nil), size))
	traffic := s.expand(secret, "s hs traffic", transcript.Sum(nil), size)
	key := s.expand(traffic, "key", nil, keySize)
	iv := s.expand(traffic, "iv", nil, 12)
	if s.err != nil {
		return nil, nil, s.err
	}
	if suite == tls.TLS_CHACHA20_POLY1305_SHA256 {
		aead, err := chacha20poly1305.New(key)
		return aead, iv, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, err
	}
	aead, err := cipher.NewGCM(block)
	return aead, iv, err
}

// schedule derives secrets and keeps the first error, which impossible lengths
// alone can cause.
type schedule struct {
	newHash func() hash.Hash
	err     error
}

func (s *schedule) extract(secret, salt []byte) []byte {
	out, err := hkdf.Extract(s.newHash, secret, salt)
	s.err = errors.Join(s.err, err)
	return out
}

// expand is HKDF-Expand-Label.
func (s *schedule) expand(secret []byte, label string, context []byte, n int) []byte {
	var info cryptobyte.Builder
	info.AddUint16(uint16(n))
	info.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte("tls13 " + label)) })
	info.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(context) })
	out, err := hkdf.Expand(s.newHash, secret, string(info.BytesOrPanic()), n)
	s.err = errors.Join(s.err, err)
	return out
}

// readSealed reads what follows the ServerHello of TLS 1.3.
func (f *Flight) readSealed(rr *recordReader) error {
	for {
		message, err := rr.message()
		if err != nil {
			if part := rr.begun(messageCertificate); part != nil {
				f.Chain, f.staple, _ = sealedCertificates(part)
				f.cut = true
			}
			return err
		}
		switch message[0] {
		case messageEncryptedExt:
		case messageCertificateRequest:
			f.certRequest = true
		case messageCertificate:
			f.Chain, f.staple, err = sealedCertificates(message[4:])
			f.Done = err == nil
			return err
		default:
			return errMessage
		}
	}
}

// sealedCertificates reads a Certificate message of TLS 1.3, with the stapled
// response of the leaf (RFC 8446 §4.4.2). What comes before a fault is kept.
func sealedCertificates(body cryptobyte.String) (chain [][]byte, staple []byte, err error) {
	var context cryptobyte.String
	if !body.ReadUint8LengthPrefixed(&context) {
		return nil, nil, errMessage
	}
	list, listErr := certificateList(body)
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
	return chain, staple, listErr
}
