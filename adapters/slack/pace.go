package slack

import (
	"context"
	"sync"
	"time"

	"certdesk/adapters/retry"
)

// perChannel is how far apart Slack wants the messages of one channel.
const perChannel = time.Second

// pace keeps the messages of a channel apart. Channels do not wait for each
// other.
type pace struct {
	now func() time.Time

	mu   sync.Mutex
	next map[string]time.Time
}

func newPace(now func() time.Time) *pace {
	return &pace{now: now, next: make(map[string]time.Time)}
}

// maxPaced bounds the memory; channels without a wait are forgotten then.
const maxPaced = 5000

// turn waits for the channel's next turn. One that comes too late for ctx is
// left to others, and the error is an *retry.LateError.
func (p *pace) turn(ctx context.Context, channel string) error {
	at, err := p.take(ctx, channel)
	if err != nil {
		return err
	}
	return retry.Turn(ctx, at.Sub(p.now()))
}

func (p *pace) take(ctx context.Context, channel string) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if len(p.next) >= maxPaced {
		for id, next := range p.next {
			if next.Before(now) {
				delete(p.next, id)
			}
		}
	}
	at := p.next[channel]
	if at.Before(now) {
		at = now
	}
	if deadline, ok := ctx.Deadline(); ok && at.After(now) && time.Until(deadline) <= at.Sub(now) {
		return at, &retry.LateError{After: at.Sub(now)}
	}
	p.next[channel] = at.Add(perChannel)
	return at, nil
}

// rest lets a channel be silent for a while: Slack has asked for it.
func (p *pace) rest(channel string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.now().Add(d); p.next[channel].Before(until) {
		p.next[channel] = until
	}
}
