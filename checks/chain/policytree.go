package chain

import (
	"errors"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
	"certdesk/checks/say"
)

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
	if s.level != nil {
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
