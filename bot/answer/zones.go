package answer

import (
	"slices"

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
		reply = bot.Reply{Tone: toneOf(w), Headline: told[0].Detail, Findings: told[1:], Items: items(views)}
		if len(views) == 1 {
			reply.Facts = sideBySide(views[0])
		}
		first := First(w)
		reply.Act = first.Act
		if w.Verdict != checks.VerdictTrusted || w.NoGreeting() {
			reply.Cure, reply.StepsTitle, reply.Steps = first.Cure, first.StepsTitle, first.Steps
		}
	}
	for _, u := range a.Unheard {
		reply.Items = append(reply.Items, bot.Item{Tone: bot.Warning, Text: unheard(u)})
	}
	reply.Footnote = say.Join(zonesFootnote(&a.Reports[worst], zones), throughAny(a.Reports))
	return reply
}

// alike answers as from one place, and says that it is the same from all.
func alike(views [][]*checks.Report, zones []string) bot.Reply {
	var one bot.Answer
	for _, v := range views {
		one.Reports = append(one.Reports, *v[0])
	}
	reply := Several(&one)
	same := say.S("It looks the same {origin}.", from("origin", zones))
	if len(zones) == 1 {
		same = say.S("This result is {origin} only. No other zone answered.", from("origin", zones))
	}
	reply.Findings = append(reply.Findings, bot.Finding{Detail: same})
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
			item := bot.Item{Tone: toneOf(p[0]), Text: seenThere(p)}
			if len(views) > 1 {
				item.Code = endpointName(p[0])
			}
			out = append(out, item)
		}
	}
	return out
}

func unheard(u bot.Unheard) say.Text {
	if u.Zone == everywhere {
		return say.Join(say.S("Other zones were not asked."), u.Why)
	}
	return say.Join(say.S("No answer {origin}.", from("origin", []string{u.Zone})), u.Why)
}

// everywhere stands for zones of which not even the names are known.
const everywhere = "all"

// sideBySide are the certificates of one server as each zone sees them.
func sideBySide(views []*checks.Report) []bot.Fact {
	var out []bot.Fact
	for _, r := range views {
		f := bot.Fact{Label: zoneName(r.Zone), Value: certificateAt(r.Certificate, hosts(r, nil)), Tone: toneOf(r)}
		if f.Tone == bot.Good {
			f.Tone = bot.Neutral
		}
		out = append(out, f)
	}
	return out[:min(len(out), bot.MaxFacts)]
}

// certificateAt is one zone's view in short.
func certificateAt(c *checks.Certificate, at []string) say.Text {
	addresses := say.Hosts("addresses", 2, at)
	switch {
	case c == nil && len(at) == 0:
		return say.P("fact", "no certificate")
	case c == nil:
		return say.P("fact", "no certificate, at {addresses}", addresses)
	case len(at) == 0:
		return say.P("fact", "issued by {issuer}, valid until {date}", issuer("issuer", c), say.Date("date", c.NotAfter))
	}
	return say.P("fact", "issued by {issuer}, valid until {date}, at {addresses}", issuer("issuer", c), say.Date("date", c.NotAfter), addresses)
}

func zonesFootnote(r *checks.Report, zones []string) say.Text {
	if r.Cached {
		return say.S("Checked {origin} on {moment}, {duration} ago.", from("origin", zones), say.Moment("moment", r.CheckedAt), age(r))
	}
	return say.S("Checked {origin} on {moment}.", from("origin", zones), say.Moment("moment", r.CheckedAt))
}

// throughAny tells of the zones that are seen through a proxy.
func throughAny(reports []checks.Report) say.Text {
	var told []string
	var out say.Text
	for i := range reports {
		if r := &reports[i]; r.Proxy != "" && !slices.Contains(told, r.Zone) {
			told = append(told, r.Zone)
			out = say.Join(out, say.S("Checked {origin} through the proxy {proxy}.", from("origin", []string{r.Zone}), say.Code("proxy", r.Proxy)))
		}
	}
	return out
}
