package chain

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks"
	"certdesk/checks/say"
)

// strictNotes are the habits that the Web PKI's baseline requirements or the
// letter of RFC 5280 forbid, and that mail clients do not mind. The table of the
// package comment says why each is no fault.
func strictNotes(c *certificate) []checks.Note {
	var notes []checks.Note
	for _, rule := range strictRules {
		if rule.broken(c) {
			notes = append(notes, checks.Note{Problem: rule.note, Disputed: rule.disputed})
		}
	}
	return notes
}

// strictRule is one such habit.
type strictRule struct {
	note   say.Text
	broken func(*certificate) bool
	// disputed: a mail client minds; package clients has the rule.
	disputed bool
}

var strictRules = []strictRule{
	{note: say.P("problem", "it does not name its issuer's key (no authority key identifier)"), broken: func(c *certificate) bool {
		return !c.selfIssued && c.x.Version == 3 && len(c.facts.akiKey) == 0
	}},
	{note: say.P("problem", "its authority key identifier names the issuer by name and serial number"), broken: func(c *certificate) bool {
		return c.facts.akiIssuer
	}},
	{note: say.P("problem", "its authority key identifier does not name the issuer's key"), broken: func(c *certificate) bool {
		return c.selfIssued && c.facts.hasAKI && len(c.facts.akiKey) == 0
	}},
	{note: say.P("problem", "it is self-signed and its two key identifiers differ"), broken: func(c *certificate) bool {
		return c.selfIssued && len(c.facts.akiKey) > 0 && len(c.x.SubjectKeyId) > 0 &&
			!bytes.Equal(c.facts.akiKey, c.x.SubjectKeyId)
	}},
	{note: say.P("problem", "it is an authority without a subject key identifier"), broken: func(c *certificate) bool {
		return c.isCA() && c.x.Version == 3 && len(c.x.SubjectKeyId) == 0
	}},
	{note: say.P("problem", "its serial number is zero"), broken: func(c *certificate) bool { return c.x.SerialNumber.Sign() == 0 }},
	{note: say.P("problem", "its serial number is longer than 20 bytes"), broken: func(c *certificate) bool { return c.x.SerialNumber.BitLen() >= 160 }},
	{note: say.P("problem", "its basic constraints are not marked critical"), broken: func(c *certificate) bool {
		return c.isCA() && c.facts.hasBasicConstraints && !c.facts.criticalBC
	}},
	{note: say.P("problem", "its name constraints are not marked critical"), broken: func(c *certificate) bool {
		return c.facts.nameConstraints != nil && !c.facts.criticalNC
	}},
	{note: say.P("problem", "a name constraint in it begins with a full stop"), broken: func(c *certificate) bool {
		nc, err := c.nameConstraints()
		return err == nil && nc != nil && slices.ContainsFunc(slices.Concat(nc.permitted, nc.excluded), func(t subtree) bool {
			return t.kind == kindDNS && strings.HasPrefix(t.text, ".")
		})
	}},
	{note: say.P("problem", "its policy constraints are not marked critical"), broken: func(c *certificate) bool {
		return c.facts.hasPC && !c.facts.criticalPC
	}},
	{note: say.P("problem", "its subject is empty and the alternative names are not marked critical"), broken: func(c *certificate) bool {
		return c.facts.hasSAN && !c.facts.criticalSAN && c.emptySubject()
	}},
	{note: say.P("problem", "its alternative names are marked critical beside a subject"), broken: func(c *certificate) bool {
		return c.facts.criticalSAN && !c.emptySubject()
	}},
	{note: say.P("problem", "its common name is not among its alternative names as written there"), broken: func(c *certificate) bool {
		return !c.isCA() && len(c.dns)+len(c.ips) > 0 && slices.ContainsFunc(c.commonNames, func(cn string) bool {
			return !slices.Contains(c.desc.SANs, cn)
		})
	}},
	{note: say.P("problem", "its extended key usage is marked critical"), broken: func(c *certificate) bool { return c.facts.criticalEKU && !c.isCA() }},
	{note: say.P("problem", "its extended key usage allows anything"), broken: func(c *certificate) bool {
		return slices.Contains(c.x.ExtKeyUsage, x509.ExtKeyUsageAny)
	}, disputed: true},
	{note: say.P("problem", "it has no extended key usage"), broken: func(c *certificate) bool {
		return !c.isCA() && c.x.Version == 3 && !c.facts.hasEKU
	}, disputed: true},
	{note: say.P("problem", "it is a root with an extended key usage"), broken: func(c *certificate) bool {
		return c.selfIssued && c.isCA() && c.facts.hasEKU
	}},
	{note: say.P("problem", "it may sign certificates but is no authority"), broken: func(c *certificate) bool {
		return !c.isCA() && c.x.KeyUsage&x509.KeyUsageCertSign != 0
	}},
	{note: say.P("problem", "its key usage leaves nothing a TLS server needs"), broken: func(c *certificate) bool {
		return !c.isCA() && c.facts.hasKeyUsage && c.x.KeyUsage&
			(x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment|x509.KeyUsageKeyAgreement) == 0
	}, disputed: true},
	{note: say.P("problem", "its key usage does not allow signing, which TLS 1.3 needs"), broken: func(c *certificate) bool {
		return !c.isCA() && c.facts.hasKeyUsage && c.x.KeyUsage&x509.KeyUsageDigitalSignature == 0 &&
			c.x.KeyUsage&(x509.KeyUsageKeyEncipherment|x509.KeyUsageKeyAgreement) != 0
	}},
	{note: say.P("problem", "its RSA key's size is no multiple of 8 bits"), broken: func(c *certificate) bool { return c.key.bits%8 != 0 }},
	{note: say.P("problem", "a name in it contains an underscore"), broken: func(c *certificate) bool {
		return slices.ContainsFunc(c.dns, func(n string) bool { return strings.Contains(n, "_") })
	}},
	{note: say.P("problem", "it is a wildcard directly under a suffix that several organisations share"), broken: func(c *certificate) bool {
		return slices.ContainsFunc(c.dns, func(n string) bool {
			rest, wild := strings.CutPrefix(lowerASCII(n), "*.")
			if !wild {
				return false
			}
			suffix, icann := publicsuffix.PublicSuffix(rest)
			return !icann && suffix == rest && strings.Contains(rest, ".")
		})
	}},
	{note: say.P("problem", "it is signed by RSA-PSS with unusual parameters"), broken: func(c *certificate) bool { return c.scheme.pss != nil }},
	{note: say.P("problem", "it is a version 1 certificate"), broken: func(c *certificate) bool { return c.x.Version < 3 }},
}
