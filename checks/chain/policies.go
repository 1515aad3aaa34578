package chain

import (
	"errors"
	"math"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
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

// policies reads the four extensions once.
func (c *certificate) policies() *policies {
	c.policiesOnce.Do(func() {
		p := &policies{requireExplicit: unlimited, inhibitMapping: unlimited, inhibitAny: unlimited}
		c.policiesRead = p
		var buf [16]byte
		for _, e := range c.x.Extensions {
			var err error
			switch value := cryptobyte.String(e.Value); string(appendOID(buf[:0], e.Id)) {
			case oidPolicies:
				err = p.readPolicies(value, e.Critical)
			case oidPolicyMappings:
				err = p.readMappings(value)
			case oidPolicyConstraints:
				err = p.readConstraints(value)
			case oidInhibitAnyPolicy:
				p.inhibitAny, err = readSkip(&value, asn1.INTEGER)
			}
			if err != nil {
				p.err = err
			}
		}
	})
	return c.policiesRead
}

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

// policyState are the variables of RFC 5280 §6.1.2 that policies need. The tree
// is kept as RFC 9618 §5 has it, a graph with one node a policy and level, so
// that work grows with what the certificates hold and not with its power; of the
// graph the deepest level alone decides, because any policy is acceptable here.
type policyState struct {
	// level maps each valid policy to those that are expected below it; nil is the
	// empty graph.
	level map[string][]string
	// How many certificates may follow until a limit holds.
	explicit, mapping, any int
}

// checkPolicies applies RFC 5280 §6.1.3 (d) to (f), §6.1.4 (a), (b), (h) to (j)
// and §6.1.5, with the initial inputs that mail clients have: any policy is
// acceptable, none is demanded. The trusted end is an input and not part of the
// path, so what it says about policies does not count (§6.1).
func (a *assessment) checkPolicies() {
	first := len(a.path) - 2
	if !a.asksForPolicies(first) {
		return
	}
	s := policyState{
		level:    map[string][]string{oidAnyPolicy: {oidAnyPolicy}},
		explicit: len(a.path), mapping: len(a.path), any: len(a.path),
	}
	for i := first; i >= 0; i-- {
		c := a.path[i]
		p := c.policies()
		s.descend(p, i > 0 && c.selfIssued)
		if i == 0 {
			s.explicit = max(0, s.explicit-1)
			if p.requireExplicit == 0 {
				s.explicit = 0
			}
		}
		if s.explicit == 0 && s.level == nil {
			// Another path may satisfy it, whichever certificate lacks the policy.
			a.breaks(1, checks.InvalidPolicy, c, nil)
			return
		}
		if i > 0 {
			s.prepare(p, c.selfIssued)
		}
	}
}

// asksForPolicies tells whether some certificate below the trusted end demands a
// policy; nothing else can make an empty graph a fault. What cannot be read, or
// may not be written, is told by the way.
func (a *assessment) asksForPolicies(first int) bool {
	asked := false
	for i := first; i >= 0; i-- {
		c := a.path[i]
		if !c.facts.hasPolicies {
			continue
		}
		p := c.policies()
		switch {
		case errors.Is(p.err, errTooManyPolicies):
			a.breaks(1, checks.InvalidTooComplex, c, phraseOf(p.err))
			return false
		case p.err != nil && c.badExtension == "":
			a.breaks(1, checks.InvalidExtension, c, phraseOf(p.err))
			return false
		case p.unknownQualifier != "":
			a.breaks(1, checks.InvalidCritical, c, say.P("problem", "the policy qualifier {name}", say.Foreign("name", p.unknownQualifier)))
		}
		asked = asked || p.requireExplicit < unlimited
	}
	return asked
}

// descend is §6.1.3 (d) and (e): from the policies of one level to those of the
// next certificate.
func (s *policyState) descend(p *policies, selfIssuedAuthority bool) {
	if s.level == nil || !p.present {
		s.level = nil
		return
	}
	expected := make(map[string]bool)
	for _, below := range s.level {
		for _, policy := range below {
			expected[policy] = true
		}
	}
	_, any := s.level[oidAnyPolicy]
	next := make(map[string][]string)
	for _, policy := range p.ids {
		if any || expected[policy] {
			next[policy] = []string{policy}
		}
	}
	if p.any && (s.any > 0 || selfIssuedAuthority) {
		for policy := range expected {
			next[policy] = []string{policy}
		}
	}
	s.set(next)
}

func (s *policyState) set(level map[string][]string) {
	if s.level = level; len(level) == 0 {
		s.level = nil
	}
}

// prepare is §6.1.4 (b), (h), (i) and (j): from one certificate to the next.
func (s *policyState) prepare(p *policies, selfIssued bool) {
	if s.level != nil && len(p.mappings) > 0 {
		_, any := s.level[oidAnyPolicy]
		mapped := make(map[string][]string)
		for _, m := range p.mappings {
			if _, has := s.level[m[0]]; has || any {
				mapped[m[0]] = append(mapped[m[0]], m[1])
			}
		}
		for policy, to := range mapped {
			if s.mapping > 0 {
				s.level[policy] = to
			} else {
				delete(s.level, policy)
			}
		}
		s.set(s.level)
	}
	if !selfIssued {
		for _, limit := range []*int{&s.explicit, &s.mapping, &s.any} {
			*limit = max(0, *limit-1)
		}
	}
	s.explicit = min(s.explicit, p.requireExplicit)
	s.mapping = min(s.mapping, p.inhibitMapping)
	s.any = min(s.any, p.inhibitAny)
}
