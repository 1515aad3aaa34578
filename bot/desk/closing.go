package desk

import (
	"sync/atomic"
	"time"

	"certdesk/checks/say"
)

// closing is how a desk comes to its end while people ask: first no check is begun
// any more, then none is waited for. Everybody is told.
type closing struct {
	none atomic.Bool // is begun
	over chan struct{}
	told atomic.Bool // over is closed
}

// BeginNone has no further check begun: who asks for one is told to come again.
// What is known is said as before.
func (d *Desk) BeginNone() { d.closing.none.Store(true) }

// AwaitNone tells those who wait for a check that it will not come to its end here,
// and ends the checks.
func (d *Desk) AwaitNone() {
	d.BeginNone()
	if !d.closing.told.CompareAndSwap(false, true) {
		return
	}
	close(d.closing.over)
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, f := range d.underWay {
		f.end()
	}
}

// againAfterEnd is when another certdesk is likely to be there.
const againAfterEnd = time.Minute

func errEnding() error {
	return &Sentence{say.Join(say.S("certdesk is stopping right now, so it did not answer this question."), again(againAfterEnd))}
}
