package desk

import (
	"time"

	"certdesk/checks/say"
)

// BeginNone ends the beginning of checks: whoever needs one is told to ask again later.
// Answers that are known are still given.
func (d *Desk) BeginNone() { d.closing.none.Store(true) }

// AwaitNone ends the checks under way, and tells those who wait for them that there will
// be no result here.
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
