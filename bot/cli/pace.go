package cli

import (
	"runtime"
	"sync"
	"time"
)

const (
	// perProcessor is how many targets a processor is given to begin with.
	perProcessor = 8
	// gain is by how much more answers must come where twice as many targets are
	// under way, for that to be kept.
	gain = 1.3
	// unanswered is how long no answer may come before more targets are begun: servers
	// that are silent must not hold up the others.
	unanswered = 250 * time.Millisecond
	// retry is after how many times as many answers as there are targets under way it
	// is tried anew whether more would bring more.
	retry = 16
)

// pace decides how many targets of a sweep are under way. Where they wait for the
// network, twice as many are answered in the same time; where they wait for a
// processor, here or at the servers, they are answered no sooner, and each has its
// memory. So it tries, and keeps what brings more. It is safe for concurrent use.
type pace struct {
	maxAtOnce int // targets at once

	mu      sync.Mutex
	width   int // how many there may be now
	workers int // how many there are
	usual   int // the width that has proved its worth
	rate    float64
	since   time.Time // since when answers are counted
	answers int
}

func newPace(maxAtOnce int) *pace {
	usual := min(maxAtOnce, perProcessor*runtime.GOMAXPROCS(0))
	return &pace{maxAtOnce: maxAtOnce, width: usual, usual: usual, since: time.Now()}
}

// begin tells whether another worker is wanted; the caller starts it.
func (p *pace) begin() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.workers >= p.width {
		return false
	}
	p.workers++
	return true
}

// waited tells that no worker was free for a while.
func (p *pace) waited() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.answers == 0 && p.workers >= p.width && time.Since(p.since) >= unanswered {
		p.try(0)
	}
}

// answered counts an answer, and tells whether its worker is still wanted.
func (p *pace) answered() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers++
	trying := p.width > p.usual
	if enough := p.width; p.answers >= enough && (trying || p.rate == 0 || p.answers >= retry*enough) {
		rate := float64(p.answers) / time.Since(p.since).Seconds()
		switch {
		case !trying:
			p.try(rate)
		case rate >= gain*p.rate:
			p.usual = p.width
			p.try(rate)
		default:
			p.width, p.answers, p.since = p.usual, 0, time.Now()
		}
	}
	if p.workers > p.width {
		p.workers--
		return false
	}
	return true
}

// try doubles the width; rate are the answers a second until now.
func (p *pace) try(rate float64) {
	p.width, p.rate = min(2*p.width, p.maxAtOnce), rate
	p.answers, p.since = 0, time.Now()
}
