package clients

import (
	encoding "encoding/asn1"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"certdesk/checks"
	"certdesk/checks/say"
)

// The names beside the one that fits. Thunderbird's library, mozpkix, reads them in
// their order up to that one, and gives the certificate up at the first that is no DNS
// name at all. Where an authority limits DNS names, it reads those behind it as well.
var nameRules = []rule{
	{
		name: "odd name beside the right one", alone: true,
		seen: func(s *situation) bool { _, found := s.oddName(); return found },
		opinions: []opinion{
			{mozilla, Untrusted, say.S("The certificate also lists “{oddname}”, which is not a correctly written server name; Thunderbird refuses the certificate for that.", its("oddname")), sourceMozpkixNames},
		},
	},
	{
		// mozpkix counts every name as among the excluded ones (MatchPresentedDirectoryName-
		// WithConstraint): that of the leaf's subject, and an empty one as well.
		name: "directory names excluded", alone: true,
		seen: func(s *situation) bool {
			path := s.judgement.Path
			return s.judgement.Trust == checks.TrustOK && len(path) > 1 && slices.ContainsFunc(path[1:], excludesDirectories)
		},
		opinions: []opinion{
			{mozilla, Untrusted, say.S("A CA of the chain excludes directory names from what it may certify. Thunderbird does not compare such names and refuses every certificate below that CA."), sourceMozpkixNames},
		},
	},
}

// excludesDirectories tells whether name constraints exclude a directory name: GeneralName
// [4] in the subtrees [1] (RFC 5280 §4.2.1.10).
func excludesDirectories(c *checks.Certificate) bool {
	if c.X509 == nil {
		return false
	}
	for _, e := range c.X509.Extensions {
		if !e.Id.Equal(nameConstraints) {
			continue
		}
		s := cryptobyte.String(e.Value)
		excluded := asn1.Tag(1).ContextSpecific().Constructed()
		var trees cryptobyte.String
		var there bool
		if !s.ReadASN1(&s, asn1.SEQUENCE) || !s.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) || !s.ReadOptionalASN1(&trees, &there, excluded) {
			return false
		}
		for !trees.Empty() {
			var tree cryptobyte.String
			if !trees.ReadASN1(&tree, asn1.SEQUENCE) {
				return false
			}
			if tree.PeekASN1Tag(asn1.Tag(4).ContextSpecific().Constructed()) {
				return true
			}
		}
	}
	return false
}

// nameConstraints is the extension's identifier.
var nameConstraints = encoding.ObjectIdentifier{2, 5, 29, 30}

// oddName is the name for which mozpkix gives a certificate up that carries the right
// one as well.
func (s *situation) oddName() (name string, found bool) {
	if s.judgement.NameReason != checks.NameOK || s.facts.Name == "" {
		return "", false
	}
	if odd, found := firstOdd(s.readFor(s.facts.Name)); found {
		return odd, true
	}
	path := s.judgement.Path
	for i := len(path) - 1; i > 0; i-- {
		if !limitsNames(path[i]) {
			continue
		}
		for _, below := range path[:i] {
			if odd, found := firstOdd(dnsNames(below)); found {
				return odd, true
			}
		}
	}
	return "", false
}

// readFor are the DNS names of the leaf that are read until one fits: none where an
// address is looked for, which is compared with addresses alone.
func (s *situation) readFor(name string) []string {
	host := strings.TrimSuffix(name, ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	names := dnsNames(s.judgement.Leaf)
	_, parent, _ := strings.Cut(host, ".")
	wildcard := "*." + parent
	fits := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, host) || strings.EqualFold(n, wildcard) })
	return names[:max(fits, 0)]
}

func dnsNames(c *checks.Certificate) []string {
	if c.X509 == nil {
		return nil
	}
	return c.X509.DNSNames
}

// limitsNames tells whether an authority's name constraints are about DNS names.
func limitsNames(c *checks.Certificate) bool {
	return c.X509 != nil && len(c.X509.PermittedDNSDomains)+len(c.X509.ExcludedDNSDomains) > 0
}

func firstOdd(names []string) (string, bool) {
	if i := slices.IndexFunc(names, func(n string) bool { return !isDNSName(n) }); i >= 0 {
		return names[i], true
	}
	return "", false
}

// isDNSName is IsValidDNSID of mozpkix: letters, digits, hyphens within labels,
// underscores; no full stop at the end, no number as the last label; an asterisk as a
// whole first label above two others.
func isDNSName(name string) bool {
	rest, wild := strings.CutPrefix(name, "*.")
	labels := strings.Split(rest, ".")
	if len(name) > 253 || wild && len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") ||
			strings.ContainsFunc(label, func(r rune) bool { return !inName(r) }) {
			return false
		}
	}
	return strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

func inName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
}
