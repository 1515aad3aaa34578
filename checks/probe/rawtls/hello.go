package rawtls

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
)

// Extension numbers.
const (
	extServerName           = 0
	extStatusRequest        = 5
	extSupportedGroups      = 10
	extPointFormats         = 11
	extSignatureAlgorithms  = 13
	extPadding              = 21
	extExtendedMasterSecret = 23
	extSupportedVersions    = 43
	extSignatureAlgsCert    = 50
	extCookie               = 44
	extKeyShare             = 51
)

// allGroups and allSignatures are wider than any client's, so that the server
// has no reason to hold its certificate back: the curve of its key must be
// among the groups, the scheme of its key among the signatures.
var (
	allGroups = []uint16{
		29, 23, 24, 25, 30, // X25519, P-256, P-384, P-521, X448
		22, 21, 20, 19, 18, 17, 16, 15, // secp curves, 256 to 160 bits
		26, 27, 28, 31, 32, 33, // brainpool
		9, 10, 11, 12, 13, 14, 6, 7, 8, 1, 2, 3, 4, 5, // sect curves
		256, 257, 258, 259, 260, // ffdhe
		4588, 4587, 4589, // beside ML-KEM
	}
	allSignatures = []uint16{
		0x0403, 0x0503, 0x0603, // ecdsa
		0x0807, 0x0808, // ed25519, ed448
		0x0804, 0x0805, 0x0806, // rsa_pss_rsae
		0x0809, 0x080a, 0x080b, // rsa_pss_pss
		0x0401, 0x0501, 0x0601, // rsa_pkcs1
		0x081a, 0x081b, 0x081c, // ecdsa_brainpool of TLS 1.3 (RFC 8734)
		0x0303, 0x0301, 0x0203, 0x0201, 0x0101, // SHA-224, SHA-1, MD5
		0x0402, 0x0502, 0x0602, 0x0302, 0x0202, // DSA
	}
)

// usualGroups are those of limited offers. ML-KEM is not among them: a server
// that wants it would ask for another hello.
var usualGroups = []uint16{29, 23, 24, 25}

// UsualGroup tells whether the group of this name is one of those of limited offers.
func UsualGroup(name string) bool {
	return slices.ContainsFunc(usualGroups, func(id uint16) bool { return GroupName(id) == name })
}

// windowsGroups and byWindows are what Windows 11 offers by default of what other
// clients offer: no P-521, no suite with ChaCha20 (see package clients).
var windowsGroups = []uint16{29, 23, 24}

func byWindows(s suite) bool {
	return !strings.Contains(s.name, "CHACHA20") && (s.id>>8 == 0x13 || isMailSuite(s.id) || strings.HasPrefix(s.name, "TLS_DHE_RSA_WITH_AES_"))
}

// Offer is what a raw ClientHello says.
type Offer struct {
	// Best is the highest version; all below it are offered as well.
	Best       uint16
	ServerName string
	// Key is the only type of key that will do. Such an offer is otherwise that
	// of a current mail client.
	Key KeyType
	// Plain offers the groups of limited offers, whatever the key; windows what
	// Windows does by default.
	Plain, Windows bool
	// random and the session are the same in a second ClientHello.
	random [32 + 32]byte
	// shares and cookie are for TLS 1.3.
	shares []keyShare
	cookie []byte
}

// Like tells whether two offers ask the same.
func (o Offer) Like(other Offer) bool {
	return o.Best == other.Best && o.Key == other.Key && o.ServerName == other.ServerName && o.Windows == other.Windows
}

// HelloOnly tells whether an offer asks for the version alone: mail clients
// have given up what is below TLS 1.2.
func (o Offer) HelloOnly() bool { return o.Best < tls.VersionTLS12 }

// message builds the ClientHello as a handshake message, without a record.
func (o Offer) message() ([]byte, error) {
	short, err := o.padded(0)
	if err != nil || len(short) < hangFrom || len(short) >= hangTo {
		return short, err
	}
	return o.padded(hangTo - len(short))
}

