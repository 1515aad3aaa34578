package findings

import (
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// strictNotes tells of habits that the strictest profile forbids and mail
// clients do not mind. They are worth a line to someone who inspects a file that
// is otherwise in order, and only there; who asks to be strict is told of all of
// them, beside other faults too.
func strictNotes(f *checks.Facts, j *checks.Judgement) *sight {
	otherwiseFine := j.Trust == checks.TrustOK && !j.WrongUsage && j.NameReason == checks.NameOK && len(j.Expired)+len(j.NotYetValid) == 0
	if !f.Strict && !(f.Offline && otherwiseFine) {
		return nil
	}
	var notes []string
	for _, n := range j.Notes {
		if n.Disputed && !f.Strict {
			continue
		}
		holder := ""
		if n.Cert != nil {
			holder = issuedTo(n.Cert) + ": "
		}
		notes = append(notes, holder+checks.Clean(n.Problem, maxReply))
	}
	if len(notes) == 0 {
		return nil
	}
	notes = capped(notes, 10)
	said := make([]checks.Words, len(notes))
	for i, note := range notes {
		said[i] = checks.Words(say.Literal(note))
	}
	s := &sight{
		severity: checks.Info,
		title:    "The strictest rules for public authorities are not kept",
		detail:   notes[0] + ". Mail clients do not mind.",
		evidence: &checks.InvalidChainEvidence{Reason: checks.StrictProfile, Notes: said},
	}
	if f.Strict {
		s.severity = checks.Warning
		s.detail = strings.Join(notes, ". ") + "."
		s.clause = "does not keep the strictest rules for public authorities"
		s.brief = "the strictest rules are not kept"
	}
	return s
}

// strictly is how bad a departure from the rules is that usually is only told.
func strictly(f *checks.Facts) checks.Severity {
	if f.Strict {
		return checks.Warning
	}
	return checks.Info
}
