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
	// pss are parameters that crypto/x509 does not know; nil for other schemes.
	pss  *pssParameters
	weak bool
	// foreign: no way to check it here.
	foreign bool
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
		return signatureScheme{words: "SHA224-RSA", hash: crypto.SHA224}
	case pkcs1 + "\x0a":
		if p, ok := readPSS(s); ok {
			return signatureScheme{words: p.words(), pss: &p, weak: p.hash == crypto.SHA1}
		}
		return signatureScheme{words: "RSAPSS", foreign: true}
	case "\x2a\x86\x48\xce\x3d\x04\x03\x01":
		return signatureScheme{words: "ECDSA-SHA224", foreign: true}
	case oidEd448:
		return signatureScheme{words: "Ed448", foreign: true}
	}
	return signatureScheme{words: dotted(oid), foreign: true}
}
