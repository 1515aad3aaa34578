package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// strictNotes tells of habits that the strictest profile forbids and mail
// clients do not mind. They are worth a line to someone who inspects a file that
// is otherwise in order, and only there; who asks to be strict is told of all of
// them, beside other faults too.
func strictNotes(f *checks.Facts, j *checks.Judgement) *sight {
	otherwiseFine := j.Trust == checks.TrustOK && !j.WrongUsage && j.NameReason == checks.NameOK && len(j.Expired) == 0 && len(j.NotYetValid) == 0
	if !f.Strict && !(f.Offline && otherwiseFine) {
		return nil
	}
	var notes []say.Text
	evidence := &checks.InvalidChainEvidence{Reason: checks.StrictProfile}
	for _, n := range j.Notes {
		if n.Disputed && !f.Strict || len(notes) == 10 {
			continue
		}
		note := say.S("{Problem}.", say.Sub("problem", n.Problem))
		if n.Cert != nil {
			note = say.S("{name}: {problem}.", holderIn("name", n.Cert), say.Sub("problem", n.Problem))
			evidence.Notes = append(evidence.Notes, checks.Words(say.P("note", "{name}: {problem}", holderIn("name", n.Cert), say.Sub("problem", n.Problem))))
		} else {
			evidence.Notes = append(evidence.Notes, checks.Words(n.Problem))
		}
		notes = append(notes, note)
	}
	if len(notes) == 0 {
		return nil
	}
	s := &sight{
		severity: checks.Info,
		title:    say.S("The certificate does not follow the rules for public certificate authorities"),
		detail:   say.Join(notes[0], say.S("Mail apps accept this.")),
		evidence: evidence,
	}
	if f.Strict {
		s.severity = checks.Warning
		s.detail = say.Join(notes...)
		s.clause = say.P("clause", "does not follow the rules for public certificate authorities")
		s.brief = say.P("brief", "strict rules not followed")
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
