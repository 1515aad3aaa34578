package store

import (
	"sync"

	"certdesk/bot"
)

// maxUnpacked bounds the answers that are remembered unpacked, by their packed
// size together: in memory they are some five times that. One that takes a
// large part of it alone (a certificate of a megabyte) is not remembered.
const (
	maxUnpacked    = 4 << 20
	maxUnpackedOne = maxUnpacked / 16
)

// unpacked remembers answers that this process has kept or read lately, in two
// generations: when the young one is full it becomes the old one, and what was
// not asked for since is forgotten. An answer never changes once it is kept, so
// that what is remembered is right wherever the store's own copy went; which
// answer is current is always asked of the store.
type unpacked struct {
	mu         sync.Mutex
	young, old map[string]unpackedAnswer
	size       int // of the young
}

type unpackedAnswer struct {
	answer *bot.Answer
	size   int // packed
}

func (u *unpacked) get(id string) *bot.Answer {
	u.mu.Lock()
	defer u.mu.Unlock()
	if a, ok := u.young[id]; ok {
		return a.answer
	}
	a, ok := u.old[id]
	if ok {
		u.putLocked(id, a)
	}
	return a.answer
}

func (u *unpacked) put(a *bot.Answer, size int) {
	if size > maxUnpackedOne {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.putLocked(a.ID, unpackedAnswer{a, size})
}

func (u *unpacked) putLocked(id string, a unpackedAnswer) {
	if _, ok := u.young[id]; ok {
		return
	}
	if u.size+a.size > maxUnpacked/2 || u.young == nil {
		u.old, u.young, u.size = u.young, make(map[string]unpackedAnswer), 0
	}
	u.young[id] = a
	u.size += a.size
}
