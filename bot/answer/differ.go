package answer

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

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
				Detail: say.S("{host} is found only {there}, not {elsewhere}.", hostArg(v[0]), party(v).from("there"), from("elsewhere", absent))})
		}
	}
	slices.SortStableFunc(out, func(x, y bot.Finding) int { return cmp.Compare(rankOf(y.Tone), rankOf(x.Tone)) })
	return out
}

func nothingThere(v []*checks.Report, zones []string) bot.Finding {
	if v[0].Verdict == checks.VerdictUnknown { // nobody has looked
		return bot.Finding{Tone: bot.Unknown, Detail: seenThere(v)}
	}
	return bot.Finding{Tone: tone(v[0].Verdict), Detail: say.S("{Origin}, nothing answers for {host}; {others}, a server answers.",
		party(v).from("origin"), say.Host("host", v[0].Target.Host), from("others", without(zones, v)))}
}

// seenThere is what a party sees, behind its zones.
func seenThere(p party) say.Text {
	return say.Join(say.P("fact", "{Origin}:", p.from("origin")), p[0].Summary)
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
			out = append(out, bot.Finding{Tone: tone(worstOf(p[0], most[0])), Detail: difference(most, p)})
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

func (p party) from(slot string) say.Arg { return from(slot, p.zones()) }

func from(slot string, zones []string) say.Arg { return say.Sub(slot, origin(zones)) }

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
// certificate is presented, what it is worth, whether a greeting came after it, and
// whether it is the same machine.
func agree(x, y *checks.Report) bool {
	return x.Verdict == y.Verdict && leafOf(x) == leafOf(y) && x.NoGreeting() == y.NoGreeting() && !strangers(x, y)
}

func leafOf(r *checks.Report) string {
	if r.Certificate == nil {
		return ""
	}
	return r.Certificate.SHA256
}

// strangers tells whether the name leads to addresses that have none in common.
func strangers(x, y *checks.Report) bool {
	a, b := hosts(x, nil), hosts(y, nil)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	return !slices.ContainsFunc(a, func(addr string) bool { return slices.Contains(b, addr) })
}

// hosts are the addresses of those endpoints, all where which is nil; not the name
// of which only a proxy knows the address.
func hosts(r *checks.Report, which func(*checks.ReportEndpoint) bool) []string {
	var out []string
	for i := range r.Endpoints {
		e := &r.Endpoints[i]
		if addr, err := netip.ParseAddrPort(e.Address); err == nil && (which == nil || which(e)) {
			out = append(out, addr.Addr().String())
		}
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
func difference(most, others party) say.Text {
	m, o := most[0], others[0]
	if m.Verdict == checks.VerdictUnknown || o.Verdict == checks.VerdictUnknown {
		return say.Join(seenThere(others), seenThere(most))
	}
	name, here, there := hostArg(m), most.from("most"), others.from("others")
	answersM, answersO := m.Verdict != checks.VerdictUnreachable, o.Verdict != checks.VerdictUnreachable
	var what say.Text
	switch {
	case answersM && !answersO:
		what = say.S("{host} answers {most}, but not {others}.", name, here, there)
	case answersO && !answersM:
		what = say.S("{host} answers only {others}, not {most}.", name, there, here)
	case leafOf(m) == "" && leafOf(o) == "":
	case leafOf(o) == "":
		what = say.S("{host} sends a certificate {most}, but none {others}.", name, here, there)
	case leafOf(m) == "":
		what = say.S("{host} sends a certificate {others}, but none {most}.", name, there, here)
	case leafOf(m) != leafOf(o):
		what = another(most, others)
	}
	if what.Empty() && m.Verdict != o.Verdict {
		what = say.Join(say.S("{Others}, the same certificate gets a different result.", there), o.Summary)
	}
	if what.Empty() && m.NoGreeting() != o.NoGreeting() {
		what = say.Join(seenThere(others), seenThere(most))
	}
	if what.Empty() {
		return say.Join(elsewhere(most, others), say.S("The certificate is the same."))
	}
	return say.Join(what, elsewhere(most, others))
}

// another tells two certificates apart by what a person can see of them.
func another(most, others party) say.Text {
	m, o := most[0].Certificate, others[0].Certificate
	name, here, there := hostArg(most[0]), most.from("most"), others.from("others")
	switch {
	case issuerOf(m) != issuerOf(o):
		return say.S("{Others}, the certificate from {host} is issued by {issuer}; {most}, by {other}.",
			there, name, issuer("issuer", o), here, issuer("other", m))
	case !sameDay(m.NotAfter, o.NotAfter):
		return say.S("{Others}, the certificate from {host} is valid until {date}; {most}, until {other}.",
			there, name, say.Date("date", o.NotAfter), here, say.Date("other", m.NotAfter))
	case m.IssuedTo != o.IssuedTo:
		return say.S("{Others}, the certificate from {host} is issued to {subject}; {most}, to {other}.",
			there, name, subject("subject", o), here, subject("other", m))
	}
	return say.S("{Others}, {host} sends a different certificate than {most}, with the same issuer and the same dates.", there, name, here)
}

// sameDay tells whether two times are told as the same date.
func sameDay(a, b time.Time) bool {
	const day = 24 * time.Hour
	return a.UTC().Truncate(day).Equal(b.UTC().Truncate(day))
}

func issuer(slot string, c *checks.Certificate) say.Arg { return named(slot, issuerOf(c)) }

func subject(slot string, c *checks.Certificate) say.Arg { return named(slot, subjectOf(c)) }

// named is a name on a certificate, which may have none.
func named(slot, name string) say.Arg {
	if name == "" {
		return say.Sub(slot, say.P("no name", "nobody named"))
	}
	return say.Foreign(slot, name)
}

// elsewhere adds that the name leads somewhere else, which explains most
// differences.
func elsewhere(most, others party) say.Text {
	if !strangers(most[0], others[0]) {
		return nil
	}
	return say.S("{Others}, the name points to {addresses}; {most}, to {usual}.",
		others.from("others"), say.Hosts("addresses", maxAddresses, hosts(others[0], nil)),
		most.from("most"), say.Hosts("usual", maxAddresses, hosts(most[0], nil)))
}
