package chain

import (
	"slices"
	"sync"

	"certdesk/checks/cache"
)

// intermediates are those of trusted paths that were judged lately, by subject, so
// that a chain another server sends without one of them can be called incomplete
// and not unknown.
type intermediates struct {
	known *cache.Cache[string, []*certificate]
	// learning is held while learning, so that two judgements that learn of one subject
	// do not overwrite each other.
	learning sync.Mutex
}

// maxKnown bounds how many are remembered: the public authorities have about two
// hundred intermediates in daily use.
const maxKnown = 512

// maxKnownAlike bounds how many of one name are kept.
const maxKnownAlike = 4

func newIntermediates(max int) *intermediates {
	return &intermediates{known: cache.New[string, []*certificate](max, nil)}
}

// issuers are the known certificates of a subject.
func (m *intermediates) issuers(subject []byte) []*certificate {
	found, _ := m.known.Get(string(subject))
	return found
}

// learn remembers an intermediate of a trusted path.
func (m *intermediates) learn(c *certificate) {
	m.learning.Lock()
	defer m.learning.Unlock()
	alike := m.issuers(c.x.RawSubject)
	for _, a := range alike {
		if a.hash == c.hash {
			return
		}
	}
	if len(alike) >= maxKnownAlike {
		return
	}
	// A fresh slice: readers may hold the one before.
	alike = append(slices.Clip(alike), c)
	m.known.PutItem(string(c.x.RawSubject), cache.Item[[]*certificate]{Value: alike, Cost: len(alike)})
}
