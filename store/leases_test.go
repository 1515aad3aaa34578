package store_test

import (
	"testing"
	"time"

	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
	"certdesk/store/sqlite"
)

// TestFlights: of two processes on one store one takes the work, until it gives
// it back or its time is over. Work and what is done once do not meet.
func TestFlights(t *testing.T) {
	var ahead time.Duration
	now := func() time.Time { return time.Now().Add(ahead) }
	file, err := sqlite.Open(t.Context(), t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	one, other := store.New(file, now), store.New(file, now)
	want := func(what string, want bool) func(bool, error) {
		return func(got bool, err error) {
			t.Helper()
			if got != want || err != nil {
				t.Errorf("%s: %v, %v", what, got, err)
			}
		}
	}
	want("the first", true)(one.Begin(t.Context(), "a", time.Minute))
	want("another process", false)(other.Begin(t.Context(), "a", time.Minute))
	want("other work", true)(other.Begin(t.Context(), "b", time.Minute))
	want("once, under the same key", true)(other.Once(t.Context(), "a", time.Minute))
	want("twice", false)(one.Once(t.Context(), "a", time.Minute))
	if err := one.End(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	want("given back", true)(other.Begin(t.Context(), "a", time.Minute))
	ahead = 2 * time.Minute
	want("its owner died", true)(one.Begin(t.Context(), "a", time.Minute))
	want("long ago", true)(one.Once(t.Context(), "a", time.Minute))
}

// TestFlightsOnRedis: the same between processes that share a Redis.
func TestFlightsOnRedis(t *testing.T) {
	server := redistest.Start(t)
	open := func() *store.Store {
		backend, err := redis.Open(t.Context(), server.URL())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { backend.Close() })
		return store.New(backend, time.Now)
	}
	one, other := open(), open()
	for _, tt := range []struct {
		who  *store.Store
		want bool
	}{{one, true}, {other, false}, {one, false}} {
		if got, err := tt.who.Begin(t.Context(), "a", time.Minute); got != tt.want || err != nil {
			t.Errorf("%v, %v; want %v", got, err, tt.want)
		}
	}
	if err := one.End(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got, err := other.Begin(t.Context(), "a", time.Minute); !got || err != nil {
		t.Errorf("given back: %v, %v", got, err)
	}
}
