package fixes

import (
	"slices"

	"certdesk/checks"
)

// Cure tells which of the chosen steps most likely helps, 0 where none does, and
// who has to act for it. A step of the account or the PC is the cure only where
// this check has seen that it helps: a name that passes, a port and mode that
// work, a name that does not exist, or what the user has read out. Else whoever
// can change the server is asked.
func Cure(f *checks.Facts, found []checks.Finding, chosen []checks.Step) (number int, act checks.Actor) {
	faulty := faulty(found)
	s := situation(f, found)
	switch {
	case len(chosen) == 0 && (faulty || !f.Judged() || s.Ungreeted):
		return 0, checks.ActUnknown
	case len(chosen) == 0:
		return 0, checks.ActNobody
	}
	has := func(n int) bool {
		return slices.ContainsFunc(chosen, func(c checks.Step) bool { return c.Number == n })
	}
	if number, act := s.cureOfUser(f.Seen, stepsFor(f.Seen, faulty), chosen); act != "" {
		return number, act
	}
	switch {
	case !faulty && (s.has(checks.ClientCertRequired) || s.HangsUp) && has(checks.StepContact):
		return checks.StepContact, checks.ActServer
	case !faulty && s.Ungreeted: // the server may be slow, or no mail server be there
		return 0, checks.ActUnknown
	case !faulty:
		return 0, checks.ActNobody
	case s.has(checks.Intercepted) && has(checks.StepContact):
		return checks.StepContact, checks.ActIT
	case has(checks.StepNames) && s.nameHelps() && cures(found, checks.StepNames):
		return checks.StepNames, checks.ActUser
	case has(checks.StepSettings) && s.settingsHelp() && cures(found, checks.StepSettings):
		return checks.StepSettings, checks.ActUser
	case has(checks.StepContact) && s.masked():
		return checks.StepContact, checks.ActIT
	case has(checks.StepContact):
		return checks.StepContact, checks.ActServer
	}
	for _, c := range chosen {
		if c.Number != checks.StepVerify {
			return c.Number, checks.ActUser
		}
	}
	return 0, checks.ActUnknown
}

// cureOfUser is the cure that the user's own view asks for; "" where it asks for
// none.
func (s *Situation) cureOfUser(c *checks.SeenComparison, asked []int, chosen []checks.Step) (number int, act checks.Actor) {
	if c == nil || asked == nil {
		return 0, ""
	}
	if c.Outcome == checks.SeenIntercepted && c.Kind != antivirus && c.Kind != captivePortal && slices.Contains(asked, checks.StepContact) {
		return checks.StepContact, checks.ActIT // a proxy or a firewall is not the user's to change
	}
	for _, step := range chosen {
		switch n := step.Number; {
		case !slices.Contains(asked, n):
		case n == checks.StepContact:
			return n, checks.ActIT
		default:
			return n, checks.ActUser
		}
	}
	return 0, ""
}

// nameHelps: another name was seen to pass, or this one leads nowhere.
func (s *Situation) nameHelps() bool {
	return s.Use != "" || s.guessed() || s.has(checks.DNSFailure) && evidence[checks.DNSFailureEvidence](s).Kind.NameInDoubt() ||
		s.has(checks.TLSHandshakeFailed)
}

// settingsHelp: a port and a mode were seen to work that the account may not have.
func (s *Situation) settingsHelp() bool {
	return s.SetPort != 0 && (s.has(checks.WrongEncryptionMode) || s.sibling() != nil)
}

// cures tells whether a step is listed by all of the worst findings.
func cures(found []checks.Finding, number int) bool {
	worst := checks.Warning
	if slices.ContainsFunc(found, func(f checks.Finding) bool { return f.Severity == checks.Critical }) {
		worst = checks.Critical
	}
	return !slices.ContainsFunc(found, func(f checks.Finding) bool {
		return f.Severity == worst && !slices.Contains(f.Steps, number)
	})
}
