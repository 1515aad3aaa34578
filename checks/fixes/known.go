package fixes

import "certdesk/checks"

// For words steps without a case: for an error text of which no server is known
// yet. Values that a case would give are named as what to look up.
func For(l *Language, numbers []int) []checks.Step {
	s := &Situation{}
	var out []checks.Step
	for _, n := range known(numbers) {
		out = append(out, l.step(n, whole, s, ""))
	}
	return out
}
