package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// rule is one row of the product: a code, how bad it usually is, what it is
// called, what helps, and the functions that notice it. A function returns nil
// when its fact was not observed. A rule has one of them, seldom two.
type rule struct {
	code     checks.Code
	severity checks.Severity
	title    say.Text
	// steps are the numbers of the fix steps, in the order to try them.
	steps []int

	// certificate looks at what an address sent; addresses that sent the same
	// chain are asked once.
	certificate func(*checks.Facts, *checks.Judgement) *sight
	// address looks at what one address did. With chains it looks at a chain, and
	// is asked about each that the address showed.
	address func(*checks.Facts, *checks.Endpoint) *sight
	chains  bool
	// target looks at all addresses together.
	target func(*survey) *sight
}

// sight is a fact that a rule noticed, in the words of the case.
type sight struct {
	// detail is one to three sentences for the finding.
	detail say.Text
	// evidence is a pointer to the struct of the code (checks.EvidenceOf).
	evidence any
	// For the summary, either clause or whole: clause is a phrase about the
	// certificate ("expired on 3 November 2026"), whole are sentences. alone is the
	// sentence in place of one with the clause where there is no other.
	clause, whole, alone say.Text
	// brief is a short phrase for a list of addresses; empty: the title.
	brief say.Text
	// title, severity and steps replace the rule's where they are set.
	title    say.Text
	severity checks.Severity
	steps    []int
	// effect replaces "so Outlook warns" in the summary.
	effect say.Text
}

// found is a rule's sight and where it was seen.
type found struct {
	rule  *rule
	sight *sight
	// where are indexes of endpoints; nil for a fact of the whole target.
	where []int
	// shown are the chains that show it, among those that these endpoints show.
	shown []*view
}

func (f *found) severity() checks.Severity {
	if f.sight.severity != "" {
		return f.sight.severity
	}
	return f.rule.severity
}

func (f *found) title() say.Text {
	if !f.sight.title.Empty() {
		return f.sight.title
	}
	return f.rule.title
}

func (f *found) steps() []int {
	if f.sight.steps != nil {
		return f.sight.steps
	}
	return f.rule.steps
}

func (f *found) brief() say.Text {
	if !f.sight.brief.Empty() {
		return f.sight.brief
	}
	return f.title()
}

// families are all rules. Their order decides between findings of the same
// severity: what stands in the way of everything else comes first.
var families = [][]rule{ourRules, connectionRules, trustRules, revocationRules, timeRules, nameRules, strengthRules, clientRules, hintRules, variedRules, serverRules, policyRules, discoveryRules}

// survey is the work of the rules on one target.
type survey struct {
	facts *checks.Facts
	// tested are the indexes of the endpoints that something is known of.
	tested []int
	// views are the chains that they showed.
	views []view
	found []found
	// brief is, for each endpoint, what critical fact was seen there, in short;
	// nothing for none.
	brief []say.Text
}

// examine asks every rule.
func examine(f *checks.Facts) *survey {
	s := &survey{facts: f}
	for i := range f.Endpoints {
		if f.Endpoints[i].Outcome != checks.OutcomeNotTested {
			s.tested = append(s.tested, i)
		}
	}
	s.look()
	s.askAddresses()
	s.brief = make([]say.Text, len(f.Endpoints))
	for i := range s.found {
		if s.found[i].severity() != checks.Critical {
			continue
		}
		for _, at := range s.found[i].where {
			if s.brief[at].Empty() {
				s.brief[at] = s.found[i].brief()
			}
		}
	}
	for _, family := range families {
		for i := range family {
			if r := &family[i]; r.target != nil {
				if seen := r.target(s); seen != nil {
					s.found = append(s.found, found{rule: r, sight: seen})
				}
			}
		}
	}
	s.sort()
	return s
}

// examineOne asks the rules about one address alone.
func examineOne(f *checks.Facts, i int) *survey {
	s := &survey{facts: f, tested: []int{i}}
	s.look()
	s.askAddresses()
	s.sort()
	return s
}

func (s *survey) askAddresses() {
	for _, family := range families {
		for i := range family {
			s.ask(&family[i])
		}
	}
}

// ask collects one rule's sights: the worst one speaks for all.
func (s *survey) ask(r *rule) {
	var worst found
	var judged *checks.Judgement
	var last *sight
	for i := range s.views {
		v := &s.views[i]
		var seen *sight
		switch j := v.endpoint.Judgement; {
		case r.address != nil:
			if v.main || r.chains {
				seen = r.address(s.facts, v.endpoint)
			}
		case r.certificate != nil && j != nil && j.Leaf != nil:
			if j != judged {
				judged, last = j, r.certificate(s.facts, j)
			}
			seen = last
		}
		if seen == nil {
			continue
		}
		candidate := found{rule: r, sight: seen}
		if r.certificate != nil || r.chains {
			v.note(candidate.severity())
		}
		where, shown := worst.where, append(worst.shown, v)
		if n := len(where); n == 0 || where[n-1] != v.at {
			where = append(where, v.at)
		}
		if worst.sight == nil || rank(candidate.severity()) < rank(worst.severity()) {
			worst = candidate
		}
		worst.where, worst.shown = where, shown
	}
	if worst.sight != nil {
		s.found = append(s.found, worst)
	}
}

// failing lists the endpoints where a critical fact was seen.
func (s *survey) failing() []int {
	var out []int
	for _, i := range s.tested {
		if !s.brief[i].Empty() {
			out = append(out, i)
		}
	}
	return out
}

// sort puts the worst first and keeps the order of the families otherwise.
func (s *survey) sort() {
	slices.SortStableFunc(s.found, func(a, b found) int { return rank(a.severity()) - rank(b.severity()) })
}

func rank(s checks.Severity) int {
	switch s {
	case checks.Critical:
		return 0
	case checks.Warning:
		return 1
	}
	return 2
}
