package watch

import (
	"math"
	"slices"
	"time"

	"certdesk/bot"
)

const day = 24 * time.Hour

// DefaultWarn are the days before the end at which a channel is told.
func DefaultWarn() []int { return []int{30, 14, 7, 3, 1} }

// stages are the times before the end of a certificate at which to tell, the
// longest first, and 0, the end itself. None is longer than a third of the
// certificate's life: longer ones are told at a third, unless another one comes
// soon after that. A life of zero is not known.
func stages(days []int, life time.Duration) []time.Duration {
	third := life / 3
	if life == 0 {
		third = math.MaxInt64
	}
	var out []time.Duration
	capped, near := false, false
	for _, d := range days {
		before := time.Duration(d) * day
		if before > third {
			capped = true
			continue
		}
		near = near || before > third/2
		out = append(out, before)
	}
	if capped && !near && third > 0 {
		out = append(out, third)
	}
	out = append(out, 0)
	slices.Sort(out)
	slices.Reverse(out)
	return slices.Compact(out)
}

// reached is the last of the stages that a certificate has come to.
func reached(stages []time.Duration, leaf *bot.Leaf, now time.Time) (before time.Duration, ok bool) {
	for _, s := range stages {
		if !now.Before(leaf.NotAfter.Add(-s)) {
			before, ok = s, true
		}
	}
	return before, ok
}

// coming is when the next stage is reached; zero if none is left.
func coming(stages []time.Duration, leaf *bot.Leaf, now time.Time) time.Time {
	for _, s := range stages {
		if at := leaf.NotAfter.Add(-s); at.After(now) {
			return at
		}
	}
	return time.Time{}
}
