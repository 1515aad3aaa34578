package diagnosis

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"certdesk/bot/desk"
	"certdesk/checks"
	"certdesk/checks/errortext"
	"certdesk/checks/fixes"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/seen"
)

// Recogniser lets the desk know error texts.
type Recogniser struct {
	// Now tells the day that dates in a text are held against; nil leaves them alone.
	Now func() time.Time
}

// Recognise finds an error message in a text.
func (r Recogniser) Recognise(text string) (desk.Known, bool) {
	var today time.Time
	if r.Now != nil {
		today = r.Now()
	}
	m, ok := errortext.Recognise(text, today)
	if !ok {
		return desk.Known{Language: errortext.Language(text), Printed: errortext.Printed(text)}, false
	}
	meaning := m.Entry.Meaning()
	known := desk.Known{Client: Client(m), Program: m.Entry.Program(), Meaning: meaning.Text, Codes: meaning.Findings, Steps: meaning.Steps, Servers: m.Servers, Language: m.Language}
	for _, also := range OtherMeanings(m) {
		known.Also = append(known.Also, also.Text)
	}
	return known, true
}

// Client is the program whose click paths help with a message: the one that the text says
// shows it, else the one whose words it is in, else the one that the text names.
func Client(m errortext.Match) string {
	if m.Shows != "" {
		return m.Shows
	}
	if programs.OfClient(m.Entry.Client) != nil {
		return m.Entry.Client
	}
	return cmp.Or(m.Named, m.Entry.Client)
}

// Paths lets the desk word steps for a mail program.
type Paths struct{}

// Report is a report with the click paths of a program.
func (Paths) Report(r checks.Report, p *programs.Program) checks.Report { return fixes.In(r, p) }

// Steps are the steps for any server.
func (Paths) Steps(numbers []int, p *programs.Program) ([]checks.Step, []checks.LeftOutStep) {
	return fixes.For(numbers, p)
}

// Servers finds the servers that a text names.
func (Recogniser) Servers(text string) []checks.Target { return errortext.Servers(text) }

// Pasted finds what a text shows of a certificate that somebody's PC is shown.
func (Recogniser) Pasted(text, language string) (*checks.Seen, error) {
	shown, err := seen.Parser{Locale: language}.Pasted(text)
	if errors.Is(err, seen.ErrDamaged) {
		return nil, &desk.Sentence{Text: say.Join(say.S("This copy of the certdesk view is not complete."),
			say.S("Copy all of its lines, from “certdesk view 1” to “check”, and paste them again."))}
	}
	return shown, err
}

// maxAlso is how many more meanings of one text are told.
const maxAlso = 3

// OtherMeanings are those of the other messages in a text, each once.
func OtherMeanings(m errortext.Match) []errortext.Meaning {
	told := []errortext.Kind{m.Entry.Kind}
	var out []errortext.Meaning
	for _, also := range m.Also {
		if !also.Headline && !slices.Contains(told, also.Kind) && len(out) < maxAlso {
			told, out = append(told, also.Kind), append(out, also.Meaning())
		}
	}
	return out
}
