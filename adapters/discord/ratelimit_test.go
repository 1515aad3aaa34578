package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

// answered is what Discord tells of a bucket.
func answered(left int, after time.Duration) http.Header {
	h := make(http.Header)
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(after.Seconds(), 'f', 3, 64))
	return h
}

func TestBucketsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLimits(time.Now), t.Context()
		began := time.Now()
		waited := func(c *call, want time.Duration) {
			t.Helper()
			if err := l.turn(ctx, c); err != nil {
				t.Fatal(err)
			}
			if got := time.Since(began); got != want {
				t.Errorf("waited %s, want %s", got, want)
			}
		}
		a, b, open := &call{Bucket: "a"}, &call{Bucket: "b"}, &call{Bucket: "o", Open: true}
		waited(a, 0)
		l.learn(a, answered(1, 3*time.Second), nil)
		waited(a, 0)
		waited(b, 0) // each by itself
		waited(a, 3*time.Second)
		// A call that failed on its way has used nothing.
		l.learn(a, answered(1, 2*time.Second), nil)
		waited(a, 3*time.Second)
		l.failed(a)
		waited(a, 3*time.Second)
		// 429 of one bucket, and of all.
		l.learn(b, http.Header{}, &apiError{Status: 429, retryAfter: 4 * time.Second})
		waited(open, 3*time.Second)
		waited(b, 7*time.Second)
		l.learn(a, http.Header{}, &apiError{Status: 429, retryAfter: 5 * time.Second, global: true})
		waited(open, 7*time.Second) // interactions are outside the bot's own limit
		waited(b, 12*time.Second)
		// Whoever waits can be called off.
		l.learn(b, http.Header{}, &apiError{Status: 429, retryAfter: time.Hour})
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := l.turn(short, b); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("called off: %v", err)
		}
	})
}

// The paths of interactions are always new; what is known of them is forgotten.
func TestBucketsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		for i := range 10 * mostBuckets {
			l.learn(&call{Bucket: fmt.Sprint(i)}, answered(0, time.Hour), nil)
		}
		if n := len(l.buckets); n > mostBuckets {
			t.Errorf("%d buckets are remembered", n)
		}
	})
}

// Before Discord shuts the address out, certdesk stops by itself.
func TestRefusalsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, c := newLimits(time.Now), &call{Bucket: "a"}
		for range mostRefused {
			l.learn(c, http.Header{}, &apiError{Status: http.StatusForbidden})
		}
		if err := l.turn(t.Context(), c); !errors.Is(err, errBanned) {
			t.Errorf("%v", err)
		}
		time.Sleep(refusedWindow + time.Second)
		if err := l.turn(t.Context(), c); err != nil {
			t.Errorf("ten minutes later: %v", err)
		}
	})
}
