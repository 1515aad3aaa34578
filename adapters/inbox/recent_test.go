package inbox_test

import (
	"testing"
	"time"

	"certdesk/adapters/inbox"
)

func TestRecent(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	r := inbox.NewRecent(func() time.Time { return now })
	if !r.First("a") || r.First("a") || !r.First("b") {
		t.Error("an id is not new once")
	}
	now = now.Add(30*time.Minute - time.Second)
	if r.First("a") {
		t.Error("forgotten too early")
	}
	now = now.Add(2 * time.Second)
	if !r.First("b") || r.First("b") {
		t.Error("remembered for longer than it is worth")
	}
}
