package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// families are all rules. Their order decides between findings of the same
// severity: what stands in the way of everything else comes first.
var families = [][]rule{ourRules, connectionRules, trustRules, revocationRules, timeRules, nameRules, strengthRules, clientRules, hintRules, variedRules, serverRules, policyRules, discoveryRules}

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

// ask collects what one rule noticed at all addresses; the worst of it becomes the
// finding.
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
		if settledByDANE[r.code] && vouchedFor(s.facts, v.endpoint) {
			seen, v.vouched = settled(seen), true
		}
		candidate := found{rule: r, sight: seen}
		if v.unnamed && candidate.severity() == checks.Critical {
			candidate.sight = withoutName(s.facts, seen)
		}
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
