package main

import (
	"context"
	cryptorand "crypto/rand"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/watch"
	"certdesk/checks"
	"certdesk/store"
	"certdesk/store/redis"
	"certdesk/store/redis/redistest"
	"certdesk/store/sqlite"
)

// distantChecker finds every server in order, after a round trip.
type distantChecker struct{ roundTrip time.Duration }

func (c distantChecker) Check(ctx context.Context, q bot.Question, to bot.Progress) (*bot.Answer, error) {
	select {
	case <-time.After(c.roundTrip):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	now := time.Now()
	return &bot.Answer{Reports: []checks.Report{{
		Target: checks.ReportTarget{Host: q.Target.Host, Port: q.Target.Port}, Verdict: checks.VerdictTrusted, CheckedAt: now,
		Certificate: &checks.Certificate{SHA256: q.Target.Host, IssuedBy: "Example CA", NotBefore: now, NotAfter: now.AddDate(1, 0, 0)},
	}}}, nil
}

type noPoster struct{}

func (noPoster) Post(context.Context, bot.Place, bot.Reply, string) (string, error) { return "1", nil }
func (noPoster) Edit(context.Context, bot.Place, string, bot.Reply) error           { return nil }
func (noPoster) Delete(context.Context, bot.Place, string) error                    { return nil }

func (noPoster) Direct(context.Context, bot.Platform, string) (bot.Place, error) {
	return bot.Place{}, nil
}

func (noPoster) Find(context.Context, bot.Place, string, time.Time) ([]string, error) {
	return nil, nil
}

func benchWatcher(b *testing.B, kept *store.Store, c watch.Checker, concurrency int) *watch.Watcher {
	b.Helper()
	w, err := watch.New(watch.Config{
		Checker: c, Watches: kept, Notices: kept, Channels: kept, Poster: noPoster{},
		Serves: func(bot.Platform) bool { return true },
		Every:  24 * time.Hour, Interval: time.Minute, Concurrency: concurrency,
		Now: time.Now, NewID: func() string { return cryptorand.Text()[:12] }, Random: rand.Float64, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// fill adds watches that are due, in a hundred channels.
func fill(b *testing.B, kept *store.Store, n int) {
	b.Helper()
	var wg sync.WaitGroup
	for part := range 8 {
		wg.Go(func() {
			for i := part; i < n; i += 8 {
				w := bot.Watch{
					Place:  bot.Place{Platform: bot.Slack, Channel: fmt.Sprintf("C%d", i%100)},
					Target: checks.Target{Host: fmt.Sprintf("s%d.example", i), Port: 993}, Due: time.Now().Add(-time.Second),
				}
				if _, _, err := kept.AddWatch(b.Context(), w); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkWatchReplicas sweeps 2,000 watches on one Redis, whose servers are
// 100 ms away, with one replica and with four.
func BenchmarkWatchReplicas(b *testing.B) {
	const watches, concurrency = 2000, 16
	sweep := func(replicas int) time.Duration {
		server := redistest.Start(b, "--appendfsync", "everysec")
		var all []*watch.Watcher
		for i := range replicas {
			backend, err := redis.Open(b.Context(), server.URL())
			if err != nil {
				b.Fatal(err)
			}
			kept := store.New(backend, time.Now)
			defer kept.Close()
			if i == 0 {
				fill(b, kept, watches)
			}
			all = append(all, benchWatcher(b, kept, distantChecker{100 * time.Millisecond}, concurrency))
		}
		began := time.Now()
		var wg sync.WaitGroup
		for _, w := range all {
			wg.Go(func() {
				if err := w.Sweep(b.Context()); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Wait()
		return time.Since(began)
	}
	for b.Loop() {
		one, four := sweep(1), sweep(4)
		b.ReportMetric(watches/one.Seconds(), "watches/s-by-one")
		b.ReportMetric(watches/four.Seconds(), "watches/s-by-four")
		b.ReportMetric(one.Seconds()/four.Seconds(), "times")
	}
}

// BenchmarkWatchMany sweeps 2,000 watches of the embedded store, 100,000 and a million, and
// tells the peak of the memory in use, which should be the same.
func BenchmarkWatchMany(b *testing.B) {
	for _, n := range []int{2000, 100_000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				backend, err := sqlite.Open(b.Context(), b.TempDir(), time.Now)
				if err != nil {
					b.Fatal(err)
				}
				kept := store.New(backend, time.Now)
				fill(b, kept, n)
				w := benchWatcher(b, kept, distantChecker{}, watch.DefaultConcurrency)
				ctx, stop := context.WithCancel(b.Context())
				peak := make(chan uint64)
				go func() { peak <- peakHeap(ctx) }()
				runtime.GC()
				b.StartTimer()
				began := time.Now()
				if err := w.Sweep(b.Context()); err != nil {
					b.Error(err)
				}
				b.ReportMetric(float64(time.Since(began).Microseconds())/float64(n), "µs/watch")
				stop()
				b.ReportMetric(float64(<-peak)/(1<<20), "MiB-in-use")
				kept.Close()
			}
		})
	}
}

// peakHeap watches the heap until ctx ends.
func peakHeap(ctx context.Context) (most uint64) {
	for ctx.Err() == nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
		time.Sleep(20 * time.Millisecond)
	}
	return most
}

// BenchmarkWatchIdle serves 10,000 watches that are not due, for ten seconds
// with a look every second, and tells the process's memory and share of a core.
func BenchmarkWatchIdle(b *testing.B) {
	for b.Loop() {
		folder := b.TempDir()
		backend, err := sqlite.Open(b.Context(), folder, time.Now)
		if err != nil {
			b.Fatal(err)
		}
		kept := store.New(backend, time.Now)
		fill(b, kept, 10_000)
		if err := benchWatcher(b, kept, distantChecker{}, watch.DefaultConcurrency).Sweep(b.Context()); err != nil {
			b.Fatal(err)
		}
		kept.Close()
		cmd := exec.Command("certdesk", "serve")
		cmd.Env = append(os.Environ(), "CERTDESK_DATA="+folder, "CERTDESK_LISTEN=127.0.0.1:0", "CERTDESK_SWEEP_INTERVAL=1s", "LOG_LEVEL=error",
			"SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET=1", "SLACK_API_URL=http://127.0.0.1:1/")
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		before := ticks(b, cmd.Process.Pid)
		time.Sleep(10 * time.Second)
		used := ticks(b, cmd.Process.Pid) - before
		b.ReportMetric(float64(used)/10, "%-of-a-core")
		b.ReportMetric(resident(b, cmd.Process.Pid), "MiB")
		cmd.Process.Kill()
		cmd.Wait() // killed, so an error
	}
}

// ticks are the hundredths of a second that a process has used a core.
func ticks(b *testing.B, pid int) int {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("no /proc here:", err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}

// resident is a process's memory in MiB.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("no /proc here:", err)
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return kib / 1024
		}
	}
	return 0
}
