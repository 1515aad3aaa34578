package sqlite

import (
	"sync/atomic"

	"certdesk/checks/cache"
	"certdesk/store"
)

const (
	// maxReads is how many reads are remembered, of what is there and of what is not.
	maxReads = 1024
	// maxRemembered bounds what is remembered of one, in bytes: what each request reads
	// is small.
	maxRemembered = 4 << 10
)

// readCache remembers what came of the last reads. Nobody else has the store (Open locks
// it), and the writer takes out of it what it has changed, after the commit and before
// whoever asked is told: so every read sees what was acknowledged before it began.
type readCache struct {
	reads *cache.Cache[recordName, *pastRead]
}

// recordName is by what a record is found.
type recordName struct{ kind, key string }

// pastRead is what came of a read, a record without a kind where there was none; nil as
// long as that is not known.
type pastRead struct{ record atomic.Pointer[store.Record] }

func newReadCache() *readCache {
	return &readCache{cache.New[recordName, *pastRead](maxReads, nil)}
}

// begin returns a read that is remembered, or else a new one. A new one is remembered from
// here on, though nothing came of it yet: what is written before it has ended takes it
// out, and nobody finds what it has read then.
func (c *readCache) begin(n recordName) *pastRead {
	if past, ok := c.reads.Get(n); ok && past.record.Load() != nil {
		return past
	}
	past := new(pastRead)
	c.reads.Put(n, past)
	return past
}

// ended notes what came of a read.
func (p *pastRead) ended(n recordName, r store.Record) {
	if len(n.key)+len(r.Group)+len(r.Value) <= maxRemembered {
		p.record.Store(&r)
	}
}

// forget takes out what was written.
func (c *readCache) forget(written []recordName) {
	for _, n := range written {
		c.reads.Forget(n)
	}
}
