package desk

import (
	"context"
	"sync"
	"sync/atomic"

	"certdesk/bot"
)

// sharedCheck is a check under way, for all who asked for it meanwhile. What came of it
// (answer to storeAway) is set when done is closed.
type sharedCheck struct {
	end       context.CancelFunc // ends the check before its time
	done      chan struct{}
	answer    *bot.Answer
	cached    bool
	err       error
	storeAway bool

	// before is how many questions were before this one when it had to wait; open
	// is set while it is not known whether there is room for it.
	before atomic.Int64
	open   atomic.Bool
	// looked is closed when first is set: the first result, while the rest of the check
	// goes on.
	looked chan struct{}
	first  *bot.Answer
}

// over tells whether it has ended.
func (c *sharedCheck) over() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// progress is how a check tells those who share it what becomes of it.
func (c *sharedCheck) progress() bot.Progress {
	var once sync.Once
	return bot.Progress{
		FirstLook: func(a *bot.Answer) {
			once.Do(func() {
				c.first = a
				close(c.looked)
			})
		},
		Queued:  func(before int) { c.before.Store(int64(before)) },
		Crowded: c.open.Store,
	}
}
