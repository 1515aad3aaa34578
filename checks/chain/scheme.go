package chain

import (
	"crypto"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// signatureScheme is what a signature algorithm identifier says.
type signatureScheme struct {
	words string
	// hash of an RSA PKCS #1 v1.5 signature that crypto/x509 refuses or does not
	// know; 0 where crypto/x509 does the work.
	hash crypto.Hash
	// ecdsaHash is the same of an ECDSA signature that crypto/x509 does not know.
	ecdsaHash crypto.Hash
	// pss are parameters that crypto/x509 does not know; nil for other schemes.
	pss  *pssParameters
	weak bool
	// foreign: no way to check it here.
	foreign bool
	// unsupported: sound, and no mail client knows it.
	unsupported bool
}

// schemeOf reads the scheme from what crypto/x509 recognised, else from the
// algorithm identifier's content.
func schemeOf(known x509.SignatureAlgorithm, identifier []byte) signatureScheme {
	switch known {
	case x509.MD5WithRSA:
		return signatureScheme{words: "MD5-RSA", hash: crypto.MD5, weak: true}
	case x509.SHA1WithRSA:
		return signatureScheme{words: "SHA1-RSA", hash: crypto.SHA1, weak: true}
	case x509.ECDSAWithSHA1:
		return signatureScheme{words: "ECDSA-SHA1", weak: true}
	case x509.DSAWithSHA1:
		return signatureScheme{words: "DSA-SHA1", weak: true, foreign: true}
	case x509.DSAWithSHA256:
		return signatureScheme{words: "DSA-SHA256", foreign: true}
	case x509.UnknownSignatureAlgorithm:
		return foreignScheme(identifier)
	}
	return signatureScheme{words: known.String()}
}

// foreignScheme is the scheme of an algorithm identifier that crypto/x509 does not know.
func foreignScheme(identifier []byte) signatureScheme {
	s := cryptobyte.String(identifier)
	var oid cryptobyte.String
	if !s.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
		return signatureScheme{words: "unreadable", foreign: true}
	}
	const pkcs1 = "\x2a\x86\x48\x86\xf7\x0d\x01\x01"
	switch string(oid) {
	case pkcs1 + "\x02":
		return signatureScheme{words: "MD2-RSA", weak: true, foreign: true}
	case pkcs1 + "\x03":
		return signatureScheme{words: "MD4-RSA", weak: true, foreign: true}
	case pkcs1 + "\x0e":
		return signatureScheme{words: "SHA224-RSA", hash: crypto.SHA224, unsupported: true}
	case pkcs1 + "\x0a":
		if p, ok := readPSS(s); ok {
			return signatureScheme{words: p.words(), pss: &p, weak: p.hash == crypto.SHA1}
		}
		return signatureScheme{words: "RSAPSS", foreign: true}
	case "\x2a\x86\x48\xce\x3d\x04\x03\x01":
		return signatureScheme{words: "ECDSA-SHA224", ecdsaHash: crypto.SHA224, unsupported: true}
	case oidEd448:
		return signatureScheme{words: "Ed448", foreign: true}
	}
	if words, known := foreignWords[string(oid)]; known {
		return signatureScheme{words: words, foreign: true}
	}
	return signatureScheme{words: dotted(oid), foreign: true}
}

// foreignWords are the names of further schemes by their identifiers (RFC 9688 §2 for SHA-3,
// GB/T 33560 for SM3, RFC 9882 for ML-DSA).
var foreignWords = map[string]string{
	"\x60\x86\x48\x01\x65\x03\x04\x03\x0a": "ECDSA-SHA3-256",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x0b": "ECDSA-SHA3-384",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x0c": "ECDSA-SHA3-512",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x0e": "SHA3-256-RSA",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x0f": "SHA3-384-RSA",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x10": "SHA3-512-RSA",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x11": "ML-DSA-44",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x12": "ML-DSA-65",
	"\x60\x86\x48\x01\x65\x03\x04\x03\x13": "ML-DSA-87",
	"\x2a\x81\x1c\xcf\x55\x01\x83\x75":     "SM2-SM3",
}
