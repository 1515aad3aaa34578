package findings

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Find applies every rule and returns what it noticed, the worst first. A code
// appears once, also where several addresses show it. nil means that nothing
// is wrong.
func Find(f *checks.Facts) []checks.Finding {
	s := examine(f)
	if len(s.found) == 0 {
		return nil
	}
	acceptable := s.acceptable()
	out := make([]checks.Finding, len(s.found))
	for i := range s.found {
		out[i] = s.finding(&s.found[i])
		if !acceptable {
			out[i].Steps = slices.DeleteFunc(out[i].Steps, func(n int) bool { return n == checks.StepAccept })
		}
	}
	return out
}

// acceptable tells whether accepting the certificate may be offered: only
// where each critical rule that fired lists that step. One expired, revoked or
// intercepted certificate is enough to rule it out, and so is a user who is
// shown another certificate than we are.
func (s *survey) acceptable() bool {
	if c := s.facts.Seen; c != nil && c.Outcome == checks.SeenOther {
		return false
	}
	for i := range s.found {
		f := &s.found[i]
		if f.severity() == checks.Critical && !slices.Contains(f.steps(), checks.StepAccept) {
			return false
		}
	}
	return true
}

func (s *survey) finding(f *found) checks.Finding {
	out := checks.Finding{
		Code:     f.rule.code,
		Severity: f.severity(),
		Title:    f.title(),
		Detail:   f.sight.detail,
		Evidence: checks.Evidence{Of: f.sight.evidence},
		Steps:    slices.Clone(f.steps()),
	}
	if whom := s.whom(f); !whom.Empty() {
		out.Detail = say.Join(out.Detail, whom)
		out.Evidence.ShownTo, out.Evidence.LeafSHA256 = shownTo(f.shown), leavesOf(f.shown)
	}
	if len(s.tested) > 1 && f.where != nil {
		out.Evidence.Addresses = s.addresses(f.where)
		if len(f.where) < len(s.tested) {
			out.Detail = say.Join(out.Detail, say.S("This is so at {n} of {total} addresses: {addresses}.",
				say.Count("n", len(f.where)), say.Count("total", len(s.tested)), say.Hosts("addresses", 4, s.addresses(f.where))))
		}
	}
	return out
}

// shownTo names the handshakes that got these chains.
func shownTo(views []*view) []string {
	var out []string
	for _, v := range views {
		for _, label := range v.endpoint.ShownTo {
			if !slices.Contains(out, label) {
				out = append(out, label)
			}
		}
	}
	return out
}

// leavesOf are the digests of their leaves.
func leavesOf(views []*view) []string {
	var out []string
	for _, v := range views {
		if leaf := leafOf(v); leaf != "" && !slices.Contains(out, leaf) {
			out = append(out, leaf)
		}
	}
	return out
}
