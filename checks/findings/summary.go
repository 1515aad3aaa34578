package findings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/checks"
)

// Summary is one plain sentence: the worst of what was found, in the words of
// this case, or that all is well. found is what Find returned, with what later
// stages added.
func Summary(f *checks.Facts, found []checks.Finding) string {
	return withSeen(f, found, func(found []checks.Finding) string { return ofServer(f, found) })
}

// ofServer is the sentence about the server alone.
func ofServer(f *checks.Facts, found []checks.Finding) string {
	verdict := Verdict(f, found)
	if verdict == checks.VerdictTrusted {
		return fine(f)
	}
	s := examine(f)
	if verdict == checks.VerdictUnknown {
		return s.unknown()
	}
	worst := checks.Critical
	if verdict == checks.VerdictWarning {
		worst = checks.Warning
	}
	if sentence := s.partly(); sentence != "" && worst == checks.Critical {
		return sentence
	}
	said := s.pick(found, worst)
	if len(said.clauses)+len(said.wholes)+len(said.some) == 0 {
		// Only what later stages added: their own words.
		for i := range found {
			if found[i].Severity == worst {
				return host(f) + ": " + lowerFirst(found[i].Title.String()) + "."
			}
		}
	}
	if worst == checks.Warning {
		return said.warning(f)
	}
	return said.critical(f)
}

// unknown is the sentence for a server of which nothing was seen.
func (s *survey) unknown() string {
	for i := range s.found {
		if f := &s.found[i]; slices.Contains(ours, f.rule.code) {
			return f.sight.whole + "."
		}
	}
	return nothingKnown(s.facts) + "it could not be tested from here."
}

// material is what a summary is made of.
type material struct {
	clauses, wholes []string
	// effect of the only clause; "" for the usual one.
	effect string
	// alone is the code of the only clause.
	alone checks.Code
	// some are clauses that are not true of every certificate that was seen.
	some []someClause
}

// someClause is a clause and the certificate that it is about.
type someClause struct{ clause, which, by string }

func (s *survey) pick(found []checks.Finding, worst checks.Severity) material {
	var m material
	for i := range s.found {
		f := &s.found[i]
		reported := slices.ContainsFunc(found, func(r checks.Finding) bool { return r.Code == f.rule.code })
		if f.severity() != worst || !reported {
			continue
		}
		which, by := s.which(f)
		switch {
		case f.sight.clause != "" && which != "":
			m.some = append(m.some, someClause{f.sight.clause, which, by})
		case f.sight.clause != "":
			m.clauses = append(m.clauses, f.sight.clause)
			m.effect, m.alone = f.sight.effect, f.rule.code
		case f.sight.whole != "":
			m.wholes = append(m.wholes, f.sight.whole)
		}
	}
	if len(m.clauses) > 1 {
		m.effect, m.alone = "", ""
	}
	return m
}

// critical: "The certificate of X expired on D and is for Y, so Outlook warns."
func (m material) critical(f *checks.Facts) string {
	effect := cmp.Or(m.effect, warns(f))
	if len(m.wholes) > 0 {
		sentence := m.wholes[0]
		if len(m.clauses) > 0 {
			sentence += ", and its certificate " + m.predicate()
		}
		return sentence + "."
	}
	if len(m.clauses) == 0 {
		return m.someFail(f)
	}
	if m.alone == checks.HostnameMismatch && !f.Offline && strings.HasPrefix(m.clauses[0], "is for ") {
		return host(f) + " presents a certificate for " + strings.TrimPrefix(m.clauses[0], "is for ") + ", " + effect + "."
	}
	return subject(f) + " " + m.predicate() + ", " + effect + "."
}

// warning: "X works, but its certificate ends on D."
func (m material) warning(f *checks.Facts) string {
	switch {
	case len(m.clauses) == 0 && len(m.wholes) > 0:
		return m.wholes[0] + "."
	case len(m.clauses) == 0:
		return host(f) + " works, but " + m.some[0].which + " " + m.someOf(m.some[0].which) + "."
	case f.Offline:
		return subject(f) + " " + m.predicate() + "."
	}
	return host(f) + " works, but its certificate " + m.predicate() + "."
}

