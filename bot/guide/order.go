package guide

import (
	"cmp"
	"context"
	"slices"

	"certdesk/bot"
	"certdesk/checks"
)

// Outcome is what a press tells about a step.
type Outcome int

// The outcomes.
const (
	Nothing Outcome = iota
	Helped
	DidNot
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

// equalRank are steps whose order among each other is a matter of luck: those
// on the user's PC that cost a minute and change nothing. The others have their
// place: first look, then change names and settings, and only then accept or
// ask.
var equalRank = map[int]bool{4: true, 5: true, 6: true, 8: true}

// order moves what helped others forward, within each run of steps of equal
// rank. Steps of which little is known stay where they are.
func (c Counts) order(w *Walk) {
	for from := 0; from < len(w.Steps); from++ {
		to := from
		for to < len(w.Steps) && equalRank[w.Steps[to].Number] {
			to++
		}
		if to-from > 1 {
			slices.SortStableFunc(w.Steps[from:to], func(a, b bot.Step) int {
				return cmp.Compare(c.share(w, b.Number), c.share(w, a.Number))
			})
		}
		from = max(from, to)
	}
}

// share is how often a step helped, in percent, drawn towards the middle while
// little is known (Laplace's rule of succession).
func (c Counts) share(w *Walk, step int) int {
	var sum Count
	for _, code := range w.CountCodes() {
		n := c[code][step]
		sum.Helped += n.Helped
		sum.Not += n.Not
	}
	const few = 3
	if sum.Helped+sum.Not < few {
		return 50
	}
	return 100 * (sum.Helped + 1) / (sum.Helped + sum.Not + 2)
}
