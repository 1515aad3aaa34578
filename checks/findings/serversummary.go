package findings

import (
	"slices"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// summarise makes the sentence about the server alone, and says what it tells.
func summarise(f *checks.Facts, found []checks.Finding) (say.Text, []checks.Code) {
	verdict := Verdict(f, found)
	if verdict == checks.VerdictTrusted {
		return fine(f), nil
	}
	s := examine(f)
	if verdict == checks.VerdictUnknown {
		return s.unknown(), ours
	}
	worst := checks.Critical
	if verdict == checks.VerdictWarning {
		worst = checks.Warning
	}
	if worst == checks.Critical {
		if said := s.partly(); !said.Empty() {
			return said, s.inBrief()
		}
	}
	said := s.pick(found, worst)
	if len(said.clauses)+len(said.wholes)+len(said.some) == 0 {
		// Only what later stages added: their own words.
		for i := range found {
			if found[i].Severity == worst {
				return say.S("{host}: {title}.", hostIn(f), say.Sub("title", found[i].Title)), []checks.Code{found[i].Code}
			}
		}
	}
	if worst == checks.Warning {
		return said.warning(f), said.told(worst)
	}
	return said.critical(f), said.told(worst)
}

// inBrief are the codes that the brief words of the addresses are about, and that
// of the difference itself.
func (s *survey) inBrief() []checks.Code {
	out := []checks.Code{checks.InconsistentServers}
	told := make(map[int]bool) // endpoints
	for i := range s.found {
		f := &s.found[i]
		for _, at := range f.where {
			if f.severity() == checks.Critical && !told[at] {
				told[at] = true
				out = append(out, f.rule.code)
			}
		}
	}
	return out
}

// unknown is the sentence for a server of which nothing was seen.
func (s *survey) unknown() say.Text {
	for i := range s.found {
		if f := &s.found[i]; slices.Contains(ours, f.rule.code) {
			return f.sight.whole
		}
	}
	return nothingKnown(s.facts, notFromHere)
}

// material is what a summary is made of.
type material struct {
	clauses, wholes []part
	// effect and alone are of the only clause, if it has them.
	effect, alone say.Text
	// some are clauses that are not true of every certificate that was seen.
	some []someClause
}

// part is one of a summary, and the finding that it is about.
type part struct {
	text say.Text
	code checks.Code
}

// someClause is a clause and the certificate that it is about.
type someClause struct {
	clause, which say.Text
	by            string
	code          checks.Code
}

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
		case !f.sight.clause.Empty() && !which.Empty():
			m.some = append(m.some, someClause{f.sight.clause, which, by, f.rule.code})
		case !f.sight.clause.Empty():
			m.clauses = append(m.clauses, part{f.sight.clause, f.rule.code})
			m.effect, m.alone = f.sight.effect, f.sight.alone
		case !f.sight.whole.Empty():
			m.wholes = append(m.wholes, part{f.sight.whole, f.rule.code})
		}
	}
	if len(m.clauses) > 1 {
		m.effect, m.alone = nil, nil
	}
	return m
}

// critical: "The certificate of X expired on D and is for Y, so Outlook shows a
// warning."
func (m material) critical(f *checks.Facts) say.Text {
	effect := m.effect
	if effect.Empty() {
		effect = warns(f)
	}
	switch {
	case len(m.wholes) > 0 && len(m.clauses) > 0:
		return say.Join(m.wholes[0].text, say.S("Its certificate {clause}.", predicate("clause", texts(m.clauses))))
	case len(m.wholes) > 0:
		return m.wholes[0].text
	case len(m.clauses) == 0:
		return m.someFail(f)
	case !m.alone.Empty():
		return m.alone
	case len(m.clauses) > 1: // enough to be said at once
		return say.S("{Subject} {clause}.", say.Sub("subject", subject(f)), predicate("clause", texts(m.clauses)))
	}
	return say.S("{Subject} {clause}, {effect}.", say.Sub("subject", subject(f)), predicate("clause", texts(m.clauses)), say.Sub("effect", effect))
}

