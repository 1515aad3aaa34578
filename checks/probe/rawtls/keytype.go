package rawtls

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"strings"
)

// KeyType limits an offer to servers' keys of one type.
type KeyType string

// The types that mail clients use (RFC 8446 §4.2.3, RFC 8422 §2).
const (
	AnyKey   KeyType = ""
	RSAKey   KeyType = "RSA"
	ECDSAKey KeyType = "ECDSA"
)

// keySignatures are the schemes by which a server signs the handshake with a
// Key of the type. Those of PKCS #1 stand beside ECDSA for authorities' sake:
// in TLS 1.3 they sign certificates alone (RFC 8446 §4.2.3), and below it the
// suites decide.
var keySignatures = map[KeyType][]uint16{
	RSAKey:   {0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0201},
	ECDSAKey: {0x0403, 0x0503, 0x0603, 0x0203, 0x0401, 0x0501, 0x0601},
}

// allows tells whether a suite belongs to a limited offer.
func (k KeyType) allows(s suite) bool {
	if k == AnyKey || s.id>>8 == 0x13 {
		return true
	}
	exchange, _, _ := strings.Cut(strings.TrimPrefix(s.name, "TLS_"), "_WITH_")
	switch exchange {
	case "ECDHE_ECDSA":
		return k == ECDSAKey && isMailSuite(s.id)
	case "ECDHE_RSA", "DHE_RSA", "RSA":
		return k == RSAKey && (isMailSuite(s.id) || exchange == "DHE_RSA" && strings.Contains(s.name, "_AES_"))
	}
	return false
}

// Allows tells whether a suite, by its number, belongs to an offer that is limited to
// the type; false for one that is not offered at all.
func (k KeyType) Allows(id uint16) bool {
	i := slices.IndexFunc(suites[:], func(s suite) bool { return s.id == id })
	return i >= 0 && k.allows(suites[i])
}

// KeyTypeOf is the type of the key of a chain's leaf, AnyKey where it is neither or on
// a curve that limited offers do not have.
func KeyTypeOf(chain [][]byte) KeyType {
	if len(chain) == 0 {
		return AnyKey
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return AnyKey
	}
	switch key := leaf.PublicKey.(type) {
	case *rsa.PublicKey:
		return RSAKey
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P224() {
			return AnyKey
		}
		return ECDSAKey
	}
	return AnyKey
}
