package inbox

import (
	"sync"
	"time"
)

// Recent remembers the ids of what was delivered lately. Platforms repeat what
// they think lost, and forgers what they have seen on the way. The desk remembers across processes; this holds when its
// memory is away. It is safe for concurrent use.
type Recent struct {
	now func() time.Time

	mu sync.Mutex
	// young and old are two generations, so that forgetting costs nothing.
	young, old map[string]struct{}
	turned     time.Time
}

const (
	// recentFor is how long a delivery is remembered at least.
	recentFor = 15 * time.Minute
	// maxRecent bounds a generation.
	maxRecent = 50_000
)

// NewRecent remembers by a clock.
func NewRecent(now func() time.Time) *Recent {
	return &Recent{now: now, young: make(map[string]struct{}), turned: now()}
}

// First tells whether id is new.
func (r *Recent) First(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.now(); now.Sub(r.turned) >= recentFor || len(r.young) >= maxRecent {
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
