package answer

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// unequal says in words how the views of all servers differ, the worst first:
// which are not found everywhere, and which look different.
func unequal(views [][]*checks.Report, zones []string) []bot.Finding {
	var out []bot.Finding
	// Where nothing is found there is one report, without a port.
	empty := make(map[string]bool)
	for _, v := range views {
		if v[0].Target.Port == 0 && len(v) < len(zones) {
			out = append(out, nothingThere(v, zones))
			for _, r := range v {
				empty[r.Zone] = true
			}
		}
	}
	for _, v := range views {
		out = append(out, differences(v)...)
		absent := slices.DeleteFunc(without(zones, v), func(z string) bool { return empty[z] })
		if v[0].Target.Port != 0 && len(absent) > 0 {
			out = append(out, bot.Finding{Tone: bot.Warning,
				Detail: say.Literal(fmt.Sprintf("%s is found only %s, not %s.", endpointName(v[0]), party(v).from(), from(absent)))})
		}
	}
	slices.SortStableFunc(out, func(x, y bot.Finding) int { return cmp.Compare(rankOf(y.Tone), rankOf(x.Tone)) })
	return out
}

func nothingThere(v []*checks.Report, zones []string) bot.Finding {
	if v[0].Verdict == checks.VerdictUnknown { // nobody has looked
		return bot.Finding{Tone: bot.Unknown, Detail: say.Literal(fmt.Sprintf("%s: %s", capital(party(v).from()), v[0].Summary.String()))}
	}
	return bot.Finding{Tone: tone(v[0].Verdict), Detail: say.Literal(fmt.Sprintf("%s nothing answers for %s; %s something does.",
		capital(party(v).from()), checks.Clean(v[0].Target.Host, maxValue), from(without(zones, v))))}
}

// without are the zones that have no view.
func without(zones []string, v party) []string {
	seen := v.zones()
	return slices.DeleteFunc(slices.Clone(zones), func(z string) bool { return slices.Contains(seen, z) })
}

// differences say in words how the views of one server differ. Views that agree
// are told together; the largest party, or the first of equals, is what the
// others are compared with.
func differences(views []*checks.Report) []bot.Finding {
	parties := partiesOf(views)
	if len(parties) == 0 {
		return nil
	}
	most := slices.MaxFunc(parties, func(x, y party) int { return cmp.Compare(len(x), len(y)) })
	var out []bot.Finding
	for _, p := range parties {
		if p[0] != most[0] {
			out = append(out, bot.Finding{Tone: tone(worstOf(p[0], most[0])), Detail: say.Literal(difference(most, p))})
		}
	}
	return out
}

// party are views that agree.
type party []*checks.Report

func (p party) zones() []string {
	out := make([]string, len(p))
	for i, r := range p {
		out[i] = r.Zone
	}
	return out
}

func (p party) from() string { return from(p.zones()) }

// names are its zones as a label.
func (p party) names() string { return strings.TrimPrefix(p.from(), "from ") }

func partiesOf(views []*checks.Report) []party {
	var out []party
next:
	for _, r := range views {
		for i := range out {
			if agree(out[i][0], r) {
				out[i] = append(out[i], r)
				continue next
			}
		}
		out = append(out, party{r})
	}
	return out
}

// agree tells whether two zones see the same: how far one comes, which
// certificate is presented, what it is worth, and whether it is the same
// machine.
func agree(x, y *checks.Report) bool {
	return x.Verdict == y.Verdict && leafOf(x) == leafOf(y) && !strangers(x, y)
}

func leafOf(r *checks.Report) string {
	if r.Certificate == nil {
		return ""
	}
	return r.Certificate.SHA256
}

// strangers tells whether the name leads to addresses that have none in common.
func strangers(x, y *checks.Report) bool {
	a, b := hosts(x), hosts(y)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	return !slices.ContainsFunc(a, func(addr string) bool { return slices.Contains(b, addr) })
}

