package watch_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
)

// slowly is a checker of which each check takes a while.
type slowly struct {
	takes     time.Duration
	now, most atomic.Int64
	all       atomic.Int64
}

func (s *slowly) Check(ctx context.Context, q bot.Question, _ bot.Progress) (*bot.Answer, error) {
	n := s.now.Add(1)
	defer s.now.Add(-1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
	}
	s.all.Add(1)
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return &bot.Answer{Reports: []checks.Report{{Target: checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}, Verdict: checks.VerdictTrusted}}}, nil
}

// TestSweepTogether: all that is due is looked at in one sweep, so many at once and no
// more, and the end of a sweep is told.
func TestSweepTogether(t *testing.T) {
	for _, tt := range []struct {
		servers, atOnce int
		most            int64
		rounds          time.Duration
	}{{7, 3, 3, 3}, {6, 3, 3, 2}, {2, 3, 2, 1}, {70, 0, 64, 2}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(time.Now())
			w.bubble = true
			for n := range tt.servers {
				w.add("C1", nameOf(n))
			}
			by, swept := &slowly{takes: time.Second}, 0
			it := w.watcher(t, func(c *watch.Config) { c.Checker, c.Concurrency, c.Swept = by, tt.atOnce, func() { swept++ } })
			began := time.Now()
			if err := it.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); by.all.Load() != int64(tt.servers) || by.most.Load() != tt.most || took != tt.rounds*time.Second || swept != 1 {
				t.Errorf("of %d, %d at once: %d were looked at, %d at once, in %v, told %d times", tt.servers, tt.atOnce, by.all.Load(), by.most.Load(), took, swept)
			}
		})
	}
}

// TestSweepsThatFail are not told as done, nor those that were broken off.
func TestSweepsThatFail(t *testing.T) {
	w, swept := newWorld(start), 0
	w.ended("C1", 0, 1)
	it := w.watcher(t, func(c *watch.Config) { c.Swept = func() { swept++ } })
	w.fails = func() bool { return true }
	if err := it.Sweep(t.Context()); err == nil || swept != 0 {
		t.Errorf("%v, told %d times", err, swept)
	}
	w.fails = nil
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := it.Sweep(ctx); err != nil || swept != 0 {
		t.Errorf("broken off: %v, told %d times", err, swept)
	}
	if err := it.Sweep(t.Context()); err != nil || swept != 1 {
		t.Errorf("%v, told %d times", err, swept)
	}
}

// TestPace: due watches are looked for at the pace that is set, however long a look
// takes, and at once where one was added.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(time.Now())
		w.bubble = true
		by := &slowly{takes: 15 * time.Second}
		began := time.Now()
		var swept []time.Duration
		it := w.watcher(t, func(c *watch.Config) {
			c.Checker, c.Every = by, 15*time.Minute
			c.Swept = func() { swept = append(swept, time.Since(began)) }
		})
		w.add("C1", nameOf(0))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { it.Run(ctx); close(done) }()
		time.Sleep(90 * time.Second)
		w.add("C1", nameOf(1))
		it.Soon()
		time.Sleep(10*time.Minute - 90*time.Second - time.Second)
		stop()
		<-done
		// One look at the beginning, one when the other was added; then each minute of that.
		if len(swept) < 3 || swept[0] != 15*time.Second || swept[1] != time.Minute || swept[2] != 105*time.Second || len(swept) != 11 {
			t.Errorf("swept at %v", swept)
		}
	})
}
