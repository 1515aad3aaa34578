package chain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"math/big"
	"strconv"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// key is a public key in words, and whether mail clients can use it.
type key struct {
	words string
	// bits of an RSA or DSA key, 0 for others.
	bits int
	// usable by Schannel, NSS, Apple's and OpenSSL's mail clients alike: RSA and
	// the curves P-256, P-384 and P-521.
	usable bool
	// public verifies signatures; nil where this program cannot.
	public crypto.PublicKey
}

// Key types, as contents of their object identifiers.
const (
	oidRSA     = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
	oidRSAPSS  = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
	oidDSA     = "\x2a\x86\x48\xce\x38\x04\x01"
	oidEC      = "\x2a\x86\x48\xce\x3d\x02\x01"
	oidX25519  = "\x2b\x65\x6e"
	oidX448    = "\x2b\x65\x6f"
	oidEd25519 = "\x2b\x65\x70"
	oidEd448   = "\x2b\x65\x71"
)

// curveName names the curves that certificates in the wild use and crypto/x509
// does not know (RFC 5480, RFC 5639, SEC 2).
func curveName(oid []byte) string {
	switch string(oid) {
	case "\x2a\x86\x48\xce\x3d\x03\x01\x01":
		return "P-192"
	case "\x2b\x81\x04\x00\x21":
		return "P-224"
	case "\x2a\x86\x48\xce\x3d\x03\x01\x07":
		return "P-256"
	case "\x2b\x81\x04\x00\x22":
		return "P-384"
	case "\x2b\x81\x04\x00\x23":
		return "P-521"
	case "\x2b\x81\x04\x00\x0a":
		return "secp256k1"
	case "\x2a\x81\x1c\xcf\x55\x01\x82\x2d":
		return "SM2"
	}
	const brainpool = "\x2b\x24\x03\x03\x02\x08\x01\x01"
	if len(oid) == len(brainpool)+1 && string(oid[:len(brainpool)]) == brainpool {
		for _, c := range []struct {
			arc  byte
			name string
		}{{1, "160r1"}, {3, "192r1"}, {5, "224r1"}, {7, "256r1"}, {9, "320r1"}, {11, "384r1"}, {13, "512r1"}} {
			if oid[len(brainpool)] == c.arc {
				return "brainpoolP" + c.name
			}
		}
	}
	return dotted(oid)
}

// readKey describes a key: from what crypto/x509 made of it, else from the
// SubjectPublicKeyInfo element itself.
func readKey(parsed crypto.PublicKey, spki []byte) key {
	switch pub := parsed.(type) {
	case *rsa.PublicKey:
		return rsaKey("RSA ", pub, true)
	case *ecdsa.PublicKey:
		name := pub.Curve.Params().Name
		usable := pub.Curve != elliptic.P224()
		if !usable {
			return key{words: "EC " + name, public: pub}
		}
		return key{words: "ECDSA " + name, usable: true, public: pub}
	case ed25519.PublicKey:
		return key{words: "Ed25519", public: pub}
	}
	return readForeignKey(spki)
}

func rsaKey(prefix string, pub *rsa.PublicKey, usable bool) key {
	bits := pub.N.BitLen()
	return key{words: prefix + strconv.Itoa(bits), bits: bits, usable: usable, public: pub}
}

// readForeignKey names a key that crypto/x509 did not read, and reads what mail
// clients use all the same.
func readForeignKey(spki []byte) key {
	s := cryptobyte.String(spki)
	var alg, oid, bits cryptobyte.String
	if !s.ReadASN1(&s, asn1.SEQUENCE) || !s.ReadASN1(&alg, asn1.SEQUENCE) ||
		!alg.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || !s.ReadASN1(&bits, asn1.BIT_STRING) || len(bits) < 1 {
		return key{words: "unreadable key"}
	}
	switch string(oid) {
	case oidRSA, oidRSAPSS:
		// RSA parameters that are not NULL arrive here too; every client but Go's
		// reads them.
		prefix, usable := "RSA ", true
		if string(oid) == oidRSAPSS {
			prefix, usable = "RSA-PSS ", false
		}
		if pub := readRSA(bits[1:]); pub != nil {
			return rsaKey(prefix, pub, usable)
		}
		return key{words: "unreadable RSA key"}
	case oidEC:
		var curve cryptobyte.String
		if !alg.ReadASN1(&curve, asn1.OBJECT_IDENTIFIER) {
			return key{words: "EC with explicit parameters"}
		}
		return readPoint(curve, bits[1:])
	case oidDSA:
		p := new(big.Int)
		if !alg.ReadASN1(&alg, asn1.SEQUENCE) || !alg.ReadASN1Integer(p) {
			return key{words: "DSA"}
		}
		return key{words: "DSA " + strconv.Itoa(p.BitLen()), bits: p.BitLen()}
	case oidEd25519:
		return key{words: "Ed25519"}
	case oidEd448:
		return key{words: "Ed448"}
	case oidX25519:
		return key{words: "X25519"}
	case oidX448:
		return key{words: "X448"}
	}
	return key{words: "key type " + dotted(oid)}
}

// readPoint reads a key on a curve: one that crypto/x509 knows where it did not come to
// the key, for what is wrong elsewhere in the certificate.
func readPoint(oid, point []byte) key {
	name := curveName(oid)
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		if curve.Params().Name != name {
			continue
		}
		if pub, err := ecdsa.ParseUncompressedPublicKey(curve, point); err == nil {
			return readKey(pub, nil)
		}
		return key{words: "unreadable EC key"}
	}
	return key{words: "EC " + name}
}

// maxRSABytes is the largest modulus read: 16384 bits, as OpenSSL.
const maxRSABytes = 2048

func readRSA(der []byte) *rsa.PublicKey {
	s := cryptobyte.String(der)
	n := new(big.Int)
	var e int
	if !s.ReadASN1(&s, asn1.SEQUENCE) || len(s) > maxRSABytes+16 || !s.ReadASN1Integer(n) ||
		!s.ReadASN1Integer(&e) || n.Sign() <= 0 || e <= 0 {
		return nil
	}
	return &rsa.PublicKey{N: n, E: e}
}
