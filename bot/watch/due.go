package watch

import (
	"time"

	"certdesk/bot"
)

// maxRetries is how many checks in a row are made sooner than usual. What is still
// unclear after them waits for the usual time.
const maxRetries = 6

// retryAfter is how soon a server that does not answer is asked again.
const retryAfter = 5 * time.Minute

// due is when a watch is to be checked next: every Every, sooner near the end
// of a certificate and where something is not sure yet, and at the moment at
// which the end is to be told.
func (w *Watcher) due(state *bot.WatchState, days []int, now time.Time) time.Time {
	next := w.every
	var stage time.Time
	for i := range state.Endpoints {
		e := &state.Endpoints[i]
		switch {
		case e.Retries > maxRetries:
		case e.Retries > 0 && (e.Failure == bot.Unreachable || e.Mixed > 0):
			next = min(next, retryAfter)
		case e.Retries > 0:
			next = min(next, w.settle())
		}
		if !e.Unseen.Empty() {
			next = min(next, time.Hour)
		}
		if len(e.Pending) > 0 {
			next = min(next, 9*w.settle()) // to see it posted
		}
		for _, end := range endings(e) {
			switch left := end.NotAfter.Sub(now); {
			case left < 0:
			case left < 2*day:
				next = min(next, w.every/6)
			case left < 8*day:
				next = min(next, w.every/2)
			}
			if at := coming(stages(days, end.Life()), &end.Leaf, now); !at.IsZero() && (stage.IsZero() || at.Before(stage)) {
				stage = at
			}
		}
	}
	// A random tenth more or less spreads out watches that were added together.
	at := now.Add(next + time.Duration((w.random()-0.5)*0.2*float64(next)))
	if !stage.IsZero() && stage.Before(at) {
		return stage
	}
	return at
}
