package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// WorkerConfig is what a worker needs; all of it.
type WorkerConfig struct {
	// Address is that of Redis, as REDIS_URL has it.
	Address string
	Zone    string
	// Name tells workers of a zone apart; no two may share one.
	Name string
	// AtOnce is how many jobs run at the same time, 1 or more.
	AtOnce int
	// Drain is how long jobs under way may take after the end was asked for.
	Drain time.Duration
	// Answer turns a question into an answer, before ctx ends.
	Answer func(ctx context.Context, question []byte) []byte
	Log    *slog.Logger
}

// Worker takes the jobs of one zone.
type Worker struct {
	zone   string
	name   string
	atOnce int
	drain  time.Duration
	answer func(ctx context.Context, question []byte) []byte
	log    *slog.Logger

	client goredis.UniversalClient
	waits  goredis.UniversalClient // for XREADGROUP alone
	stream string
	outage outage
	// ahead is how far Redis's clock is ahead of ours, in nanoseconds.
	ahead atomic.Int64
	// arrived: it has joined its zone; leaving: it takes nothing new.
	arrived, leaving atomic.Bool

	mu        sync.Mutex
	held      map[string]bool // the jobs under way
	reclaimed time.Time       // when it was last looked for jobs of others
}

// NewWorker makes a worker; it begins with Run. The error names what is missing, or
// is about the address.
func NewWorker(c WorkerConfig) (*Worker, error) {
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"Zone", c.Zone == ""}, {"Name", c.Name == ""}, {"AtOnce", c.AtOnce < 1}, {"Answer", c.Answer == nil}, {"Log", c.Log == nil},
	} {
		if part.missing {
			return nil, fmt.Errorf("a worker lacks its %s", part.name)
		}
	}
	client, waits, err := connect(c.Address, 2)
	if err != nil {
		return nil, err
	}
	return &Worker{
		zone: c.Zone, name: c.Name, atOnce: c.AtOnce, drain: c.Drain, answer: c.Answer, log: c.Log,
		client: client, waits: waits, stream: jobsKey(c.Zone),
		outage: outage{log: c.Log}, held: make(map[string]bool),
	}, nil
}

// Close ends the connections, after Run.
func (w *Worker) Close() error { return errors.Join(w.client.Close(), w.waits.Close()) }

// Run takes jobs until ctx ends, then lets those under way come to their end,
// for Drain at most; what is not done by then is another worker's. While Redis
// is away it waits. The error is for the operator: Redis refuses this worker.
func (w *Worker) Run(ctx context.Context) error {
	if err := w.arrive(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() { w.beat(ctx, working) })
	wg.Go(func() { w.keep(working) })

	var jobs sync.WaitGroup
	slots := make(chan struct{}, w.atOnce)
	var p pause
	var refused error
	for ctx.Err() == nil && refused == nil {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			continue
		}
		j, err := w.next(ctx)
		switch {
		case err == nil:
			p.reset()
			w.outage.there()
		case forbidden(err): // since a moment ago
			refused = w.refused(err)
		default:
			w.repair(ctx, err, &p)
		}
		if j == nil {
			<-slots
			continue
		}
		jobs.Go(func() {
			defer func() { <-slots }()
			defer w.release(j.id)
			w.do(working, j)
		})
	}
	timer := time.AfterFunc(w.drain, stop)
	jobs.Wait()
	timer.Stop()
	stop()
	wg.Wait()
	w.leave(context.WithoutCancel(ctx))
	return refused
}

// job is a question with its time.
type job struct {
	id         string
	question   string
	until      time.Time // by our clock
	deliveries int64
}

