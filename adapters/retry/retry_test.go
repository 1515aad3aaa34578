package retry_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/adapters/retry"
)

var errFailed = errors.New("failed")

// failing is an attempt that fails so often, and when it was made.
type failing struct {
	times int
	began time.Time
	made  []time.Duration
}

func (f *failing) attempt(context.Context) error {
	if f.began.IsZero() {
		f.began = time.Now()
	}
	if f.made = append(f.made, time.Since(f.began)); len(f.made) > f.times {
		return nil
	}
	return errFailed
}

func again(error) retry.Next { return retry.Again() }

// even makes waits of a policy that do not grow and can be told apart.
func even(d time.Duration) retry.Policy { return retry.Policy{First: d, Max: d} }

func TestDo(t *testing.T) {
	five := retry.Policy{First: time.Second, Max: 2 * time.Second, MaxAttempts: 5}
	for name, c := range map[string]struct {
		policy   retry.Policy
		failures int
		next     func(error) retry.Next
		made     int
		err      error
	}{
		"well at once":              {five, 0, again, 1, nil},
		"well in the end":           {five, 4, again, 5, nil},
		"never well":                {five, 100, again, 5, errFailed},
		"without bound":             {even(time.Second), 100, again, 101, nil},
		"not again":                 {five, 4, func(error) retry.Next { return retry.Stop() }, 1, errFailed},
		"the zero value":            {five, 4, func(error) retry.Next { return retry.Next{} }, 1, errFailed},
		"what is asked for is free": {five, 100, func(error) retry.Next { return retry.After(time.Second) }, 101, nil},
		"worth it":                  {five, 4, func(error) retry.Next { return retry.Again().If(func(context.Context) bool { return true }) }, 5, nil},
		"not worth it":              {five, 4, func(error) retry.Next { return retry.Again().If(func(context.Context) bool { return false }) }, 1, errFailed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &failing{times: c.failures}
				err := retry.Do(t.Context(), c.policy, f.attempt, c.next)
				if !errors.Is(err, c.err) || len(f.made) != c.made {
					t.Errorf("%v after %d attempts, want %v after %d", err, len(f.made), c.err, c.made)
				}
			})
		})
	}
}

// However often the platform has asked to wait, the policy's attempts are left.
func TestWhatIsAskedForIsNoAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, asked := &failing{times: 100}, 10
		err := retry.Do(t.Context(), retry.Policy{First: time.Second, Max: time.Second, MaxAttempts: 5}, f.attempt, func(error) retry.Next {
			if asked--; asked >= 0 {
				return retry.After(time.Second)
			}
			return retry.Again()
		})
		if !errors.Is(err, errFailed) || len(f.made) != 15 {
			t.Errorf("%v after %d attempts, want 10 that were asked for and 5", err, len(f.made))
		}
	})
}

// The waits grow, by what the policy says, and each is told before it begins.
func TestWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{times: 5}
		var told []time.Duration
		policy := retry.Policy{First: time.Second, Max: 4 * time.Second, Waiting: func(err error, wait time.Duration) {
			if !errors.Is(err, errFailed) || time.Since(f.began) != f.made[len(f.made)-1] {
				t.Errorf("%v is told %s after the beginning", err, time.Since(f.began))
			}
			told = append(told, wait)
		}}
		if err := retry.Do(t.Context(), policy, f.attempt, again); err != nil {
			t.Fatal(err)
		}
		var waited []time.Duration
		for i, at := range f.made[1:] {
			waited = append(waited, at-f.made[i])
		}
		if !slices.Equal(waited, told) {
			t.Errorf("waited %s, told %s", waited, told)
		}
		for i, bound := range []time.Duration{1, 2, 4, 4, 4} {
			if bound *= time.Second; waited[i] < bound/2 || waited[i] > bound {
				t.Errorf("wait %d was %s, want at most %s", i, waited[i], bound)
			}
		}
	})
}

// What is asked for is waited for to the moment; a wait may begin anew, or not be
// shorter than something.
func TestWaitsThatAreAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{times: 6}
		steps := []retry.Next{
			retry.After(7 * time.Second),
			retry.After(0),
			retry.After(-time.Second),
			retry.Again(),
			retry.Again().AtLeast(time.Hour),
			retry.Again().Afresh(),
		}
		var told int
		policy := retry.Policy{First: time.Second, Max: time.Minute, Waiting: func(error, time.Duration) { told++ }}
		if err := retry.Do(t.Context(), policy, f.attempt, func(error) retry.Next { return steps[len(f.made)-1] }); err != nil {
			t.Fatal(err)
		}
		for i, bound := range [][2]time.Duration{
			{7 * time.Second, 7 * time.Second}, {0, 0}, {0, 0}, {time.Second / 2, time.Second}, {time.Hour, time.Hour}, {time.Second / 2, time.Second},
		} {
			if waited := f.made[i+1] - f.made[i]; waited < bound[0] || waited > bound[1] {
				t.Errorf("wait %d was %s, want %s", i, waited, bound)
			}
		}
		if told != 4 {
			t.Errorf("%d waits were told", told)
		}
	})
}

// Whoever ends the context waits no longer; what comes too late for it is not
// waited for. The error stays that of the attempt.
func TestDoEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &failing{times: 100}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := retry.Do(ctx, even(time.Minute), f.attempt, again); !errors.Is(err, errFailed) || len(f.made) != 1 || time.Since(f.began) != 0 {
			t.Errorf("%v after %d attempts and %s", err, len(f.made), time.Since(f.began))
		}

		f = &failing{times: 100}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := retry.Do(ctx, even(time.Minute), f.attempt, again); !errors.Is(err, errFailed) || len(f.made) != 1 || time.Since(f.began) != time.Second {
			t.Errorf("called off: %v after %d attempts and %s", err, len(f.made), time.Since(f.began))
		}

		// It has ended during the attempt: nothing is told, asked or tried.
		policy := even(time.Minute)
		policy.Waiting = func(error, time.Duration) { t.Error("a wait is told") }
		f = &failing{times: 100}
		err := retry.Do(ctx, policy, f.attempt, func(error) retry.Next {
			return retry.After(0).If(func(context.Context) bool { t.Error("it is asked"); return true })
		})
		if !errors.Is(err, errFailed) || len(f.made) != 1 {
			t.Errorf("after the end: %v after %d attempts", err, len(f.made))
		}
	})
}