// told are the codes of what critical and warning say.
func (m material) told(worst checks.Severity) []checks.Code {
	var out []checks.Code
	switch {
	case len(m.clauses) == 0 && len(m.wholes) == 0:
		return m.toldOfSome(worst)
	case len(m.wholes) > 0 && (worst == checks.Critical || len(m.clauses) == 0):
		out = append(out, m.wholes[0].code)
	}
	for _, c := range m.clauses[:min(len(m.clauses), maxClauses)] {
		out = append(out, c.code)
	}
	for _, code := range out {
		out = append(out, implied[code]...)
	}
	return out
}

// toldOfSome are the codes of what someFail says, or warning of some certificates.
func (m material) toldOfSome(worst checks.Severity) []checks.Code {
	first := m.some[0]
	about := []say.Text{first.which}
	if worst == checks.Critical && first.by != byConnection {
		for _, c := range m.some {
			if !say.Equal(c.which, first.which) {
				about = append(about, c.which)
				break
			}
		}
	}
	out := []checks.Code{checks.CertificateVaries}
	for _, which := range about {
		n := 0
		for _, c := range m.some {
			if say.Equal(c.which, which) && n < maxClauses {
				out = append(out, c.code)
				n++
			}
		}
	}
	return out
}

// implied are findings that say no more than another one, of which a summary tells.
var implied = map[checks.Code][]checks.Code{
	checks.HostnameMismatch: {checks.AutodiscoverMismatch}, // the name that Outlook found by itself
	checks.Intercepted:      {checks.UntrustedRoot},
	checks.DistrustedCA:     {checks.UntrustedRoot},
	// The cause of the failure is in its sentence.
	checks.TLSHandshakeFailed: {checks.LegacyTLS, checks.WeakCipher},
}

func texts(all []part) []say.Text {
	out := make([]say.Text, len(all))
	for i := range all {
		out[i] = all[i].text
	}
	return out
}

// warning: "X works, but its certificate expires on D."
func (m material) warning(f *checks.Facts) say.Text {
	but := noGreeting(f)
	if but.Empty() {
		return m.warned(f, f.Offline)
	}
	return say.Join(m.warned(f, true), itself(but)) // nobody has seen that it works
}

// warned is the warning itself; with bare, of the certificate alone where it is about that.
func (m material) warned(f *checks.Facts, bare bool) say.Text {
	switch {
	case len(m.clauses) == 0 && len(m.wholes) > 0:
		return m.wholes[0].text
	case len(m.clauses) == 0:
		which := m.some[0].which
		return say.S("{host} works, but {which} {clause}.", hostIn(f), say.Sub("which", which), m.someOf("clause", which))
	case bare:
		return say.S("{Subject} {clause}.", say.Sub("subject", subject(f)), predicate("clause", texts(m.clauses)))
	}
	return say.S("{host} works, but its certificate {clause}.", hostIn(f), predicate("clause", texts(m.clauses)))
}

// someFail: "X sends some mail apps a certificate that expired on D (its RSA
// certificate), so they show a warning."
func (m material) someFail(f *checks.Facts) say.Text {
	first := m.some[0]
	clause, which := m.someOf("clause", first.which), say.Sub("which", first.which)
	if first.by == byConnection {
		return say.S("On some connections {host} sends a certificate that {clause}.", hostIn(f), clause)
	}
	for _, other := range m.some[1:] {
		if !say.Equal(other.which, first.which) {
			return say.S("{host} sends some mail apps a certificate that {clause} ({which}), and others one that {clause2} ({which2}).",
				hostIn(f), clause, which, m.someOf("clause2", other.which), say.Sub("which2", other.which))
		}
	}
	return say.S("{host} sends some mail apps a certificate that {clause} ({which}).", hostIn(f), clause, which)
}

// someOf joins the clauses about one certificate, two at most.
func (m material) someOf(slot string, which say.Text) say.Arg {
	var clauses []say.Text
	for _, c := range m.some {
		if say.Equal(c.which, which) {
			clauses = append(clauses, c.clause)
		}
	}
	return predicate(slot, clauses)
}

// maxClauses is how many faults a summary tells in words.
const maxClauses = 2

