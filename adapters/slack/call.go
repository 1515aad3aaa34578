package slack

import (
	"context"
	"errors"
	"net"
	"time"

	api "github.com/slack-go/slack"
)

// attempts bounds how often a call is tried; 429 is not counted, for Slack
// says itself when to come again.
const attempts = 5

// retry decides, after a call that may or may not have done its work, whether
// to do it again.
type retry func(ctx context.Context, err error) bool

// always: doing it twice does no harm.
func always(context.Context, error) bool { return true }

// try calls Slack until it is done: after 429 when Slack says, after a failure
// that left nothing behind with growing waits, and in doubt only if again
// allows it.
func (a *Adapter) try(ctx context.Context, do func(context.Context) error, again retry) error {
	back := 500 * time.Millisecond
	for n := 1; ; {
		err := do(ctx)
		a.health.answered(err)
		if err == nil {
			return nil
		}
		var limited *api.RateLimitedError
		if errors.As(err, &limited) {
			if wait(ctx, max(limited.RetryAfter, time.Second)+a.jitter(200*time.Millisecond)) != nil {
				return err
			}
			continue
		}
		if n++; n > attempts || ctx.Err() != nil || !passing(err) {
			return err
		}
		if wait(ctx, a.jitter(back)) != nil {
			return err
		}
		back *= 2
		if !untouched(err) && !again(ctx, err) {
			return err
		}
	}
}

// passing failures may be over at the next attempt.
func passing(err error) bool {
	var status api.StatusCodeError
	if errors.As(err, &status) {
		return status.Code >= 500
	}
	switch code(err) {
	case "":
		return !errors.Is(err, context.Canceled) && !errors.Is(err, errUsedUp)
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout":
		return true
	}
	return false
}

// untouched failures happened before Slack heard of the call.
func untouched(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// unanswered is a call that Slack may still be working on.
func unanswered(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// code is Slack's own word for an error, "" for others.
func code(err error) string {
	var said api.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}
