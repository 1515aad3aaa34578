// Package attempt has what an adapter needs to call its platform again: waits
// that can be called off, and what is known of a call that failed. When to
// call again, and how often, is each platform's own.
package attempt

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
