package probe

import (
	"crypto/rand"

	"golang.org/x/crypto/cryptobyte"
)

// Record and handshake types (RFC 8446 §5.1, §4).
const (
	recordChangeCipherSpec = 20
	recordAlert            = 21
	recordHandshake        = 22
	recordApplicationData  = 23

	messageServerHello        = 2
	messageEncryptedExt       = 8
	messageCertificate        = 11
	messageServerKeyExchange  = 12
	messageCertificateRequest = 13
	messageServerHelloDone    = 14
	messageCertificateStatus  = 22
)

// Extension numbers.
const (
	extServerName          = 0
	extStatusRequest       = 5
	extSupportedGroups     = 10
	extPointFormats        = 11
	extSignatureAlgorithms = 13
	extSupportedVersions   = 43
	extKeyShare            = 51
	extRenegotiationInfo   = 0xff01
)

// allGroups and allSignatures are wider than any client's, so that the server
// has no reason to hold its certificate back.
var (
	allGroups     = []uint16{29, 23, 24, 25, 30, 26, 27, 28, 21, 22, 16, 256, 257}
	allSignatures = []uint16{
		0x0403, 0x0503, 0x0603, // ecdsa
		0x0807, 0x0808, // ed25519, ed448
		0x0804, 0x0805, 0x0806, // rsa_pss_rsae
		0x0809, 0x080a, 0x080b, // rsa_pss_pss
		0x0401, 0x0501, 0x0601, // rsa_pkcs1
		0x081a, 0x081b, 0x081c, // ecdsa_brainpool (TLS 1.3)
		0x0303, 0x0301, 0x0203, 0x0201, 0x0101, // SHA-224, SHA-1, MD5
		0x0402, 0x0302, 0x0202, // DSA
	}
)

// keyShare is one offer of TLS 1.3.
type keyShare struct {
	group  uint16
	public []byte
}

// helloOffer is what a raw ClientHello offers.
type helloOffer struct {
	version    uint16 // highest version
	serverName string
	shares     []keyShare // TLS 1.3 only
}

// clientHello builds the handshake message (without the record header).
func clientHello(offer helloOffer) ([]byte, error) {
	random := make([]byte, 32+32)
	rand.Read(random)
	tls13 := offer.version >= 0x0304
	var b cryptobyte.Builder
	b.AddUint8(1)
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddUint16(min(offer.version, 0x0303))
		b.AddBytes(random[:32])
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
			if tls13 { // middlebox compatibility, RFC 8446 Appendix D.4
				b.AddBytes(random[32:])
			}
		})
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
			for _, s := range suites {
				if is13 := s.id>>8 == 0x13; is13 == tls13 {
					b.AddUint16(s.id)
				}
			}
			if !tls13 {
				b.AddUint16(0x00ff) // renegotiation_info as a suite: SSL 3.0 has no extensions
			}
		})
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddUint8(0) })
		if offer.version > 0x0300 {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { addExtensions(b, offer) })
		}
	})
	return b.Bytes()
}

func addExtensions(b *cryptobyte.Builder, offer helloOffer) {
	ext := func(id uint16, body func(*cryptobyte.Builder)) {
		b.AddUint16(id)
		b.AddUint16LengthPrefixed(body)
	}
	list16 := func(ids []uint16) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
				for _, id := range ids {
					b.AddUint16(id)
				}
			})
		}
	}
	if offer.serverName != "" {
		ext(extServerName, func(b *cryptobyte.Builder) {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
				b.AddUint8(0)
				b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(offer.serverName)) })
			})
		})
	}
	ext(extStatusRequest, func(b *cryptobyte.Builder) { b.AddBytes([]byte{1, 0, 0, 0, 0}) })
	ext(extSupportedGroups, list16(allGroups))
	ext(extPointFormats, func(b *cryptobyte.Builder) { b.AddBytes([]byte{1, 0}) })
	if offer.version >= 0x0303 {
		ext(extSignatureAlgorithms, list16(allSignatures))
	}
	if offer.version >= 0x0304 {
		ext(extSupportedVersions, func(b *cryptobyte.Builder) { b.AddBytes([]byte{2, 3, 4}) })
		ext(extKeyShare, func(b *cryptobyte.Builder) {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
				for _, share := range offer.shares {
					b.AddUint16(share.group)
					b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(share.public) })
				}
			})
		})
	}
}

// wrapRecord puts a handshake message into one record.
func wrapRecord(message []byte, version uint16) []byte {
	outer := uint16(0x0301) // what clients of every age send first
	if version == 0x0300 {
		outer = 0x0300
	}
	header := []byte{recordHandshake, byte(outer >> 8), byte(outer), byte(len(message) >> 8), byte(len(message))}
	return append(header, message...)
}
