package sqlite

import (
	"context"
	"testing"
	"time"

	"certdesk/store"
)

// TestReadersThatLeave: who leaves while a record is read is told so, and touches nothing
// that the reader is still at. What there is to see is the race detector's.
func TestReadersThatLeave(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	large := store.Record{Kind: "k", Key: "a", Value: make([]byte, 2*maxRemembered)} // each read is made
	if _, err := s.Put(t.Context(), large, store.Always); err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%400)*time.Microsecond)
		r, err := s.Get(ctx, "k", "a")
		if cancel(); err != nil && r.Kind != "" {
			t.Errorf("a record came with %v", err)
		}
	}
}
