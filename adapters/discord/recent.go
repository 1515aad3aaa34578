package discord

import (
	"sync"
	"time"
)

// recent remembers what was delivered lately: a gateway repeats what it
// thinks lost when a session is resumed, and a forger what was seen on the
// way. The desk remembers across processes; this holds when its memory is away.
type recent struct {
	now func() time.Time

	mu sync.Mutex
	// young and old are two generations, so that forgetting costs nothing.
	young, old map[string]struct{}
	turned     time.Time
}

const (
	// recentFor is how long a delivery is remembered at least.
	recentFor = 15 * time.Minute
	// mostRecent bounds a generation.
	mostRecent = 50_000
)

func newRecent(now func() time.Time) *recent {
	return &recent{now: now, young: make(map[string]struct{}), turned: now()}
}

// first tells whether id is new.
func (r *recent) first(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.now(); now.Sub(r.turned) >= recentFor || len(r.young) >= mostRecent {
		r.old, r.young, r.turned = r.young, make(map[string]struct{}), now
	}
	if _, known := r.young[id]; known {
		return false
	}
	if _, known := r.old[id]; known {
		return false
	}
	r.young[id] = struct{}{}
	return true
}
