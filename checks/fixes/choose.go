package fixes

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// clientSide are the steps for a user who sees the error although the server
// is fine, the quickest to rule out first.
var clientSide = []int{6, 8, 4, 5, 2, 7}

// Choose returns the steps for a case, in the order in which they should be
// tried.
func Choose(f *checks.Facts, found []checks.Finding) []checks.Step {
	if !faulty(found) && !f.Judged() {
		return nil // nothing is known, so nothing helps
	}
	s := situation(f, found)
	asked := stepsFor(f.Seen, faulty(found))
	if !faulty(found) {
		if asked != nil && !s.Offline {
			return fineButSeen(s, asked, found)
		}
		return fine(s, found)
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
	if s.web() {
		numbers, show = forWeb(numbers), short
	}
	if !s.forOutlook() {
		show = generic
		numbers = slices.DeleteFunc(numbers, func(n int) bool { return steps[n-1].generic == nil })
	}
	out := make([]checks.Step, 0, len(numbers))
	for _, n := range numbers {
		why := why(n, s, found)
		if s.User != nil && s.User.speaksFor(n, asked, found) {
			why = whySeen(n, s, found)
		}
		as := show
		if as == whole && s.guessed() {
			as = short // there is something to read off, and nothing to enter
		}
		out = append(out, worded(n, as, s, why))
	}
	return out
}

// fine: nothing is wrong with the server. Steps that infos name come after.
func fine(s *Situation, found []checks.Finding) []checks.Step {
	if s.Offline || !s.forOutlook() {
		return nil
	}
	out := make([]checks.Step, 0, len(clientSide)+1)
	numbers := slices.Clone(clientSide)
	if s.web() {
		numbers = forWeb(numbers)
	}
	for _, n := range numbers {
		out = append(out, worded(n, short, s, whyFine[n](s)))
	}
	for i := range found {
		if slices.Contains(found[i].Steps, contact) {
			return append(out, worded(contact, short, s, why(contact, s, found)))
		}
	}
	return out
}

// why is the sentence of a step: that of the worst finding that names it.
func why(n int, s *Situation, found []checks.Finding) say.Text {
	if n == contact {
		return toContact(s, requestsFor(s, found))
	}
	for i := range found {
		if of := whys[n][found[i].Code]; of != nil && slices.Contains(found[i].Steps, n) {
			if text := of(s); !text.Empty() {
				return text
			}
		}
	}
	return nil
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
