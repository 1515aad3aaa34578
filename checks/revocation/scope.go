package revocation

import (
	"crypto/x509"
	"errors"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// scope is what a list is about (RFC 5280 §5.2.5). The zero value is
// everything of its issuer.
type scope struct {
	users, authorities bool // only these
	urls               []string
	named              bool // the list is one of several and has names
}

// covers tells whether a list answers for a certificate: it must be of the
// kind, and a list that has names must be one that the certificate names.
func (s scope) covers(cert *x509.Certificate) bool {
	if s.users && cert.IsCA || s.authorities && !cert.IsCA {
		return false
	}
	return !s.named || slices.ContainsFunc(cert.CRLDistributionPoints, func(u string) bool { return slices.Contains(s.urls, u) })
}

var errScope = errors.New("the scope of a list is not understood")

// readScope reads an IssuingDistributionPoint. What narrows a list in ways that
// are not understood here (some reasons, other issuers, attributes) is an
// error: such a list proves nothing.
func readScope(der []byte) (scope, error) {
	var s scope
	input := cryptobyte.String(der)
	var idp cryptobyte.String
	if !input.ReadASN1(&idp, cryptobyte_asn1.SEQUENCE) || !input.Empty() {
		return s, errScope
	}
	context := func(n uint8) cryptobyte_asn1.Tag { return cryptobyte_asn1.Tag(n).ContextSpecific() }
	for !idp.Empty() {
		var value cryptobyte.String
		var tag cryptobyte_asn1.Tag
		if !idp.ReadAnyASN1(&value, &tag) {
			return s, errScope
		}
		set := len(value) == 1 && value[0] != 0
		switch tag {
		case context(0).Constructed(): // distributionPoint
			s.named = true
			var names cryptobyte.String
			if !value.ReadASN1(&names, context(0).Constructed()) { // not by fullName
				return s, errScope
			}
			for !names.Empty() {
				var name cryptobyte.String
				var kind cryptobyte_asn1.Tag
				if !names.ReadAnyASN1(&name, &kind) {
					return s, errScope
				}
				if kind == context(6) { // uniformResourceIdentifier
					s.urls = append(s.urls, string(name))
				}
			}
		case context(1):
			s.users = set
		case context(2):
			s.authorities = set
		case context(4), context(5):
			if set { // an indirect list; attribute certificates
				return s, errScope
			}
		default: // only some reasons
			return s, errScope
		}
	}
	return s, nil
}
