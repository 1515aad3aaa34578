package discord

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"certdesk/adapters/attempt"
)

// limits keeps calls within Discord's rate limits: it learns from each answer
// how many calls a bucket still takes, and lets those above wait for the
// bucket's next window instead of being refused.
// https://docs.discord.com/developers/topics/rate-limits
type limits struct {
	now func() time.Time

	mu      sync.Mutex
	buckets map[string]*bucket
	global  time.Time // until then nothing is sent

	// refused are the answers 401, 403 and 429 of this window: ten thousand in
	// ten minutes, and Discord shuts out the address.
	// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
	refused int
	since   time.Time
}

// bucket is what is known of one.
type bucket struct {
	left  int
	reset time.Time
}

const (
	// mostBuckets bounds the memory; those whose window has passed are forgotten
	// then. The paths of interactions are always new.
	mostBuckets = 1000
	// mostRefused is well below what Discord shuts out for.
	mostRefused   = 8000
	refusedWindow = 10 * time.Minute
)

var errBanned = errors.New("so many calls were refused that Discord would soon shut out this address")

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, buckets: make(map[string]*bucket), since: now()}
}

// turn waits until the call may be made, and takes its place in its bucket.
func (l *limits) turn(ctx context.Context, c *call) error {
	for {
		until, err := l.take(c)
		if err != nil {
			return err
		}
		if until <= 0 {
			return ctx.Err()
		}
		if err := attempt.Wait(ctx, until); err != nil {
			return err
		}
	}
}

// take takes a place, or tells how long to wait for one.
func (l *limits) take(c *call) (time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.since) > refusedWindow {
		l.refused, l.since = 0, now
	}
	if l.refused >= mostRefused {
		return 0, errBanned
	}
	if !c.Open && now.Before(l.global) {
		return l.global.Sub(now), nil
	}
	b := l.buckets[c.Bucket]
	if c.Bucket == "" || b == nil || !now.Before(b.reset) {
		return 0, nil
	}
	if b.left <= 0 {
		return b.reset.Sub(now), nil
	}
	b.left--
	return 0, nil
}

// failed gives the place back that a call took and did not use.
func (l *limits) failed(c *call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.buckets[c.Bucket]; b != nil {
		b.left++
	}
}

// learn reads what an answer tells of the limits. Calls of one path share a
// bucket here even where Discord puts several paths into one; that costs a 429
// now and then, and needs no map from paths to buckets.
func (l *limits) learn(c *call, h http.Header, refused *apiError) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if refused != nil {
		switch refused.Status {
		case http.StatusUnauthorized, http.StatusForbidden:
			l.refused++
		case http.StatusTooManyRequests:
			if !refused.shared { // those do not count
				l.refused++
			}
			until := now.Add(refused.retryAfter)
			if refused.global && !c.Open {
				l.global = until
				return
			}
			l.set(c.key(), 0, until)
			return
		}
	}
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil || c.Bucket == "" {
		return
	}
	after, err := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || after < 0 || after > 24*3600 {
		return
	}
	reset := now.Add(time.Duration(after * float64(time.Second)))
	if b := l.buckets[c.Bucket]; b != nil && now.Before(b.reset) && b.left < left {
		left = b.left // others are on their way
	}
	l.set(c.Bucket, left, reset)
}

// key is the bucket of a call that was refused though it has none.
func (c *call) key() string {
	if c.Bucket == "" {
		c.Bucket = c.Method + " " + c.Path
	}
	return c.Bucket
}

// set notes a bucket. l.mu is held.
func (l *limits) set(key string, left int, reset time.Time) {
	if len(l.buckets) >= mostBuckets {
		now := l.now()
		for k, b := range l.buckets {
			if !now.Before(b.reset) {
				delete(l.buckets, k)
			}
		}
		if len(l.buckets) >= mostBuckets {
			clear(l.buckets) // a 429 will teach it again
		}
	}
	l.buckets[key] = &bucket{left: left, reset: reset}
}
