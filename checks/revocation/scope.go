package revocation

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// scope is what a list is about (RFC 5280 §5.2.5). The zero value is
// everything of its issuer.
type scope struct {
	users, authorities bool // only these
	// names of the list, as placeNames spells them; named: it has some, since it is
	// one of several.
	names []string
	named bool
	// indirect: it may hold certificates of other authorities.
	indirect bool
	// reasons are those the list is about, a bit each; 0 is all of them.
	reasons uint16
}

// allReasons are the bits of ReasonFlags (RFC 5280 §4.2.1.13) that a list can be
// about: 1 to 8; bit 0 is unused.
const allReasons = 0x1fe

// covers tells whether a list answers for a certificate: it must be of the
// kind, and a list that has names must be one that the certificate names.
func (s scope) covers(cert *x509.Certificate) bool {
	if s.users && cert.IsCA || s.authorities && !cert.IsCA {
		return false
	}
	return !s.named || slices.ContainsFunc(places(cert), func(n string) bool { return slices.Contains(s.names, n) })
}

var errScope = errors.New("the scope of a list is not understood")

// choice is the context-specific tag of a field.
func choice(n uint8) cryptobyte_asn1.Tag { return cryptobyte_asn1.Tag(n).ContextSpecific() }

// readScope reads an IssuingDistributionPoint of a list by issuer, the element of
// a name. What narrows a list in ways that are not understood here (attributes)
// is an error: such a list proves nothing.
func readScope(der, issuer []byte) (scope, error) {
	var s scope
	input := cryptobyte.String(der)
	var idp cryptobyte.String
	if !input.ReadASN1(&idp, cryptobyte_asn1.SEQUENCE) || !input.Empty() {
		return s, errScope
	}
	for !idp.Empty() {
		var value cryptobyte.String
		var tag cryptobyte_asn1.Tag
		if !idp.ReadAnyASN1(&value, &tag) {
			return s, errScope
		}
		set := len(value) == 1 && value[0] != 0
		switch tag {
		case choice(0).Constructed(): // distributionPoint
			var ok bool
			s.named = true
			if s.names, ok = placeNames(value, issuer); !ok {
				return s, errScope
			}
		case choice(1):
			s.users = set
		case choice(2):
			s.authorities = set
		case choice(3):
			if s.reasons = readReasons(value); s.reasons == 0 {
				return s, errScope
			}
		case choice(4):
			s.indirect = set
		default:
			if set || tag != choice(5) { // attribute certificates
				return s, errScope
			}
		}
	}
	return s, nil
}

// readReasons reads the content of a BIT STRING of ReasonFlags.
func readReasons(b []byte) (reasons uint16) {
	if len(b) < 2 || len(b) > 3 {
		return 0
	}
	for i := range 8 * (len(b) - 1) {
		if b[1+i/8]&(0x80>>(i%8)) != 0 {
			reasons |= 1 << i
		}
	}
	return reasons & allReasons
}

// placeNames are the names of a DistributionPointName, each as a string that two
// spellings of one name share: addresses and directory names; one relative to its
// issuer as the whole name that it stands for.
func placeNames(value cryptobyte.String, issuer []byte) ([]string, bool) {
	var full, relative cryptobyte.String
	if value.PeekASN1Tag(choice(1).Constructed()) {
		if !value.ReadASN1(&relative, choice(1).Constructed()) || !value.Empty() {
			return nil, false
		}
		whole := cryptobyte.String(issuer)
		var inner cryptobyte.String
		if !whole.ReadASN1(&inner, cryptobyte_asn1.SEQUENCE) {
			return nil, false
		}
		var b cryptobyte.Builder
		b.AddASN1(cryptobyte_asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(inner)
			b.AddASN1(cryptobyte_asn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(relative) })
		})
		name, err := b.Bytes()
		return []string{directory(name)}, err == nil
	}
	if !value.ReadASN1(&full, choice(0).Constructed()) {
		return nil, false
	}
	var names []string
	for !full.Empty() {
		var name cryptobyte.String
		var kind cryptobyte_asn1.Tag
		if !full.ReadAnyASN1(&name, &kind) {
			return nil, false
		}
		switch kind {
		case choice(6): // uniformResourceIdentifier
			names = append(names, string(name))
		case choice(4).Constructed():
			names = append(names, directory(name))
		}
	}
	return names, true
}

// directory spells a name so that letter case, repeated spaces and string types
// do not count (RFC 5280 §7.1).
func directory(element []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(element, &name); err != nil || len(rest) > 0 {
		return "directory " + string(element)
	}
	return "directory " + strings.ToLower(strings.Join(strings.Fields(name.String()), " "))
}

// distributionPoints calls yield with the parts of each distribution point of a
// certificate; the parts are empty where they are not there.
func distributionPoints(cert *x509.Certificate, yield func(name, issuers cryptobyte.String)) {
	for _, e := range cert.Extensions {
		if !e.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 31}) {
			continue
		}
		s := cryptobyte.String(e.Value)
		if !s.ReadASN1(&s, cryptobyte_asn1.SEQUENCE) {
			return
		}
		for !s.Empty() {
			var point, name, issuers cryptobyte.String
			var has bool
			if !s.ReadASN1(&point, cryptobyte_asn1.SEQUENCE) || !point.ReadOptionalASN1(&name, &has, choice(0).Constructed()) ||
				!point.SkipOptionalASN1(choice(1)) || !point.ReadOptionalASN1(&issuers, &has, choice(2).Constructed()) {
				return
			}
			yield(name, issuers)
		}
	}
}

// places are the names under which a certificate says that its list is kept.
func places(cert *x509.Certificate) []string {
	names := slices.Clone(cert.CRLDistributionPoints)
	distributionPoints(cert, func(name, issuers cryptobyte.String) {
		by := cert.RawIssuer
		if who := directories(issuers); len(who) > 0 {
			by = who[0]
		}
		if len(name) == 0 { // the list is kept under its issuer's name
			for _, who := range directories(issuers) {
				names = append(names, directory(who))
			}
			return
		}
		if more, ok := placeNames(name, by); ok {
			names = append(names, more...)
		}
	})
	return names
}

// delegates tells whether a certificate names another issuer of its list.
func delegates(cert *x509.Certificate, issuer []byte) bool {
	named := false
	distributionPoints(cert, func(_, issuers cryptobyte.String) {
		named = named || slices.ContainsFunc(directories(issuers), func(who []byte) bool {
			return bytes.Equal(who, issuer) || directory(who) == directory(issuer)
		})
	})
	return named
}

// directories are the directory names among general names.
func directories(names cryptobyte.String) (out [][]byte) {
	for !names.Empty() {
		var name cryptobyte.String
		var kind cryptobyte_asn1.Tag
		if !names.ReadAnyASN1(&name, &kind) {
			return out
		}
		if kind == choice(4).Constructed() {
			out = append(out, name)
		}
	}
	return out
}
