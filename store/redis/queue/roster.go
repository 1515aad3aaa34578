package queue

import (
	"context"
	"strings"
	"sync"
	"time"

	"certdesk/bot/zone"
)

// roster is who was heard lately.
type roster struct {
	mu sync.Mutex
	// since is when listening began, zero while it is interrupted.
	since time.Time
	// last is when anything was heard, be it from Redis itself.
	last time.Time
	// changed is closed when since changes.
	changed chan struct{}
	heard   map[string]map[string]sign // by zone and worker
}

// sign is the last sign of life of a worker.
type sign struct {
	at time.Time
	// ending: it takes nothing new.
	ending bool
}

// settle is how long one has to listen to have heard everybody.
const settle = beatEvery + beatEvery/4

func newRoster() *roster {
	return &roster{changed: make(chan struct{}), heard: make(map[string]map[string]sign)}
}

// listening notes that listening began, or, with the zero time, that it was
// interrupted.
func (r *roster) listening(since time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.since.IsZero() && since.IsZero() {
		return
	}
	r.since = since
	close(r.changed)
	r.changed = make(chan struct{})
}

// hear notes that the connection is alive.
func (r *roster) hear(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = now
}

// quiet is how long nothing was heard.
func (r *roster) quiet(now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return now.Sub(r.last)
}

// note takes a heartbeat.
func (r *roster) note(channel, said string, now time.Time) {
	name, ok := strings.CutPrefix(channel, "certdesk:{zone:")
	name, ok2 := strings.CutSuffix(name, "}:alive")
	if !ok || !ok2 || said == "" {
		return
	}
	if parsed, err := zone.ParseName(name); err != nil || parsed != name {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	workers := r.heard[name]
	if workers == nil {
		workers = make(map[string]sign)
		r.heard[name] = workers
	}
	workers[said[1:]] = sign{at: now, ending: said[:1] == ending}
	for worker, last := range workers {
		if now.Sub(last.at) > aliveFor {
			delete(workers, worker)
		}
	}
}

// living counts the workers of each zone that take jobs.
func (r *roster) living(now time.Time) map[string]int {
	return r.count(func(s sign) bool { return !s.ending && now.Sub(s.at) <= aliveFor })
}

func (r *roster) count(counts func(sign) bool) map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make(map[string]int)
	for name, workers := range r.heard {
		for _, last := range workers {
			if counts(last) {
				out[name]++
			}
		}
	}
	return out
}

// deserted tells whether it is known that nobody in a zone is alive, not even
// to finish what it has. While it is not known, hope remains.
func (r *roster) deserted(name string, now time.Time) bool {
	r.mu.Lock()
	since := r.since
	r.mu.Unlock()
	return !since.IsZero() && now.Sub(since) > aliveFor &&
		r.count(func(s sign) bool { return now.Sub(s.at) <= aliveFor })[name] == 0
}

// settled waits until everybody who is alive must have been heard.
func (r *roster) settled(ctx context.Context) error {
	for {
		r.mu.Lock()
		since, changed := r.since, r.changed
		r.mu.Unlock()
		wait := settle // for Redis to be there
		if !since.IsZero() {
			if wait = settle - time.Since(since); wait <= 0 {
				return nil
			}
		}
		timer := time.NewTimer(wait)
		select {
		case <-changed:
		case <-timer.C:
			if since.IsZero() {
				timer.Stop()
				return zone.ErrAway
			}
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		timer.Stop()
	}
}

// silence is how long nothing may be heard before the connection is tried, and
// twice that how long before it is given up.
const silence = 3 * time.Second
