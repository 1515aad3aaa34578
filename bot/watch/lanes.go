package watch

import (
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

// lanes are the channels being posted to at the moment. Each has a goroutine, so that a
// channel that is limited to a post a second, or answers slowly, holds up no other;
// within a channel the order is kept.
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
	// alone: a list was made without this notice, so it is posted by itself.
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

// failures are what has failed since it was asked for last.
func (l *lanes) failures() error {
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
