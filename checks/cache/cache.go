// Package cache remembers what was worked out, within a bound, and lets one of
// many who ask the same do the work. Every bounded memory of certdesk is a Cache.
//
// It is ours since no library does all of it: golang-lru weighs nothing and ends
// entries by a goroutine and the machine's clock, otter runs two goroutines for each
// cache until it is closed, and x/sync/singleflight gives what came of one asker's
// hurry to all who wait.
package cache

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// Item is what is remembered for a key.
type Item[V any] struct {
	Value V
	// Cost is its share of the cache's bound, in the unit of the bound; less than
	// one counts as one.
	Cost int
	// Until is when it is forgotten, in a cache with a clock.
	Until time.Time
}

// Cache remembers items until their cost together is above its bound; then those
// that were not asked for the longest go first. It is safe for concurrent use.
type Cache[K comparable, V any] struct {
	max int
	now func() time.Time

	mu    sync.Mutex
	cost  int
	kept  map[K]*list.Element
	order list.List // of *entry[K, V], the one asked for last in front
	work  map[K]*work[V]
}

type entry[K comparable, V any] struct {
	key K
	Item[V]
}

// work is under way until done is closed; then value is there if it is shared.
type work[V any] struct {
	done   chan struct{}
	shared bool
	value  V
}

// New makes a cache whose items cost at most max together. now is the clock by
// which they end; with nil they have no end.
func New[K comparable, V any](max int, now func() time.Time) *Cache[K, V] {
	return &Cache[K, V]{max: max, now: now, kept: make(map[K]*list.Element)}
}

// Get returns what is remembered for a key.
func (c *Cache[K, V]) Get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.recall(k)
}

// Put remembers a value that costs one, in place of the one before. In a cache with
// a clock use PutItem: there, what has no end is past it.
func (c *Cache[K, V]) Put(k K, v V) { c.PutItem(k, Item[V]{Value: v}) }

// PutItem remembers an item in place of the one before. One that costs more than
// the bound, or whose end is past, is not remembered.
func (c *Cache[K, V]) PutItem(k K, i Item[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(k, i)
}

// Add remembers an item if there is none for its key, and tells whether there was
// none.
func (c *Cache[K, V]) Add(k K, i Item[V]) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.recall(k); known {
		return false
	}
	c.keep(k, i)
	return true
}

// Forget forgets what is remembered for a key.
func (c *Cache[K, V]) Forget(k K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.kept[k]; ok {
		c.forget(e)
	}
}

// Do returns what is remembered for a key, or does the work and remembers what it
// gives. Whoever asks for the same key meanwhile waits for it. The work tells
// whether its result is shared: one that is not, because it came of the hurry of
// whoever asked, is neither remembered nor given to those who wait, of whom the
// next one tries. The error is that of ctx, which ended while another was at work.
func (c *Cache[K, V]) Do(ctx context.Context, k K, do func() (i Item[V], shared bool)) (V, error) {
	for {
		c.mu.Lock()
		if v, ok := c.recall(k); ok {
			c.mu.Unlock()
			return v, nil
		}
		other := c.work[k]
		if other == nil {
			break
		}
		c.mu.Unlock()
		select {
		case <-other.done:
			if other.shared {
				return other.value, nil
			}
		case <-ctx.Done():
			var none V
			return none, ctx.Err()
		}
	}
	mine := &work[V]{done: make(chan struct{})}
	if c.work == nil {
		c.work = make(map[K]*work[V])
	}
	c.work[k] = mine
	c.mu.Unlock()

	var i Item[V]
	defer func() { // also where the work panics: then nothing is shared
		c.mu.Lock()
		defer c.mu.Unlock()
		if mine.shared {
			c.keep(k, i)
		}
		delete(c.work, k)
		close(mine.done)
	}()
	var shared bool
	i, shared = do()
	mine.value, mine.shared = i.Value, shared
	return i.Value, nil
}

// recall looks up what is kept. The caller holds the lock.
func (c *Cache[K, V]) recall(k K) (V, bool) {
	var none V
	e, ok := c.kept[k]
	if !ok {
		return none, false
	}
	kept := e.Value.(*entry[K, V])
	if c.ended(kept.Until) {
		c.forget(e)
		return none, false
	}
	c.order.MoveToFront(e)
	return kept.Value, true
}

// keep remembers an item. The caller holds the lock.
func (c *Cache[K, V]) keep(k K, i Item[V]) {
	i.Cost = max(i.Cost, 1)
	if old, ok := c.kept[k]; ok {
		c.forget(old)
	}
	if i.Cost > c.max || c.ended(i.Until) {
		return
	}
	c.kept[k] = c.order.PushFront(&entry[K, V]{k, i})
	c.cost += i.Cost
	for last := c.order.Back(); c.cost > c.max || c.ended(last.Value.(*entry[K, V]).Until); last = c.order.Back() {
		c.forget(last)
	}
}

func (c *Cache[K, V]) ended(until time.Time) bool {
	return c.now != nil && !c.now().Before(until)
}

func (c *Cache[K, V]) forget(e *list.Element) {
	gone := c.order.Remove(e).(*entry[K, V])
	delete(c.kept, gone.key)
	c.cost -= gone.Cost
}
