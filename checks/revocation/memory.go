package revocation

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"sync"
	"time"
)

const (
	maxAnswers = 4096
	// maxLists bounds the memory of lists: each has up to some hundred thousand
	// entries.
	maxLists = 16
)

type key [sha256.Size]byte

func keyOf(l link) key { return listKey(string(l.leaf.Raw), l.issuer) }

func listKey(name string, issuer *x509.Certificate) key {
	h := sha256.New()
	h.Write(issuer.RawSubjectPublicKeyInfo)
	h.Write([]byte(name))
	return key(h.Sum(nil))
}

// memory remembers values until their time is over, and lets one of many who
// ask the same do the work. It is bounded by forgetting all at once, which
// costs a question each.
type memory[V any] struct {
	max    int
	mu     sync.Mutex
	kept   map[key]kept[V]
	flying map[key]chan struct{}
}

type kept[V any] struct {
	value V
	until time.Time
}

func newMemory[V any](max int) *memory[V] {
	return &memory[V]{max: max, kept: make(map[key]kept[V]), flying: make(map[key]chan struct{})}
}

// once returns what is remembered, or what do finds. A value whose time is not
// in the future is not remembered. Who waits for another's work does it himself
// if that came to nothing, as long as his context lasts.
func (m *memory[V]) once(ctx context.Context, k key, now func() time.Time, do func() (V, time.Time)) V {
	for {
		m.mu.Lock()
		if e, ok := m.kept[k]; ok && now().Before(e.until) {
			m.mu.Unlock()
			return e.value
		}
		flight, busy := m.flying[k]
		if !busy {
			flight = make(chan struct{})
			m.flying[k] = flight
			m.mu.Unlock()
			break
		}
		m.mu.Unlock()
		select {
		case <-flight:
		case <-ctx.Done():
			value, _ := do() // ends at once
			return value
		}
	}
	value, until := do()
	m.mu.Lock()
	defer m.mu.Unlock()
	if until.After(now()) {
		if len(m.kept) >= m.max {
			clear(m.kept)
		}
		m.kept[k] = kept[V]{value, until}
	}
	close(m.flying[k])
	delete(m.flying, k)
	return value
}
