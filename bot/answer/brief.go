package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// Several answers with the diagnoses of several endpoints: a line each, the
// worst first in the headline.
func Several(a *bot.Answer) bot.Reply {
	worst := a.Worst()
	if worst < 0 {
		return bot.Reply{Tone: bot.Bad, Headline: say.S("certdesk found no server to check.")}
	}
	if len(a.Reports) == 1 {
		return First(&a.Reports[0])
	}
	w := &a.Reports[worst]
	bad, unknown, mute := 0, 0, 0
	for i := range a.Reports {
		switch v := a.Reports[i].Verdict; v {
		case checks.VerdictTrusted:
			if a.Reports[i].NoGreeting() {
				mute++
			}
		case checks.VerdictUnknown:
			unknown++
		default:
			bad++
			if w.Verdict == checks.VerdictUnknown { // a fault that was seen comes first
				w = &a.Reports[i]
			}
		}
	}
	reply := bot.Reply{Tone: toneOf(w), Footnote: footnote(w), Items: Endpoints(a)}
	switch {
	case bad == 0 && unknown == 1:
		reply.Headline = w.Summary
	case bad == 0 && unknown > 1:
		reply.Headline = say.Join(say.S("{n} of {all} servers could not be checked.", say.Count("n", unknown), say.Count("all", len(a.Reports))),
			say.S("The first:"), w.Summary)
	case bad == 0 && mute == 1:
		reply.Headline = w.Summary
	case bad == 0 && mute > 1:
		reply.Headline = say.Join(say.S("{n} of {all} servers sent no greeting.", say.Count("n", mute), say.Count("all", len(a.Reports))),
			say.S("The first:"), w.Summary)
	case bad == 0 && len(a.Reports) == 2:
		reply.Headline = say.S("Both servers are fine.")
	case bad == 0:
		reply.Headline = say.S("All {n} servers are fine.", say.Count("n", len(a.Reports)))
	case bad == 1:
		reply.Headline = w.Summary
	default:
		reply.Headline = say.Join(say.S("{n} of {all} servers need attention.", say.Count("n", bad), say.Count("all", len(a.Reports))), say.S("Most urgent:"), w.Summary)
	}
	first := First(w)
	reply.Act = first.Act
	if bad > 0 || unknown == 0 && mute > 0 {
		reply.Cure, reply.StepsTitle, reply.Steps = first.Cure, first.StepsTitle, first.Steps
	}
	return reply
}

// Endpoints are a line for each endpoint of an answer.
func Endpoints(a *bot.Answer) []bot.Item {
	var out []bot.Item
	for i := range a.Reports {
		r := &a.Reports[i]
		out = append(out, bot.Item{Tone: toneOf(r), Code: endpointName(r), Text: r.Summary})
	}
	return out
}

func endpointName(r *checks.Report) string {
	return bot.TargetName(checks.Target{Host: r.Target.Host, Port: r.Target.Port})
}

// hostArg is an endpoint where a sentence has {host}.
func hostArg(r *checks.Report) say.Arg { return say.Host("host", endpointName(r)) }

// AllSteps are the steps in full.
func AllSteps(r *checks.Report) bot.Reply {
	full := Report(r)
	return bot.Reply{
		Tone: bot.Neutral, Headline: r.Summary, StepsTitle: full.StepsTitle, Steps: full.Steps, Footnote: full.Footnote,
	}
}
