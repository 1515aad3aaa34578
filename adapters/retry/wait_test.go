package retry_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/adapters/retry"
)

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := retry.Wait(t.Context(), time.Minute); err != nil || time.Since(began) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began = time.Now()
		if err := retry.Wait(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		if err := retry.Wait(ctx, 0); err == nil {
			t.Error("there was nothing to wait for, but the context had ended")
		}
	})
}

func TestJitter(t *testing.T) {
	for range 1000 {
		if d := retry.Jitter(time.Second); d < time.Second/2 || d > time.Second {
			t.Errorf("%s", d)
		}
	}
	if d := retry.Jitter(0); d != 0 {
		t.Errorf("%s of nothing", d)
	}
}

func TestTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := retry.Turn(t.Context(), time.Minute); err != nil || time.Since(began) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began = time.Now()
		for _, d := range []time.Duration{time.Minute, time.Hour} {
			err := retry.Turn(ctx, d)
			if after, late := retry.Late(fmt.Errorf("posting: %w", err)); !late || after != d || time.Since(began) != 0 {
				t.Errorf("a turn after %s: %v after %s", d, err, time.Since(began))
			}
		}
		if err := retry.Turn(ctx, 0); err != nil {
			t.Errorf("a turn that has come: %v", err)
		}
		if err := retry.Turn(ctx, time.Minute-1); err != nil || time.Since(began) != time.Minute-1 {
			t.Errorf("a turn that comes just in time: %v after %s", err, time.Since(began))
		}
		called, callOff := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, callOff)
		err := retry.Turn(called, time.Hour)
		if after, late := retry.Late(err); !late || after != time.Hour {
			t.Errorf("called off: %v", err)
		}
		if after, late := retry.Late(retry.Turn(called, -time.Second)); !late || after != 0 {
			t.Errorf("called off before it came: %s, %v", after, late)
		}
	})
	if after, late := retry.Late(errors.New("another")); late || after != 0 {
		t.Errorf("another error is late by %s", after)
	}
}

// Each wait is about twice as long as the one before, up to the longest.
func TestBackoff(t *testing.T) {
	b := retry.Backoff{First: time.Second, Max: 6 * time.Second}
	for range 3 {
		for i, bound := range []time.Duration{1, 2, 4, 6, 6, 6} {
			bound *= time.Second
			if d := b.Next(); d < bound/2 || d > bound {
				t.Errorf("wait %d is %s, want at most %s", i, d, bound)
			}
		}
		b.Reset()
	}
	low := retry.Backoff{First: time.Minute, Max: time.Second}
	if d := low.Next(); d > time.Second {
		t.Errorf("%s is more than the longest", d)
	}
}
