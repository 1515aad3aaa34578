package desk

import (
	"context"
	"sync"
	"sync/atomic"

	"certdesk/bot"
)

// flight is a check under way. Its fields are set when done is closed.
type flight struct {
	end       context.CancelFunc // of the check, before its time
	done      chan struct{}
	answer    *bot.Answer
	cached    bool
	err       error
	storeAway bool

	// before is how many questions were before this one when it had to wait; open
	// is set while it is not known whether there is room for it.
	before atomic.Int64
	open   atomic.Bool
	// looked is closed when first is set: what is known before all is.
	looked chan struct{}
	first  *bot.Answer
}

// over tells whether it has ended.
func (f *flight) over() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// progress is how a check tells its flight what becomes of it.
func (f *flight) progress() bot.Progress {
	var once sync.Once
	return bot.Progress{
		FirstLook: func(a *bot.Answer) {
			once.Do(func() {
				f.first = a
				close(f.looked)
			})
		},
		Queued:  func(before int) { f.before.Store(int64(before)) },
		Crowded: f.open.Store,
	}
}
