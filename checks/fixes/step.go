package fixes

import (
	"strconv"
	"strings"

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

// Language words the steps in one language.
type Language struct {
	// Name is its tag (BCP 47).
	Name string
	// Steps are the ten steps; index 0 is step 1.
	Steps [Count]Text
	// Fallback are the words that stand for a value that is not known, by the
	// placeholder's name.
	Fallback map[string]string
	// NoCase has the actions of a step where no server was checked, if they are
	// others.
	NoCase map[int][]string
	// Why has, for a step and a finding, the sentence with the case's values.
	Why map[int]map[checks.Code]Sentence
	// Fine has the sentences for a server without fault: how to tell whether
	// the step is the one.
	Fine map[int]Sentence
	// Seen has the sentences for a user who has read out what his PC shows, by
	// outcome and step; where one is missing, the English one stands in.
	Seen map[checks.SeenOutcome]map[int]Sentence
	// Ask has what to ask of the administrator because of a finding, as the end
	// of a sentence that begins with "Ask them".
	Ask map[checks.Code]Sentence
	// Contact makes the why of step 10 of what is to be asked.
	Contact func(s *Situation, asks []string) string
}

// Text is one step.
type Text struct {
	Title string
	// Actions is the click path in Outlook (classic) or Windows 11, one action
	// an entry. Names in braces are placeholders: {host}, {use}, {side}, {port},
	// {encryption}, {presented}, {issuer}, {thumbprint}.
	Actions []string
	// NewOutlook is the path in the new Outlook where it differs, in one line.
	NewOutlook string
	// Short is the path in one line.
	Short string
	// Generic replaces Actions where another program than Outlook connects (a
	// database, a chat client); nil where the step makes no sense there.
	Generic []string
	// Caution comes before the click path.
	Caution string
}

// Sentence says something about a situation; "" where it has nothing to say.
type Sentence func(*Situation) string

// how much of a click path is shown.
type length int

const (
	whole length = iota
	short
	generic
)

// step words one step.
func (l *Language) step(number int, show length, s *Situation, why string) checks.Step {
	text := &l.Steps[number-1]
	out := checks.Step{Number: number, Title: say.Literal(text.Title), Why: say.Literal(why), Caution: say.Literal(text.Caution)}
	fill := s.replacer(l)
	switch show {
	case short:
		out.Actions = []say.Text{say.Literal(fill.Replace(text.Short))}
	case generic:
		for _, a := range text.Generic {
			out.Actions = append(out.Actions, say.Literal(fill.Replace(a)))
		}
	default:
		for _, a := range text.Actions {
			out.Actions = append(out.Actions, say.Literal(fill.Replace(a)))
		}
		if text.NewOutlook != "" {
			out.Actions = append(out.Actions, say.Literal("New Outlook: "+fill.Replace(text.NewOutlook)))
		}
	}
	return out
}

// replacer fills in placeholders.
func (s *Situation) replacer(l *Language) *strings.Replacer {
	if s.fill != nil {
		return s.fill
	}
	port := ""
	if s.SetPort != 0 {
		port = strconv.Itoa(s.SetPort)
	}
	values := []struct{ name, value string }{
		{"host", s.Host}, {"use", s.Use}, {"side", l.Fallback[s.side()]}, {"port", port},
		{"encryption", s.Encryption}, {"presented", s.Presented}, {"issuer", s.Issuer}, {"thumbprint", s.Thumbprint},
	}
	pairs := make([]string, 0, 2*len(values))
	for _, v := range values {
		if v.value == "" {
			v.value = l.Fallback[v.name]
		}
		pairs = append(pairs, "{"+v.name+"}", v.value)
	}
	s.fill = strings.NewReplacer(pairs...)
	return s.fill
}
