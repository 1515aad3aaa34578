package cache_test

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"certdesk/checks/cache"
)

// Beside each figure stands that of a map behind a mutex, which remembers for ever:
// what being bounded costs.
func BenchmarkCache(b *testing.B) {
	const keys = 4096
	names := make([]string, keys)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	bounded := cache.New[string, int](keys, nil)
	var mu sync.Mutex
	bare := make(map[string]int)
	for i, name := range names {
		bounded.Put(name, i)
		bare[name] = i
	}
	b.Run("get", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			bounded.Get(names[i%keys])
		}
	})
	b.Run("get/map", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			mu.Lock()
			_ = bare[names[i%keys]]
			mu.Unlock()
		}
	})
	b.Run("do", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			bounded.Do(context.Background(), names[i%keys], nil)
		}
	})
	b.Run("put", func(b *testing.B) {
		b.ReportAllocs()
		half := cache.New[string, int](keys/2, nil) // every second one makes room
		for i := range b.N {
			half.Put(names[i%keys], i)
		}
	})
	b.Run("put/map", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			mu.Lock()
			bare[names[i%keys]] = i
			mu.Unlock()
		}
	})
}
