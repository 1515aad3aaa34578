package engine

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"certdesk/checks/target"
)

const (
	// maxCandidates bounds the names looked up for one wrong name.
	maxCandidates = 12
	// maxParsed bounds how many names of one certificate are read closely: what a
	// certificate holds is a stranger's, and may be tens of thousands of names.
	maxParsed = 256
)

// mailLabels are what people put in place of a certificate's star.
var mailLabels = [...]string{"mail", "imap", "smtp", "pop", "mx", "webmail"}

// candidates lists names that the certificate covers, the likeliest first:
// names by which the server is known elsewhere (others), names of the domain
// that was asked for, names that begin like the one asked for, names that begin
// like a mail server's, and the rest. A wildcard offers what people put in its
// place. The work is one pass over the names, the result at most maxCandidates.
func candidates(requested string, presented, others []string) []string {
	c := collector{requested: requested, known: make(map[string]bool)}
	if _, err := netip.ParseAddr(requested); err != nil {
		c.first, _, _ = strings.Cut(requested, ".")
		c.domain, _ = publicsuffix.EffectiveTLDPlusOne(requested)
	}
	for _, name := range covered(presented, others) {
		c.put(0, name)
	}
	for _, name := range presented {
		base, wildcard := strings.CutPrefix(name, "*.")
		if !wildcard {
			c.add(name)
			continue
		}
		if c.first != "" {
			c.add(c.first + "." + base)
		}
		for _, label := range mailLabels {
			c.add(label + "." + base)
		}
	}
	return c.list()
}

// collector sorts names into ranks, each of which holds what may be looked up.
type collector struct {
	requested, first, domain string

	ranks  [5][]string
	known  map[string]bool
	parsed int
}

func (c *collector) add(name string) {
	label, _, _ := strings.Cut(name, ".")
	rank := 4
	switch {
	case c.domain != "" && (name == c.domain || strings.HasSuffix(name, "."+c.domain)):
		rank = 1
	case c.first != "" && strings.EqualFold(label, c.first):
		rank = 2
	case label == "mail" || label == "imap" || label == "smtp" || strings.HasPrefix(label, "pop"):
		rank = 3
	}
	c.put(rank, name)
}

// put keeps a name that can be looked up: what a certificate names is foreign
// text.
func (c *collector) put(rank int, name string) {
	if len(c.ranks[rank]) == maxCandidates || c.parsed == maxParsed || !looksLikeHost(name) {
		return
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == c.requested || c.known[name] {
		return
	}
	c.parsed++
	if t, err := target.Parse(name); err == nil && t.Host == name && t.Port == 0 {
		c.known[name] = true
		c.ranks[rank] = append(c.ranks[rank], name)
	}
}

func (c *collector) list() []string {
	var names []string
	for _, rank := range c.ranks {
		names = append(names, rank...)
	}
	return names[:min(len(names), maxCandidates)]
}

// looksLikeHost is a cheap test that most of what is no host name fails.
func looksLikeHost(name string) bool {
	if len(name) > 253 || !strings.Contains(name, ".") {
		return false
	}
	for i := range len(name) {
		switch b := name[i] | 0x20; {
		case b >= 'a' && b <= 'z', name[i] >= '0' && name[i] <= '9', name[i] == '-', name[i] == '.', name[i] == '_':
		default:
			return false
		}
	}
	return true
}

// covered keeps those of a few names that the certificate covers.
func covered(presented, few []string) []string {
	on := make(map[string]bool, len(few))
	for _, pattern := range presented {
		for _, name := range few {
			if covers(pattern, name) {
				on[name] = true
			}
		}
	}
	var kept []string
	for _, name := range few {
		if on[name] {
			kept = append(kept, name)
		}
	}
	return kept
}

// covers tells whether a dNSName stands for a name (RFC 9525 §6.3). It only
// chooses what to try; package chain judges what is then seen.
func covers(pattern, name string) bool {
	if base, wildcard := strings.CutPrefix(pattern, "*"); wildcard {
		dot := strings.IndexByte(name, '.')
		return dot > 0 && strings.EqualFold(base, name[dot:])
	}
	return strings.EqualFold(pattern, name)
}
