package fixes

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Count is how many steps there are; their numbers run from 1.
const Count = 10

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

// step is one of the ten.
type step struct {
	title say.Text
	// actions is the click path in classic Outlook or Windows 11, one action an
	// entry.
	actions []sentence
	// aside are what to do where that path is not there: in an older version, or
	// where Outlook does not start.
	aside []sentence
	// newOutlook is the path in the new Outlook where it differs, in one line.
	newOutlook say.Text
	// short is the path in one line.
	short sentence
	// generic replaces actions where another program than Outlook connects (a
	// database, a chat client); nil where the step makes no sense there.
	generic []sentence
	// caution comes before the click path.
	caution say.Text
	// noCase are the actions where no server was checked, if they are others.
	noCase []sentence
}

// how much of a click path is shown.
type length int

const (
	whole length = iota
	short
	generic
	noCase
)

// worded is a step for a situation.
func worded(number int, show length, s *Situation, why say.Text) checks.Step {
	of := &steps[number-1]
	lines, aside, end := of.actions, of.aside, of.newOutlook
	switch {
	case show == short:
		lines, aside, end = []sentence{of.short}, nil, nil
	case show == generic:
		lines, aside, end = of.generic, nil, nil
	case show == noCase && of.noCase != nil:
		lines, aside, end = of.noCase, nil, nil
	}
	out := checks.Step{Number: number, Title: of.title, Why: why, Caution: of.caution, Actions: make([]say.Text, 0, len(lines)+1)}
	for _, line := range lines {
		out.Actions = append(out.Actions, line(s))
	}
	path := len(out.Actions)
	for _, line := range aside {
		out.Actions = append(out.Actions, line(s))
	}
	if !end.Empty() {
		out.Actions = append(out.Actions, end)
	}
	if path < len(out.Actions) {
		out.Path = path
	}
	return out
}

// always is a sentence without values.
func always(t say.Text) sentence { return func(*Situation) say.Text { return t } }
