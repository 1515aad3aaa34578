package fixes

import (
	"slices"

	"certdesk/checks"
)

// cureFirst puts the step that most likely helps before the others, which keep their
// order. One with a caution stays where it is: its caution counts on what stands
// before it having been tried.
func cureFirst(steps []checks.Step, cure int) []checks.Step {
	at := slices.IndexFunc(steps, func(s checks.Step) bool { return s.Number == cure })
	if at <= 0 || !steps[at].Caution.Empty() {
		return steps
	}
	return slices.Concat(steps[at:at+1], steps[:at], steps[at+1:])
}

// merge puts lists of steps, each in the order in which to try them, together.
// The order of an earlier list counts more than that of a later one; steps that
// no list orders stand as the earlier list has them.
func merge(lists [][]int) []int {
	var after [checks.StepCount + 1][checks.StepCount + 1]bool // after[a][b]: b comes after a, directly or not
	var all []int
	for _, list := range lists {
		for i, n := range list {
			if !slices.Contains(all, n) {
				all = append(all, n)
			}
			if i > 0 {
				follow(&after, list[i-1], n)
			}
		}
	}
	out := make([]int, 0, len(all))
	for len(all) > 0 {
		// Asking somebody else comes last, unless a list wants it earlier.
		best := -1
		for i, n := range all {
			waits := slices.ContainsFunc(all, func(m int) bool { return after[m][n] })
			if !waits && (best < 0 || all[best] == checks.StepContact) {
				best = i
			}
		}
		out = append(out, all[best])
		all = slices.Delete(all, best, best+1)
	}
	return out
}

// follow notes that b comes after a, unless the opposite is settled.
func follow(after *[checks.StepCount + 1][checks.StepCount + 1]bool, a, b int) {
	if a == b || after[b][a] {
		return
	}
	for x := range after {
		if x != a && !after[x][a] {
			continue
		}
		for y := range after {
			if y == b || after[b][y] {
				after[x][y] = true
			}
		}
	}
}
