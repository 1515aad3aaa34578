package chain

import (
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks/say"
)

// Dates have two forms, both in UTC, to the second, and with a Z behind (RFC 5280
// §4.1.2.5). crypto/x509 takes others as well; OpenSSL and mozilla::pkix do not, and
// refuse the certificate.

var oddDates = say.P("problem", "its dates are not written in a form that is allowed")

// validityOf is the content of the Validity element of a signed part, nil if it has none.
func validityOf(tbs []byte) []byte {
	s := cryptobyte.String(tbs)
	var validity cryptobyte.String
	if !s.ReadASN1(&s, asn1.SEQUENCE) || !s.SkipOptionalASN1(asn1.Tag(0).Constructed().ContextSpecific()) ||
		!s.SkipASN1(asn1.INTEGER) || !s.SkipASN1(asn1.SEQUENCE) || !s.SkipASN1(asn1.SEQUENCE) || !s.ReadASN1(&validity, asn1.SEQUENCE) {
		return nil
	}
	return validity
}

// oddlyDated tells whether a date in a Validity element has neither of the two forms.
func oddlyDated(validity []byte) bool {
	s := cryptobyte.String(validity)
	for range 2 {
		var date cryptobyte.String
		var tag asn1.Tag
		if !s.ReadAnyASN1(&date, &tag) {
			return true
		}
		digits := map[asn1.Tag]int{asn1.UTCTime: len("YYMMDDhhmmss"), asn1.GeneralizedTime: len("YYYYMMDDhhmmss")}[tag]
		if digits == 0 || len(date) != digits+1 || date[digits] != 'Z' {
			return true
		}
	}
	return false
}
