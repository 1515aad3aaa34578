package answer

import (
	"cmp"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

// Zones answers with the views of several network zones side by side. Where
// they differ, the difference is the headline: it tells more of the cause than
// any single view.
func Zones(a *bot.Answer) bot.Reply {
	worst := a.Worst()
	if worst < 0 {
		return Several(a)
	}
	w := &a.Reports[worst]
	views := byEndpoint(a)
	reply := bot.Reply{Tone: tone(w.Verdict)}
	var told []bot.Finding
	for _, v := range views {
		told = append(told, differences(v)...)
		reply.Items = append(reply.Items, items(v, len(views) > 1)...)
	}
	for _, u := range a.Unheard {
		reply.Items = append(reply.Items, bot.Item{Tone: bot.Warning, Code: zoneName(u.Zone), Text: unheard(u)})
	}
	zones := zonesOf(a)
	switch {
	case len(told) > 0:
		reply.Headline, reply.Findings = told[0].Detail, told[1:]
	case len(zones) == 1:
		reply.Headline = w.Summary
		reply.Findings = []bot.Finding{{Detail: "This is the view " + from(zones) + " alone: no worker of another zone has answered."}}
	default:
		reply.Headline = w.Summary
		reply.Findings = []bot.Finding{{Detail: "It looks the same " + from(zones) + "."}}
	}
	if len(views) == 1 && len(told) > 0 {
		reply.Facts = sideBySide(views[0])
	}
	if w.Verdict != checks.VerdictTrusted {
		reply.Steps = Brief(w).Steps
		reply.StepsTitle = fmt.Sprintf("What to do about what is seen %s, in this order:", from([]string{w.Zone}))
	}
	if len(reply.Steps) == 0 {
		reply.StepsTitle = ""
	}
	reply.Footnote = zonesFootnote(w, zones)
	return reply
}

// byEndpoint puts the reports about one server together, in the order of the
// answer.
func byEndpoint(a *bot.Answer) [][]*checks.Report {
	var out [][]*checks.Report
	place := make(map[string]int)
	for i := range a.Reports {
		r := &a.Reports[i]
		name := endpointName(r)
		at, known := place[name]
		if !known {
			at = len(out)
			place[name] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], r)
	}
	return out
}

func zonesOf(a *bot.Answer) []string {
	var out []string
	for i := range a.Reports {
		if !slices.Contains(out, a.Reports[i].Zone) {
			out = append(out, a.Reports[i].Zone)
		}
	}
	return out
}

func items(views []*checks.Report, several bool) []bot.Item {
	out := make([]bot.Item, 0, len(views))
	for _, r := range views {
		name := zoneName(r.Zone)
		if several {
			name += ": " + endpointName(r)
		}
		out = append(out, bot.Item{Tone: tone(r.Verdict), Code: name, Text: r.Summary})
	}
	return out
}

func unheard(u bot.Unheard) string {
	if u.Zone == everywhere {
		return "Other zones were not asked: " + u.Why
	}
	return "No answer: " + u.Why
}

// everywhere stands for zones of which not even the names are known.
const everywhere = "all"

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
			out = append(out, bot.Finding{Tone: tone(worstOf(p[0], most[0])), Detail: difference(most, p)})
		}
	}
	slices.SortStableFunc(out, func(x, y bot.Finding) int { return cmp.Compare(rankOf(y.Tone), rankOf(x.Tone)) })
	return out
}

// party are views that agree.
type party []*checks.Report

func (p party) from() string {
	names := make([]string, len(p))
	for i, r := range p {
		names[i] = r.Zone
	}
	return from(names)
}

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
	return slices.Index([]bot.Tone{bot.Neutral, bot.Good, bot.Warning, bot.Bad}, t)
}

// difference is one sentence, or two: what those others see, beside what most
// see.
func difference(most, others party) string {
	m, o := most[0], others[0]
	name := endpointName(m)
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
		return fmt.Sprintf("%s the same certificate is judged otherwise. %s", capital(others.from()), o.Summary) + elsewhere(most, others)
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

// sideBySide are the certificates of one server as each zone sees them.
func sideBySide(views []*checks.Report) []bot.Fact {
	var out []bot.Fact
	for _, r := range views {
		f := bot.Fact{Label: zoneName(r.Zone), Value: "no certificate", Tone: tone(r.Verdict)}
		if c := r.Certificate; c != nil {
			f.Value = fmt.Sprintf("issued by %s, valid until %s", issuerOf(c), checks.Date(c.NotAfter))
		}
		if at := hosts(r); len(at) > 0 {
			f.Value += ", at " + checks.List(at, 2)
		}
		if f.Tone == bot.Good {
			f.Tone = bot.Neutral
		}
		out = append(out, f)
	}
	return out[:min(len(out), bot.MaxFacts)]
}

// zoneName is a zone as a label.
func zoneName(zone string) string { return cmp.Or(checks.Clean(zone, maxValue), "here") }

// from: "from here", "from dmz and branch".
func from(zones []string) string {
	names := make([]string, len(zones))
	for i, z := range zones {
		names[i] = zoneName(z)
	}
	return "from " + checks.List(names, 6)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func zonesFootnote(r *checks.Report, zones []string) string {
	note := "Checked on " + r.CheckedAt.UTC().Format("2 January 2006 at 15:04 UTC") + " " + from(zones)
	if r.Cached {
		return note + fmt.Sprintf(" (cached, %s ago).", span(time.Duration(r.AgeS)*time.Second))
	}
	return note + "."
}
