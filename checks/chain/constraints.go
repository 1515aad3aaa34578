package chain

import (
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks/say"
)

// maxNameChecks bounds the comparisons of one judgement: names times
// constraints, the limit of OpenSSL. Beyond it the chain is refused.
const maxNameChecks = 1 << 20

var errTooManyNames = because(say.P("problem", "too many names and name constraints to compare"))

// readConstraints reads the extension's value.
func readConstraints(value []byte) (*constraints, error) {
	s := cryptobyte.String(value)
	var permitted, excluded cryptobyte.String
	var hasPermitted, hasExcluded bool
	if !s.ReadASN1(&s, asn1.SEQUENCE) ||
		!s.ReadOptionalASN1(&permitted, &hasPermitted, asn1.Tag(0).ContextSpecific().Constructed()) ||
		!s.ReadOptionalASN1(&excluded, &hasExcluded, asn1.Tag(1).ContextSpecific().Constructed()) ||
		!s.Empty() {
		return nil, because(say.P("problem", "not well formed"))
	}
	if len(permitted) == 0 && len(excluded) == 0 {
		return nil, because(say.P("problem", "it is empty"))
	}
	var c constraints
	var err error
	if c.permitted, err = readSubtrees(permitted); err != nil {
		return nil, err
	}
	c.excluded, err = readSubtrees(excluded)
	return &c, err
}

// nameConstraints are c's own, nil if it has none.
func (c *certificate) nameConstraints() (*constraints, error) {
	if c.facts.nameConstraints == nil {
		return nil, nil
	}
	c.constraintsOnce.Do(func() {
		c.constraints, c.constraintsErr = readConstraints(c.facts.nameConstraints)
	})
	return c.constraints, c.constraintsErr
}

func (c *certificate) subjectNames() *subjectNames {
	c.namesOnce.Do(func() { c.names = readSubjectNames(c) })
	return c.names
}

func readSubjectNames(c *certificate) *subjectNames {
	var out subjectNames
	subject, _ := parseDN(c.x.RawSubject)
	if len(subject) > 0 {
		out.list = append(out.list, subjectName{kind: kindDirectory, dn: subject, rdns: canonicalRDNs(subject), valid: true})
	}
	for _, e := range c.x.Extensions {
		if string(appendOID(nil, e.Id)) != oidSAN {
			continue
		}
		names, _ := readSANs(e.Value)
		for _, n := range names {
			out.list = append(out.list, newSubjectName(n))
		}
	}
	if !c.facts.hasSAN {
		for _, cn := range subject.all(oidCN) {
			if n := newSubjectName(generalName{kindDNS, []byte(cn)}); n.valid && strings.Contains(cn, ".") {
				out.fallback = append(out.fallback, n)
			}
		}
		for _, m := range subject.all(oidEmail) {
			out.fallback = append(out.fallback, newSubjectName(generalName{kindEmail, []byte(m)}))
		}
	}
	return &out
}

func newSubjectName(n generalName) subjectName {
	s := subjectName{kind: n.kind, raw: n.value, valid: true}
	switch n.kind {
	case kindDNS:
		s.text = lowerASCII(string(n.value))
		s.valid = plausibleDomain(s.text)
	case kindEmail:
		s.text = mailbox(string(n.value))
		_, host, ok := cutMailbox(s.text)
		s.valid = ok && plausibleDomain(host)
	case kindURI:
		if s.text, s.valid = uriHost(string(n.value)); !s.valid {
			s.text = string(n.value)
		}
	case kindIP:
		s.address, s.valid = n.address()
	case kindDirectory:
		s.dn, s.valid = parseDN(n.value)
		s.rdns = canonicalRDNs(s.dn)
	}
	return s
}

// plausibleDomain keeps names out that cannot be compared by labels.
func plausibleDomain(s string) bool {
	if s == "" || len(s) > 253 || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// check tells which name of c lies outside the constraints. budget is what is
// left of maxNameChecks.
func (nc *constraints) check(c *certificate, leaf bool, budget *int) error {
	names := c.subjectNames()
	list := names.list
	if leaf {
		list = append(slices.Clip(list), names.fallback...)
	}
	if *budget -= len(list) * (len(nc.permitted) + len(nc.excluded)); *budget < 0 {
		return errTooManyNames
	}
	for _, n := range list {
		if err := nc.checkName(n); err != nil {
			return err
		}
	}
	return nil
}

func (nc *constraints) checkName(n subjectName) error {
	constrained, permitted := false, false
	for _, t := range nc.permitted {
		if !t.concerns(n) {
			continue
		}
		constrained = true
		permitted = permitted || n.valid && t.contains(n)
	}
	if constrained && !permitted {
		return because(say.P("problem", "{name} is outside what the authority may certify", say.Foreign("name", n.String())))
	}
	for _, t := range nc.excluded {
		if !t.concerns(n) {
			continue
		}
		if !n.valid {
			return because(say.P("problem", "{name} cannot be compared with what the authority must not certify", say.Foreign("name", n.String())))
		}
		if t.overlaps(n) {
			return because(say.P("problem", "{name} is among what the authority must not certify", say.Foreign("name", n.String())))
		}
	}
	return nil
}

// concerns: a constraint restricts names of its own form only, and otherName
// those of its own type.
func (t subtree) concerns(n subjectName) bool {
	if t.kind != n.kind {
		return false
	}
	if t.kind != kindOther {
		return true
	}
	return otherType(t.raw) == otherType(n.raw)
}

// otherType is the type identifier of an otherName.
func otherType(raw []byte) string {
	s := cryptobyte.String(raw)
	var oid cryptobyte.String
	if !s.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
		return ""
	}
	return string(oid)
}
