package queue

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// outage keeps track of whether Redis is there, for all who use it, so that it
// is said once when it goes and once when it is back. A Redis may take some commands
// and not others: it is back when all succeed that had failed.
type outage struct {
	log     *slog.Logger
	mu      sync.Mutex
	since   time.Time     // zero: it is there
	failing map[work]bool // what does not succeed
}

// work is what commands are for: those of one work fail and succeed together.
type work string

const (
	ofHeartbeats work = "heartbeats"
	ofJobs       work = "jobs"
	ofAnswers    work = "answers"
	ofListening  work = "listening"
)

// gone is called with the error of a command.
func (o *outage) gone(of work, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failing == nil {
		o.failing = make(map[work]bool)
	}
	o.failing[of] = true
	if !o.since.IsZero() {
		return
	}
	o.since = time.Now()
	if refused(err) {
		o.log.Warn("Redis refuses a command; this goes on when it takes it", "for", string(of), "error", err)
		return
	}
	o.log.Warn("Redis cannot be reached; this goes on when it is back", "for", string(of), "error", err)
}

// there is called when a command succeeded.
func (o *outage) there(of work) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.failing, of)
	if !o.since.IsZero() && len(o.failing) == 0 {
		o.log.Info("Redis is back", "away", time.Since(o.since).Round(time.Millisecond).String())
		o.since = time.Time{}
	}
}

// given is called when a work is given up: it says nothing about Redis any more.
func (o *outage) given(up work) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.failing, up)
	if len(o.failing) == 0 {
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