// next is a job of a dead worker or a fresh one, nil if none came.
func (w *Worker) next(ctx context.Context) (*job, error) {
	if now := time.Now(); now.Sub(w.reclaimed) >= reclaimEvery {
		w.reclaimed = now
		if j, err := w.reclaim(ctx); j != nil || err != nil {
			return j, err
		}
	}
	// A read that is broken off might have been given a job: it comes to its end,
	// whatever becomes of ctx.
	read, cancel := context.WithTimeout(context.WithoutCancel(ctx), block+slack)
	defer cancel()
	streams, err := w.waits.XReadGroup(read, &goredis.XReadGroupArgs{
		Group: group, Consumer: w.name, Streams: []string{w.stream, ">"}, Count: 1, Block: block,
	}).Result()
	switch {
	case errors.Is(err, goredis.Nil):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading the jobs of %s: %w", w.zone, err)
	}
	for _, s := range streams {
		for _, m := range s.Messages {
			return w.take(m, 1), nil
		}
	}
	return nil, nil
}

// repair does what is to be done about an error of next.
func (w *Worker) repair(ctx context.Context, err error, p *pause) {
	if lost(err) {
		if err = w.join(ctx); err == nil {
			w.log.Warn("Redis had lost the workers' group; it was made again", "zone", w.zone)
		}
	}
	if err != nil {
		w.outage.gone(err)
	}
	p.wait(ctx)
}

// take makes a message this worker's job.
func (w *Worker) take(m goredis.XMessage, deliveries int64) *job {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held[m.ID] = true
	j := &job{id: m.ID, deliveries: deliveries}
	j.question, _ = m.Values["q"].(string)
	milliseconds, _ := m.Values["ms"].(string)
	posted, _, _ := strings.Cut(m.ID, "-") // Redis's time of XADD
	at, err1 := strconv.ParseInt(posted, 10, 64)
	life, err2 := strconv.ParseInt(milliseconds, 10, 64)
	if errors.Join(err1, err2) == nil { // else it is past its time
		j.until = time.UnixMilli(at + life).Add(-time.Duration(w.ahead.Load()))
	}
	return j
}

func (w *Worker) release(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.held, id)
}

// do runs a job and sends its answer, unless it is too late or too dangerous.
func (w *Worker) do(ctx context.Context, j *job) {
	switch {
	case time.Until(j.until) < least:
		w.log.Debug("a job came too late", "zone", w.zone, "job", j.id)
		w.finish(ctx, j, "")
		return
	case j.deliveries > maxDeliveries:
		w.log.Error("a job is dropped: every worker that took it broke off", "zone", w.zone, "job", j.id, "deliveries", j.deliveries-1)
		w.finish(ctx, j, "-")
		return
	}
	run, cancel := context.WithDeadline(ctx, j.until.Add(-wayBack))
	defer cancel()
	answer := w.answer(run, []byte(j.question))
	if ctx.Err() != nil {
		return // broken off by the end of the drain: another worker's turn
	}
	w.finish(ctx, j, "+"+string(answer))
}

// finish stores the answer, if there is one, and takes the job off the stream,
// both or neither. It tries as long as the asker waits.
func (w *Worker) finish(ctx context.Context, j *job, answer string) {
	ctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), time.Now().Add(max(time.Until(j.until), command)))
	defer cancel()
	var p pause
	for {
		err := w.send(ctx, j, answer)
		if err == nil {
			w.outage.there()
			return
		}
		w.outage.gone(err)
		if p.wait(ctx); ctx.Err() != nil {
			w.log.Warn("an answer was not delivered", "zone", w.zone, "job", j.id)
			return
		}
	}
}

func (w *Worker) send(ctx context.Context, j *job, answer string) error {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	_, err := w.client.TxPipelined(ctx, w.end(ctx, j, answer, answerLife))
	return err
}

// end are the commands that end a job; its answer waits for life.
func (w *Worker) end(ctx context.Context, j *job, answer string, life time.Duration) func(goredis.Pipeliner) error {
	return func(p goredis.Pipeliner) error {
		if answer != "" {
			key := answerKey(w.zone, j.id)
			p.RPush(ctx, key, answer)
			p.PExpire(ctx, key, life)
		}
		p.XAck(ctx, w.stream, group, j.id)
		p.XDel(ctx, w.stream, j.id)
		return nil
	}
}
