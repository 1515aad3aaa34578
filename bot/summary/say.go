package summary

import (
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

const (
	// named are how many of a kind stand in the message, of those that are counted.
	named = 3
	// maxBars are how many are drawn.
	maxBars = 6
)

// Say is the summary as the administrators read it.
func (n *Numbers) Say() bot.Reply {
	days := max(int(n.Until.Sub(n.Since).Round(24*time.Hour)/(24*time.Hour)), 1)
	r := bot.Reply{Headline: say.N("{n} question to certdesk, {time}.", "{n} questions to certdesk, {time}.", n.Questions,
		say.Sub("time", say.PN("summary", "since yesterday", "in the last {n} days", days)))}
	fact := func(label, value say.Text) {
		if !value.Empty() && len(r.Facts) < bot.MaxFacts {
			r.Facts = append(r.Facts, bot.Fact{Label: label, Value: value})
		}
	}
	fact(say.S("What it was"), counted(n.Findings))
	fact(say.S("Which servers"), counted(n.Servers))
	fact(say.S("Which providers"), counted(n.Providers))
	fact(say.S("What helped"), n.helped())
	fact(say.S("Incidents"), n.matters())
	fact(say.S("Time to wait"), n.waited())
	if n.People > 0 {
		r.Items = append(r.Items, bot.Item{Text: say.N("{n} person has asked.", "{n} people have asked.", n.People)})
	}
	if n.Escalated > 0 {
		r.Items = append(r.Items, bot.Item{Text: say.N("{n} question was passed on to the administrators.", "{n} questions were passed on to the administrators.", n.Escalated)})
	}
	if n.Failed > 0 {
		r.Items = append(r.Items, bot.Item{Tone: bot.Warning, Text: say.N("certdesk could not answer {n} question.", "certdesk could not answer {n} questions.", n.Failed)})
	}
	if n.Incidents.Unowned > 0 {
		r.Items = append(r.Items, bot.Item{Tone: bot.Warning, Text: say.N("Nobody is on {n} open incident.", "Nobody is on {n} open incidents.", n.Incidents.Unowned)})
	}
	return r
}

// counted names the most frequent: "expired (12), self-signed (3)".
func counted(all []Named) say.Text {
	var out say.Text
	for _, c := range all[:min(len(all), named)] {
		out = listed(out, say.P("summary", "{name} ({n})", say.Foreign("name", c.Name), say.Count("n", c.Count)))
	}
	return out
}

// listed has one more in a list.
func listed(list, one say.Text) say.Text {
	if list.Empty() {
		return one
	}
	return say.P("summary", "{list}, {one}", say.Sub("list", list), say.Sub("one", one))
}

// helped are the steps that did.
func (n *Numbers) helped() say.Text {
	var out say.Text
	shown := 0
	for _, s := range n.Steps {
		if s.Helped == 0 || shown == named {
			continue
		}
		shown++
		out = listed(out, say.PN("summary", "step {step}, {n} time", "step {step}, {n} times", s.Helped, say.Count("step", s.Number)))
	}
	return out
}

func (n *Numbers) matters() say.Text {
	i := n.Incidents
	if i.Opened == 0 && i.Open == 0 {
		return nil
	}
	out := say.P("summary", "{opened} opened, {resolved} resolved, {open} still open", say.Count("opened", i.Opened), say.Count("resolved", i.Resolved), say.Count("open", i.Open))
	if i.Relapses > 0 {
		out = listed(out, say.PN("summary", "{n} came back", "{n} came back", i.Relapses))
	}
	return out
}

// waited are the times in the middle: half waited less.
func (n *Numbers) waited() say.Text {
	var out say.Text
	if n.Answer.Count > 0 {
		out = say.P("summary", "{span} for an answer", span(n.Answer))
	}
	if n.Owner.Count > 0 {
		out = listed(out, say.P("summary", "{span} for somebody to take an incident", span(n.Owner)))
	}
	if n.End.Count > 0 {
		out = listed(out, say.P("summary", "{span} for its end", span(n.End)))
	}
	return out
}

// span is a median as people say it; what takes less than a second is one.
func span(t Times) say.Arg {
	d := time.Duration(t.Median * float64(time.Second))
	seconds, minutes := d.Round(time.Second), d.Round(time.Minute)
	switch {
	case seconds < time.Minute:
		return say.Sub("span", say.PN("wait", "1 second", "{n} seconds", max(int(seconds.Seconds()), 1)))
	case minutes < time.Hour:
		return say.Sub("span", say.PN("wait", "1 minute", "{n} minutes", int(minutes.Minutes())))
	}
	return say.Span("span", minutes)
}

// Bar is a row of the picture.
type Bar struct {
	Name  string
	Count int
}

// Bars are what the picture shows: the servers that were asked about most.
func (n *Numbers) Bars() []Bar {
	var out []Bar
	for _, s := range n.Servers[:min(len(n.Servers), maxBars)] {
		out = append(out, Bar(s))
	}
	return out
}
