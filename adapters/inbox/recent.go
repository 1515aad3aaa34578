package inbox

import (
	"time"

	"certdesk/checks/cache"
)

// Recent remembers the ids of what was delivered lately. Platforms repeat what
// they think lost, and forgers what they have seen on the way. The desk remembers
// across processes; this holds when its memory is away. It is safe for concurrent
// use.
type Recent struct {
	now func() time.Time
	ids *cache.Cache[string, struct{}]
}

const (
	// recentFor is how long a delivery is remembered.
	recentFor = 30 * time.Minute
	// maxRecent bounds how many are.
	maxRecent = 50_000
)

// NewRecent remembers by a clock.
func NewRecent(now func() time.Time) *Recent {
	return &Recent{now: now, ids: cache.New[string, struct{}](maxRecent, now)}
}

// First tells whether id is new.
func (r *Recent) First(id string) bool {
	return r.ids.Add(id, cache.Item[struct{}]{Until: r.now().Add(recentFor)})
}
