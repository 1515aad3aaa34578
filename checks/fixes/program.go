package fixes

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/programs"
)

// In returns a report with the click paths of the reader's program, and its name
// where sentences name one. What was found, and which steps help, stays as it is; a
// step that the program does not have is left out. What a browser or some other
// program connects to is nobody's mail account: such a report stays as it is, and so
// does one of an older certdesk.
func In(r checks.Report, p *programs.Program) checks.Report {
	if r.Case != nil && r.Case.ReachedBy != checks.ByMailProgram {
		return r
	}
	r.Summary = p.Word(r.Summary)
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Title, f.Detail = p.Word(f.Title), p.Word(f.Detail)
	}
	if r.Case == nil {
		return r
	}
	steps := r.Steps
	r.Steps, r.LeftOut, r.Program = make([]checks.Step, 0, len(steps)), nil, string(p.ID)
	for i := range steps {
		r.Steps, r.LeftOut = add(r.Steps, r.LeftOut, p, steps[i].Number, r.Case)
		if last := len(r.Steps) - 1; last >= 0 && r.Steps[last].Number == steps[i].Number {
			r.Steps[last].Why = p.Word(steps[i].Why)
		}
	}
	if r.Cure != 0 && !p.Has(r.Cure) {
		r.Cure, r.Act = cureWithout(r.Steps)
		r.Steps = cureFirst(r.Steps, r.Cure)
	}
	return r
}

// cureWithout is the cure where the program does not have the step that would be it:
// whoever runs the server can change it for all programs.
func cureWithout(steps []checks.Step) (number int, act checks.Actor) {
	for _, s := range steps {
		if s.Number == checks.StepContact {
			return checks.StepContact, checks.ActServer
		}
	}
	for _, s := range steps {
		if s.Number != checks.StepVerify {
			return s.Number, checks.ActUser
		}
	}
	return 0, checks.ActUnknown
}
