package slack

import (
	"context"
	"errors"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/attempt"
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
			if attempt.Wait(ctx, max(limited.RetryAfter, time.Second)+attempt.Jitter(200*time.Millisecond)) != nil {
				return err
			}
			continue
		}
		if n++; n > attempts || ctx.Err() != nil || !passing(err) {
			return err
		}
		if attempt.Wait(ctx, attempt.Jitter(back)) != nil {
			return err
		}
		back *= 2
		if !attempt.Untouched(err) && !again(ctx, err) {
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

// code is Slack's own word for an error, "" for others.
func code(err error) string {
	var said api.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}
