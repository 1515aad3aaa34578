package fetch_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"certdesk/checks/fetch"
)

// late is a context whose time is over, and which has not noticed it yet.
type late struct {
	context.Context
	done chan struct{}
}

func (l late) Deadline() (time.Time, bool) { return time.Now().Add(-time.Second), true }

func (l late) Done() <-chan struct{} { return l.done }

func (l late) Err() error {
	select {
	case <-l.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// TestHurried: only a caller's own hurry is one, also where the context ends a moment
// after its connection.
func TestHurried(t *testing.T) {
	t.Parallel()
	own := errors.New("long enough")
	if fetch.Hurried(t.Context(), own) {
		t.Error("nobody is in a hurry")
	}
	bound, cancel := context.WithTimeoutCause(t.Context(), time.Nanosecond, own)
	defer cancel()
	if <-bound.Done(); fetch.Hurried(bound, own) {
		t.Error("the asker's own bound is no hurry")
	}
	gone, cancel := context.WithCancel(t.Context())
	if cancel(); !fetch.Hurried(gone, own) {
		t.Error("a caller that left is in a hurry")
	}
	slow := late{t.Context(), make(chan struct{})}
	time.AfterFunc(time.Millisecond, func() { close(slow.done) })
	if !fetch.Hurried(slow, own) {
		t.Error("a caller whose time was up a moment ago is in a hurry")
	}
}
