package desk

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// outageEvery is how often a store that stays away is logged again.
	outageEvery = time.Minute
	// outageOver is how long nothing may fail before the next failure is another
	// matter.
	outageOver = 30 * time.Second
)

// outage logs the failures of a store: the first at once, and of those that
// follow it how many there were. Each request fails several times over, and a
// thousand lines about one thing hide all others.
type outage struct {
	now func() time.Time

	mu           sync.Mutex
	last, logged time.Time
	more         int
}

func (o *outage) failed(ctx context.Context, log *slog.Logger, what string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	fresh := now.Sub(o.last) > outageOver
	o.last = now
	if !fresh && now.Sub(o.logged) < outageEvery {
		o.more++
		return
	}
	log.WarnContext(ctx, what, "error", err, "failures_since", o.more)
	o.logged, o.more = now, 0
}
