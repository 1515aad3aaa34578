package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

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
			w.outage.there(ofJobs)
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
		w.outage.gone(ofJobs, err)
	}
	p.wait(ctx)
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
			w.outage.there(ofAnswers)
			return
		}
		w.outage.gone(ofAnswers, err)
		if p.wait(ctx); ctx.Err() != nil {
			w.outage.given(ofAnswers)
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
