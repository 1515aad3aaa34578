package phrasebook

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Report returns a copy of a report with its texts in words of the language, as
// programs read them. What they go by (codes, verdicts, evidence) stays as it is.
func (b *Book) Report(r checks.Report) checks.Report {
	words := func(t say.Text) say.Text { return say.Literal(b.String(t)) }
	r.Summary = words(r.Summary)
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Title, f.Detail = words(f.Title), words(f.Detail)
	}
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Title, s.Called, s.Why, s.Caution = words(s.Title), words(s.Called), words(s.Why), words(s.Caution)
		s.Actions = slices.Clone(s.Actions)
		for k := range s.Actions {
			s.Actions[k] = words(s.Actions[k])
		}
	}
	r.LeftOut = slices.Clone(r.LeftOut)
	for i := range r.LeftOut {
		s := &r.LeftOut[i]
		s.Title, s.Why = words(s.Title), words(s.Why)
	}
	r.Endpoints = slices.Clone(r.Endpoints)
	for i := range r.Endpoints {
		r.Endpoints[i].Error = words(r.Endpoints[i].Error)
	}
	r.Revocation.Unused = slices.Clone(r.Revocation.Unused)
	for i := range r.Revocation.Unused {
		r.Revocation.Unused[i].Problem = words(r.Revocation.Unused[i].Problem)
	}
	if r.ClientNotes != nil {
		notes := make(map[string]say.Text, len(r.ClientNotes))
		for client, note := range r.ClientNotes {
			notes[client] = words(note)
		}
		r.ClientNotes = notes
	}
	return r
}
