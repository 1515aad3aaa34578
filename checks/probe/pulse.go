package probe

import (
	"context"
	"sync"
	"time"
)

// Silence counts against a server only as far as this process listened to it. Where the
// machine is busy, throttled or suspended, timers and bytes that have long arrived wait
// alike: the time is then over, and nobody has listened. A pulse beats while probes are
// under way, and what its beats are late by is no time of listening.

const (
	// beat is the time between two beats.
	beat = 50 * time.Millisecond
	// lateBeat is how far apart two of them may be on a machine that is in order.
	lateBeat = 2 * beat
)

// pulse is a clock that stands still while this process does not run. Probes share one.
type pulse struct {
	beats func(time.Duration) (beats <-chan time.Time, stop func()) // time.NewTicker, but in tests

	users sync.Mutex
	n     int // probes under way
	stop  chan struct{}
	done  chan struct{}

	mu   sync.Mutex
	last time.Time     // the last beat
	ran  time.Duration // up to there
}

func newPulse() *pulse {
	return &pulse{beats: func(d time.Duration) (<-chan time.Time, func()) {
		ticker := time.NewTicker(d)
		return ticker.C, ticker.Stop
	}}
}

// begin has it beat until end is called as often.
func (p *pulse) begin() {
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

func (p *pulse) end() {
	p.users.Lock()
	defer p.users.Unlock()
	if p.n--; p.n == 0 {
		close(p.stop)
		<-p.done
	}
}

func (p *pulse) strike() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.ran += counted(now.Sub(p.last))
	p.last = now
}

// counted is how much of the time between two beats this process ran for certain.
func counted(gap time.Duration) time.Duration {
	if gap > lateBeat {
		return beat
	}
	return gap
}

// now is the time that this process has been running.
func (p *pulse) now() time.Duration {
	if p == nil { // nothing is measured: it always runs
		return time.Duration(time.Now().UnixNano())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ran + counted(time.Since(p.last))
}

// wait waits until this process has been running so long, and tells whether ctx lasted.
func (p *pulse) wait(ctx context.Context, d time.Duration) bool {
	for end := p.now() + d; ; {
		left := end - p.now()
		if left <= 0 {
			return ctx.Err() == nil
		}
		if !sleep(ctx, left) {
			return false
		}
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
