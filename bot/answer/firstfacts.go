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

// firstRow is a row of a first screen, where each is one line.
type firstRow struct {
	fact func(*checks.Report) bot.Fact
	// told tells whether it stands above already; nil: never.
	told func(r *checks.Report, f bot.Fact, cure *bot.Step) bool
	// ofCertificate: where the certificate is not the matter, it tells nothing.
	ofCertificate bool
}

var firstRows = [...]firstRow{
	{fact: firstIssuedTo, told: namesTold, ofCertificate: true},
	{fact: issuedBy, told: issuerTold, ofCertificate: true},
	{fact: userSees}, {fact: protection},
	{fact: validUntil, ofCertificate: true},
	{fact: wrongServer, told: settingsTold},
	{fact: addresses, told: addressTold},
	{fact: nameToUse, told: nameTold},
}

// firstIssuedTo is the first name alone where the headline lists the names.
func firstIssuedTo(r *checks.Report) bot.Fact {
	f := issuedTo(r)
	if f.Tone == bot.Bad {
		f.Value = say.Only(say.Foreign("name", subjectOf(r.Certificate)))
	}
	return f
}

// validUntil is the day alone: how long that is, the headline says where it matters.
func validUntil(r *checks.Report) bot.Fact {
	f := validity(r)
	if !f.Value.Empty() && !found(r, checks.NotYetValid) {
		f.Value = say.Only(say.Date("date", r.Certificate.NotAfter))
	}
	return f
}

// wrongServer is there where port or encryption are not as they should be: what was
// asked about, the headline names.
func wrongServer(r *checks.Report) bot.Fact {
	f := server(r)
	if f.Tone == bot.Neutral {
		return bot.Fact{}
	}
	return f
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
	return cure != nil && cure.Number == checks.StepSettings
}

func addressTold(r *checks.Report, f bot.Fact, cure *bot.Step) bool {
	return f.Tone == bot.Neutral && settingsTold(r, f, cure)
}

func nameTold(_ *checks.Report, _ bot.Fact, cure *bot.Step) bool {
	return cure != nil && cure.Number == checks.StepNames
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
