package sqlite

import (
	"testing"
	"time"

	"certdesk/store"
)

// An allowance is kept until all of it is free again, and no longer: there is one
// for each person who ever asked.
func TestAllowancesAreForgotten(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := s.Warnings(); len(got) != 0 {
		t.Errorf("of a store that is in order it is said %q", got)
	}
	kept := func() (n int) {
		t.Helper()
		if err := s.read.QueryRowContext(t.Context(), "SELECT count(*) FROM allowance").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := s.Take(t.Context(), "anna", store.Limit{Burst: 1, Every: time.Minute}, now); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	if s.forget(); kept() != 1 {
		t.Error("it is forgotten before it is free")
	}
	now = now.Add(time.Second)
	if s.forget(); kept() != 0 {
		t.Error("it is kept for ever")
	}
}
