package queue

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// outage keeps track of whether Redis is there, for all who use it, so that it
// is said once when it goes and once when it is back.
type outage struct {
	log   *slog.Logger
	mu    sync.Mutex
	since time.Time // zero: it is there
}

// gone is called with the error of a command.
func (o *outage) gone(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.since.IsZero() {
		o.since = time.Now()
		o.log.Warn("Redis cannot be reached; this goes on when it is back", "error", err)
	}
}

// there is called when a command succeeded.
func (o *outage) there() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.since.IsZero() {
		o.log.Info("Redis is back", "away", time.Since(o.since).Round(time.Millisecond).String())
		o.since = time.Time{}
	}
}

// Pauses between attempts while Redis is away: short at first, since most
// outages are a restart.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 2 * time.Second
)

// pause grows from attempt to attempt. The zero value is at its first.
type pause struct{ last time.Duration }

// wait waits, with a part left to chance lest all workers come at once.
func (p *pause) wait(ctx context.Context) {
	p.last = min(max(2*p.last, firstPause), lastPause)
	sleep(ctx, p.last/2+rand.N(p.last/2))
}

func (p *pause) reset() { p.last = 0 }

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// forbidden tells whether Redis is there and refuses us: waiting does not help.
func forbidden(err error) bool {
	var said goredis.Error
	if !errors.As(err, &said) {
		return false
	}
	for _, code := range [...]string{"NOPERM", "NOAUTH", "WRONGPASS"} {
		if strings.Contains(said.Error(), code) { // EXEC repeats it in its own words
			return true
		}
	}
	return false
}

// refused tells whether Redis is there and says no, for a reason that a restart or
// the election of another master will not remove.
func refused(err error) bool {
	var said goredis.Error
	return errors.As(err, &said) && !goredis.IsLoadingError(err) && !goredis.IsReadOnlyError(err) &&
		!goredis.IsMasterDownError(err) && !goredis.IsClusterDownError(err)
}

// lost tells whether the group is gone: Redis came back without its data, or
// somebody emptied it.
func lost(err error) bool {
	return goredis.HasErrorPrefix(err, "NOGROUP") || goredis.HasErrorPrefix(err, "UNBLOCKED") ||
		err != nil && strings.Contains(err.Error(), "no longer exists")
}