// predicate joins clauses, maxClauses at most.
func predicate(slot string, clauses []say.Text) say.Arg {
	switch rest := len(clauses) - maxClauses; {
	case rest < 0:
		return say.Sub(slot, clauses[0])
	case rest == 0:
		return say.Sub(slot, say.P("clause", "{clause1} and {clause2}", say.Sub("clause1", clauses[0]), say.Sub("clause2", clauses[1])))
	default:
		return say.Sub(slot, say.PN("clause", "{clause1}, {clause2}, and has {n} more problem", "{clause1}, {clause2}, and has {n} more problems", rest,
			say.Sub("clause1", clauses[0]), say.Sub("clause2", clauses[1])))
	}
}

// partly is the sentence for a name whose addresses do not all fail in the same
// way.
func (s *survey) partly() say.Text {
	bad := s.failing()
	alike := !slices.ContainsFunc(bad, func(i int) bool { return !say.Equal(s.brief[i], s.brief[bad[0]]) })
	differ := slices.ContainsFunc(s.found, func(f found) bool { return f.rule.code == checks.InconsistentServers })
	if len(bad) == 0 || !differ || (len(bad) == len(s.tested) && alike) {
		return nil
	}
	said := say.N("{n} of {total} addresses for {host} does not work: {list}.", "{n} of {total} addresses for {host} do not work: {list}.", len(bad),
		say.Count("total", len(s.tested)), hostIn(s.facts), s.briefs(bad))
	if family := s.family(bad); family != "" {
		said = say.Join(said, say.S("Only {family} does not work.", say.Term("family", familyNames[family])))
	}
	return said
}

// wantClientCert counts the addresses that let nobody in without a certificate, and
// those that were tested.
func wantClientCert(f *checks.Facts) (strict, tested int) {
	for i := range f.Endpoints {
		switch e := &f.Endpoints[i]; {
		case e.Outcome == checks.OutcomeNotTested:
			continue
		case e.TLS != nil && e.TLS.ClientCertRequired:
			strict++
		}
		tested++
	}
	return strict, tested
}

// fine is the sentence for a server without fault: who issued its certificate,
// and how long it will last.
func fine(f *checks.Facts) say.Text {
	if but := noGreeting(f); !but.Empty() {
		return certificateButNoGreeting(f, but)
	}
	for i := range f.Endpoints {
		if len(f.Endpoints[i].Refused) > 0 && len(f.Endpoints[i].Shown) == 0 {
			return say.S("What certdesk saw of {host} is OK, but several servers seem to share its address, and it did not see all of them.", hostIn(f))
		}
		if len(f.Endpoints[i].Unasked) > 0 || f.Endpoints[i].WindowsUnknown {
			return say.S("What certdesk saw of {host} is OK, but it could not test every handshake.", hostIn(f))
		}
		if len(f.Endpoints[i].Unanswered) > 0 {
			return say.S("What certdesk saw of {host} is OK, but not every handshake was answered.", hostIn(f))
		}
	}
	switch strict, tested := wantClientCert(f); {
	case strict > 0 && strict == tested:
		return say.S("The certificate of {host} is OK, but the server turns away every program without a client certificate.", hostIn(f))
	case strict > 0:
		return say.N("The certificate of {host} is OK, but {n} of {total} addresses turns away every program without a client certificate.",
			"The certificate of {host} is OK, but {n} of {total} addresses turn away every program without a client certificate.", strict,
			hostIn(f), say.Count("total", tested))
	}
	if onlyVouchedFor(f) {
		return say.S("{host} is fine for mail servers: its certificate matches its TLSA record in DNS (DANE).", hostIn(f))
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
	switch {
	case leaf == nil:
		return say.S("{host} is fine.", hostIn(f))
	case f.Offline:
		return say.S("{Subject} is fine. It was issued by {issuer} and is valid until {date} ({span} left).",
			say.Sub("subject", subject(f)), issuerIn("issuer", leaf), say.Date("date", leaf.NotAfter), say.Span("span", left))
	}
	return say.S("{host} is fine. Its certificate from {issuer} is valid until {date} ({span} left).",
		hostIn(f), issuerIn("issuer", leaf), say.Date("date", leaf.NotAfter), say.Span("span", left))
}
