package guide

import (
	"cmp"
	"context"
	"slices"

	"certdesk/bot"
	"certdesk/checks"
)

// Count is how often a step helped and did not.
type Count struct {
	Helped int `json:"helped"`
	Not    int `json:"not"`
}

// Counts are the counts by finding and step. A case without a finding (the
// server is fine) counts under "".
type Counts map[checks.Code]map[int]Count

// Tally keeps counts.
type Tally interface {
	Counts(ctx context.Context) (Counts, error)
	// CountStep adds one for each of the codes.
	CountStep(ctx context.Context, codes []checks.Code, step int, o Outcome) error
}

// CountCodes are the codes under which a walk counts.
func (w *Walk) CountCodes() []checks.Code {
	if len(w.Codes) == 0 {
		return []checks.Code{""}
	}
	return w.Codes
}

// order puts the likeliest cure first: the step that helped others most often with
// this finding. Until that is known, it is the one that the diagnosis calls the
// cure, and the others stay in its order. A step with a caution is never moved
// before one that it stood behind: its caution counts on that having been tried.
func (c Counts) order(w *Walk, cure int) {
	given := w.Steps
	place := make(map[int]int, len(given)) // by number
	var out []bot.Step
	for i, s := range given {
		place[s.Number] = i
		if s.Caution.Empty() {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b bot.Step) int {
		return cmp.Compare(c.share(w, b.Number, cure), c.share(w, a.Number, cure))
	})
	for i, s := range given {
		if s.Caution.Empty() {
			continue
		}
		behind := 0 // all that it stood behind
		for at := range out {
			if place[out[at].Number] < i {
				behind = at + 1
			}
		}
		out = slices.Insert(out, behind, s)
	}
	w.Steps = out
}

// What is expected of a step in percent, how many cases that expectation is worth,
// and how many it takes before anything is concluded.
const (
	expected     = 50
	expectedCure = 70
	worth        = 4
	few          = 3
)

// share is how often a step helped, in percent, drawn towards what is expected of
// it while little is known.
func (c Counts) share(w *Walk, step, cure int) int {
	var sum Count
	for _, code := range w.CountCodes() {
		n := c[code][step]
		sum.Helped += n.Helped
		sum.Not += n.Not
	}
	prior := expected
	if step == cure {
		prior = expectedCure
	}
	if sum.Helped+sum.Not < few {
		return prior
	}
	return (100*sum.Helped + prior*worth) / (sum.Helped + sum.Not + worth)
}
