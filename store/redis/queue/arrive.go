package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// arrive joins the group, once Redis is there.
func (w *Worker) arrive(ctx context.Context) error {
	var p pause
	for ctx.Err() == nil {
		err := w.join(ctx)
		if err == nil {
			err = w.rehearse(ctx, ending)
		}
		switch {
		case err == nil:
			w.outage.there(ofJobs)
			w.arrived.Store(true)
			return nil
		case forbidden(err):
			return w.refused(err)
		}
		w.outage.gone(ofJobs, err)
		p.wait(ctx)
	}
	return nil
}

func (w *Worker) refused(err error) error {
	return fmt.Errorf("the worker of the zone %s is refused by Redis: %w", w.zone, err)
}

// nothing is the number of a job that there never is.
const nothing = "0-1"

// rehearse sends the commands of a job's life about none, so that a user who
// lacks one of them is told at the beginning and not over a job. word is what is
// said to those who listen for heartbeats.
func (w *Worker) rehearse(ctx context.Context, word string) error {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	_, pending := w.left(ctx)
	end := w.end(ctx, &job{id: nothing}, "-", time.Millisecond)
	_, each := w.client.Pipelined(ctx, end) // the transaction would not say which
	_, all := w.client.TxPipelined(ctx, end)
	return errors.Join(
		w.client.XClaimJustID(ctx, &goredis.XClaimArgs{Stream: w.stream, Group: group, Consumer: w.name, Messages: []string{nothing}}).Err(),
		pending,
		w.client.XInfoConsumers(ctx, w.stream, group).Err(),
		w.client.Time(ctx).Err(),
		w.client.Publish(ctx, aliveKey(w.zone), word+w.name).Err(),
		each, all,
	)
}

// left tells whether jobs are left under this worker's name.
func (w *Worker) left(ctx context.Context) (bool, error) {
	jobs, err := w.client.XPendingExt(ctx, &goredis.XPendingExtArgs{
		Stream: w.stream, Group: group, Consumer: w.name, Start: "-", End: "+", Count: 1,
	}).Result()
	return len(jobs) > 0, err
}

// join makes the group if there is none, with all the jobs that wait already.
func (w *Worker) join(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	err := w.client.XGroupCreateMkStream(ctx, w.stream, group, "0").Err()
	if err != nil && !goredis.HasErrorPrefix(err, "BUSYGROUP") {
		return fmt.Errorf("joining the workers of %s: %w", w.zone, err)
	}
	return nil
}

// leave forgets this worker in the group. A job that it left undone stays with
// the name, for another one to claim.
func (w *Worker) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	if left, err := w.left(ctx); err == nil && !left {
		w.client.XGroupDelConsumer(ctx, w.stream, group, w.name) // else tidied later
	}
}
