package findings

import (
	"slices"
	"strings"

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

// view is one chain that an address showed.
type view struct {
	// at is the index of the endpoint, which is seen as if it showed that chain
	// alone.
	at       int
	main     bool
	endpoint *checks.Endpoint
	// unnamed: the chain was shown only where no server name was sent, beside
	// another one for those who send it.
	unnamed bool
	// worst is how grave what is wrong with the chain is; "" for nothing.
	worst checks.Severity
	// vouched: something wrong with the chain is settled by a TLSA record alone.
	vouched bool
}

func (v *view) note(s checks.Severity) {
	if v.worst == "" || rank(s) < rank(v.worst) {
		v.worst = s
	}
}

// look lists the chains of the endpoints.
func (s *survey) look() {
	s.views = make([]view, 0, len(s.tested))
	for _, i := range s.tested {
		ep := &s.facts.Endpoints[i]
		s.views = append(s.views, view{at: i, main: true, endpoint: ep})
		for k := range ep.Shown {
			s.views = append(s.views, beside(i, ep, &ep.Shown[k]))
		}
	}
}

// beside is a chain that was shown beside the main one.
func beside(at int, ep *checks.Endpoint, shown *checks.Shown) view {
	v := view{at: at, endpoint: ep.View(shown)}
	v.unnamed = unnamed(&v)
	return v
}

// of are the chains of one endpoint.
func (s *survey) of(at int) []*view {
	var out []*view
	for i := range s.views {
		if s.views[i].at == at {
			out = append(out, &s.views[i])
		}
	}
	return out
}

func leafOf(v *view) string {
	if j := v.endpoint.Judgement; j != nil && j.Leaf != nil {
		return j.Leaf.SHA256
	}
	return ""
}

// addresses writes endpoints without their common port.
func (s *survey) addresses(where []int) []string {
	out := make([]string, len(where))
	for i, at := range where {
		out[i] = s.facts.Endpoints[at].PlaceHost()
	}
	return out
}

// withoutSNI ends the label of a handshake without a server name.
const withoutSNI = " without SNI"

// unnamed tells whether a chain was shown only where no server name was sent.
func unnamed(v *view) bool {
	return len(v.endpoint.ShownTo) > 0 && !slices.ContainsFunc(v.endpoint.ShownTo, func(label string) bool { return !strings.HasSuffix(label, withoutSNI) })
}
