package chain

import (
	"math"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks/say"
)

// Certificate policies, as contents of their object identifiers
// (RFC 5280 §4.2.1.4).
const (
	oidAnyPolicy       = "\x55\x1d\x20\x00"
	oidQualifierCPS    = "\x2b\x06\x01\x05\x05\x07\x02\x01"
	oidQualifierNotice = "\x2b\x06\x01\x05\x05\x07\x02\x02"
)

// maxPolicies bounds what is read of one certificate. Real ones carry one to
// ten, bridges between governments some dozens of mappings.
const maxPolicies = 1024

var errTooManyPolicies = because(say.P("problem", "too many certificate policies"))

// policies are what a certificate says about policies, as written.
type policies struct {
	// present: there is a certificatePolicies extension. ids leaves anyPolicy out.
	present, any bool
	ids          []string
	// unknownQualifier is one in a critical extension that is not of RFC 5280.
	unknownQualifier string
	// mappings are pairs of issuerDomainPolicy and subjectDomainPolicy.
	mappings [][2]string
	// How many certificates may follow until a limit holds; none where unset.
	requireExplicit, inhibitMapping, inhibitAny int
	err                                         error
}

// unlimited stands for a limit that is not set, and for one that no path reaches.
const unlimited = math.MaxInt32

func (p *policies) readPolicies(s cryptobyte.String, critical bool) error {
	bad := because(say.P("problem", "certificate policies that cannot be read"))
	p.present = true
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return bad
	}
	for !s.Empty() {
		var info, oid cryptobyte.String
		if !s.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
			return bad
		}
		if string(oid) == oidAnyPolicy {
			p.any = true
		} else {
			p.ids = append(p.ids, string(oid))
		}
		if len(p.ids) > maxPolicies {
			return errTooManyPolicies
		}
		if critical && p.unknownQualifier == "" {
			p.unknownQualifier = unknownQualifier(info)
		}
	}
	return nil
}

// unknownQualifier names a qualifier that a validator cannot process: in a
// critical extension it is a reason to refuse (RFC 5280 §4.2.1.4).
func unknownQualifier(info cryptobyte.String) string {
	if !info.ReadASN1(&info, asn1.SEQUENCE) {
		return ""
	}
	for !info.Empty() {
		var q, oid cryptobyte.String
		if !info.ReadASN1(&q, asn1.SEQUENCE) || !q.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
			return ""
		}
		if string(oid) != oidQualifierCPS && string(oid) != oidQualifierNotice {
			return dotted(oid)
		}
	}
	return ""
}

func (p *policies) readMappings(s cryptobyte.String) error {
	bad := because(say.P("problem", "policy mappings that cannot be read"))
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return bad
	}
	for !s.Empty() {
		var pair, from, to cryptobyte.String
		if !s.ReadASN1(&pair, asn1.SEQUENCE) || !pair.ReadASN1(&from, asn1.OBJECT_IDENTIFIER) ||
			!pair.ReadASN1(&to, asn1.OBJECT_IDENTIFIER) {
			return bad
		}
		// §6.1.4 (a)
		if string(from) == oidAnyPolicy || string(to) == oidAnyPolicy {
			return because(say.P("problem", "a policy mapping from or to any policy"))
		}
		if p.mappings = append(p.mappings, [2]string{string(from), string(to)}); len(p.mappings) > maxPolicies {
			return errTooManyPolicies
		}
	}
	return nil
}

func (p *policies) readConstraints(s cryptobyte.String) error {
	bad := because(say.P("problem", "policy constraints that cannot be read"))
	if !s.ReadASN1(&s, asn1.SEQUENCE) {
		return bad
	}
	for i, limit := range []*int{&p.requireExplicit, &p.inhibitMapping} {
		tag := asn1.Tag(i).ContextSpecific()
		if !s.PeekASN1Tag(tag) {
			continue
		}
		var err error
		if *limit, err = readSkip(&s, tag); err != nil {
			return bad
		}
	}
	if !s.Empty() {
		return bad
	}
	return nil
}

// readSkip reads a SkipCerts, INTEGER (0..MAX): one that no path reaches is
// unlimited, however large it is.
func readSkip(s *cryptobyte.String, tag asn1.Tag) (int, error) {
	var content cryptobyte.String
	if !s.ReadASN1(&content, tag) || len(content) == 0 || content[0]&0x80 != 0 {
		return unlimited, because(say.P("problem", "a number of certificates that cannot be read"))
	}
	n := 0
	for _, b := range content {
		if n = n<<8 | int(b); n >= unlimited {
			return unlimited, nil
		}
	}
	return n, nil
}
