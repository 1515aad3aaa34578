package chain

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// strictNotes are the habits that the Web PKI's baseline requirements or the
// letter of RFC 5280 forbid, and that mail clients do not mind. The table of the
// package comment says why each is no fault.
func strictNotes(c *certificate) []string {
	var notes []string
	for _, rule := range strictRules {
		if rule.broken(c) {
			notes = append(notes, rule.note)
		}
	}
	return notes
}

// strictRule is one such habit.
type strictRule struct {
	note   string
	broken func(*certificate) bool
}

var strictRules = []strictRule{
	{"it does not name its issuer's key (no authority key identifier)", func(c *certificate) bool {
		return !c.selfIssued && c.x.Version == 3 && len(c.facts.akiKey) == 0
	}},
	{"its authority key identifier names the issuer by name and serial number", func(c *certificate) bool {
		return c.facts.akiIssuer
	}},
	{"it is self-signed and its two key identifiers differ", func(c *certificate) bool {
		return c.selfIssued && len(c.facts.akiKey) > 0 && len(c.x.SubjectKeyId) > 0 &&
			!bytes.Equal(c.facts.akiKey, c.x.SubjectKeyId)
	}},
	{"it is an authority without a subject key identifier", func(c *certificate) bool {
		return c.isCA() && c.x.Version == 3 && len(c.x.SubjectKeyId) == 0
	}},
	{"its serial number is zero", func(c *certificate) bool { return c.x.SerialNumber.Sign() == 0 }},
	{"its serial number is longer than 20 bytes", func(c *certificate) bool { return c.x.SerialNumber.BitLen() >= 160 }},
	{"its basic constraints are not marked critical", func(c *certificate) bool {
		return c.isCA() && c.facts.hasBasicConstraints && !c.facts.criticalBC
	}},
	{"its name constraints are not marked critical", func(c *certificate) bool {
		return c.facts.nameConstraints != nil && !c.facts.criticalNC
	}},
	{"its policy constraints are not marked critical", func(c *certificate) bool {
		return c.facts.hasPC && !c.facts.criticalPC
	}},
	{"its subject is empty and the alternative names are not marked critical", func(c *certificate) bool {
		return c.facts.hasSAN && !c.facts.criticalSAN && c.emptySubject()
	}},
	{"its alternative names are marked critical beside a subject", func(c *certificate) bool {
		return c.facts.criticalSAN && !c.emptySubject()
	}},
	{"its common name is not among its alternative names as written there", func(c *certificate) bool {
		return !c.isCA() && len(c.dns)+len(c.ips) > 0 && slices.ContainsFunc(c.commonNames, func(cn string) bool {
			return !slices.Contains(c.desc.SANs, cn)
		})
	}},
	{"its extended key usage is marked critical", func(c *certificate) bool { return c.facts.criticalEKU && !c.isCA() }},
	{"its extended key usage allows anything", func(c *certificate) bool {
		return slices.Contains(c.x.ExtKeyUsage, x509.ExtKeyUsageAny)
	}},
	{"it has no extended key usage", func(c *certificate) bool {
		return !c.isCA() && c.x.Version == 3 && !c.facts.hasEKU
	}},
	{"it is a root with an extended key usage", func(c *certificate) bool {
		return c.selfIssued && c.isCA() && c.facts.hasEKU
	}},
	{"it may sign certificates but is no authority", func(c *certificate) bool {
		return !c.isCA() && c.x.KeyUsage&x509.KeyUsageCertSign != 0
	}},
	{"its key usage leaves nothing a TLS server needs", func(c *certificate) bool {
		return !c.isCA() && c.facts.hasKeyUsage && c.x.KeyUsage&
			(x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment|x509.KeyUsageKeyAgreement) == 0
	}},
	{"its RSA key's size is no multiple of 8 bits", func(c *certificate) bool { return c.key.bits%8 != 0 }},
	{"a name in it contains an underscore", func(c *certificate) bool {
		return slices.ContainsFunc(c.dns, func(n string) bool { return strings.Contains(n, "_") })
	}},
	{"it is a wildcard directly under a suffix that several organisations share", func(c *certificate) bool {
		return slices.ContainsFunc(c.dns, func(n string) bool {
			rest, wild := strings.CutPrefix(lowerASCII(n), "*.")
			if !wild {
				return false
			}
			suffix, icann := publicsuffix.PublicSuffix(rest)
			return !icann && suffix == rest && strings.Contains(rest, ".")
		})
	}},
	{"it is a version 1 certificate", func(c *certificate) bool { return c.x.Version < 3 }},
}

func (c *certificate) isCA() bool { return c.x != nil && c.x.BasicConstraintsValid && c.x.IsCA }

// emptySubject: the subject is a SEQUENCE without content.
func (c *certificate) emptySubject() bool { return len(c.x.RawSubject) <= 2 }
