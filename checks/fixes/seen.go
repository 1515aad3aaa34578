package fixes

import (
	"slices"

	"certdesk/checks"
)

// Steps for a user who has read out what his own PC shows (package seen). The
// comparison rules steps out and puts the likeliest first.

// stepsFor are the steps that the comparison asks for, in their order; nil where
// the findings say it all.
func stepsFor(c *checks.SeenComparison, faulty bool) []int {
	if c == nil {
		return nil
	}
	asked := askedFor(c, faulty)
	if c.ClockRight {
		asked = slices.DeleteFunc(asked, func(n int) bool { return n == checks.StepClock })
	}
	return asked
}

func askedFor(c *checks.SeenComparison, faulty bool) []int {
	switch c.Outcome {
	case checks.SeenSame:
		switch {
		case faulty: // he is shown the server's fault
			return nil
		case c.Seen.Complaint == checks.SaysName:
			return []int{checks.StepNames, checks.StepReadd}
		case c.Seen.Complaint == checks.SaysUntrusted:
			return []int{checks.StepRoots, checks.StepUpdate, checks.StepClock, checks.StepReadd}
		}
		return []int{checks.StepRoots, checks.StepUpdate, checks.StepClock, checks.StepNames, checks.StepReadd}
	case checks.SeenIntercepted:
		switch c.Kind {
		case leakedCA, developmentCA:
			return nil // the finding has its own
		case captivePortal:
			return []int{checks.StepAntivirus, checks.StepVerify, checks.StepContact}
		}
		return []int{checks.StepAntivirus, checks.StepVerify, checks.StepRoots, checks.StepContact}
	case checks.SeenClock:
		return []int{checks.StepClock, checks.StepVerify}
	case checks.SeenNotReached:
		return []int{checks.StepAntivirus, checks.StepContact}
	case checks.SeenElsewhere:
		return []int{checks.StepVerify, checks.StepAntivirus, checks.StepContact}
	case checks.SeenProxy:
		if faulty { // which a proxy does not explain
			return nil
		}
		return []int{checks.StepVerify, checks.StepAntivirus, checks.StepContact}
	case checks.SeenOther:
		out := []int{checks.StepVerify}
		if slices.Contains(c.Differs, "issued-to") {
			out = append(out, 2)
		}
		if slices.Contains(c.Differs, "issued-by") && c.Product == "" {
			out = append(out, 8)
		}
		return append(out, checks.StepContact)
	case checks.SeenUnclear:
		if faulty {
			return nil
		}
		if c.Seen.ClockFree {
			return first([]int{checks.StepClock, checks.StepVerify}, clientSide)
		}
		return append([]int{checks.StepVerify}, clientSide...)
	}
	return nil
}

// first puts the steps that were asked for before the others; asking somebody
// else stays where the others have it.
func first(asked, others []int) []int {
	if asked == nil {
		return others
	}
	out := slices.DeleteFunc(slices.Clone(asked), func(n int) bool { return n == checks.StepContact })
	for _, n := range others {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if slices.Contains(asked, checks.StepContact) && !slices.Contains(out, checks.StepContact) {
		out = append(out, checks.StepContact)
	}
	return out
}

// speaksFor tells whether the sentence of a step is about what the user is shown
// rather than about the server. What to ask of the administrator is about the
// server, wherever that has a fault of its own.
func (v *userView) speaksFor(n int, asked []int, found []checks.Finding) bool {
	if n == checks.StepContact {
		return !slices.ContainsFunc(found, func(f checks.Finding) bool {
			return f.Severity != checks.Info && !f.Evidence.OfUser()
		})
	}
	return slices.Contains(asked, n) || v.Outcome == checks.SeenIntercepted
}

// maxWhole is how many steps are shown with their whole paths where the server is
// in order.
const maxWhole = 4