// someFail: "X shows some mail programs a certificate that expired on D (its RSA
// certificate), so they warn."
func (m material) someFail(f *checks.Facts) string {
	first := m.some[0]
	what := "a certificate that " + m.someOf(first.which)
	if first.by == byConnection {
		return "On some connections " + host(f) + " shows " + what + ", so mail programs warn now and then."
	}
	text := host(f) + " shows some mail programs " + what + " (" + first.which + ")"
	for _, other := range m.some[1:] {
		if other.which != first.which {
			return text + ", and others one that " + m.someOf(other.which) + " (" + other.which + ")."
		}
	}
	return text + ", so they warn."
}

// someOf joins the clauses about one certificate, two at most.
func (m material) someOf(which string) string {
	var clauses []string
	for _, c := range m.some {
		if c.which == which {
			clauses = append(clauses, c.clause)
		}
	}
	return material{clauses: clauses}.predicate()
}

// predicate joins the clauses, two at most.
func (m material) predicate() string {
	if rest := len(m.clauses) - 2; rest > 0 {
		return m.clauses[0] + ", " + m.clauses[1] + ", and has " + plural(rest, "further fault")
	}
	return strings.Join(m.clauses, " and ")
}

// partly is the sentence for a name whose addresses do not all fail in the same
// way.
func (s *survey) partly() string {
	bad := s.failing()
	alike := !slices.ContainsFunc(bad, func(i int) bool { return s.brief[i] != s.brief[bad[0]] })
	differ := slices.ContainsFunc(s.found, func(f found) bool { return f.rule.code == checks.InconsistentServers })
	if len(bad) == 0 || !differ || (len(bad) == len(s.tested) && alike) {
		return ""
	}
	verb := " fail: "
	if len(bad) == 1 {
		verb = " fails: "
	}
	end := "."
	if family := s.family(bad); family != "" {
		end = "; only " + familyNames[family] + " fails."
	}
	return strconv.Itoa(len(bad)) + " of " + strconv.Itoa(len(s.tested)) + " addresses of " + host(s.facts) + verb + s.briefs(bad) + end
}

// subject is the certificate in question.
func subject(f *checks.Facts) string {
	switch {
	case !f.Offline:
		return "The certificate of " + host(f)
	case f.Name != "":
		return "The certificate for " + shownName(f.Name)
	}
	for i := range f.Endpoints {
		if j := f.Endpoints[i].Judgement; j != nil && j.Leaf != nil {
			return "The certificate issued to " + issuedTo(j.Leaf)
		}
	}
	return "The certificate"
}

// warns is what clients make of a bad certificate.
func warns(f *checks.Facts) string {
	if s, ok := checks.ServiceByName(f.Target.Service); ok {
		switch s.Protocol {
		case "imap", "pop3", "smtp", "ldap", "":
		default:
			return "so clients refuse it"
		}
	}
	return "so Outlook warns"
}

// fine is the sentence for a server without fault: who vouches for it, and how
// long it will last.
func fine(f *checks.Facts) string {
	for i := range f.Endpoints {
		if len(f.Endpoints[i].Unanswered) > 0 {
			return "What was seen of " + host(f) + " is in order, but not every handshake was answered."
		}
	}
	var leaf *checks.Certificate
	var left time.Duration
	look := func(j *checks.Judgement) {
		if j == nil || j.Leaf == nil {
			return
		}
		if l := j.Leaf.NotAfter.Sub(f.At); leaf == nil || l < left {
			leaf, left = j.Leaf, l
		}
	}
	for i := range f.Endpoints {
		look(f.Endpoints[i].Judgement)
		for k := range f.Endpoints[i].Shown {
			look(f.Endpoints[i].Shown[k].Judgement)
		}
	}
	if leaf == nil {
		return host(f) + " is fine."
	}
	name := host(f) + " is fine: its certificate"
	if f.Offline {
		name = subject(f) + " is fine: it"
		return name + " was issued by " + issuer(leaf) + " and is valid for another " + checks.Days(left) + ", until " + checks.Date(leaf.NotAfter) + "."
	}
	return name + ", issued by " + issuer(leaf) + ", is valid for another " + checks.Days(left) + ", until " + checks.Date(leaf.NotAfter) + "."
}
