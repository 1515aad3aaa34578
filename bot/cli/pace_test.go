package cli

import (
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
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
			if most < begin || most > 2*begin {
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

// TestPaceKeepsWhatBringsMore: twice as many are tried, kept where as much more answers
// come, and else given up for a while.
func TestPaceKeepsWhatBringsMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(1 << 20)
		begin := p.width
		// answers come at an even pace, and each finds a worker who is still wanted.
		answers := func(n int, took time.Duration) (dismissed int) {
			for range n {
				time.Sleep(took / time.Duration(n))
				for p.begin() {
				}
				if !p.answered() {
					dismissed++
				}
			}
			return dismissed
		}
		width := func(when string, want int) {
			t.Helper()
			if p.width != want {
				t.Errorf("%s: %d at once, want %d", when, p.width, want)
			}
		}
		answers(begin-1, time.Second)
		width("before it is known how fast they come", begin)
		answers(1, time.Second/time.Duration(begin))
		width("a first attempt", 2*begin)
		answers(2*begin, time.Second)
		width("twice as many came", 4*begin)
		if n := answers(4*begin-1, 2*time.Second); n != 0 {
			t.Errorf("%d workers are dismissed in the midst of an attempt", n)
		}
		width("in the midst of an attempt", 4*begin)
		if n := answers(1, time.Second/time.Duration(begin)); n != 1 {
			t.Error("no worker is dismissed after an attempt that brought nothing")
		}
		width("no more came", 2*begin)
		if n := answers(2*begin-1, time.Second); n != 2*begin-1 || p.workers != 2*begin {
			t.Errorf("%d workers are dismissed, %d are left", n, p.workers)
		}
		if n := answers(retry*2*begin-1, time.Minute); n != 0 || p.workers != 2*begin {
			t.Errorf("%d workers are dismissed of as many as are wanted, %d are left", n, p.workers)
		}
		width("before it is tried anew", 2*begin)
		answers(1, time.Second)
		width("half as many are tried", begin)
		answers(2*begin, 4*time.Minute)
		width("half as many brought half as much", 2*begin)
		answers(retry*2*begin, time.Minute)
		width("tried anew", 4*begin)
	})
}

// TestPaceComesBack: servers that were far away, or silent, at one end of a list leave
// no more under way than those at its other end have use for.
func TestPaceComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := perProcessor * runtime.GOMAXPROCS(0)
		processor := make(chan struct{}, 1)
		var underWay, done, late atomic.Int32
		const far, near = 10 * widthQuick, 40 * widthQuick
		sweepOf(t, far+near, func() {
			n := underWay.Add(1)
			defer underWay.Add(-1)
			switch k := done.Add(1); {
			case k <= far:
				time.Sleep(200 * time.Millisecond)
				return
			case k > far+near*3/4:
				late.Store(max(late.Load(), n))
			}
			processor <- struct{}{}
			time.Sleep(time.Millisecond)
			<-processor
		})
		if int(late.Load()) > 2*begin {
			t.Errorf("%d at once in the end, and %d have as much of one processor", late.Load(), begin)
		}
	})
}

// TestPaceIsImpatient: where nothing is answered, more are begun after a moment, and no
// sooner.
func TestPaceIsImpatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(1 << 20)
		begin := p.width
		time.Sleep(time.Minute)
		if p.waited(); p.width != begin {
			t.Errorf("while nobody is at work %d are wanted", p.width)
		}
		p.since = time.Now()
		for p.begin() {
		}
		time.Sleep(unanswered - 1)
		if p.waited(); p.width != begin {
			t.Error("it has no patience")
		}
		time.Sleep(time.Nanosecond)
		if p.waited(); p.width != 2*begin {
			t.Errorf("%d are wanted", p.width)
		}
		for p.begin() {
		}
		time.Sleep(time.Minute)
		p.answered()
		if p.waited(); p.width != 2*begin {
			t.Errorf("while answers come %d are wanted", p.width)
		}
	})
}
