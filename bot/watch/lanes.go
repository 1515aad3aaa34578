package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	"certdesk/bot"
)

const (
	// maxLanes is how many channels are posted in at a time, laneRoom how many
	// notices of one channel are held; together they bound the memory.
	maxLanes = 128
	laneRoom = 32
	// handful is how many notices a channel gets as posts of their own at a time;
	// of more it gets a list.
	handful = 5
	// nextTurn is when notices that found no room in their lane are claimed again.
	nextTurn = 2 * time.Second
)

// lanes are the channels that are posted in at the moment. Each has a goroutine
// of its own, so that a channel that takes a post a second, or answers slowly,
// holds up no other; within one the order is kept.
type lanes struct {
	mu     sync.Mutex
	open   map[string]*lane
	ended  *sync.Cond // a lane has
	failed error      // of the store, until somebody asks
}

type lane struct {
	waiting []claimedNotice
	held    int // waiting, or under way
}

type claimedNotice struct {
	bot.Notice
	at time.Time
	// alone: a list was made without it.
	alone bool
}

func newLanes() *lanes {
	l := &lanes{open: make(map[string]*lane)}
	l.ended = sync.NewCond(&l.mu)
	return l
}

// put gives notices to their channel's lane, which run then works off, and
// returns those for which the lane has no room. It waits while too many lanes
// are open.
func (l *lanes) put(channel string, notices []claimedNotice, run func(channel string)) (left []claimedNotice) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.open[channel] == nil && len(l.open) >= maxLanes {
		l.ended.Wait()
	}
	one := l.open[channel]
	if one == nil {
		one = &lane{}
		l.open[channel] = one
		go run(channel)
	}
	room := min(max(laneRoom-one.held, 0), len(notices))
	one.waiting = append(one.waiting, notices[:room]...)
	one.held += room
	return notices[room:]
}

// take returns what waits in a lane; nil closes it.
func (l *lanes) take(channel string) []claimedNotice {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.open[channel]
	if len(one.waiting) == 0 {
		delete(l.open, channel)
		l.ended.Broadcast()
		return nil
	}
	out := one.waiting
	one.waiting, one.held = nil, len(out)
	return out
}

func (l *lanes) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failed = errors.Join(l.failed, err)
}

// trouble is what has failed since it was asked for last.
func (l *lanes) trouble() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.failed
	l.failed = nil
	return err
}

// rest waits until no lane is open.
func (l *lanes) rest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.open) > 0 {
		l.ended.Wait()
	}
}

// PostDue posts the notices that are due, and waits for that.
func (w *Watcher) PostDue(ctx context.Context) error {
	_, err := w.dispatch(ctx)
	w.lanes.rest()
	return errors.Join(err, w.lanes.trouble())
}

// dispatch hands the notices that are due to their channels' lanes. more: some
// found no room there, and are due again shortly.
func (w *Watcher) dispatch(ctx context.Context) (more bool, err error) {
	run := func(channel string) { w.work(ctx, channel) }
	full := make(map[string]bool)
	for ctx.Err() == nil {
		claimed := w.now()
		due, err := w.notices.ClaimNotices(ctx, claimed, w.lease(), noticeBatch)
		if err != nil {
			return more, err
		}
		byChannel := make(map[string][]claimedNotice)
		for _, n := range due {
			key := n.Place.ChannelKey()
			byChannel[key] = append(byChannel[key], claimedNotice{Notice: n, at: claimed})
		}
		for channel, notices := range byChannel {
			// What comes after notices that found no room has none either, even if
			// the lane has ended meanwhile: it would come before them, and be a few
			// posts where all together are a list.
			left := notices
			if !full[channel] {
				left = w.lanes.put(channel, notices, run)
			}
			for _, n := range left {
				more, full[channel] = true, true
				if err := w.later(ctx, &n.Notice, claimed.Add(nextTurn)); err != nil {
					return more, err
				}
			}
		}
		if len(due) < noticeBatch {
			return more, nil
		}
	}
	return more, ctx.Err()
}

// work works a lane off. What is left when ctx ends is claimed again when its
// lease is over.
func (w *Watcher) work(ctx context.Context, channel string) {
	for {
		waiting := w.lanes.take(channel)
		if waiting == nil {
			return
		}
		if ctx.Err() != nil {
			continue
		}
		if err := w.postAll(ctx, waiting); err != nil {
			w.lanes.fail(err)
		}
	}
}

// postAll posts notices of one channel in their order, more than a handful as
// lists. Once the platform says "later", the rest is put off with the first.
func (w *Watcher) postAll(ctx context.Context, all []claimedNotice) error {
	var again time.Time
	var err error
	for w.bundles(all) {
		if all, again, err = w.bundle(ctx, all); err != nil {
			return err
		}
		if !again.IsZero() {
			break
		}
	}
	for i := range all {
		n := &all[i]
		if ctx.Err() != nil {
			return nil
		}
		if !again.IsZero() {
			// A little apart, so that they come in their order.
			if err := w.later(ctx, &n.Notice, again.Add(time.Duration(i)*time.Millisecond)); err != nil {
				return err
			}
			continue
		}
		if again, err = w.deliver(ctx, &n.Notice, n.at); err != nil {
			return err
		}
	}
	return nil
}

// pump posts what is due until ctx ends, and lets what is under way come to its
// end then.
func (w *Watcher) pump(ctx context.Context) {
	defer w.lanes.rest()
	more := false
	w.repeat(ctx, "posting notices", func(ctx context.Context) (err error) {
		more, err = w.dispatch(ctx)
		return errors.Join(err, w.lanes.trouble())
	}, w.post, func() time.Duration {
		if more {
			return min(nextTurn, w.interval)
		}
		return w.interval
	})
}
