package slack

import (
	"context"
	"sync"
	"time"

	"certdesk/adapters/retry"
	"certdesk/checks/cache"
)

// perChannel is how far apart Slack wants the messages of one channel.
const perChannel = time.Second

// pace spaces out the messages of each channel; channels do not wait for each other.
type pace struct {
	now func() time.Time

	mu   sync.Mutex
	next *cache.Cache[string, time.Time] // the next turn of each channel that has to wait
}

// maxPaced bounds the memory.
const maxPaced = 5000

func newPace(now func() time.Time) *pace {
	return &pace{now: now, next: cache.New[string, time.Time](maxPaced, now)}
}

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
	at, waits := p.next.Get(channel)
	if !waits {
		at = now
	}
	if deadline, ok := ctx.Deadline(); ok && at.After(now) && time.Until(deadline) <= at.Sub(now) {
		return at, &retry.LateError{After: at.Sub(now)}
	}
	p.notBefore(channel, at.Add(perChannel))
	return at, nil
}

// rest has a channel wait, as Slack has asked.
func (p *pace) rest(channel string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	until := p.now().Add(d)
	if next, waits := p.next.Get(channel); !waits || next.Before(until) {
		p.notBefore(channel, until)
	}
}

// notBefore notes a channel's next turn. p.mu is held.
func (p *pace) notBefore(channel string, turn time.Time) {
	p.next.PutItem(channel, cache.Item[time.Time]{Value: turn, Until: turn})
}
