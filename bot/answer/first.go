package answer

import (
	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// maxFirstFacts is how many facts the first screen tells, maxFineFacts those of a
// server without fault.
const (
	maxFirstFacts = 3
	maxFineFacts  = 2
)

// First is the first screen of a diagnosis: what is wrong, who has to act, the one
// step that most likely helps with its whole click path, the titles of the others,
// and the facts that show it. The rest comes with Details, AllSteps and the walk.
func First(r *checks.Report) bot.Reply {
	full := Report(r)
	reply := bot.Reply{
		Tone: full.Tone, Headline: full.Headline, Act: acts(r),
		Facts: firstFacts(full.Facts, maxFirstFacts), Findings: briefFindings(full.Findings), Footnote: full.Footnote,
	}
	if r.Act == checks.ActNobody {
		reply.Facts = firstFacts(full.Facts, maxFineFacts)
		return reply
	}
	for i := range full.Steps {
		s := &full.Steps[i]
		switch {
		case s.Number == r.Cure:
			reply.Cure = s
		case s.Number != verifyStep || comparable(r):
			reply.Steps = append(reply.Steps, bot.Step{Number: s.Number, Title: s.Title})
		}
	}
	if len(reply.Steps) > 0 {
		reply.StepsTitle = say.S("If it is still the same:")
	}
	return reply
}

const (
	verifyStep  = 1
	namesStep   = 2
	modeStep    = 3
	reenterStep = 7
)

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
		switch r.Cure {
		case namesStep, modeStep, reenterStep:
			who = say.P("actor", "you, in the account settings")
		default:
			who = say.P("actor", "you, on this computer")
		}
	case checks.ActUnknown:
		who = say.P("actor", "not known yet")
	default:
		return nil // an answer of an older certdesk
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
func firstFacts(all []bot.Fact, most int) []bot.Fact {
	keep := make([]bool, len(all))
	pick := func(wanted func(bot.Fact) bool) {
		for i := range all {
			if most > 0 && !keep[i] && wanted(all[i]) {
				keep[i] = true
				most--
			}
		}
	}
	pick(func(f bot.Fact) bool { return f.Tone != bot.Neutral })
	pick(func(bot.Fact) bool { return true })
	var out []bot.Fact
	for i := range all {
		if keep[i] {
			out = append(out, all[i])
		}
	}
	return out
}
