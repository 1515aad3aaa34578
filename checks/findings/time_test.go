package findings_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/checks"
)

// The end is near a third of a life before it, thirty days at most.
func TestWhenTheEndIsNear(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name       string
		life, left time.Duration
		want       bool
	}{
		{"thirty days", 200 * day, 30 * day, true},
		{"thirty days and a second", 200 * day, 30*day + time.Second, false},
		{"at its end", 200 * day, 0, true},
		{"behind its end", 200 * day, -time.Second, false}, // then it has expired
		{"a third of nine days", 9 * day, 3 * day, true},
		{"a third of nine days and a second", 9 * day, 3*day + time.Second, false},
	} {
		f := with(func(_ *fact, _ *ep, j *judge) {
			j.Leaf.NotAfter = at.Add(tt.left)
			j.Leaf.NotBefore = j.Leaf.NotAfter.Add(-tt.life)
		})
		if got := found(f, checks.ExpiringSoon); (got != nil) != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// The hour is told of what is less than two days away.
func TestWhenTheHourIsTold(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]string{
		48 * time.Hour:             "It expires on 25 November 2026, in 2 days.",
		48*time.Hour - time.Second: "It expires on 25 November 2026 at 11:59 UTC, in 1 day.",
	} {
		got := found(with(func(_ *fact, _ *ep, j *judge) { j.Leaf.NotAfter = at.Add(left) }), checks.ExpiringSoon)
		if got == nil || !strings.Contains(got.Detail.String(), want) {
			t.Errorf("%s: %+v, want %q", left, got, want)
		}
	}
}

// Time left below a day is told to the nearest hour.
func TestTimeLeftInHours(t *testing.T) {
	t.Parallel()
	got := found(with(func(_ *fact, _ *ep, j *judge) { j.Leaf.NotAfter = at.Add(5*time.Hour - time.Minute) }), checks.ExpiringSoon)
	if got == nil || !strings.Contains(got.Detail.String(), "in 5 hours.") {
		t.Errorf("%+v", got)
	}
}

// A certificate whose end lies before its start is never valid: that is told once, in the
// place of how long ago or how soon, and no clock is blamed for it.
func TestEndBeforeStart(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, tt := range map[string]struct {
		start, end time.Duration
		code       checks.Code
		ca         bool
	}{
		"before both":  {20 * day, 10 * day, checks.NotYetValid, false},
		"between":      {10 * day, -10 * day, checks.Expired, false},
		"after both":   {-10 * day, -20 * day, checks.Expired, false},
		"an authority": {10 * day, -10 * day, checks.Expired, true},
	} {
		f := with(func(_ *fact, _ *ep, j *judge) {
			c := j.Leaf
			if tt.ca {
				c = j.Path[1]
			}
			c.NotBefore, c.NotAfter = at.Add(tt.start), at.Add(tt.end)
			if tt.end < 0 {
				j.Expired = []*checks.Certificate{c}
			}
			if tt.start > 0 {
				j.NotYetValid = []*checks.Certificate{c}
			}
		})
		for _, code := range []checks.Code{checks.Expired, checks.NotYetValid} {
			got := found(f, code)
			if (got != nil) != (code == tt.code) {
				t.Errorf("%s, %s: %+v", name, code, got)
				continue
			}
			if got == nil {
				continue
			}
			for what, text := range map[string]string{"title": got.Title.String(), "detail": got.Detail.String()} {
				want := map[string]string{"title": "ends before it starts", "detail": "so it is never valid: its end is before its start."}[what]
				if !strings.Contains(text, want) || strings.Contains(text, "clock") {
					t.Errorf("%s, %s: %q", name, what, text)
				}
			}
		}
	}
}
