// Package retry has what an adapter needs to call its platform again: waits
// that can be called off, and what is known of a call that failed. When to
// call again, and how often, is each platform's own.
package retry

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/url"
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

// Untouched failures happened before the platform heard of the call: nothing
// was done.
func Untouched(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// Unanswered is a call that the platform may still be working on: asked again
// it might do its work twice.
func Unanswered(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// WithoutAddress takes the address off an error of net/http. Some addresses
// are secrets: who has one can answer in our name.
func WithoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

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
	var late *LateError
	if errors.As(err, &late) {
		return late.After, true
	}
	return 0, false
}
