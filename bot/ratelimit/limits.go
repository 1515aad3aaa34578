// Package ratelimit says how often somebody may ask. Replicas count together in
// the store; while that is away, each process counts for itself with
// golang.org/x/time/rate, which is the same algorithm.
package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"certdesk/bot"
)

// Rate is how often: Burst at once, and one more each Every. The zero value is
// no limit.
type Rate struct {
	Burst int
	Every time.Duration
}

// ParseRate reads "20/1m": twenty a minute; "off" is no limit.
func ParseRate(s string) (Rate, error) {
	if strings.EqualFold(s, "off") {
		return Rate{}, nil
	}
	count, per, ok := strings.Cut(s, "/")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	d, err2 := time.ParseDuration(strings.TrimSpace(per))
	if !ok || errors.Join(err, err2) != nil || n < 1 || d <= 0 {
		return Rate{}, fmt.Errorf("%q is not a rate such as 20/1m, or off", s)
	}
	r := Rate{Burst: n, Every: d / time.Duration(n)}
	if n > maxBurst || r.Every < minEvery {
		return Rate{}, fmt.Errorf("%q is so high that it limits nothing; write off where that is meant", s)
	}
	return r, nil
}

// Beyond these a rate is a slip of the pen: no person asks that often.
const (
	maxBurst = 10_000
	minEvery = time.Millisecond
)

// Counter counts what was taken. It is the store, so that replicas share it.
type Counter interface {
	// Take takes one and returns how long to wait if there is none, else 0.
	Take(ctx context.Context, key string, r Rate, now time.Time) (wait time.Duration, err error)
}

// Limits are the rates of the chat. While the counter cannot be reached, each
// process counts for itself: nobody is locked out, and nobody is flooded.
type Limits struct {
	User, Channel, Target Rate
	Counter               Counter
	Now                   func() time.Time

	mu    sync.Mutex
	local map[string]*rate.Limiter
}

// maxLocal bounds the memory of the fallback.
const maxLocal = 10000

// Ask takes one for a request: of its user and its channel. wait is how long
// to wait if one of them has none left.
func (l *Limits) Ask(ctx context.Context, q *bot.Request) (wait time.Duration) {
	wait = l.take(ctx, "user/"+string(q.Place.Platform)+"/"+q.Asker.ID, l.User)
	if wait == 0 {
		wait = l.take(ctx, "channel/"+q.Place.ChannelKey(), l.Channel)
	}
	return wait
}

// Check takes one for a check that really is made, of the server that has to
// bear it.
func (l *Limits) Check(ctx context.Context, host string) (wait time.Duration) {
	return l.take(ctx, "target/"+host, l.Target)
}

func (l *Limits) take(ctx context.Context, key string, r Rate) time.Duration {
	if r.Every == 0 {
		return 0
	}
	now := l.Now()
	if l.Counter != nil {
		if wait, err := l.Counter.Take(ctx, key, r, now); err == nil {
			return wait
		}
	}
	return l.takeLocal(key, r, now)
}

func (l *Limits) takeLocal(key string, r Rate, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter := l.local[key]
	if limiter == nil {
		if l.local == nil || len(l.local) >= maxLocal {
			l.local = make(map[string]*rate.Limiter)
		}
		limiter = rate.NewLimiter(rate.Every(r.Every), r.Burst)
		l.local[key] = limiter
	}
	one := limiter.ReserveN(now, 1)
	wait := one.DelayFrom(now)
	if wait > 0 {
		one.CancelAt(now)
	}
	return wait
}
