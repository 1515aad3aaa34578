package queue

import (
	"context"
	"time"
)

// A heartbeat is a message on the zone's channel and not a key: who listens
// need not look, no clock is compared, and a zone that ends leaves nothing
// behind.
const (
	alive  = "+"
	ending = "-" // finishes what it has, and takes nothing new
)

// beat says that this worker is alive, and once ctx has ended that it is about
// to go, until working ends as well.
func (w *Worker) beat(ctx, working context.Context) {
	ticker := time.NewTicker(beatEvery)
	defer ticker.Stop()
	end := ctx.Done()
	for {
		w.leaving.Store(ctx.Err() != nil)
		w.say(working, w.word())
		if !w.leaving.Load() {
			w.readClock(working)
		}
		select {
		case <-ticker.C:
		case <-end:
			end = nil // seen
		case <-working.Done():
			return
		}
	}
}

// word is what a heartbeat says.
func (w *Worker) word() string {
	if w.leaving.Load() {
		return ending
	}
	return alive
}

func (w *Worker) say(ctx context.Context, what string) {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	switch err := w.client.Publish(ctx, aliveKey(w.zone), what+w.name).Err(); {
	case err == nil:
		w.outage.there(ofHeartbeats)
	case ctx.Err() == nil:
		w.outage.gone(ofHeartbeats, err)
	}
}

// readClock notes how far Redis's clock is ahead: deadlines are counted from
// its time of posting.
func (w *Worker) readClock(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, command)
	defer cancel()
	asked := time.Now()
	theirs, err := w.client.Time(ctx).Result()
	if err != nil {
		return // the last reading is good enough
	}
	answered := time.Now()
	w.ahead.Store(int64(theirs.Sub(asked.Add(answered.Sub(asked) / 2))))
}
