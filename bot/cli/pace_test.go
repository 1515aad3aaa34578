package cli

import (
	"context"
	"io"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/checks"
)

// sweepOf runs a sweep of n targets and tells how many were under way at most, and
// how long it took. work is what one of them does.
func sweepOf(t *testing.T, n int, work func()) (most int, took time.Duration) {
	t.Helper()
	var mu sync.Mutex
	underWay := 0
	s := &sweep{
		width: widthQuick, out: &printer{w: io.Discard, json: true}, err: io.Discard,
		check: func(_ context.Context, _ checks.Target, emit func(checks.Report)) {
			mu.Lock()
			underWay++
			most = max(most, underWay)
			mu.Unlock()
			work()
			mu.Lock()
			underWay--
			mu.Unlock()
			emit(checks.Report{Verdict: checks.VerdictTrusted})
		},
	}
	start := time.Now()
	if _, err := s.run(t.Context(), func(yield func(checks.Target) bool) {
		for range n {
			if !yield(checks.Target{Host: "imap.corp.example", Port: 993}) {
				return
			}
		}
	}); err != nil {
		t.Error(err)
	}
	return most, time.Since(start)
}

// TestPace: a sweep is as wide as it is of use. Targets that wait for the network
// are all under way at once, those that wait for a processor are not.
func TestPace(t *testing.T) {
	begin := perProcessor * runtime.GOMAXPROCS(0)
	t.Run("far away", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			most, took := sweepOf(t, 40*widthQuick, func() { time.Sleep(200 * time.Millisecond) })
			if most != max(begin, widthQuick) || took > 60*200*time.Millisecond {
				t.Errorf("%d at once at most, %v", most, took)
			}
		})
	})
	t.Run("silent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			most, took := sweepOf(t, 4*widthQuick, func() { time.Sleep(10 * time.Second) })
			if most != max(begin, widthQuick) || took > 55*time.Second {
				t.Errorf("%d at once at most, %v", most, took)
			}
		})
	})
	t.Run("one processor", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			processor := make(chan struct{}, 1)
			most, _ := sweepOf(t, 40*widthQuick, func() {
				processor <- struct{}{}
				time.Sleep(time.Millisecond)
				<-processor
			})
			if most > 2*begin {
				t.Errorf("%d at once at most, and %d have as much of one processor", most, begin)
			}
		})
	})
	t.Run("narrow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPace(3)
			for i := range 5 {
				if got := p.begin(); got != (i < 3) {
					t.Errorf("worker %d: %v", i, got)
				}
			}
			time.Sleep(time.Minute)
			if p.waited(); p.begin() {
				t.Error("more than were allowed")
			}
		})
	})
}
