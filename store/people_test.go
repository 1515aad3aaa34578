package store_test

import (
	"testing"
	"time"

	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
	"certdesk/store/sqlite"
	"certdesk/store/storetest"
)

// TestPeople holds each way to keep what people have chosen to the same.
func TestPeople(t *testing.T) {
	t.Run("memory", func(t *testing.T) {
		var clock storetest.Clock
		m := storetest.NewMemory(clock.Now)
		storetest.People(t, store.New(m, clock.Now), store.New(m, clock.Now), clock.Advance)
	})
	t.Run("sqlite", func(t *testing.T) {
		var clock storetest.Clock
		file, err := sqlite.Open(t.Context(), t.TempDir(), clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		storetest.People(t, store.New(file, clock.Now), store.New(file, clock.Now), clock.Advance)
	})
	t.Run("redis", func(t *testing.T) {
		server := redistest.Start(t)
		open := func() *store.Store {
			backend, err := redis.Open(t.Context(), server.URL())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { backend.Close() })
			return store.New(backend, time.Now)
		}
		storetest.People(t, open(), open(), nil) // it has its own clock
	})
}
