package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Zones answers with the views of several network zones side by side. Where
// they differ, the difference is the headline: it tells more of the cause than
// any single view.
func Zones(a *bot.Answer) bot.Reply {
	worst := a.Worst()
	if worst < 0 {
		return Several(a)
	}
	zones, views := zonesOf(a), byEndpoint(a)
	told := unequal(views, zones)
	var reply bot.Reply
	if len(told) == 0 {
		reply = alike(views, zones)
	} else {
		w := &a.Reports[worst]
		reply = bot.Reply{Tone: tone(w.Verdict), Headline: told[0].Detail, Findings: told[1:], Items: items(views)}
		if len(views) == 1 {
			reply.Facts = sideBySide(views[0])
		}
		if reply.Steps = Brief(w).Steps; w.Verdict == checks.VerdictTrusted {
			reply.Steps = nil
		}
		if len(reply.Steps) > 0 {
			reply.StepsTitle = say.Literal(fmt.Sprintf("What to do about what is seen %s, in this order:", from([]string{w.Zone})))
		}
	}
	for _, u := range a.Unheard {
		reply.Items = append(reply.Items, bot.Item{Tone: bot.Warning, Code: zoneName(u.Zone), Text: say.Literal(unheard(u))})
	}
	reply.Footnote = say.Literal(zonesFootnote(&a.Reports[worst], zones))
	return reply
}

// alike answers as from one place, and says that it is the same from all.
func alike(views [][]*checks.Report, zones []string) bot.Reply {
	var one bot.Answer
	for _, v := range views {
		one.Reports = append(one.Reports, *v[0])
	}
	reply := Several(&one)
	same := "It looks the same " + from(zones) + "."
	if len(zones) == 1 {
		same = "This is the view " + from(zones) + " alone: no worker of another zone has answered."
	}
	reply.Findings = append(reply.Findings, bot.Finding{Detail: say.Literal(same)})
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

// items are a line for each server and party, the zones that agree together.
func items(views [][]*checks.Report) []bot.Item {
	var out []bot.Item
	for _, v := range views {
		for _, p := range partiesOf(v) {
			name := p.names()
			if len(views) > 1 {
				name = endpointName(p[0]) + " " + p.from()
			}
			out = append(out, bot.Item{Tone: tone(p[0].Verdict), Code: name, Text: p[0].Summary})
		}
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

// sideBySide are the certificates of one server as each zone sees them.
func sideBySide(views []*checks.Report) []bot.Fact {
	var out []bot.Fact
	for _, r := range views {
		f := bot.Fact{Label: say.Literal(zoneName(r.Zone)), Value: say.Literal("no certificate"), Tone: tone(r.Verdict)}
		if c := r.Certificate; c != nil {
			f.Value = say.Literal(fmt.Sprintf("issued by %s, valid until %s", issuerOf(c), checks.Date(c.NotAfter)))
		}
		if at := hosts(r); len(at) > 0 {
			f.Value = say.Literal(f.Value.String() + ", at " + checks.List(at, 2))
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
