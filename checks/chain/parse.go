package chain

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// parse reads a certificate. parsed is what crypto/x509 made of the same bytes,
// or nil. It never fails: what cannot be read stays empty.
func parse(der []byte, parsed *x509.Certificate) *certificate {
	c := &certificate{hash: sha256.Sum256(der)}
	if parsed == nil {
		parsed, _ = x509.ParseCertificate(der)
	}
	var excused []extension
	if parsed != nil {
		c.x = parsed
		if oddlyDated(validityOf(parsed.RawTBSCertificate)) {
			c.malformed = append(c.malformed, oddDates)
		}
		c.scheme = schemeOf(parsed.SignatureAlgorithm, nil)
		if parsed.SignatureAlgorithm == x509.UnknownSignatureAlgorithm {
			l := walk(der)
			c.scheme = schemeOf(0, l.inner)
		}
	} else {
		excused = c.repair(der)
	}
	c.describe(der)
	if c.x != nil {
		c.key = readKey(c.x.PublicKey, c.x.RawSubjectPublicKeyInfo)
		c.desc.Key, c.desc.KeyBits = c.key.words, c.key.bits
		c.facts = readFacts(c.x)
		c.excuse(excused)
		c.selfIssued = bytes.Equal(c.x.RawIssuer, c.x.RawSubject) ||
			strings.EqualFold(c.desc.IssuedBy, c.desc.IssuedTo) && sameName(c.x.RawIssuer, c.x.RawSubject)
		c.notes = append(c.notes, strictNotes(c)...)
	}
	return c
}

// excuse: an extension whose identifier is too long for encoding/asn1 is unknown
// to everybody, and critical it is a reason to refuse.
func (c *certificate) excuse(excused []extension) {
	for _, e := range excused {
		if e.critical && c.facts.unknownCritical == "" && hasLongArc(e.oid) {
			c.facts.unknownCritical = extensionName(e.oid)
		}
	}
}

// repair reads what crypto/x509 refuses: with patches, else by walking. It
// returns the extensions that are right all the same.
func (c *certificate) repair(der []byte) []extension {
	l := walk(der)
	if l.trailing > 0 {
		c.malformed = append(c.malformed, say.P("problem", "bytes follow the end of the certificate"))
	}
	p := patcher{layout: &l, der: append([]byte(nil), l.der...)}
	if l.complete {
		c.x = p.run()
		c.scheme = schemeOf(0, l.inner)
		if c.x != nil {
			c.scheme = schemeOf(c.x.SignatureAlgorithm, l.inner)
		}
	}
	c.malformed = append(c.malformed, p.malformed...)
	c.badExtension, c.doubled = p.badExtension, p.doubled
	for _, n := range p.notes {
		c.notes = append(c.notes, checks.Note{Problem: n})
	}
	if c.x == nil {
		c.describeLayout(&l)
		c.namesUnread = !l.complete && !slices.ContainsFunc(l.exts, func(e extension) bool { return string(e.oid) == oidSAN })
		if len(c.malformed) == 0 {
			c.malformed = append(c.malformed, say.P("problem", "it cannot be parsed"))
		}
	}
	return p.excused
}
