package queue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"certdesk/bot/zone"
	"certdesk/store/redis"
	"certdesk/store/redis/queue"
	"certdesk/store/redis/redistest"
)

// workerVariable holds the address of Redis for a worker process: the test
// binary started anew, to be killed.
const workerVariable = "QUEUETEST_WORKER"

func TestMain(m *testing.M) {
	address := os.Getenv(workerVariable)
	redis.DiscardLog() // as main does
	if address == "" {
		status := m.Run()
		if status == 0 {
			status = leaks()
		}
		os.Exit(status)
	}
	// It says on stdout what it was given and never answers, or dies of it.
	w, err := queue.NewWorker(queue.WorkerConfig{
		Address: address, Zone: "dmz", Name: fmt.Sprint("process-", os.Getpid()), AtOnce: 4, Log: slog.New(slog.DiscardHandler),
		Answer: func(ctx context.Context, question []byte) []byte {
			fmt.Printf("%s\n", question)
			if string(question) == "poison" {
				os.Exit(1)
			}
			<-ctx.Done()
			return nil
		},
	})
	if err == nil {
		err = w.Run(context.Background())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// leaks is the status of a process that may have left goroutines behind. A pool of
// go-redis that could not dial tries again in the background, and sees only after a
// second's pause that it was closed.
func leaks() (status int) {
	var err error
	for range 20 {
		if err = goleak.Find(); err == nil {
			return 0
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// process starts such a worker and returns the lines it says.
func process(t *testing.T, address string) (*exec.Cmd, *lines) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), workerVariable+"="+address)
	said := &lines{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd, said
}

// lines is a log that is read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// eventually waits for what other processes do.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for range 3000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it never came to pass that %s", what)
}

func newAsker(t testing.TB, address string) *queue.Asker {
	t.Helper()
	a, err := queue.NewAsker(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { a.Listen(ctx) })
	t.Cleanup(func() {
		stop()
		wg.Wait()
		a.Close()
	})
	return a
}

func echo(_ context.Context, question []byte) []byte { return append([]byte("re: "), question...) }

// start runs a worker until stop is called, which waits for its end.
func start(t testing.TB, c queue.WorkerConfig) (stop func()) {
	t.Helper()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.AtOnce == 0 {
		c.AtOnce = 4
	}
	if c.Zone == "" {
		c.Zone = "dmz"
	}
	if c.Drain == 0 {
		c.Drain = 5 * time.Second
	}
	w, err := queue.NewWorker(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the worker %s ended with %v", c.Name, err)
		}
		w.Close()
	})
	t.Cleanup(stop)
	return stop
}

// alive waits until exactly these zones are.
func alive(t testing.TB, a *queue.Asker, want ...string) {
	t.Helper()
	eventually(t, fmt.Sprintf("the zones %v are alive", want), func() bool {
		got, err := a.Living(t.Context())
		return err == nil && fmt.Sprint(got) == fmt.Sprint(want)
	})
}

func ask(t testing.TB, a *queue.Asker, question string, within time.Duration) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	answer, err := a.Ask(ctx, "dmz", []byte(question))
	return string(answer), err
}

// redisClient looks at what is in Redis.
func redisClient(t testing.TB, server *redistest.Server) *goredis.Client {
	t.Helper()
	c := goredis.NewClient(&goredis.Options{Addr: server.Addr()})
	t.Cleanup(func() { c.Close() })
	return c
}

const jobs = "certdesk:{zone:dmz}:jobs"

func TestAskAndAnswer(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	if living, err := a.Living(t.Context()); err != nil || len(living) != 0 {
		t.Errorf("living zones before there is a worker: %q, %v", living, err)
	}
	stop := start(t, queue.WorkerConfig{Address: server.URL(), Name: "a", Answer: echo})
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "b", Zone: "branch", Answer: echo})
	alive(t, a, "branch", "dmz")
	for i := range 20 {
		want := fmt.Sprintf("re: %d", i)
		if got, err := ask(t, a, fmt.Sprint(i), 10*time.Second); err != nil || got != want {
			t.Fatalf("answer %q, %v; want %q", got, err, want)
		}
	}
	// An answered job leaves nothing behind.
	keys, err := redisClient(t, server).Keys(t.Context(), "*dmz*").Result()
	if err != nil || len(keys) != 1 || keys[0] != jobs {
		t.Errorf("keys: %q, %v", keys, err)
	}
	if n := redisClient(t, server).XLen(t.Context(), jobs).Val(); n != 0 {
		t.Errorf("%d jobs are left", n)
	}
	// A worker that ends is known to be gone at once, and leaves the group.
	stop()
	if living, err := a.Living(t.Context()); err != nil || fmt.Sprint(living) != "[branch]" {
		t.Errorf("living zones after one ended: %q, %v", living, err)
	}
	if consumers := redisClient(t, server).XInfoConsumers(t.Context(), jobs, "workers").Val(); len(consumers) != 0 {
		t.Errorf("the group still has %v", consumers)
	}
}

