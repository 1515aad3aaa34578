package mailpolicy

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
)

// Usages, selectors and matching types (RFC 7218).
const (
	daneTA = 2
	daneEE = 3

	wholeCertificate = 0
	publicKey        = 1

	exact  = 0
	sha2of = 1 // SHA-256
	sha5of = 2 // SHA-512
)

// usable tells whether a record says something to SMTP: usages 0 and 1 do not
// (RFC 7672 §3.1.3), nor do numbers and lengths that nobody knows.
func usable(r checks.TLSA) bool {
	if r.Usage != daneTA && r.Usage != daneEE || r.Selector > publicKey {
		return false
	}
	switch r.MatchingType {
	case exact:
		return len(r.Data) > 0
	case sha2of:
		return len(r.Data) == sha256.Size
	case sha5of:
		return len(r.Data) == sha512.Size
	}
	return false
}

// fits tells whether a record names the certificate. The DER is taken as sent:
// what was mended to be readable has another digest.
func fits(r checks.TLSA, der []byte) bool {
	data := der
	if r.Selector == publicKey {
		if data = keyInfo(der); data == nil {
			return false
		}
	}
	switch r.MatchingType {
	case exact:
		return bytes.Equal(data, r.Data)
	case sha2of:
		sum := sha256.Sum256(data)
		return bytes.Equal(sum[:], r.Data)
	case sha5of:
		sum := sha512.Sum512(data)
		return bytes.Equal(sum[:], r.Data)
	}
	return false
}

// keyInfo cuts the SubjectPublicKeyInfo out of a certificate (RFC 5280 §4.1),
// also of one whose key crypto/x509 does not read; nil if it is not to be found.
func keyInfo(der []byte) []byte {
	var certificate, tbs, info cryptobyte.String
	in := cryptobyte.String(der)
	if !in.ReadASN1(&certificate, asn1.SEQUENCE) ||
		!certificate.ReadASN1(&tbs, asn1.SEQUENCE) ||
		!tbs.SkipOptionalASN1(asn1.Tag(0).Constructed().ContextSpecific()) || // version
		!tbs.SkipASN1(asn1.INTEGER) || // serial number
		!tbs.SkipASN1(asn1.SEQUENCE) || // signature
		!tbs.SkipASN1(asn1.SEQUENCE) || // issuer
		!tbs.SkipASN1(asn1.SEQUENCE) || // validity
		!tbs.SkipASN1(asn1.SEQUENCE) || // subject
		!tbs.ReadASN1Element(&info, asn1.SEQUENCE) {
		return nil
	}
	return info
}
