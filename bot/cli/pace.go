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
	// is tried anew whether more would bring more, or half as many as much.
	retry = 16
	// measured is how long answers are counted at least before they are compared: in a
	// few milliseconds the work of another program decides what comes.
	measured = 100 * time.Millisecond
)

// pace decides how many targets of a sweep are under way. Where they wait for the
// network, twice as many are answered in the same time; where they wait for a
// processor, here or at the servers, they are answered no sooner, and each has its
// memory. So it tries, keeps what brings more, and goes back where servers further down
// a list have no use for it. It is safe for concurrent use.
type pace struct {
	minAtOnce, maxAtOnce int // targets at once

	mu      sync.Mutex
	width   int  // how many there may be now
	workers int  // how many there are
	usual   int  // the width that has proved its worth
	fewer   bool // what is tried next is half as many
	rate    float64
	since   time.Time // since when answers are counted
	answers int
}

func newPace(maxAtOnce int) *pace {
	usual := min(maxAtOnce, perProcessor*runtime.GOMAXPROCS(0))
	return &pace{minAtOnce: usual, maxAtOnce: maxAtOnce, width: usual, usual: usual, since: time.Now()}
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
		p.fewer = false
		p.try(0)
	}
}

// answered counts an answer, and tells whether its worker is still wanted.
func (p *pace) answered() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers++
	trying := p.width != p.usual
	if p.answers >= p.width && (trying || p.rate == 0 || p.answers >= retry*p.width) && p.workers <= p.width && time.Since(p.since) >= measured {
		rate := float64(p.answers) / time.Since(p.since).Seconds()
		switch {
		case !trying:
			p.try(rate)
		case p.proved(rate):
			p.usual = p.width
			p.try(rate)
		default:
			p.fewer = !p.fewer
			p.resume(p.usual)
		}
	}
	if p.workers <= p.width {
		return true
	}
	p.workers--
	if p.workers == p.width {
		p.resume(p.width) // what those bring that stay is counted from here
	}
	return false
}

// proved tells whether the width that is tried is better than the usual one: wider with
// more answers, or narrower with about as many.
func (p *pace) proved(rate float64) bool {
	if p.width < p.usual {
		return rate*gain > p.rate
	}
	return rate >= gain*p.rate
}

// try doubles the width or halves it; rate are the answers a second until now.
func (p *pace) try(rate float64) {
	p.rate = rate
	if p.fewer = p.fewer && p.usual > p.minAtOnce; p.fewer {
		p.resume(max(p.usual/2, p.minAtOnce))
		return
	}
	p.resume(min(2*p.width, p.maxAtOnce))
	p.fewer = p.width == p.usual // as wide as may be: it can only be too wide
}

// resume goes on with a width, and counts answers anew.
func (p *pace) resume(width int) {
	p.width, p.answers, p.since = width, 0, time.Now()
}
