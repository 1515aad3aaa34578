package inbox

import (
	"context"
	"sync"
	"time"
)

// Work is what is under way: so much at once and no more, each piece for so long
// and no longer, and none of it lost when the program is told to end. It is safe
// for concurrent use.
type Work struct {
	slots    chan struct{} // one for each piece
	within   time.Duration
	panicked func(any)

	working sync.WaitGroup
	life    context.Context
	end     context.CancelFunc
}

// NewWork bounds how many pieces are under way at once, and so the memory, and how
// long each may take. A piece that panics ends by itself; panicked is told.
func NewWork(maxPieces int, within time.Duration, panicked func(any)) *Work {
	w := &Work{slots: make(chan struct{}, maxPieces), within: within, panicked: panicked}
	w.life, w.end = context.WithCancel(context.Background())
	return w
}

// Life ends with the work. What is begun beside it, such as the end of a piece
// whose own time is over, takes it.
func (w *Work) Life() context.Context { return w.life }

// Begin begins a piece of work, and returns at once. It is false where too much
// is under way already.
func (w *Work) Begin(do func(ctx context.Context)) bool {
	select {
	case w.slots <- struct{}{}:
	default:
		return false
	}
	w.working.Go(func() {
		defer func() { <-w.slots }()
		defer func() {
			if p := recover(); p != nil {
				w.panicked(p)
			}
		}()
		ctx, cancel := context.WithTimeout(w.life, w.within)
		defer cancel()
		do(ctx)
	})
	return true
}

// Apart does a part of a piece of work, and returns when it is done. It has a
// goroutine of its own, whose stack ends with it: what calls deep before it waits
// long would keep a large one all the while, and thousands may wait. A panic in it
// is one of the piece.
func (w *Work) Apart(do func()) {
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		do()
	}()
	if p := <-done; p != nil {
		panic(p)
	}
}

// Wait waits until nothing is under way.
func (w *Work) Wait() { w.working.Wait() }

// grace is how long what is told to end may take for it: until its next wait.
const grace = time.Second

// Drain waits until all that was begun is done, or ctx ends; then it ends what
// is left. Whoever begins work is to be stopped before.
func (w *Work) Drain(ctx context.Context) error {
	defer w.end()
	done := make(chan struct{})
	go func() { w.working.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	w.end()
	select {
	case <-done:
	case <-time.After(grace):
	}
	return ctx.Err()
}
