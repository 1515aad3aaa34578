package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"certdesk/checks"
)

// sweep checks many targets, some at once, and prints each answer as it comes.
// It holds no more of the list than is being checked.
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

// list checks targets given on the command line; all must be understood.
func (s *sweep) list(ctx context.Context, texts []string) (int, error) {
	targets := make([]checks.Target, len(texts))
	for i, text := range texts {
		t, err := s.target(text)
		if err != nil {
			return statusUnknown, err
		}
		targets[i] = t
	}
	feed := func(yield func(checks.Target) bool) {
		for _, t := range targets {
			if !yield(t) {
				return
			}
		}
	}
	return s.run(ctx, feed)
}

// file checks the targets of a list, and goes on after lines that are none.
func (s *sweep) file(ctx context.Context, name string, stdin io.Reader, more []string) (int, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return statusUnknown, fmt.Errorf("the list %q cannot be read: %s", name, reason(err))
		}
		defer file.Close()
		in = file
	}
	s.progress = newProgress(s.err)
	bad := 0
	var readErr error
	feed := func(yield func(checks.Target) bool) {
		take := func(text, where string) bool {
			t, err := s.target(text)
			if err != nil {
				bad++
				s.complain(where, err)
				return true
			}
			return yield(t)
		}
		for _, text := range more {
			if !take(text, "argument") {
				return
			}
		}
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, 64<<10)
		for n := 1; lines.Scan(); n++ {
			text, _, _ := strings.Cut(lines.Text(), "#")
			if text = strings.TrimSpace(text); text != "" && !take(text, fmt.Sprintf("line %d", n)) {
				return
			}
		}
		readErr = lines.Err()
	}
	status, err := s.run(ctx, feed)
	switch {
	case err != nil:
		return status, err
	case readErr != nil:
		return status, fmt.Errorf("the list %q cannot be read to its end: %s", name, reason(readErr))
	case bad > 0:
		return status, fmt.Errorf("%d of the lines could not be understood", bad)
	case s.out.count == 0 && ctx.Err() == nil:
		return statusUnknown, fmt.Errorf("the list %q names no server; write one a line, like imap.corp.com:993", name)
	}
	return status, nil
}

func (s *sweep) complain(where string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.clear()
	fmt.Fprintf(s.err, "certdesk: %s: %s\n", where, err)
}

func (s *sweep) run(ctx context.Context, feed func(func(checks.Target) bool)) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	emit := func(r checks.Report) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.status = worse(s.status, statusOf(r.Verdict))
		s.progress.clear()
		if err := s.out.print(r); err != nil && s.failed == nil {
			s.failed = err
			cancel()
		}
		s.progress.count(r)
	}
	queue := make(chan checks.Target)
	var wg sync.WaitGroup
	workers := 0
	feed(func(t checks.Target) bool {
		select {
		case queue <- t: // somebody is free
			return true
		case <-ctx.Done():
			return false
		default:
		}
		if workers < s.width {
			workers++
			wg.Go(func() {
				for t := range queue {
					s.check(ctx, t, emit)
				}
			})
		}
		select {
		case queue <- t:
			return true
		case <-ctx.Done():
			return false
		}
	})
	close(queue)
	wg.Wait()
	s.progress.clear()
	switch {
	case s.failed != nil:
		return statusUnknown, s.failed
	case ctx.Err() != nil:
		return worse(s.status, statusUnknown), errors.New("stopped")
	}
	return s.status, nil
}

// progress is a line on a terminal that says how far a sweep is. Its zero
// value says nothing.
type progress struct {
	w            io.Writer
	done, faults int
	shown        bool
	next         time.Time
}

func newProgress(w io.Writer) progress {
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return progress{w: w}
	}
	return progress{}
}

func (p *progress) count(r checks.Report) {
	p.done++
	if r.Verdict != checks.VerdictTrusted {
		p.faults++
	}
	if p.w == nil || time.Now().Before(p.next) {
		return
	}
	p.next = time.Now().Add(100 * time.Millisecond)
	fmt.Fprintf(p.w, "\r%d checked, %d with faults", p.done, p.faults)
	p.shown = true
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