// Some load balancers hang on a ClientHello whose length lies between these
// (RFC 7685 §1).
const hangFrom, hangTo = 256, 512

// padded builds it with so much padding.
func (o Offer) padded(padding int) ([]byte, error) {
	tls13 := o.Best >= tls.VersionTLS13
	var extensions []byte
	if o.Best > VersionSSL3 {
		var err error
		if extensions, err = o.extensions(padding); err != nil {
			return nil, fmt.Errorf("building a ClientHello: %w", err)
		}
	}
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(messageClientHello)
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddUint16(min(o.Best, tls.VersionTLS12))
		b.AddBytes(o.random[:32])
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
			if tls13 { // middleboxes want to see a session, RFC 8446 Appendix D.4
				b.AddBytes(o.random[32:])
			}
		})
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
			for _, s := range suites {
				if (tls13 || s.id>>8 != 0x13) && o.Key.allows(s) && (!o.Windows || byWindows(s)) {
					b.AddUint16(s.id)
				}
			}
			b.AddUint16(0x00ff) // renegotiation_info as a suite: SSL 3.0 has no extensions
		})
		b.AddBytes([]byte{1, 0}) // no compression
		if len(extensions) > 0 {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(extensions) })
		}
	})
	message, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("building a ClientHello: %w", err)
	}
	return message, nil
}

func (o Offer) extensions(padding int) ([]byte, error) {
	b := cryptobyte.NewBuilder(nil)
	add := func(id uint16, body func(*cryptobyte.Builder)) {
		b.AddUint16(id)
		b.AddUint16LengthPrefixed(body)
	}
	if o.ServerName != "" {
		add(extServerName, func(b *cryptobyte.Builder) {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
				b.AddUint8(0) // a host name
				b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(o.ServerName)) })
			})
		})
	}
	add(extStatusRequest, func(b *cryptobyte.Builder) { b.AddBytes([]byte{1, 0, 0, 0, 0}) })
	groups, signatures := allGroups, allSignatures
	switch {
	case o.Key != AnyKey:
		groups, signatures = usualGroups, keySignatures[o.Key]
	case o.Windows:
		groups = windowsGroups
	case o.Plain:
		groups = usualGroups
	}
	add(extSupportedGroups, list16(groups))
	add(extPointFormats, func(b *cryptobyte.Builder) { b.AddBytes([]byte{1, 0}) })
	add(extExtendedMasterSecret, func(*cryptobyte.Builder) {})
	if o.Best >= tls.VersionTLS12 {
		add(extSignatureAlgorithms, list16(signatures))
		if o.Key != AnyKey { // authorities may sign as they like
			add(extSignatureAlgsCert, list16(allSignatures))
		}
	}
	if o.Best >= tls.VersionTLS13 {
		add(extSupportedVersions, func(b *cryptobyte.Builder) {
			b.AddBytes([]byte{8, 3, 4, 3, 3, 3, 2, 3, 1})
		})
		add(extKeyShare, func(b *cryptobyte.Builder) {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
				for _, share := range o.shares {
					b.AddUint16(share.group)
					b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(share.public) })
				}
			})
		})
	}
	if len(o.cookie) > 0 {
		add(extCookie, func(b *cryptobyte.Builder) {
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(o.cookie) })
		})
	}
	if padding > 0 {
		add(extPadding, func(b *cryptobyte.Builder) { b.AddBytes(make([]byte, padding)) })
	}
	return b.Bytes()
}

func list16(ids []uint16) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
			for _, id := range ids {
				b.AddUint16(id)
			}
		})
	}
}

// wrapRecord puts the ClientHello into one record.
func wrapRecord(message []byte, version uint16) []byte {
	header := []byte{recordHandshake, byte(version >> 8), byte(version), byte(len(message) >> 8), byte(len(message))}
	return append(header, message...)
}
