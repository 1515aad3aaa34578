package revocation

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // responders name the issuer by SHA-1
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
)

// certIDHashes are the digests by which a CertID may name the issuer, by the
// content of their OIDs.
var certIDHashes = map[string]crypto.Hash{
	"\x2b\x0e\x03\x02\x1a":                 crypto.SHA1,
	"\x60\x86\x48\x01\x65\x03\x04\x02\x01": crypto.SHA256,
	"\x60\x86\x48\x01\x65\x03\x04\x02\x02": crypto.SHA384,
	"\x60\x86\x48\x01\x65\x03\x04\x02\x03": crypto.SHA512,
}

// namesIssuer tells whether the first response about a serial number, which is
// the one that x/crypto/ocsp reads, is about a certificate of this issuer: that
// package compares the serial number alone, and an authority with several names
// or a responder for several authorities may have used it more than once.
func namesIssuer(responseData []byte, serial *big.Int, issuer *x509.Certificate) bool {
	var data, responses cryptobyte.String
	input := cryptobyte.String(responseData)
	context := func(n uint8) cryptobyte_asn1.Tag {
		return cryptobyte_asn1.Tag(n).ContextSpecific().Constructed()
	}
	if !input.ReadASN1(&data, cryptobyte_asn1.SEQUENCE) || !data.SkipOptionalASN1(context(0)) || // version
		!data.ReadAnyASN1(new(cryptobyte.String), new(cryptobyte_asn1.Tag)) || // responderID
		!data.SkipASN1(cryptobyte_asn1.GeneralizedTime) || !data.ReadASN1(&responses, cryptobyte_asn1.SEQUENCE) {
		return false
	}
	for !responses.Empty() {
		var single, id, algorithm, oid, name, key cryptobyte.String
		number := new(big.Int)
		if !responses.ReadASN1(&single, cryptobyte_asn1.SEQUENCE) || !single.ReadASN1(&id, cryptobyte_asn1.SEQUENCE) ||
			!id.ReadASN1(&algorithm, cryptobyte_asn1.SEQUENCE) || !algorithm.ReadASN1(&oid, cryptobyte_asn1.OBJECT_IDENTIFIER) ||
			!id.ReadASN1(&name, cryptobyte_asn1.OCTET_STRING) || !id.ReadASN1(&key, cryptobyte_asn1.OCTET_STRING) ||
			!id.ReadASN1Integer(number) {
			return false
		}
		if number.Cmp(serial) != 0 {
			continue
		}
		hash, known := certIDHashes[string(oid)]
		return known && bytes.Equal(name, digest(hash, issuer.RawSubject)) && bytes.Equal(key, digest(hash, publicKey(issuer)))
	}
	return false
}

func digest(h crypto.Hash, data []byte) []byte {
	d := h.New()
	d.Write(data)
	return d.Sum(nil)
}

// publicKey is the content of the issuer's subjectPublicKey, without tag,
// length and unused bits (RFC 6960 §4.1.1).
func publicKey(c *x509.Certificate) []byte {
	var spki cryptobyte.String
	var bits []byte
	input := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	if !input.ReadASN1(&spki, cryptobyte_asn1.SEQUENCE) || !spki.SkipASN1(cryptobyte_asn1.SEQUENCE) || !spki.ReadASN1BitStringAsBytes(&bits) {
		return nil
	}
	return bits
}

// link is a certificate and its issuer.
type link struct {
	cert   *checks.Certificate
	leaf   *x509.Certificate
	issuer *x509.Certificate
	// keys are certificates for other keys of the issuer.
	keys []*x509.Certificate
}