func TestCluster(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t, "--cluster-enabled", "yes")
	if err := redisClient(t, server).ClusterAddSlotsRange(t.Context(), 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	address := "redis+cluster://" + server.Addr()
	a := newAsker(t, address)
	start(t, queue.WorkerConfig{Address: address, Name: "a", Answer: echo})
	alive(t, a, "dmz")
	if got, err := ask(t, a, "1", 10*time.Second); err != nil || got != "re: 1" {
		t.Errorf("answer %q, %v", got, err)
	}
}

// TestTwoShare: two workers share the jobs, and neither takes more at once than
// it may.
func TestTwoShare(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	const atOnce, all = 3, 200 // waiters enough to starve a pool of connections
	var most, ran [2]atomic.Int64
	for i := range 2 {
		var now atomic.Int64
		start(t, queue.WorkerConfig{Address: server.URL(), Name: fmt.Sprint(i), AtOnce: atOnce,
			Answer: func(ctx context.Context, question []byte) []byte {
				n := now.Add(1)
				defer now.Add(-1)
				for old := most[i].Load(); n > old && !most[i].CompareAndSwap(old, n); old = most[i].Load() {
				}
				ran[i].Add(1)
				time.Sleep(20 * time.Millisecond) // the round trips of a check
				return echo(ctx, question)
			}})
	}
	alive(t, a, "dmz")
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			if got, err := ask(t, a, fmt.Sprint(i), 20*time.Second); err != nil || got != fmt.Sprint("re: ", i) {
				t.Errorf("job %d was answered %q, %v", i, got, err)
			}
		})
	}
	wg.Wait()
	for i := range 2 {
		if most[i].Load() > atOnce || ran[i].Load() == 0 {
			t.Errorf("worker %d ran %d jobs, %d at once", i, ran[i].Load(), most[i].Load())
		}
	}
	if sum := ran[0].Load() + ran[1].Load(); sum != all {
		t.Errorf("%d jobs ran %d times", all, sum)
	}
}

// TestKilled: a job of a worker that is killed is run by another one.
func TestKilled(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	cmd, said := process(t, server.URL())
	alive(t, a, "dmz")
	type result struct {
		answer string
		err    error
	}
	results := make(chan result, 1)
	go func() {
		answer, err := ask(t, a, "what", 15*time.Second) // by then it must have run again
		results <- result{answer, err}
	}()
	eventually(t, "the process took the job", func() bool { return said.String() == "what\n" })
	cmd.Process.Kill()
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "heir", Answer: echo})
	if r := <-results; r.err != nil || r.answer != "re: what" {
		t.Fatalf("the answer is %q, %v", r.answer, r.err)
	}
}

// TestBehindTheLiving: the job of a dead worker is found behind many that living
// ones keep, and those are not taken from their owners.
func TestBehindTheLiving(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a, c := newAsker(t, server.URL()), redisClient(t, server)
	const living = 25
	var ran atomic.Int64
	began, let := make(chan struct{}, 2*living), make(chan struct{})
	work := func(ctx context.Context, q []byte) []byte {
		if string(q) != "left" {
			ran.Add(1)
			began <- struct{}{}
			select {
			case <-let:
			case <-ctx.Done():
			}
		}
		return echo(ctx, q)
	}
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "busy", AtOnce: living, Answer: work})
	alive(t, a, "dmz")
	var wg sync.WaitGroup
	for range living {
		wg.Go(func() {
			if got, err := ask(t, a, "long", 25*time.Second); err != nil || got != "re: long" {
				t.Errorf("a long job: %q, %v", got, err)
			}
		})
	}
	for range living {
		<-began
	}
	if err := c.XAdd(t.Context(), &goredis.XAddArgs{Stream: jobs, Values: []any{"q", "left", "ms", 25000}}).Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.XReadGroup(t.Context(), &goredis.XReadGroupArgs{Group: "workers", Consumer: "dead", Streams: []string{jobs, ">"}}).Err(); err != nil {
		t.Fatal(err)
	}
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "idle", AtOnce: 2 * living, Answer: work})
	eventually(t, "the dead one's job is done", func() bool { return c.XLen(t.Context(), jobs).Val() == living })
	close(let)
	wg.Wait()
	if ran.Load() != living {
		t.Errorf("%d jobs ran %d times", living, ran.Load())
	}
}

