package sqlite

import (
	"context"
	"testing"
	"time"

	"certdesk/store"
)

// Whoever leaves before the answer came shares nothing with the connection that
// still works on it; the race detector would tell.
func TestLeftEarly(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 400 {
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		// Each may come first: that an error came back or none is all the same.
		switch i % 4 {
		case 0:
			_, _ = s.All(ctx, "k", "", 10)
		case 1:
			_, _ = s.Take(ctx, "k", store.Limit{Burst: 1, Every: time.Second}, time.Now())
		case 2:
			_, _ = s.Claim(ctx, "k", time.Now(), time.Minute, 10)
		default:
			_, _ = s.Get(ctx, "k", "a")
		}
		cancel()
	}
}
