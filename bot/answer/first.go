package answer

import (
	"slices"

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
	reply := bot.Reply{
		Tone: tone(r.Verdict), Headline: r.Summary, Act: acts(r),
		Findings: firstFindings(r), Footnote: footnote(r),
	}
	if r.Act == checks.ActNobody {
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
		case s.Number != verifyStep || comparable(r):
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

// verifyStep is the one that looks at the certificate, namesStep that of the
// server names, settingsStep that of port and encryption.
const (
	verifyStep   = 1
	namesStep    = 2
	settingsStep = 3
)

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

// These tell of a fact whether the headline or the cure has said it: once more it would
// take a line of the first screen and tell nothing.

func namesTold(r *checks.Report, f bot.Fact, _ *bot.Step) bool {
	return f.Tone == bot.Bad && r.Summary.Has(say.Foreign("name", subjectOf(r.Certificate)))
}

// issuerTold: a certificate that signed itself has one name, which is told where it is
// wrong.
func issuerTold(r *checks.Report, _ bot.Fact, _ *bot.Step) bool {
	return issuerOf(r.Certificate) == subjectOf(r.Certificate) && told(r, checks.SelfSigned) && issuedTo(r).Tone == bot.Bad
}

// told tells whether the headline tells of a finding.
func told(r *checks.Report, code checks.Code) bool {
	return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return f.Told && f.Code == code })
}

// settingsTold: with the settings that work, nobody looks for the server elsewhere.
func settingsTold(_ *checks.Report, _ bot.Fact, cure *bot.Step) bool {
	return cure != nil && cure.Number == settingsStep
}

func addressTold(r *checks.Report, f bot.Fact, cure *bot.Step) bool {
	return f.Tone == bot.Neutral && settingsTold(r, f, cure)
}

func nameTold(_ *checks.Report, _ bot.Fact, cure *bot.Step) bool {
	return cure != nil && cure.Number == namesStep
}

// ofConnection are the faults of a server whatever its certificate is: there is nothing
// on it to be compared with what the user sees.
var ofConnection = []checks.Code{
	checks.WeakCipher, checks.LegacyTLS, checks.TLSHandshakeFailed, checks.LargeHelloBlocked,
	checks.NotTLS, checks.STARTTLSNotOffered, checks.WrongEncryptionMode, checks.WrongProtocol, checks.ServerRefused, checks.Unreachable,
}

// connectionAlone tells whether there are faults, and none of them is one of the
// certificate.
func connectionAlone(r *checks.Report) bool {
	faults := slices.DeleteFunc(slices.Clone(r.Findings), func(f checks.Finding) bool { return f.Severity == checks.Info })
	return len(faults) > 0 && !slices.ContainsFunc(faults, func(f checks.Finding) bool { return !slices.Contains(ofConnection, f.Code) })
}

// firstFacts are those that are wrong; where none is, enough to know the certificate
// by, unless it is not the matter. What the cure tells to enter is told there.
func firstFacts(r *checks.Report, cure *bot.Step) []bot.Fact {
	var all []bot.Fact
	said, aside := 0, connectionAlone(r)
	for _, row := range firstRows {
		switch f := row.fact(r); {
		case f.Value.Empty():
		case row.told != nil && row.told(r, f, cure):
			said++
		case f.Tone != bot.Neutral || !row.ofCertificate || !aside:
			all = append(all, f)
		}
	}
	keep, kept := make([]bool, len(all)), 0
	pick := func(max int, wanted func(bot.Fact) bool) {
		for i := range all {
			if kept < max && !keep[i] && wanted(all[i]) {
				keep[i] = true
				kept++
			}
		}
	}
	pick(maxFirstFacts, func(f bot.Fact) bool { return f.Tone != bot.Neutral })
	if kept+said == 0 {
		pick(enoughFacts, func(bot.Fact) bool { return true })
	}
	var out []bot.Fact
	for i := range all {
		if keep[i] {
			out = append(out, all[i])
		}
	}
	return out
}
