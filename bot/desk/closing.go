package desk

import (
	"time"

	"certdesk/checks/say"
)

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
