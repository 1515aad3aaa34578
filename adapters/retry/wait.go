package retry

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Wait sleeps, or ends with ctx.
func Wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Jitter is a time between half of d and d, so that those who failed together
// do not come again together.
func Jitter(d time.Duration) time.Duration { return d/2 + rand.N(d/2+1) }

// Backoff is a row of waits of which each is about twice as long as the one before:
// at most First, at most 2*First, and so on until Max, and never less than half of
// that. It is not safe for concurrent use.
type Backoff struct {
	First, Max time.Duration
	// bound of the next wait; 0 before the first.
	bound time.Duration
}

// Next is how long to wait this time.
func (b *Backoff) Next() time.Duration {
	bound := min(max(b.bound, b.First), b.Max)
	b.bound = min(2*bound, b.Max)
	return Jitter(bound)
}

// Reset begins with First again.
func (b *Backoff) Reset() { b.bound = 0 }

// A LateError is said of a turn that does not come before the deadline of
// whoever waits for it: what was to be done then was not begun.
type LateError struct{ After time.Duration }

func (e *LateError) Error() string {
	return "the turn comes in " + e.After.String() + ", which is too late"
}

// Turn is Wait for a turn that comes after d. One that comes too late is not
// waited for; the error is a *LateError, also where the wait is called off.
func Turn(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && d > 0 && time.Until(deadline) <= d {
		return &LateError{d}
	}
	if err := Wait(ctx, d); err != nil {
		return &LateError{max(d, 0)}
	}
	return nil
}

// Late tells in how long the turn comes that an error says came too late.
func Late(err error) (after time.Duration, ok bool) {
	if late, ok := errors.AsType[*LateError](err); ok {
		return late.After, true
	}
	return 0, false
}
