// Package pulse measures for how long this process listened. Where the machine is busy,
// throttled or suspended, timers and bytes that have long arrived wait alike: the time is
// then over, and nobody has listened. A pulse beats while somebody waits for an answer, and
// what its beats are late by is no time of listening: silence counts against a server only
// as far as that.
package pulse

import (
	"context"
	"sync"
	"time"
)

const (
	// beat is the time between two beats.
	beat = 50 * time.Millisecond
	// Late is how far apart two of them may be on a machine that is in order.
	Late = 2 * beat
)

// Beats are what a pulse beats by: time.NewTicker, but in tests.
type Beats func(time.Duration) (beats <-chan time.Time, stop func())

// Pulse is a clock that stands still while this process does not run. Those that wait
// side by side share one, and a nil one always runs. It is safe for concurrent use.
type Pulse struct {
	beats Beats

	users sync.Mutex
	n     int // of those that wait
	stop  chan struct{}
	done  chan struct{}

	mu   sync.Mutex
	last time.Time     // the last beat
	ran  time.Duration // up to there
}

// New makes a pulse.
func New() *Pulse {
	return By(func(d time.Duration) (<-chan time.Time, func()) {
		ticker := time.NewTicker(d)
		return ticker.C, ticker.Stop
	})
}

// By makes one with beats of its own.
func By(beats Beats) *Pulse { return &Pulse{beats: beats} }

// Begin has it beat until End is called as often.
func (p *Pulse) Begin() {
	if p == nil {
		return
	}
	p.users.Lock()
	defer p.users.Unlock()
	if p.n++; p.n > 1 {
		return
	}
	p.mu.Lock()
	p.last = time.Now()
	p.mu.Unlock()
	stop, done := make(chan struct{}), make(chan struct{})
	p.stop, p.done = stop, done
	go func() {
		defer close(done)
		beats, end := p.beats(beat)
		defer end()
		for {
			select {
			case <-stop:
				return
			case <-beats:
				p.strike()
			}
		}
	}()
}

// End ends what Begin began.
func (p *Pulse) End() {
	if p == nil {
		return
	}
	p.users.Lock()
	defer p.users.Unlock()
	if p.n--; p.n == 0 {
		close(p.stop)
		<-p.done
	}
}

func (p *Pulse) strike() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.ran += counted(now.Sub(p.last))
	p.last = now
}

// counted is how much of the time between two beats this process ran for certain.
func counted(gap time.Duration) time.Duration {
	if gap > Late {
		return beat
	}
	return gap
}

// Now is the time that this process has been running.
func (p *Pulse) Now() time.Duration {
	if p == nil { // nothing is measured: it always runs
		return time.Duration(time.Now().UnixNano())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ran + counted(time.Since(p.last))
}

// Wait waits until this process has been running so long, and tells whether ctx lasted.
func (p *Pulse) Wait(ctx context.Context, d time.Duration) bool {
	for end := p.Now() + d; ; {
		left := end - p.Now()
		if left <= 0 {
			return ctx.Err() == nil
		}
		if !Sleep(ctx, left) {
			return false
		}
	}
}

// Sleep waits so long, and tells whether ctx lasted.
func Sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
