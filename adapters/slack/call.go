package slack

import (
	"context"
	"time"

	"certdesk/adapters/retry"
)

// policy is how often a call is tried, and after which waits; 429 is not counted,
// for Slack says itself when to come again.
var policy = retry.Policy{First: 500 * time.Millisecond, Max: 4 * time.Second, MaxAttempts: 5}

// decision tells whether to repeat a call of which it is not known whether it had its
// effect.
type decision func(ctx context.Context, err error) bool

// always is the decision for calls that do no harm when they are made twice.
func always(context.Context, error) bool { return true }

// try calls Slack until it is done: after 429 when Slack says, after a failure
// that left nothing behind with growing waits, and in doubt only if again
// allows it.
func (c *client) try(ctx context.Context, do func(context.Context) error, again decision) error {
	return try(ctx, func(ctx context.Context) error {
		err := do(ctx)
		c.answered(err)
		return err
	}, again)
}

// try is client.try for calls without the bot's token, which tell nothing of
// how it stands.
func try(ctx context.Context, do func(context.Context) error, again decision) error {
	return retry.Do(ctx, policy, do, func(err error) retry.Next {
		if pause, ok := limited(err); ok {
			// The wait may be longer than the caller has; then the call is not made, and
			// the caller comes again later.
			return retry.After(pause + retry.Jitter(200*time.Millisecond))
		}
		switch {
		case !passing(err):
			return retry.Stop()
		case retry.Untouched(err):
			return retry.Again()
		}
		return retry.Again().If(func(ctx context.Context) bool { return again(ctx, err) })
	})
}
