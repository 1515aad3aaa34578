package discord

import (
	"context"
	"sync"
	"time"

	"certdesk/adapters/retry"
)

// Waits between the attempts of a connection.
const (
	firstWait = time.Second
	maxWait   = time.Minute
	// A new session is begun after five seconds at most, as Discord asks, and
	// ever later while none of them lasts: a thousand a day are allowed.
	firstStartWait = 4 * time.Second
	maxStartWait   = 10 * time.Minute
)

// restarts are the waits before new sessions.
func restarts() retry.Backoff { return retry.Backoff{First: firstStartWait, Max: maxStartWait} }

// starts spaces out new sessions of several shards: Discord allows one in five seconds.
type starts struct {
	now func() time.Time

	mu   sync.Mutex
	next time.Time
}

const betweenStarts = 5 * time.Second

// turn waits until a session may begin.
func (s *starts) turn(ctx context.Context) error {
	s.mu.Lock()
	now := s.now()
	at := s.next
	if at.Before(now) {
		at = now
	}
	s.next = at.Add(betweenStarts)
	s.mu.Unlock()
	return retry.Wait(ctx, at.Sub(now))
}
