package fixes

import (
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// Count is how many steps there are; their numbers run from 1.
const Count = programs.Count

// settingsStep is the step of port and encryption, accept the one that accepts
// the certificate, contact the last resort.
const (
	settingsStep = 3
	accept       = 9
	contact      = 10
)

// webSteps are those that make sense where a browser connects: the PC's root
// certificates, its clock, its antivirus program, and the administrator.
var webSteps = [...]int{4, 6, 8, contact}

// sentence says something about a situation; nothing where it has nothing to say.
type sentence func(*Situation) say.Text

// always is a sentence without values.
func always(t say.Text) sentence { return func(*Situation) say.Text { return t } }

// program is the one that connects to the server, until the reader's own is known.
func (s *Situation) program() *programs.Program {
	return programOf(&checks.Case{ReachedBy: s.reachedBy()})
}

func programOf(c *checks.Case) *programs.Program {
	switch c.ReachedBy {
	case checks.ByBrowser:
		return programs.Browser()
	case checks.ByOther:
		return programs.Service()
	}
	return programs.Default()
}

func (s *Situation) reachedBy() checks.ReachedBy {
	switch {
	case s.web():
		return checks.ByBrowser
	case !s.forOutlook():
		return checks.ByOther
	}
	return checks.ByMailProgram
}

// caseOf are the values that click paths use, of as much of each as is to be shown.
func (s *Situation) caseOf(show checks.PathLength) *checks.Case {
	return &checks.Case{
		ReachedBy: s.reachedBy(), Length: show, Host: s.Host, Protocol: s.Wire, Use: s.Use,
		Port: s.SetPort, Encryption: s.Encryption, Thumbprint: s.Thumbprint,
	}
}
