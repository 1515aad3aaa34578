package findings

import (
	"net/netip"
	"slices"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Names: does the certificate carry the name that was asked for (RFC 9525)?
var nameRules = []rule{
	{
		code: checks.HostnameMismatch, severity: checks.Critical,
		title:       say.S("The certificate is for another name"),
		steps:       []int{checks.StepVerify, checks.StepNames, checks.StepReadd, checks.StepContact},
		certificate: hostnameMismatch,
	},
	{
		code: checks.NoSAN, severity: checks.Critical,
		title:       say.S("The server name is only in the outdated Common Name field"),
		steps:       []int{checks.StepVerify, checks.StepContact},
		certificate: noSAN,
	},
}

func hostnameMismatch(f *checks.Facts, j *checks.Judgement) *sight {
	if !j.Misnamed() || j.NameReason == checks.NameCNOnly {
		return nil
	}
	evidence := &checks.HostnameMismatchEvidence{
		Requested:      f.Name,
		Presented:      shownNames(capped(j.Presented, 20)),
		PresentedCount: len(j.Presented),
		Reason:         j.NameReason,
		Suggested:      f.Suggested,
	}
	s := &sight{detail: otherName(f, j), evidence: evidence}
	if len(j.Presented) == 0 {
		s.clause = say.P("clause", "names no server")
		s.brief = say.P("brief", "names no server")
	} else {
		names := say.Foreigns("names", 2, j.Presented)
		s.clause = say.P("clause", "is for {names}", names)
		s.brief = say.P("brief", "is for {names}", names)
		switch {
		case j.NameReason == checks.NameIPInDNS: // "is for 192.0.2.1" would read like what was asked for
			s.clause = say.P("clause", "lists the address {host} as a name, not as an address", hostIn(f))
			s.brief = say.P("brief", "lists the address as a name")
			s.steps = []int{checks.StepNames, checks.StepContact}
		case j.NameReason == checks.NameBadSyntax: // so would this name
			s.clause = say.P("clause", "does not name {host} in a form that mail apps accept", say.Host("host", f.Name))
			s.brief = say.P("brief", "names the server in an invalid form")
			s.steps = []int{checks.StepContact}
		case !f.Offline:
			s.alone = say.S("{host} sends a certificate for {names}, {effect}.", hostIn(f), names, say.Sub("effect", warns(f)))
		}
	}
	if j.NameReason == checks.NameBadWildcard && !slices.ContainsFunc(j.Presented, usable) {
		s.steps = []int{checks.StepContact} // whatever name is typed, none of these covers it
	}
	if f.Suggested != "" {
		s.detail = say.Join(s.detail, say.S("{host} is on it and works: it reaches the same server.", say.Host("host", f.Suggested)))
	} else if hint := defaultHint(j, &evidence.ProductEvidence); j.Trust == checks.TrustOK {
		// Where trust is the fault as well, the hint stands there.
		s.detail = say.Join(s.detail, hint)
	}
	switch {
	case f.Target.Autodiscover:
		s.steps = autodiscoverSteps
	case evidence.Router: // none of whose names is that of a mail server
		s.steps = []int{checks.StepContact}
	}
	return s
}

// otherName says why the names of the certificate do not fit.
func otherName(f *checks.Facts, j *checks.Judgement) say.Text {
	names, name := say.Foreigns("names", 3, j.Presented), say.Host("host", f.Name)
	switch j.NameReason {
	case checks.NameWildcardDepth:
		if w := nearestWildcard(j.Presented, f.Name); w != "" {
			return say.Join(
				say.S("The certificate covers {name}.", say.Foreign("name", w)),
				say.S("The asterisk (*) stands for exactly one part of a name, so {host} is not covered.", name))
		}
	case checks.NameBadWildcard:
		_, parent, _ := strings.Cut(f.Name, ".")
		if strings.Contains(parent, ".") && slices.ContainsFunc(j.Presented, func(p string) bool { return strings.EqualFold(p, "*."+parent) }) {
			return say.Join(
				say.S("The certificate is for {names}, a wildcard for a whole registry.", names),
				say.S("Thunderbird accepts that. Other mail apps do not."))
		}
		return say.S("The certificate is for {names}, a pattern that mail apps never match, so it does not cover {host}.", names, name)
	case checks.NameIPInDNS:
		return say.Join(
			say.S("The certificate lists the address {host} as a name, not as an address.", name),
			say.S("Mail apps look for an address only among the addresses on a certificate."))
	case checks.NameIPNotListed:
		if len(j.Presented) > 0 {
			return say.S("The server was contacted by its IP address {host}, but the certificate is for {names}.", name, names)
		}
	case checks.NameBadSyntax:
		if slices.ContainsFunc(j.Presented, func(p string) bool { return p != f.Name && strings.EqualFold(shownName(p), f.Name) }) {
			return say.S("The certificate does not name {host} in a form that mail apps accept. It lists “{host}” with a space before or after it.", name)
		}
		return say.S("The certificate does not name {host} in a form that mail apps accept. It lists “{names}”.", name, names)
	}
	if len(j.Presented) == 0 {
		none := say.S("certdesk asked for {host}, but the server sent a certificate that names no server.", name)
		if j.NameReason == checks.NameOther && j.Leaf != nil && len(j.Leaf.SANs) > 0 {
			none = say.Join(none, say.S("It lists {names}.", say.Foreigns("names", 3, j.Leaf.SANs)))
		}
		return none
	}
	return say.S("certdesk asked for {host}, but the server sent a certificate for {names}.", name, names)
}

// usable tells whether a server may have the name, or a name that the pattern covers.
func usable(presented string) bool {
	return !strings.Contains(strings.TrimPrefix(presented, "*."), "*")
}

// nearestWildcard is the pattern that covers a neighbour of name.
func nearestWildcard(presented []string, name string) string {
	for _, p := range presented {
		base, ok := strings.CutPrefix(strings.ToLower(p), "*.")
		if ok && (name == base || strings.HasSuffix(name, "."+base)) {
			return p
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
	cn := say.Clean(j.Leaf.IssuedTo, maxName)
	s := &sight{
		evidence: &checks.NoSANEvidence{Requested: f.Name, CommonName: cn},
		clause:   say.P("clause", "has the server name only in the outdated Common Name field"),
		brief:    say.P("brief", "server name only in the outdated Common Name field"),
		effect:   say.P("effect", "so mail apps reject it"),
	}
	if cn != "" && j.NameReason == checks.NameCNOnly {
		s.detail = say.S("The certificate has no Subject Alternative Name. “{name}” is only in its Common Name, which current mail apps ignore.", say.Foreign("name", cn))
	} else {
		s.detail = say.S("The certificate has no Subject Alternative Name, the only place where current mail apps look for a server name.")
		s.title = say.S("The certificate lists no server names")
		s.clause = say.P("clause", "lists no server names")
		s.brief = say.P("brief", "lists no server names")
	}
	if _, err := netip.ParseAddr(f.Name); err == nil {
		s.detail = say.Join(s.detail, say.S("An address must be listed there too."))
	}
	return s
}
