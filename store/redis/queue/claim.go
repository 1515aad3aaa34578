package queue

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// reclaim takes over a job for which nobody has spoken for claimAfter, nil if
// there is none.
func (w *Worker) reclaim(ctx context.Context) (*job, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), command)
	defer cancel()
	const begin = "0-0"
	var messages []goredis.XMessage
	// Each call looks at a few of the pending jobs only, the oldest first.
	for from := begin; len(messages) == 0; {
		var err error
		messages, from, err = w.client.XAutoClaim(ctx, &goredis.XAutoClaimArgs{
			Stream: w.stream, Group: group, Consumer: w.name, MinIdle: claimAfter, Start: from, Count: 1,
		}).Result()
		if err != nil {
			return nil, fmt.Errorf("claiming jobs of %s: %w", w.zone, err)
		}
		if len(messages) == 0 && from == begin {
			return nil, nil
		}
	}
	m := messages[0]
	// XAUTOCLAIM counts the delivery but does not say the number.
	pending, err := w.client.XPendingExt(ctx, &goredis.XPendingExtArgs{
		Stream: w.stream, Group: group, Start: m.ID, End: m.ID, Count: 1,
	}).Result()
	if err != nil {
		return nil, fmt.Errorf("counting the deliveries of a job of %s: %w", w.zone, err)
	}
	deliveries := int64(1)
	if len(pending) > 0 {
		deliveries = pending[0].RetryCount
	}
	w.log.Info("took over a job of a worker that is gone", "zone", w.zone, "job", m.ID, "deliveries", deliveries)
	return w.take(m, deliveries), nil
}

// keep speaks for the jobs under way, and tidies up after workers that died.
func (w *Worker) keep(ctx context.Context) {
	w.tidy(ctx)
	keep, tidy := time.NewTicker(keepEvery), time.NewTicker(tidyEvery)
	defer keep.Stop()
	defer tidy.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tidy.C:
			w.tidy(ctx)
		case <-keep.C:
			w.claimOwn(ctx)
		}
	}
}

// claimOwn sets back the idle time of the jobs under way; JUSTID counts no
// delivery. One that was finished meanwhile is not pending, and stays so.
func (w *Worker) claimOwn(ctx context.Context) {
	w.mu.Lock()
	ids := make([]string, 0, len(w.held))
	for id := range w.held {
		ids = append(ids, id)
	}
	w.mu.Unlock()
	if len(ids) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	err := w.client.XClaimJustID(ctx, &goredis.XClaimArgs{Stream: w.stream, Group: group, Consumer: w.name, Messages: ids}).Err()
	if err != nil && ctx.Err() == nil {
		w.log.Debug("jobs under way were not kept", "zone", w.zone, "error", err)
	}
}

const (
	tidyEvery = 10 * time.Minute
	// forgetAfter is when a silent worker without jobs is forgotten by the group;
	// living ones read every second.
	forgetAfter = time.Hour
)

// tidy takes dead workers from the group's list, which Redis never does.
func (w *Worker) tidy(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	consumers, err := w.client.XInfoConsumers(ctx, w.stream, group).Result()
	if err != nil {
		return // another time
	}
	for _, c := range consumers {
		if c.Name != w.name && c.Pending == 0 && c.Idle > forgetAfter {
			w.client.XGroupDelConsumer(ctx, w.stream, group, c.Name)
		}
	}
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
