// Package retry does again what failed, with growing waits that can be called off.
//
//	retry.go    the loop
//	wait.go     the waits
//	failure.go  what is known of a call that failed
//
// Whether and when to do it again is each platform's own decision (Next). The loop
// is ours, and not github.com/cenkalti/backoff, since that counts the waits that a
// platform asks for as attempts, takes them in whole seconds only, and returns the
// context's error in place of the platform's.
package retry

import (
	"context"
	"time"
)

// Policy bounds waits and attempts.
type Policy struct {
	// First is the longest that the first wait may be, Max the longest that any may
	// be. Each is about twice as long as the one before (see Backoff).
	First, Max time.Duration
	// MaxAttempts bounds how often it is tried; those that are followed by After do
	// not count. 0 is no bound.
	MaxAttempts int
	// Waiting is told of each wait before it begins, and of the failure that it
	// follows; nil is nobody. A wait of no length is not told.
	Waiting func(err error, wait time.Duration)
}

// Next is what follows a failed attempt. The zero value is Stop.
type Next struct {
	again, asked, afresh bool
	wait                 time.Duration
	worth                func(ctx context.Context) bool
}

// Stop ends the attempts.
func Stop() Next { return Next{} }

// Again tries once more after a wait that grows, if the policy has an attempt left.
func Again() Next { return Next{again: true} }

// After tries once more after d, as the platform has asked. That is no attempt less.
func After(d time.Duration) Next { return Next{again: true, asked: true, wait: max(d, 0)} }

// Afresh is n, with waits that begin to grow anew: it was well for a while.
func (n Next) Afresh() Next { n.afresh = true; return n }

// AtLeast is n with a wait that is not shorter than d.
func (n Next) AtLeast(d time.Duration) Next { n.wait = max(n.wait, d); return n }

// If is n where ok says after the wait that it is worth it, else Stop.
func (n Next) If(ok func(ctx context.Context) bool) Next { n.worth = ok; return n }

// Do tries until there is no error, next says Stop, the policy has no attempt left,
// or ctx ends. A wait that would be longer than ctx lasts is not begun. The error is
// that of the last attempt, also where ctx has ended.
func Do(ctx context.Context, p Policy, attempt func(ctx context.Context) error, next func(err error) Next) error {
	backoff := Backoff{First: p.First, Max: p.Max}
	for made := 1; ; made++ {
		err := attempt(ctx)
		if err == nil {
			return nil
		}
		n := next(err)
		if !n.again || ctx.Err() != nil {
			return err
		}
		if n.afresh {
			backoff.Reset()
		}
		wait := n.wait
		switch {
		case n.asked:
			made--
		case p.MaxAttempts > 0 && made >= p.MaxAttempts:
			return err
		default:
			wait = max(wait, backoff.Next())
		}
		if p.Waiting != nil && wait > 0 {
			p.Waiting(err, wait)
		}
		if Turn(ctx, wait) != nil || n.worth != nil && !n.worth(ctx) {
			return err
		}
	}
}
