package fixes

import (
	"slices"

	"certdesk/checks"
)

// clientSide are the steps for a user who sees the error although the server
// is fine, the quickest to rule out first.
var clientSide = []int{6, 8, 4, 5, 2, 7}

// Choose returns the steps for a case, in the order in which they should be
// tried.
func Choose(f *checks.Facts, found []checks.Finding) []checks.Step {
	l := English
	if !faulty(found) && !f.Judged() {
		return nil // nothing is known, so nothing helps
	}
	s := situation(f, found)
	asked := stepsFor(f.Seen, faulty(found))
	if !faulty(found) {
		if asked != nil && !s.Offline {
			return l.fineButSeen(s, asked, found)
		}
		return l.fine(s, found)
	}
	lists := make([][]int, 0, len(found))
	for i := range found {
		if found[i].Severity != checks.Info {
			lists = append(lists, known(found[i].Steps))
		}
	}
	numbers := first(asked, merge(lists))
	if !acceptable(found) {
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == accept })
	}
	show := whole
	if !s.forOutlook() {
		show = generic
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return l.Steps[n-1].Generic == nil })
	}
	out := make([]checks.Step, 0, len(numbers))
	for _, n := range numbers {
		why := l.why(n, s, found)
		if s.User != nil && s.User.speaksFor(n, asked, found) {
			why = l.whySeen(n, s, found)
		}
		as := show
		if as == whole && (s.guessed(checks.DNSFailure) || s.guessed(checks.Unreachable)) {
			as = short // there is something to read off, and nothing to enter
		}
		out = append(out, l.step(n, as, s, why))
	}
	return out
}

// fine: nothing is wrong with the server. Steps that infos name come after.
func (l *Language) fine(s *Situation, found []checks.Finding) []checks.Step {
	if s.Offline || !s.forOutlook() {
		return nil
	}
	out := make([]checks.Step, 0, len(clientSide)+1)
	for _, n := range clientSide {
		out = append(out, l.step(n, short, s, l.Fine[n](s)))
	}
	for i := range found {
		if slices.Contains(found[i].Steps, contact) {
			return append(out, l.step(contact, short, s, l.why(contact, s, found)))
		}
	}
	return out
}

// why is the sentence of a step: that of the worst finding that names it.
func (l *Language) why(n int, s *Situation, found []checks.Finding) string {
	if n == contact {
		var asks []string
		for i := range found {
			ask := l.Ask[found[i].Code]
			if ask == nil || !slices.Contains(found[i].Steps, contact) {
				continue
			}
			if text := ask(s); text != "" && !slices.Contains(asks, text) && len(asks) < 3 {
				asks = append(asks, text)
			}
		}
		return l.Contact(s, asks)
	}
	for i := range found {
		if sentence := l.Why[n][found[i].Code]; sentence != nil && slices.Contains(found[i].Steps, n) {
			if text := sentence(s); text != "" {
				return text
			}
		}
	}
	return ""
}

func faulty(found []checks.Finding) bool {
	return slices.ContainsFunc(found, func(f checks.Finding) bool { return f.Severity != checks.Info })
}

// acceptable: every critical finding lists the step that accepts.
func acceptable(found []checks.Finding) bool {
	return !slices.ContainsFunc(found, func(f checks.Finding) bool {
		return f.Severity == checks.Critical && !slices.Contains(f.Steps, accept)
	})
}

// known drops numbers that are no steps.
func known(steps []int) []int {
	return slices.DeleteFunc(slices.Clone(steps), func(n int) bool { return n < 1 || n > Count })
}
