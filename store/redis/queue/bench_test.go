package queue_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/store/redis/queue"
	"certdesk/store/redis/redistest"
)

// everySecond writes to disk once a second, as servers are mostly run.
const everySecond = "everysec"

// median reports the median of what was measured.
func median(b *testing.B, all []time.Duration, unit string) {
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, unit)
}

// rest is between two jobs: long enough for an idle worker to wait in Redis
// again.
const rest = 5 * time.Millisecond

// BenchmarkIdlePickUp is the time from the question until an idle worker begins
// with it. The figure to keep is a median of less than 20 ms on loopback;
// BenchmarkBareRoundTrip is what Redis and go-redis take of that.
func BenchmarkIdlePickUp(b *testing.B) {
	server := redistest.Start(b, "--appendfsync", everySecond)
	a := newAsker(b, server.URL())
	picked := make(chan time.Time, 1)
	start(b, queue.WorkerConfig{Address: server.URL(), Name: "a", Answer: func(context.Context, []byte) []byte {
		picked <- time.Now()
		return nil
	}})
	alive(b, a, "dmz")
	var all []time.Duration
	for b.Loop() {
		time.Sleep(rest)
		asked := time.Now()
		if _, err := ask(b, a, "x", 10*time.Second); err != nil {
			b.Fatal(err)
		}
		all = append(all, (<-picked).Sub(asked))
	}
	median(b, all, "ms-median")
}

// BenchmarkBareRoundTrip is XADD to a blocked XREADGROUP and nothing else.
func BenchmarkBareRoundTrip(b *testing.B) {
	server := redistest.Start(b, "--appendfsync", everySecond)
	post, read := redisClient(b, server), redisClient(b, server)
	if err := post.XGroupCreateMkStream(b.Context(), "jobs", "g", "0").Err(); err != nil {
		b.Fatal(err)
	}
	picked := make(chan time.Time)
	go func() {
		defer close(picked)
		for {
			streams, err := read.XReadGroup(b.Context(), &goredis.XReadGroupArgs{Group: "g", Consumer: "c", Streams: []string{"jobs", ">"}, Block: 10 * time.Second}).Result()
			if err != nil || streams[0].Messages[0].Values["q"] == "end" {
				return
			}
			picked <- time.Now()
		}
	}()
	add := func(q string) {
		if err := post.XAdd(b.Context(), &goredis.XAddArgs{Stream: "jobs", Values: []any{"q", q, "ms", 10000}}).Err(); err != nil {
			b.Fatal(err)
		}
	}
	var all []time.Duration
	for b.Loop() {
		time.Sleep(rest)
		asked := time.Now()
		add("x")
		all = append(all, (<-picked).Sub(asked))
	}
	add("end")
	<-picked
	median(b, all, "ms-median")
}

// BenchmarkWorkers shows how the work is shared: each job takes the 100 ms that
// the round trips of a check may take. Four workers are to do at least 3.5 times
// what one does.
func BenchmarkWorkers(b *testing.B) {
	for _, workers := range []int{1, 4} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			server := redistest.Start(b, "--appendfsync", everySecond)
			a := newAsker(b, server.URL())
			for i := range workers {
				start(b, queue.WorkerConfig{Address: server.URL(), Name: fmt.Sprint(i), AtOnce: 4,
					Answer: func(ctx context.Context, q []byte) []byte {
						time.Sleep(100 * time.Millisecond)
						return echo(ctx, q)
					}})
			}
			alive(b, a, "dmz")
			var wg sync.WaitGroup
			slots := make(chan struct{}, 48) // askers, more than all workers take at once
			began, jobs := time.Now(), 0
			for b.Loop() {
				slots <- struct{}{}
				jobs++
				wg.Go(func() {
					defer func() { <-slots }()
					if _, err := ask(b, a, "x", 20*time.Second); err != nil {
						b.Error(err)
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(jobs)/time.Since(began).Seconds(), "jobs/s")
		})
	}
}
