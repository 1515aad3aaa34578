package findings

import (
	"net/netip"
	"slices"
	"strings"

	"certdesk/checks"
)

// Names: does the certificate carry the name that was asked for (RFC 9525)?
var nameRules = []rule{
	{
		code: checks.HostnameMismatch, severity: checks.Critical,
		title:       "The certificate is for another name",
		steps:       []int{1, 2, 7, 10},
		certificate: hostnameMismatch,
	},
	{
		code: checks.NoSAN, severity: checks.Critical,
		title:       "The certificate names the server only in the old way",
		steps:       []int{1, 10},
		certificate: noSAN,
	},
}

func hostnameMismatch(f *checks.Facts, j *checks.Judgement) *sight {
	if j.NameReason == checks.NameOK || j.NameReason == checks.NameCNOnly {
		return nil
	}
	names := nameList(j.Presented, 3)
	what := "a certificate for " + names
	clause := "is for " + nameList(j.Presented, 2)
	if names == "" {
		what, clause = "a certificate without any name", "carries no name"
	}
	name := shownName(f.Name)
	detail := "Asked for " + name + ", the server presents " + what + "."
	switch j.NameReason {
	case checks.NameWildcardDepth:
		if w := nearestWildcard(j.Presented, f.Name); w != "" {
			detail = "The certificate covers " + w + ". The star stands for exactly one part of a name, so " + name + " is not covered."
		}
	case checks.NameBadWildcard:
		detail = "The certificate is written for " + names + ", a pattern that mail clients never match, so it does not cover " + name + "."
		_, parent, _ := strings.Cut(f.Name, ".")
		if strings.Contains(parent, ".") && slices.ContainsFunc(j.Presented, func(p string) bool { return strings.EqualFold(p, "*."+parent) }) {
			detail = "The certificate is written for " + names + ", a wildcard for a whole registry. Thunderbird accepts that; other mail clients do not."
		}
	case checks.NameIPInDNS:
		detail = "The address " + name + " stands in the certificate as if it were a name. Clients look for an address only among the addresses of a certificate."
	case checks.NameIPNotListed:
		if names != "" {
			detail = "The server was asked for by its address " + name + ", and the certificate is made out for " + names + "."
		}
	case checks.NameBadSyntax:
		detail = "The certificate does not name " + name + " in a form that clients accept; what it carries is “" + names + "”."
	}
	evidence := &checks.HostnameMismatchEvidence{
		Requested:      f.Name,
		Presented:      shownNames(capped(j.Presented, 20)),
		PresentedCount: len(j.Presented),
		Reason:         j.NameReason,
		Suggested:      f.Suggested,
	}
	if f.Suggested != "" {
		detail += " " + shownName(f.Suggested) + " is on it, reaches the same server, and passes."
	} else {
		// Where trust is the fault as well, the hint stands there.
		if hint := defaultHint(j, &evidence.ProductEvidence); j.Trust == checks.TrustOK {
			detail += hint
		}
	}
	s := &sight{
		detail:   detail,
		evidence: evidence,
		clause:   clause,
		brief:    clause,
	}
	if f.Target.Autodiscover {
		s.steps = autodiscoverSteps
	}
	return s
}

// nearestWildcard is the pattern that covers a neighbour of name.
func nearestWildcard(presented []string, name string) string {
	for _, p := range presented {
		base, ok := strings.CutPrefix(strings.ToLower(p), "*.")
		if ok && (name == base || strings.HasSuffix(name, "."+base)) {
			return shownName(p)
		}
	}
	return ""
}

func noSAN(f *checks.Facts, j *checks.Judgement) *sight {
	// Certificates from a file may be judged without a name: nothing is then
	// asked of theirs.
	if j.NameReason != checks.NameCNOnly && j.NameReason != checks.NameNoSAN {
		return nil
	}
	detail := "It lists no Subject Alternative Name; "
	if cn := checks.Clean(j.Leaf.IssuedTo, maxName); cn != "" {
		detail += "the name “" + cn + "” stands only in its Common Name, where current mail clients no longer look."
	} else {
		detail += "current mail clients look nowhere else for the name of a server."
	}
	if _, err := netip.ParseAddr(f.Name); err == nil {
		detail += " An address has to be listed there too."
	}
	clause := "names the server only in its old Common Name field"
	if j.Leaf.IssuedTo == "" {
		clause = "lists no names of servers"
	}
	return &sight{
		detail:   detail,
		evidence: &checks.NoSANEvidence{Requested: f.Name, CommonName: checks.Clean(j.Leaf.IssuedTo, maxName)},
		clause:   clause,
		effect:   "so mail clients refuse it",
	}
}
