package answer

import (
	"slices"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// First is the first screen of a diagnosis: what is wrong, who has to act, the one
// step that most likely helps with its whole click path, the titles of the others,
// and the facts that show it. The rest comes with Details, AllSteps and the walk.
func First(r *checks.Report) bot.Reply {
	reply := bot.Reply{
		Tone: toneOf(r), Headline: r.Summary, Act: acts(r),
		Findings: firstFindings(r), Footnote: footnote(r),
	}
	if NothingWrong(r) {
		reply.Facts = firstFacts(r, nil)
		return reply
	}
	cure, steps := r.Cure, Steps(r.Steps)
	if r.Act == "" && len(steps) > 0 { // an answer of an older certdesk
		cure = steps[0].Number
	}
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Number == cure:
			reply.Cure = s.OfFirstScreen()
		case s.Number != checks.StepVerify || comparable(r):
			reply.Steps = append(reply.Steps, bot.Step{Number: s.Number, Title: s.Title})
		}
	}
	reply.Facts = firstFacts(r, reply.Cure)
	if len(reply.Steps) > 0 {
		reply.StepsTitle = stillTheSame
	}
	return reply
}

// firstFindings are the faults that the headline does not tell, by their titles
// alone.
func firstFindings(r *checks.Report) []bot.Finding {
	var out []bot.Finding
	told := slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return f.Told })
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Told || f.Severity == checks.Info || len(out) == maxFirstFindings {
			continue
		}
		if i == 0 && !told {
			continue // an answer of an older certdesk: its headline tells the worst
		}
		shown := bot.Finding{Tone: bot.Warning, Title: f.Title}
		if f.Severity == checks.Critical {
			shown.Tone = bot.Bad
		}
		out = append(out, shown)
	}
	return out
}

// Meant is the first screen of an error text of which no server is known: what it
// means, the step to try first, and the titles of the others.
func Meant(meaning say.Text, steps []bot.Step) bot.Reply {
	reply := bot.Reply{Tone: bot.Neutral, Headline: meaning, Act: acts(&checks.Report{Act: checks.ActUnknown})}
	for i, s := range steps {
		if i == 0 {
			reply.Cure = s.OfFirstScreen()
			continue
		}
		reply.Steps, reply.StepsTitle = append(reply.Steps, bot.Step{Number: s.Number, Title: s.Title}), stillTheSame
	}
	return reply
}

// stillTheSame introduces the other steps.
var stillTheSame = say.S("Still the same?")

// maxFirstFindings is how many faults are named beside the one of the headline.
const maxFirstFindings = 2

// comparable tells whether the certificate that the user's PC shows tells
// anything that the check has not told.
func comparable(r *checks.Report) bool {
	return r.Seen != nil || found(r, checks.SelfSigned, checks.UntrustedRoot, checks.Intercepted)
}

// acts is the line that says who has to act.
func acts(r *checks.Report) say.Text {
	var who say.Text
	switch r.Act {
	case checks.ActNobody:
		who = say.P("actor", "nobody")
	case checks.ActIT:
		who = say.P("actor", "your IT team")
	case checks.ActServer:
		who = administrator(r)
	case checks.ActUser:
		who = say.P("actor", "you")
	case checks.ActUnknown:
		who = say.P("actor", "not known yet")
	default:
		return nil
	}
	return say.S("Who acts: {who}.", say.Sub("who", who))
}

func administrator(r *checks.Report) say.Text {
	switch {
	case found(r, checks.DNSFailure):
		return say.P("actor", "the administrator of the domain")
	}
	return say.P("actor", "the administrator")
}