func hosts(r *checks.Report) []string {
	var out []string
	for _, e := range r.Endpoints {
		host, _, err := net.SplitHostPort(e.Address)
		if err != nil {
			host = e.Address
		}
		out = append(out, host)
	}
	return out
}

func worstOf(x, y *checks.Report) checks.Verdict {
	a := bot.Answer{Reports: []checks.Report{*x, *y}}
	return a.Reports[a.Worst()].Verdict
}

func rankOf(t bot.Tone) int {
	return slices.Index([]bot.Tone{bot.Neutral, bot.Good, bot.Warning, bot.Unknown, bot.Bad}, t)
}

// difference is one sentence, or two: what those others see, beside what most
// see.
func difference(most, others party) string {
	m, o := most[0], others[0]
	name := endpointName(m)
	if m.Verdict == checks.VerdictUnknown || o.Verdict == checks.VerdictUnknown {
		return fmt.Sprintf("%s: %s %s: %s", capital(others.from()), o.Summary.String(), capital(most.from()), m.Summary.String())
	}
	answersM, answersO := m.Verdict != checks.VerdictUnreachable, o.Verdict != checks.VerdictUnreachable
	switch {
	case answersM && !answersO:
		return fmt.Sprintf("%s cannot be reached %s; %s it answers.", name, others.from(), most.from()) + elsewhere(most, others)
	case answersO && !answersM:
		return fmt.Sprintf("%s is reached only %s; %s it does not answer.", name, others.from(), most.from()) + elsewhere(most, others)
	case leafOf(m) == "" && leafOf(o) == "":
	case leafOf(o) == "":
		return fmt.Sprintf("%s %s shows no certificate; %s it does.", capital(others.from()), name, most.from()) + elsewhere(most, others)
	case leafOf(m) == "":
		return fmt.Sprintf("%s %s shows a certificate; %s it does not.", capital(others.from()), name, most.from()) + elsewhere(most, others)
	case leafOf(m) != leafOf(o):
		return another(most, others) + elsewhere(most, others)
	}
	if m.Verdict != o.Verdict {
		return fmt.Sprintf("%s the same certificate is judged otherwise. %s", capital(others.from()), o.Summary.String()) + elsewhere(most, others)
	}
	return strings.TrimSpace(elsewhere(most, others) + " What is presented is the same.")
}

// another tells two certificates apart by what a person can see of them.
func another(most, others party) string {
	m, o := most[0].Certificate, others[0].Certificate
	text := fmt.Sprintf("%s the server %s presents another certificate", capital(others.from()), endpointName(most[0]))
	issuerM, issuerO := issuerOf(m), issuerOf(o)
	switch {
	case issuerM != issuerO:
		return text + fmt.Sprintf(": issued by %s; %s it is issued by %s.", issuerO, most.from(), issuerM)
	case checks.Date(m.NotAfter) != checks.Date(o.NotAfter):
		return text + fmt.Sprintf(": valid until %s; %s it is valid until %s.", checks.Date(o.NotAfter), most.from(), checks.Date(m.NotAfter))
	case m.IssuedTo != o.IssuedTo:
		return text + fmt.Sprintf(": issued to %s; %s it is issued to %s.", subjectOf(o), most.from(), subjectOf(m))
	}
	return text + ", though of the same issuer and with the same dates as " + most.from() + "."
}

func issuerOf(c *checks.Certificate) string {
	return cmp.Or(checks.Clean(c.IssuedBy, maxValue), checks.Clean(c.Issuer, maxValue), "nobody named")
}

func subjectOf(c *checks.Certificate) string {
	return cmp.Or(checks.Clean(c.IssuedTo, maxValue), checks.Clean(c.Subject, maxValue), "nobody named")
}

// elsewhere adds that the name leads somewhere else, which explains most
// differences.
func elsewhere(most, others party) string {
	if !strangers(most[0], others[0]) {
		return ""
	}
	return fmt.Sprintf(" %s the name leads to %s, %s to %s.", capital(others.from()),
		checks.List(hosts(others[0]), maxAddresses), most.from(), checks.List(hosts(most[0]), maxAddresses))
}
