package inbox_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"certdesk/adapters/inbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSoMuchAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, hold := inbox.NewWork(2, time.Minute, nil), make(chan struct{})
		wait := func(context.Context) { <-hold }
		for n, free := range []bool{true, true, false} {
			if w.Begin(wait) != free {
				t.Errorf("place %d: free is %v", n, !free)
			}
		}
		close(hold)
		w.Wait()
		if !w.Begin(func(context.Context) {}) {
			t.Error("a place is not free again")
		}
		if err := w.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestSoLongAndNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, began := inbox.NewWork(1, time.Minute, nil), time.Now()
		w.Begin(func(ctx context.Context) { <-ctx.Done() })
		w.Wait()
		if took := time.Since(began); took != time.Minute {
			t.Errorf("it took %s", took)
		}
		w.Drain(t.Context())
	})
}

// TestNobodyWaits: a piece ends by itself, and its place is free again.
func TestNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, done := inbox.NewWork(1, time.Minute, nil), false
		w.Begin(func(context.Context) { done = true })
		synctest.Wait()
		if !done || !w.Begin(func(context.Context) {}) {
			t.Errorf("done is %v", done)
		}
		synctest.Wait()
		if err := w.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestPanicEndsOnePiece(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen any
		w := inbox.NewWork(1, time.Minute, func(p any) { seen = p })
		w.Begin(func(context.Context) { panic("strange") })
		w.Wait()
		if seen != "strange" || !w.Begin(func(context.Context) {}) {
			t.Errorf("after %v there is no place", seen)
		}
		w.Drain(t.Context())
	})
}

func TestAPartOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen any
		did := ""
		w := inbox.NewWork(1, time.Minute, func(p any) { seen = p })
		w.Begin(func(context.Context) {
			w.Apart(func() { time.Sleep(time.Second); did += "one " })
			did += "two"
			w.Apart(func() { panic("strange") })
			did += " three"
		})
		w.Wait()
		if did != "one two" || seen != "strange" {
			t.Errorf("it did %q; %v", did, seen)
		}
		w.Drain(t.Context())
	})
}

func TestDrain(t *testing.T) {
	for name, c := range map[string]struct {
		work, patience, want time.Duration
		obeys                bool
		err                  error
	}{
		"in time":         {time.Second, 10 * time.Second, time.Second, true, nil},
		"told to end":     {time.Minute, 10 * time.Second, 10 * time.Second, true, context.DeadlineExceeded},
		"does not listen": {time.Minute, 10 * time.Second, 11 * time.Second, false, context.DeadlineExceeded},
		"nothing to do":   {0, 10 * time.Second, 0, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, began := inbox.NewWork(1, time.Hour, nil), time.Now()
				w.Begin(func(ctx context.Context) {
					if !c.obeys {
						ctx = context.WithoutCancel(ctx)
					}
					select {
					case <-time.After(c.work):
					case <-ctx.Done():
					}
				})
				ctx, cancel := context.WithTimeout(t.Context(), c.patience)
				defer cancel()
				err := w.Drain(ctx)
				if took := time.Since(began); took != c.want || !errors.Is(err, c.err) {
					t.Errorf("%v after %s, want %v after %s", err, took, c.err, c.want)
				}
				if w.Life().Err() == nil {
					t.Error("it lives on")
				}
				w.Wait()
			})
		})
	}
}

// What comes while the rest is waited for is done as well, and nothing afterwards.
func TestBegunWhileDrained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, began := inbox.NewWork(8, time.Hour, nil), time.Now()
		lasting := func(d time.Duration) func(context.Context) { return func(context.Context) { time.Sleep(d) } }
		w.Begin(lasting(2 * time.Second))
		go func() {
			time.Sleep(time.Second)
			if !w.Begin(lasting(3 * time.Second)) {
				t.Error("nothing is begun while the rest ends")
			}
		}()
		if err := w.Drain(t.Context()); err != nil || time.Since(began) != 4*time.Second {
			t.Errorf("%v after %s, want 4s", err, time.Since(began))
		}
		if w.Begin(lasting(0)) {
			t.Error("something is begun when all was drained")
		}
	})
}

// Deliveries may come from many connections while the work is drained.
func TestDrainedInACrowd(t *testing.T) {
	for range 50 {
		w := inbox.NewWork(8, time.Hour, nil)
		var crowd sync.WaitGroup
		var begun, done atomic.Int64
		for range 8 {
			crowd.Go(func() {
				for range 20 {
					if w.Begin(func(context.Context) { done.Add(1) }) {
						begun.Add(1)
					}
				}
			})
		}
		if err := w.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		crowd.Wait()
		if begun.Load() != done.Load() {
			t.Fatalf("%d were begun and %d are done", begun.Load(), done.Load())
		}
	}
}
