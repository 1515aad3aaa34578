package aia

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"sync"
	"time"
)

// key is a question: an address, and the authority it is asked for.
type key [sha256.Size]byte

func keyOf(url string, child *x509.Certificate) key {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(url), child.RawIssuer, child.AuthorityKeyId} {
		sum := sha256.Sum256(part)
		h.Write(sum[:])
	}
	return key(h.Sum(nil))
}

// How long answers count, and how much of them is kept: two generations of as
// many answers, or as many bytes of certificates, as these say.
const (
	keepFound  = 6 * time.Hour
	keepFailed = 5 * time.Minute
	maxKept    = 512
	maxSize    = 1 << 20
)

// memory remembers answers. It is bounded by forgetting what was not asked for
// while it filled up.
type memory struct {
	now func() time.Time

	mu         sync.Mutex
	young, old map[key]entry
	size       int // of young
	asking     map[key]chan struct{}
}

type entry struct {
	answer
	until time.Time
}

func newMemory(now func() time.Time) *memory {
	if now == nil {
		now = time.Now
	}
	return &memory{now: now, young: make(map[key]entry), asking: make(map[key]chan struct{})}
}

func (m *memory) get(k key) (answer, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.getLocked(k)
}

func (m *memory) getLocked(k key) (answer, bool) {
	e, ok := m.young[k]
	if !ok {
		if e, ok = m.old[k]; ok {
			m.putLocked(k, e)
		}
	}
	if !ok || !m.now().Before(e.until) {
		return answer{}, false
	}
	return e.answer, true
}

func (m *memory) putLocked(k key, e entry) {
	size := 0
	for _, c := range e.issuers {
		size += len(c.Raw)
	}
	if len(m.young) >= maxKept || m.size+size > maxSize {
		m.old, m.young, m.size = m.young, make(map[key]entry), 0
	}
	m.young[k] = e
	m.size += size
}

// once answers from memory, or asks; who asks the same meanwhile waits. Should
// whoever asks have no time left, the next one tries. The second result of ask
// tells whether the answer is worth remembering.
func (m *memory) once(ctx context.Context, k key, ask func() (answer, bool)) answer {
	for {
		m.mu.Lock()
		if a, ok := m.getLocked(k); ok {
			m.mu.Unlock()
			return a
		}
		busy, ok := m.asking[k]
		if !ok {
			break
		}
		m.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return answer{problem: problemNoAnswer}
		}
	}
	done := make(chan struct{})
	m.asking[k] = done
	m.mu.Unlock()

	var a answer
	var keep bool
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if keep {
			life := keepFailed
			if len(a.issuers) > 0 {
				life = keepFound
			}
			m.putLocked(k, entry{a, m.now().Add(life)})
		}
		delete(m.asking, k)
		close(done)
	}()
	a, keep = ask()
	return a
}
