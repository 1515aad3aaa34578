package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// The first screen tells what is wrong, and at most so many facts in all; where
// little is wrong, enough to know the certificate by.
const (
	maxFirstFacts = 3
	enoughFacts   = 2
)

// First is the first screen of a diagnosis: what is wrong, who has to act, the one
// step that most likely helps with its whole click path, the titles of the others,
// and the facts that show it. The rest comes with Details, AllSteps and the walk.
func First(r *checks.Report) bot.Reply {
	full := Report(r)
	reply := bot.Reply{
		Tone: full.Tone, Headline: full.Headline, Act: acts(r),
		Facts: firstFacts(full.Facts), Findings: briefFindings(full.Findings), Footnote: footnote(r),
	}
	if r.Act == checks.ActNobody {
		return reply
	}
	cure := r.Cure
	if r.Act == "" && len(full.Steps) > 0 { // an answer of an older certdesk
		cure = full.Steps[0].Number
	}
	for i := range full.Steps {
		s := &full.Steps[i]
		switch {
		case s.Number == cure:
			reply.Cure = s
			if path := r.Steps[i].Path; path > 0 && path < len(s.Actions) {
				s.Actions = s.Actions[:path]
			}
		case s.Number != verifyStep || comparable(r):
			reply.Steps = append(reply.Steps, bot.Step{Number: s.Number, Title: s.Title})
		}
	}
	if len(reply.Steps) > 0 {
		reply.StepsTitle = say.S("If it is still the same:")
	}
	return reply
}

// verifyStep is the one that looks at the certificate.
const verifyStep = 1

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
	return say.S("Who has to act: {who}.", say.Sub("who", who))
}

func administrator(r *checks.Report) say.Text {
	switch {
	case found(r, checks.DNSFailure):
		return say.P("actor", "the administrator of the domain")
	case r.Target.Host == "":
		return say.P("actor", "the administrator of the server")
	}
	return say.P("actor", "the administrator of {host}", say.Host("host", r.Target.Host))
}

// firstFacts are those that are wrong or to be used, then the first of the others,
// in the order of all.
func firstFacts(all []bot.Fact) []bot.Fact {
	keep, kept := make([]bool, len(all)), 0
	pick := func(most int, wanted func(bot.Fact) bool) {
		for i := range all {
			if kept < most && !keep[i] && wanted(all[i]) {
				keep[i] = true
				kept++
			}
		}
	}
	pick(maxFirstFacts, func(f bot.Fact) bool { return f.Tone != bot.Neutral })
	pick(enoughFacts, func(bot.Fact) bool { return true })
	var out []bot.Fact
	for i := range all {
		if keep[i] {
			out = append(out, all[i])
		}
	}
	return out
}
