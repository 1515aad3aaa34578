package cli

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"certdesk/checks"
)

// ErrStopped ends a command after Ctrl-C.
var ErrStopped = errors.New("stopped")

// sweep checks targets, some at once, and prints each answer as it comes.
type sweep struct {
	check  func(ctx context.Context, t checks.Target, emit func(checks.Report))
	target func(text string) (checks.Target, error)
	width  int
	out    *printer
	err    io.Writer

	mu       sync.Mutex
	status   int
	failed   error // writing the answers failed
	progress progress
}

// targets checks those given on the command line; all must be understood.
func (s *sweep) targets(ctx context.Context, texts []string) (int, error) {
	targets := make([]checks.Target, len(texts))
	for i, text := range texts {
		t, err := s.target(text)
		if err != nil {
			return StatusUnknown, err
		}
		targets[i] = t
	}
	s.out.several = len(targets) > 1 || targets[0].Port == 0
	return s.run(ctx, func(yield func(checks.Target) bool) {
		for _, t := range targets {
			if !yield(t) {
				return
			}
		}
	})
}

// run checks what feed yields. It asks for the next target only when a worker
// is free for it, so that no more of a list is held than is being checked.
func (s *sweep) run(ctx context.Context, feed func(yield func(checks.Target) bool)) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan checks.Target)
	var wg sync.WaitGroup
	pace := newPace(s.width)
	worker := func() {
		for t := range queue {
			if s.one(ctx, cancel, t); !pace.answered() {
				return
			}
		}
	}
	impatient := time.NewTicker(unanswered)
	defer impatient.Stop()
	feed(func(t checks.Target) bool {
		for {
			select {
			case queue <- t: // somebody is free
				return true
			case <-ctx.Done():
				return false
			default:
			}
			if pace.begin() {
				wg.Go(worker)
			}
			select {
			case queue <- t:
				return true
			case <-impatient.C:
				pace.waited()
			case <-ctx.Done():
				return false
			}
		}
	})
	close(queue)
	wg.Wait()
	s.progress.clear()
	switch {
	case s.failed != nil:
		return StatusUnknown, s.failed
	case ctx.Err() != nil:
		return Worse(s.status, StatusUnknown), ErrStopped
	}
	return s.status, nil
}

// one checks a target and prints what it shows, a report each endpoint. Where that
// cannot be written, cancel ends the sweep.
func (s *sweep) one(ctx context.Context, cancel func(), t checks.Target) {
	faulty := false
	s.check(ctx, t, func(r checks.Report) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if ctx.Err() != nil {
			return // what was cut short says nothing about the server
		}
		faulty = faulty || r.Verdict != checks.VerdictTrusted
		s.status = Worse(s.status, StatusOf(r.Verdict))
		s.progress.clear()
		if err := s.out.print(r); err != nil {
			s.failed = err
			cancel()
		}
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() == nil {
		s.progress.count(faulty)
	}
}
