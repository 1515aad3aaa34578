package queue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"

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

// Listen hears the workers' heartbeats until ctx ends. Without it no zone is
// alive.
func (a *Asker) Listen(ctx context.Context) {
	var p pause
	for ctx.Err() == nil {
		err := a.listen(ctx, &p)
		a.roster.listening(time.Time{})
		if ctx.Err() == nil {
			a.outage.gone(err)
			p.wait(ctx)
		}
	}
}

// silence is how long nothing may be heard before the connection is tried, and
// twice that how long before it is given up.
const silence = 3 * time.Second

// listen hears until the connection breaks.
func (a *Asker) listen(ctx context.Context, p *pause) error {
	sub := a.waits.PSubscribe(ctx, allAlive)
	defer sub.Close()
	a.roster.hear(time.Now())
	for {
		// go-redis does not see the end of ctx while it waits.
		m, err := sub.ReceiveTimeout(ctx, block)
		var nothing net.Error
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &nothing) && nothing.Timeout():
			quiet := a.roster.quiet(time.Now())
			if quiet > 2*silence {
				return fmt.Errorf("listening to the zones: %w", err)
			}
			if quiet > silence {
				sub.Ping(ctx) // the answer is heard, or its lack
			}
			continue
		case err != nil:
			return fmt.Errorf("listening to the zones: %w", err)
		}
		now := time.Now()
		a.roster.hear(now)
		switch m := m.(type) {
		case *goredis.Subscription:
			a.roster.listening(now)
			a.outage.there()
			p.reset()
		case *goredis.Message:
			a.roster.note(m.Channel, m.Payload, now)
		}
	}
}

// Living are the zones with a living worker, in order.
func (a *Asker) Living(ctx context.Context) ([]string, error) {
	if err := a.roster.settled(ctx); err != nil {
		return nil, err
	}
	// Silence is that of the workers or that of Redis.
	if a.roster.quiet(time.Now()) > settle {
		ping, cancel := context.WithTimeout(ctx, settle)
		defer cancel()
		if err := a.client.Ping(ping).Err(); err != nil {
			return nil, fmt.Errorf("%w: %w", zone.ErrAway, err)
		}
	}
	return slices.Sorted(maps.Keys(a.roster.living(time.Now()))), nil
}

// Workers counts the living workers by zone, as far as they were heard.
func (a *Asker) Workers() map[string]int { return a.roster.living(time.Now()) }
