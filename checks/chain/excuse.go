package chain

import (
	"crypto/x509"
	encasn1 "encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// What RFC 5280 permits and crypto/x509 refuses. No server is blamed for it:
//
//   - a distribution point named relative to its issuer (§4.2.1.13)
//   - a path length, or a number of certificates in policy constraints, of more
//     than 63 bits: INTEGER (0..MAX)
//   - object identifiers with arcs of more than 31 bits, such as those made of a
//     UUID (2.25.…, ITU-T X.667): of extensions, usages, access methods and
//     attributes of names
//   - attributes of names that are no strings, and UniversalString

// longArc stands for a usage whose identifier is too long for encoding/asn1:
// those of the arc 2.25 are.
var longArc = encasn1.ObjectIdentifier{2, 25}

// nobody replaces an object identifier by one of the same length that means nothing:
// 1.2.1 is below a country code that does not exist.
func nobody(oid []byte) {
	for i := range oid {
		oid[i] = 1
	}
	if len(oid) > 1 {
		oid[0] = 0x2a
	}
}

// hasLongArc tells a well-formed identifier that encoding/asn1 has no room for.
func hasLongArc(oid []byte) bool {
	if _, ok := parseOID(oid); ok {
		return false
	}
	var id x509.OID
	return id.UnmarshalBinary(oid) == nil
}

// shorten hides an identifier that is too long in the copy.
func (p *patcher) shorten(oid []byte) {
	if len(oid) > 4 && hasLongArc(oid) {
		at := p.layout.offset(oid)
		nobody(p.der[at : at+len(oid)])
	}
}

// patchLongArcs hides long identifiers inside of extensions that crypto/x509
// looks into. Those of extensions themselves are hidden when they do not parse.
func (p *patcher) patchLongArcs() {
	for _, e := range p.layout.exts {
		s := cryptobyte.String(e.value)
		switch string(e.oid) {
		case oidExtendedKeyUsage, oidAIA:
		default:
			continue
		}
		if !s.ReadASN1(&s, asn1.SEQUENCE) {
			continue
		}
		for !s.Empty() {
			var oid, access cryptobyte.String
			switch {
			case s.PeekASN1Tag(asn1.OBJECT_IDENTIFIER) && s.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER):
			case s.ReadASN1(&access, asn1.SEQUENCE) && access.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER):
			default:
				s = nil
				continue
			}
			p.shorten(oid)
		}
	}
}

// wellFormed tells whether an extension that crypto/x509 refuses is one that RFC
// 5280 permits.
func wellFormed(e extension) bool {
	s := cryptobyte.String(e.value)
	switch string(e.oid) {
	case oidCRLDistributionPoints:
		_, ok := readDistributionPoints(e.value)
		return ok
	case oidPolicyConstraints:
		var p policies
		return p.readConstraints(s) == nil
	case oidInhibitAnyPolicy:
		_, err := readSkip(&s, asn1.INTEGER)
		return err == nil && s.Empty()
	case oidBasicConstraints:
		isCA, ok := unlimitedPath(e.value)
		return ok && isCA
	}
	return hasLongArc(e.oid)
}

// readExcused puts into x what such an extension says.
func readExcused(x *x509.Certificate, e extension) {
	switch string(e.oid) {
	case oidCRLDistributionPoints:
		if urls, ok := readDistributionPoints(e.value); ok {
			x.CRLDistributionPoints = urls
		}
	case oidBasicConstraints:
		if isCA, ok := unlimitedPath(e.value); ok {
			x.BasicConstraintsValid, x.IsCA, x.MaxPathLen, x.MaxPathLenZero = true, isCA, -1, false
		}
	}
}

// unlimitedPath reads basic constraints whose path length is larger than any
// path.
func unlimitedPath(value []byte) (isCA, ok bool) {
	s := cryptobyte.String(value)
	if !s.ReadASN1(&s, asn1.SEQUENCE) || s.PeekASN1Tag(asn1.BOOLEAN) && !s.ReadASN1Boolean(&isCA) {
		return false, false
	}
	limit, err := readSkip(&s, asn1.INTEGER)
	return isCA, err == nil && limit == unlimited && s.Empty()
}

// readDistributionPoints reads CRL distribution points with all choices of RFC
// 5280 §4.2.1.13; urls are those of their full names.
func readDistributionPoints(value []byte) (urls []string, ok bool) {
	s := cryptobyte.String(value)
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return nil, false
	}
	tag := func(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific().Constructed() }
	for !s.Empty() {
		var point, name, issuer cryptobyte.String
		var named, reasoned, issued bool
		if !s.ReadASN1(&point, asn1.SEQUENCE) || !point.ReadOptionalASN1(&name, &named, tag(0)) ||
			!point.ReadOptionalASN1(new(cryptobyte.String), &reasoned, asn1.Tag(1).ContextSpecific()) ||
			!point.ReadOptionalASN1(&issuer, &issued, tag(2)) || !point.Empty() {
			return nil, false
		}
		var names, relative cryptobyte.String
		switch {
		case !named:
			if !issued { // §4.2.1.13: not with reasons alone
				return nil, false
			}
		case name.PeekASN1Tag(tag(0)):
			if !name.ReadASN1(&names, tag(0)) || !name.Empty() {
				return nil, false
			}
		case !name.ReadASN1(&relative, tag(1)) || !name.Empty():
			return nil, false
		}
		for !relative.Empty() {
			var attribute, oid cryptobyte.String
			if !relative.ReadASN1(&attribute, asn1.SEQUENCE) || !attribute.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
				return nil, false
			}
		}
		for !issuer.Empty() {
			if _, ok := readGeneralName(&issuer); !ok {
				return nil, false
			}
		}
		for !names.Empty() {
			n, ok := readGeneralName(&names)
			if !ok {
				return nil, false
			}
			if n.kind == kindURI {
				urls = append(urls, string(n.value))
			}
		}
	}
	return urls, true
}