// TestDeserted: when the last worker is killed over a job, the asker is told
// long before its deadline.
func TestDeserted(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	cmd, said := process(t, server.URL())
	alive(t, a, "dmz")
	errs := make(chan error, 1)
	go func() {
		_, err := ask(t, a, "what", 25*time.Second)
		errs <- err
	}()
	eventually(t, "the process took the job", func() bool { return said.String() == "what\n" })
	cmd.Process.Kill()
	if err := <-errs; !errors.Is(err, zone.ErrNobody) {
		t.Errorf("the asker was told %v", err)
	}
}

// TestPoison: a job that kills its workers is dropped after three of them, with
// a line in the log, and the asker is told.
func TestPoison(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	first, _ := process(t, server.URL())
	alive(t, a, "dmz")
	errs := make(chan error, 1)
	go func() {
		_, err := ask(t, a, "poison", 30*time.Second)
		errs <- err
	}()
	first.Wait()
	for range 2 {
		next, _ := process(t, server.URL())
		next.Wait() // it has taken the job over, and died
	}
	var log lines
	ran := false
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "fourth", Log: slog.New(slog.NewTextHandler(&log, nil)),
		Answer: func(context.Context, []byte) []byte { ran = true; return nil }})
	if err := <-errs; !errors.Is(err, zone.ErrDropped) {
		t.Errorf("the asker was told %v", err)
	}
	if ran || !strings.Contains(log.String(), "a job is dropped") {
		t.Errorf("ran: %v; log: %s", ran, log.String())
	}
}

// TestTooLate: a job past its deadline is not begun, and does not stay.
func TestTooLate(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	c := redisClient(t, server)
	var ran atomic.Int64
	if err := c.XAdd(t.Context(), &goredis.XAddArgs{Stream: jobs, Values: []any{"q", "late", "ms", 900}}).Err(); err != nil {
		t.Fatal(err)
	}
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "a",
		Answer: func(ctx context.Context, q []byte) []byte { ran.Add(1); return echo(ctx, q) }})
	eventually(t, "the stream is empty", func() bool { return c.XLen(t.Context(), jobs).Val() == 0 })
	if ran.Load() != 0 {
		t.Error("a job ran after its deadline")
	}
	// What was posted before there was a worker is done, if it is not too late.
	a := newAsker(t, server.URL())
	if got, err := ask(t, a, "early", 10*time.Second); err != nil || got != "re: early" {
		t.Errorf("answer %q, %v", got, err)
	}
}

// TestNobodyTakesIt: the asker takes back what nobody has taken in its time.
func TestNobodyTakesIt(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	if _, err := ask(t, a, "what", 1500*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the asker was told %v", err)
	}
	if n := redisClient(t, server).XLen(t.Context(), jobs).Val(); n != 0 {
		t.Errorf("%d jobs are left", n)
	}
}

// TestBacklog: a stream that nobody reads is cut.
func TestBacklog(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	c := redisClient(t, server)
	for range 3000 {
		c.XAdd(ctx, &goredis.XAddArgs{Stream: jobs, Values: []any{"q", "x", "ms", 1}})
	}
	wg.Go(func() { a.Ask(ctx, "dmz", []byte("one more")) })
	eventually(t, "the stream is cut", func() bool { return c.XLen(ctx, jobs).Val() <= 1100 })
	cancel()
	wg.Wait()
}

// TestDrain: jobs under way at the end are finished and answered, no new one is
// taken, and what does not end in time is left to another worker.
func TestDrain(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a := newAsker(t, server.URL())
	began, let := make(chan string, 2), make(chan struct{})
	stop := start(t, queue.WorkerConfig{Address: server.URL(), Name: "a", Drain: 2 * time.Second,
		Answer: func(ctx context.Context, q []byte) []byte {
			began <- string(q)
			if string(q) == "quick" {
				<-let
			} else {
				<-ctx.Done()
			}
			return echo(ctx, q)
		}})
	alive(t, a, "dmz")
	quick, stuck := make(chan string, 1), make(chan string, 1)
	for question, answers := range map[string]chan string{"quick": quick, "stuck": stuck} {
		go func() {
			answer, err := ask(t, a, question, 20*time.Second)
			answers <- fmt.Sprint(answer, err)
		}()
		<-began
	}
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	alive(t, a) // it is known to take nothing new
	close(let)
	if got := <-quick; got != "re: quick<nil>" {
		t.Errorf("under way at the end: %s", got)
	}
	<-stopped
	start(t, queue.WorkerConfig{Address: server.URL(), Name: "b", Answer: echo})
	if got := <-stuck; got != "re: stuck<nil>" {
		t.Errorf("left undone at the end: %s", got)
	}
}
