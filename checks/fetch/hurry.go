package fetch

import (
	"context"
	"errors"
	"time"
)

// Hurried tells whether a caller's time was up, which says nothing about the server
// that was asked. longEnough is the cause of the bound that the asker set himself: what
// took all of that is the server's fault.
//
// A connection looks at the deadline by itself, and may end a moment before its context
// does: that moment is waited for.
func Hurried(ctx context.Context, longEnough error) bool {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	cause := context.Cause(ctx)
	return cause != nil && !errors.Is(cause, longEnough)
}

// IsUnheard tells whether a document could not be had because this process did not run
// for much of the time, which says nothing about the server either.
func IsUnheard(err error) bool {
	var failed *Error
	return errors.As(err, &failed) && failed.Kind == Unheard
}
