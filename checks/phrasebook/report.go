package phrasebook

import (
	"slices"

	"certdesk/checks"
)

// Report returns a copy of a report with its texts in the language. What
// programs go by (codes, verdicts, evidence) stays as it is.
func (b *Book) Report(r checks.Report) checks.Report {
	if b == nil {
		return r
	}
	r.Summary = b.Say(r.Summary)
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Title, f.Detail = b.Say(f.Title), b.Say(f.Detail)
	}
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Title, s.Why, s.Caution = b.Say(s.Title), b.Say(s.Why), b.Say(s.Caution)
		s.Actions = slices.Clone(s.Actions)
		for k := range s.Actions {
			s.Actions[k] = b.Say(s.Actions[k])
		}
	}
	r.Endpoints = slices.Clone(r.Endpoints)
	for i := range r.Endpoints {
		r.Endpoints[i].Error = b.brief(r.Endpoints[i].Error)
	}
	if r.ClientNotes != nil {
		notes := make(map[string]string, len(r.ClientNotes))
		for client, note := range r.ClientNotes {
			notes[client] = b.Say(note)
		}
		r.ClientNotes = notes
	}
	return r
}

// brief is a phrase for a list of addresses.
func (b *Book) brief(text string) string {
	r := reader{book: b, effort: maxEffort, known: make(map[phrase]reading)}
	if foreign, ok := r.translated(&slot{kind: "brief"}, text); ok {
		return foreign
	}
	return text
}
