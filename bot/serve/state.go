package serve

import (
	"context"
	"sync/atomic"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
)

// state is what a process knows of its own work.
type state struct {
	now      func() time.Time
	draining atomic.Bool
	// sweep is when the last sweep ended or checked something, or the process
	// began: the first one may take as long as thousands of silent servers do.
	sweep atomic.Pointer[time.Time]
}

func newState(now func() time.Time) *state {
	s := &state{now: now}
	s.swept()
	return s
}

// progress is when the watches were last looked after.
func (s *state) progress() time.Time { return *s.sweep.Load() }

func (s *state) swept() {
	now := s.now()
	s.sweep.Store(&now)
}

// overdue is for how long a sweep has been due, 0 while it is in time: three
// intervals, and a minute for the checks of the last one.
func (s *state) overdue(interval time.Duration) time.Duration {
	late := s.now().Sub(s.progress())
	if late <= 3*interval+time.Minute {
		return 0
	}
	return late
}

// sweeping is a checker of watches, each of whose checks is a sign of life.
type sweeping struct {
	next  desk.Checker
	state *state
}

func (c *sweeping) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	defer c.state.swept()
	return c.next.Check(ctx, q, to)
}
