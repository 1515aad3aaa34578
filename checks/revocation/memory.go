package revocation

import (
	lru "container/list"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"sync"
	"time"
)

const (
	// maxAnswers bounds how many certificates are remembered.
	maxAnswers = 4096
	// maxListBytes bounds the memory of lists: those of public authorities have
	// from some kilobytes to some megabytes.
	maxListBytes = 32 << 20
	// failureLife is how long a source that failed is left in peace.
	failureLife = time.Minute
	// maxLife bounds how long an answer is believed without asking again.
	maxLife = 12 * time.Hour
)

type key [sha256.Size]byte

// keyOf is what an answer is remembered by: the certificate and who may speak
// about it.
func keyOf(l link) key { return listKey(string(l.leaf.Raw), l.issuer) }

func listKey(name string, issuer *x509.Certificate) key {
	h := sha256.New()
	h.Write(issuer.RawSubjectPublicKeyInfo)
	h.Write([]byte(name))
	return key(h.Sum(nil))
}

// found is what an inquiry came to.
type found[V any] struct {
	value V
	// until is how long it is remembered.
	until time.Time
	// cost is its share of the memory's bound.
	cost int
	// private: it came of the asker's hurry and says nothing to others.
	private bool
}

// memory remembers what was found until its time is over, the least recently
// used go first, and lets one of many who ask the same do the work.
type memory[V any] struct {
	max int

	mu     sync.Mutex
	cost   int
	kept   map[key]*lru.Element
	order  *lru.List // of *kept[V], the most recently used in front
	flying map[key]*flight[V]
}

type kept[V any] struct {
	key key
	found[V]
}

// flight is work under way; found is there once done is closed.
type flight[V any] struct {
	done  chan struct{}
	found found[V]
}

func newMemory[V any](max int) *memory[V] {
	return &memory[V]{max: max, kept: make(map[key]*lru.Element), order: lru.New(), flying: make(map[key]*flight[V])}
}

// once returns what is remembered, or what do finds. Who waits for another's
// work gets what that finds, failures included, or does it himself if the other
// gave up. With a context that is over, do must end at once.
func (m *memory[V]) once(ctx context.Context, k key, now func() time.Time, do func() found[V]) V {
	for {
		m.mu.Lock()
		if value, ok := m.recall(k, now()); ok {
			m.mu.Unlock()
			return value
		}
		f, busy := m.flying[k]
		if !busy {
			break
		}
		m.mu.Unlock()
		select {
		case <-f.done:
			if !f.found.private {
				return f.found.value
			}
		case <-ctx.Done():
			return do().value
		}
	}
	f := &flight[V]{done: make(chan struct{}), found: found[V]{private: true}}
	m.flying[k] = f
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.keep(k, f.found, now())
		delete(m.flying, k)
		close(f.done)
	}()
	f.found = do()
	return f.found.value
}

// recall looks up what is kept. The caller holds the lock.
func (m *memory[V]) recall(k key, now time.Time) (V, bool) {
	var none V
	e, ok := m.kept[k]
	if !ok {
		return none, false
	}
	v := e.Value.(*kept[V])
	if !now.Before(v.until) {
		m.forget(e)
		return none, false
	}
	m.order.MoveToFront(e)
	return v.value, true
}

// keep remembers what was found. The caller holds the lock.
func (m *memory[V]) keep(k key, f found[V], now time.Time) {
	if f.private || !f.until.After(now) || f.cost > m.max {
		return
	}
	if old, ok := m.kept[k]; ok {
		m.forget(old)
	}
	m.kept[k] = m.order.PushFront(&kept[V]{k, f})
	for m.cost += f.cost; m.cost > m.max; {
		m.forget(m.order.Back())
	}
}

func (m *memory[V]) forget(e *lru.Element) {
	v := m.order.Remove(e).(*kept[V])
	delete(m.kept, v.key)
	m.cost -= v.cost
}
