package watch_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
)

// ended puts servers under watch whose certificates end in a week, each with
// its own.
func (w *world) ended(channel string, from, n int) {
	for i := from; i < from+n; i++ {
		l := leaf("l"+nameOf(i), w.clock().AddDate(0, 0, -83), 90)
		w.servers[nameOf(i)] = func(time.Time) seen { return fine(l) }
		w.add(channel, nameOf(i))
	}
}

// told counts how often each server was told of in a channel.
func (w *world) told(channel string) map[string]int {
	out := make(map[string]int)
	for _, p := range w.posted {
		if p.place.Channel == channel {
			n, _ := w.Notice(context.Background(), p.key)
			for _, l := range n.Lines {
				out[l.Name]++
			}
		}
	}
	return out
}

func (w *world) toldOnce(t *testing.T, channel string, from, n int) {
	t.Helper()
	told := w.told(channel)
	for i := from; i < from+n; i++ {
		if told[nameOf(i)] != 1 {
			t.Errorf("%s was told of %d times", nameOf(i), told[nameOf(i)])
		}
	}
	if len(told) != n {
		t.Errorf("told of %d servers, want %d", len(told), n)
	}
}

// TestLater: a platform that says "later" for minutes gets each alert, once,
// and is not asked before; an answer that comes when the time for the call is
// up is kept all the same.
func TestLater(t *testing.T) {
	for _, test := range []struct {
		name  string
		said  func(ctx context.Context, left time.Duration) error
		asked int // at most, until it takes one
	}{
		{"says so at once", func(_ context.Context, left time.Duration) error { return &bot.PutOffError{After: left} }, 3},
		{"says so when the time is up", func(ctx context.Context, left time.Duration) error {
			<-ctx.Done()
			return fmt.Errorf("posting: %w", &bot.PutOffError{After: left})
		}, 3},
		{"refuses when the time is up", func(ctx context.Context, _ time.Duration) error {
			<-ctx.Done()
			return errors.New("refused")
		}, 40},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(time.Now())
				w.bubble = true
				w.blind = true // nobody can look: what is in doubt is lost
				w.ended("C1", 0, 2)
				open, asked := time.Now().Add(20*time.Minute), 0
				w.slow = func(ctx context.Context, _ bot.Place) error {
					if left := time.Until(open); left > 0 {
						asked++
						return test.said(ctx, left)
					}
					return nil
				}
				it := w.watcher(t)
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				go it.Run(ctx)
				time.Sleep(90 * time.Minute)
				stop()
				synctest.Wait()
				w.toldOnce(t, "C1", 0, 2)
				if asked == 0 || asked > test.asked {
					t.Errorf("the platform was asked %d times before it took one", asked)
				}
			})
		})
	}
}

// TestChannelsOfTheirOwn: a hundred alerts for a channel that takes one in
// twenty seconds hold back nobody else's, and come as a few lists.
func TestChannelsOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(time.Now())
		w.bubble = true
		w.ended("C1", 0, 100)
		next := make(map[string]time.Time)
		w.slow = func(ctx context.Context, to bot.Place) error {
			w.mu.Lock()
			at := next[to.Channel]
			if now := time.Now(); at.Before(now) {
				at = now
			}
			next[to.Channel] = at.Add(20 * time.Second)
			w.mu.Unlock()
			time.Sleep(time.Until(at))
			return nil
		}
		it := w.watcher(t, func(c *watch.Config) { c.Concurrency = 64 })
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Second)
		w.ended("C2", 100, 1) // the last to be raised
		if err := it.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		due := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go it.Run(ctx)
		time.Sleep(5 * time.Minute)
		stop()
		synctest.Wait()
		w.toldOnce(t, "C1", 0, 100)
		w.toldOnce(t, "C2", 100, 1)
		for _, p := range w.posted {
			if late := p.at.Sub(due); p.place.Channel == "C2" && late > 2*time.Second {
				t.Errorf("another channel waited for %s", late)
			}
		}
		if n := len(w.posts("C1")); n > 10 {
			t.Errorf("%d posts in one channel: %v", n, w.posts("C1"))
		}
	})
}

// TestListsAreToldOnce: each server of a list is told of once, whoever dies
// when, whatever the platform refuses, and whatever another process takes
// meanwhile and dies over.
func TestListsAreToldOnce(t *testing.T) {
	for seed := range uint64(60) {
		w := newWorld(start)
		w.ended("C1", 0, 40)
		random := rand.New(rand.NewPCG(seed, 1))
		dead := false
		w.died = func() bool {
			dead = dead || random.IntN(150) == 0
			return dead
		}
		others := rand.New(rand.NewPCG(seed, 2))
		var mu sync.Mutex
		w.read = func(string) {
			mu.Lock()
			defer mu.Unlock()
			if others.IntN(30) == 0 {
				w.notices.claim(w.now.Add(time.Duration(others.IntN(10))*time.Minute), 3*time.Minute, 1+others.IntN(32))
			}
		}
		w.refuses = func() error {
			switch random.IntN(8) {
			case 0:
				return &bot.PutOffError{After: time.Hour}
			case 1:
				return errors.New("refused")
			}
			return nil
		}
		it := w.watcher(t, func(c *watch.Config) { c.Warn = []int{10} })
		for end := start.Add(days(2)); w.step(t, it, end); {
			if dead {
				dead = false
				it = w.watcher(t, func(c *watch.Config) { c.Warn = []int{10} })
			}
		}
		w.died, w.read = nil, nil
		w.toldOnce(t, "C1", 0, 40)
		if posts := w.posts("C1"); !slices.Contains(posts, "several") {
			t.Errorf("posted %v", posts)
		}
		for key, r := range w.notices.records {
			if !r.value.Done() {
				t.Errorf("not done with %s: %+v", key, r.value)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}
