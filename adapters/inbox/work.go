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
	maxPieces int
	within    time.Duration
	panicked  func(any)

	life context.Context
	end  context.CancelFunc

	mu      sync.Mutex
	running int
	ended   bool          // no piece is begun any more
	idle    chan struct{} // closed when none is running; nil while nobody waits for it
}

// NewWork bounds how many pieces are under way at once, and so the memory, and how
// long each may take. A piece that panics ends by itself; panicked is told.
func NewWork(maxPieces int, within time.Duration, panicked func(any)) *Work {
	w := &Work{maxPieces: maxPieces, within: within, panicked: panicked}
	w.life, w.end = context.WithCancel(context.Background())
	return w
}

// Life ends with the work. What is begun beside it, such as the end of a piece
// whose own time is over, takes it.
func (w *Work) Life() context.Context { return w.life }

// Begin begins a piece of work, and returns at once. It is false where too much
// is under way already, and when all has been drained.
func (w *Work) Begin(do func(ctx context.Context)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended || w.running >= w.maxPieces {
		return false
	}
	w.running++
	go func() {
		defer w.finish()
		defer func() {
			if p := recover(); p != nil {
				w.panicked(p)
			}
		}()
		ctx, cancel := context.WithTimeout(w.life, w.within)
		defer cancel()
		do(ctx)
	}()
	return true
}

func (w *Work) finish() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running--; w.running == 0 && w.idle != nil {
		close(w.idle)
		w.idle = nil
	}
}

// underWay is closed when nothing is under way any more; nil where that is so now, after
// which nothing is begun if it is the end.
func (w *Work) underWay(end bool) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running == 0 {
		w.ended = w.ended || end
		return nil
	}
	if w.idle == nil {
		w.idle = make(chan struct{})
	}
	return w.idle
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
func (w *Work) Wait() {
	for idle := w.underWay(false); idle != nil; idle = w.underWay(false) {
		<-idle
	}
}

// grace is how long what is told to end may take for it: until its next wait.
const grace = time.Second

// Drain waits until all that was begun is done, also what begins meanwhile, or until
// ctx ends; then it ends what is left. Nothing is begun afterwards.
func (w *Work) Drain(ctx context.Context) error {
	defer w.end()
	for idle := w.underWay(true); idle != nil; idle = w.underWay(true) {
		select {
		case <-idle:
			continue
		case <-ctx.Done():
		}
		w.mu.Lock()
		w.ended = true
		w.mu.Unlock()
		w.end()
		select {
		case <-idle:
		case <-time.After(grace):
		}
		return ctx.Err()
	}
	return nil
}
