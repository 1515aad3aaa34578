package fixes

import "certdesk/checks"

// For words steps without a case: for an error text of which no server is known
// yet. Values that a case would give are named as what to look up; where a step
// would point at an answer that is not there, it has words of its own.
func For(numbers []int) []checks.Step {
	s := &Situation{}
	var out []checks.Step
	for _, n := range known(numbers) {
		out = append(out, worded(n, noCase, s, nil))
	}
	return out
}
