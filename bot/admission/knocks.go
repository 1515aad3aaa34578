package admission

import (
	"container/list"
	"context"
	"sync"
	"time"
)

const (
	// knockTime is how long a server may take to say something: enough for the way
	// round the world, and short enough that who is turned away knows soon.
	knockTime = time.Second
	// minKnockTime is how long it may take where others wait for its place: enough
	// for the way across a continent and back, twice.
	minKnockTime = 150 * time.Millisecond
	// knockWait is how long a place for a knock is waited for.
	knockWait = time.Second
	// knocksPerCheck is how many knocks may cost as much as a check.
	knocksPerCheck = 8
)

// knocks are those under way, the oldest first. Where all places are taken, whoever
// waits has that of a server that has been silent for long enough: else a crowd before
// silent servers would keep everybody from knocking for as long as a knock may last.
type knocks struct {
	mu       sync.Mutex
	free     int64
	underWay list.List // of *knock
	waiting  list.List // of *knock
	wanted   int64     // places that are waited for
	most     int64     // of those: what comes free while a place is waited for
	// again is when a place can be taken from somebody; nil: nobody waits for that.
	again *time.Timer
}

// knock has places, or waits for them until granted is closed.
type knock struct {
	size    int64
	end     context.CancelFunc
	granted chan struct{}
	began   time.Time
	stands  *list.Element // in one of the lists; nil: it is over
}

func newKnocks(places int64) *knocks {
	return &knocks{free: places, most: places * int64(knockWait/minKnockTime)}
}

// enter waits for places for a knock, which end calls off before its time where others
// need them. leave gives them back; it may be called again. ok is false where no place
// is to be had soon.
func (k *knocks) enter(ctx context.Context, size int64, end context.CancelFunc) (leave func(), ok bool) {
	one := &knock{size: size, end: end, granted: make(chan struct{})}
	k.mu.Lock()
	if k.wanted+size > k.most {
		k.mu.Unlock()
		return nil, false
	}
	one.stands = k.waiting.PushBack(one)
	k.wanted += size
	k.arrange()
	k.mu.Unlock()
	leave = func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.remove(one)
		k.arrange()
	}
	select {
	case <-one.granted:
		return leave, true
	default:
	}
	timer := time.NewTimer(knockWait)
	defer timer.Stop()
	select {
	case <-one.granted:
		return leave, true
	case <-timer.C:
	case <-ctx.Done():
	}
	leave()
	return nil, false
}

// arrange gives places to those who wait, in the order of coming. k.mu is held.
func (k *knocks) arrange() {
	for front := k.waiting.Front(); front != nil; front = k.waiting.Front() {
		next := front.Value.(*knock)
		for k.free < next.size {
			first := k.underWay.Front()
			if first == nil {
				return
			}
			oldest := first.Value.(*knock)
			if left := minKnockTime - time.Since(oldest.began); left > 0 {
				if k.again == nil {
					k.again = time.AfterFunc(left, k.arrangeAgain)
				}
				return
			}
			k.remove(oldest)
		}
		k.waiting.Remove(front)
		k.wanted -= next.size
		k.free -= next.size
		next.began, next.stands = time.Now(), k.underWay.PushBack(next)
		close(next.granted)
	}
}

func (k *knocks) arrangeAgain() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.again = nil
	k.arrange()
}

// remove ends a knock, and gives its places back if it had some. k.mu is held.
func (k *knocks) remove(one *knock) {
	switch {
	case one.stands == nil: // it is over
		return
	case one.began.IsZero():
		k.waiting.Remove(one.stands)
		k.wanted -= one.size
	default:
		k.underWay.Remove(one.stands)
		k.free += one.size
	}
	one.stands = nil
	one.end()
}
