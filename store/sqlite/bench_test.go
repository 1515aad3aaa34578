package sqlite_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"certdesk/store"
	"certdesk/store/sqlite"
)

func BenchmarkPut(b *testing.B) {
	s := open(b, b.TempDir(), time.Now)
	defer s.Close()
	value := []byte(strings.Repeat("v", 300))
	for b.Loop() {
		if _, err := s.Put(b.Context(), store.Record{Kind: "k", Key: "a", Group: "g", Value: value}, store.Always); err != nil {
			b.Fatal(err)
		}
	}
}

// command writes what one command that is checked makes the store write: seen
// once, two limits and that of the server, the check under way, its answer twice,
// and the check's end.
func command(ctx context.Context, s *sqlite.Store, n int64) error {
	id := fmt.Sprint(n)
	soon, late := time.Now().Add(time.Hour-time.Minute), time.Now().Add(14*24*time.Hour)
	limit := store.Limit{Burst: 1000, Every: time.Millisecond}
	if _, err := s.Put(ctx, store.Record{Kind: "once", Key: id, Expires: soon}, store.IfAbsent); err != nil {
		return err
	}
	for _, key := range []string{"user/", "channel/", "target/"} {
		if _, err := s.Take(ctx, key+id, limit, time.Now()); err != nil {
			return err
		}
	}
	if _, err := s.Put(ctx, store.Record{Kind: "flight", Key: id, Expires: soon}, store.IfAbsent); err != nil {
		return err
	}
	if _, err := s.Put(ctx, store.Record{Kind: "answer", Key: id, Value: make([]byte, 2000), Expires: late}, store.Always); err != nil {
		return err
	}
	if _, err := s.Put(ctx, store.Record{Kind: "result", Key: id, Value: []byte(id), Expires: soon}, store.Always); err != nil {
		return err
	}
	_, err := s.Delete(ctx, "flight", id)
	return err
}

// BenchmarkCommand is what one command writes, alone and beside 255 others.
func BenchmarkCommand(b *testing.B) {
	for _, atOnce := range []int{1, 256} {
		b.Run(fmt.Sprintf("at once %d", atOnce), func(b *testing.B) {
			s := open(b, b.TempDir(), time.Now)
			defer s.Close()
			var n atomic.Int64
			b.SetParallelism(max(1, atOnce/2)) // times two processors
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := command(context.Background(), s, n.Add(1)); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}

// BenchmarkClaim is a look at what is due, which is nothing mostly, and one more at what
// a group has.
func BenchmarkClaim(b *testing.B) {
	s := open(b, b.TempDir(), time.Now)
	defer s.Close()
	for n := range 100 {
		record := store.Record{Kind: "k", Key: fmt.Sprint(n), Group: "g", Due: time.Now().Add(time.Hour)}
		if _, err := s.Put(b.Context(), record, store.Always); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := s.Claim(b.Context(), "k", time.Now(), time.Minute, 10); err != nil {
			b.Fatal(err)
		}
		if _, err := s.List(b.Context(), "k", "g", "", 10); err != nil {
			b.Fatal(err)
		}
	}
}
