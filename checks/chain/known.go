package chain

import "sync"

// memory keeps the intermediates of trusted paths, so that a chain another
// server sends without one of them can be called incomplete and not unknown. It
// is bounded as a cache is: by forgetting what was not needed for long.
type memory struct {
	mu         sync.Mutex
	max, count int
	young, old map[string][]*certificate // by subject
}

// maxKnown bounds the memory: the public authorities have about two hundred
// intermediates in daily use.
const maxKnown = 512

// maxKnownAlike bounds how many of one name are kept.
const maxKnownAlike = 4

func newMemory(max int) *memory {
	return &memory{max: max, young: make(map[string][]*certificate)}
}

// issuers are the known certificates of a subject.
func (m *memory) issuers(subject []byte) []*certificate {
	m.mu.Lock()
	defer m.mu.Unlock()
	if found := m.young[string(subject)]; found != nil {
		return found
	}
	return m.old[string(subject)]
}

// learn remembers an intermediate of a trusted path.
func (m *memory) learn(c *certificate) {
	m.mu.Lock()
	defer m.mu.Unlock()
	alike := m.young[string(c.x.RawSubject)]
	for _, a := range alike {
		if a.hash == c.hash {
			return
		}
	}
	if len(alike) >= maxKnownAlike {
		return
	}
	if m.count >= m.max {
		m.old, m.young, m.count = m.young, make(map[string][]*certificate), 0
		alike = nil
	}
	// A fresh slice: readers may hold the one before.
	m.young[string(c.x.RawSubject)] = append(alike[:len(alike):len(alike)], c)
	m.count++
}
