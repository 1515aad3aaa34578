package chain

import "sync"

// cache is a bounded memory of two generations: when the young one is full it
// becomes the old one, and what was not asked for since is forgotten. That is
// nearly as good as least-recently-used and needs no list.
type cache[K comparable, V any] struct {
	mu         sync.Mutex
	max        int
	young, old map[K]V
}

func newCache[K comparable, V any](max int) *cache[K, V] {
	return &cache[K, V]{max: max, young: make(map[K]V)}
}

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.young[k]; ok {
		return v, true
	}
	v, ok := c.old[k]
	if ok {
		c.putLocked(k, v)
	}
	return v, ok
}

func (c *cache[K, V]) put(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.putLocked(k, v)
}

func (c *cache[K, V]) putLocked(k K, v V) {
	if len(c.young) >= c.max {
		c.old, c.young = c.young, make(map[K]V)
	}
	c.young[k] = v
}
