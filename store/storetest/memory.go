package storetest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"certdesk/store"
)

// Memory is a backend without a database, for tests of what stands above one. It
// passes Run as any other does.
type Memory struct {
	now     func() time.Time
	mu      sync.Mutex
	version int64
	records map[[2]string]store.Record
	full    map[string]int64
	logs    map[string][]store.Entry
}

// NewMemory makes an empty one; now is what records expire by.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, records: make(map[[2]string]store.Record), full: make(map[string]int64), logs: make(map[string][]store.Entry)}
}

// get returns a record that has not expired.
func (m *Memory) get(kind, key string) (store.Record, bool) {
	r, ok := m.records[[2]string{kind, key}]
	return r, ok && (r.Expires.IsZero() || r.Expires.After(m.now()))
}

func copied(r store.Record) store.Record {
	r.Value = slices.Clone(r.Value)
	return r
}

// Get returns a record.
func (m *Memory) Get(ctx context.Context, kind, key string) (store.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return store.Record{}, err
	}
	r, ok := m.get(kind, key)
	if !ok {
		return store.Record{}, store.ErrNotFound
	}
	return copied(r), nil
}

// Put writes a record.
func (m *Memory) Put(ctx context.Context, r store.Record, p store.Precondition) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	old, ok := m.get(r.Kind, r.Key)
	if p == store.IfAbsent && ok || p == store.IfUnchanged && (!ok || old.Version != r.Version) {
		return 0, store.ErrConflict
	}
	m.version++
	r = copied(r)
	r.Version, r.Due, r.Expires = m.version, kept(r.Due), kept(r.Expires)
	m.records[[2]string{r.Kind, r.Key}] = r
	return r.Version, nil
}

// kept is a time as a database keeps it.
func kept(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Truncate(time.Millisecond).UTC()
}

// Delete forgets a record.
func (m *Memory) Delete(_ context.Context, kind, key string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.get(kind, key)
	delete(m.records, [2]string{kind, key})
	return ok, nil
}

// some returns records of a kind in an order.
func (m *Memory) some(kind string, limit int, wanted func(store.Record) bool, order func(a, b store.Record) int) []store.Record {
	var out []store.Record
	for id := range m.records {
		if r, ok := m.get(kind, id[1]); ok && id[0] == kind && wanted(r) {
			out = append(out, copied(r))
		}
	}
	slices.SortFunc(out, order)
	return out[:min(limit, len(out))]
}

func byKey(a, b store.Record) int { return strings.Compare(a.Key, b.Key) }

// List returns records of a group.
func (m *Memory) List(_ context.Context, kind, group, after string, limit int) ([]store.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.some(kind, limit, func(r store.Record) bool { return r.Group == group && r.Key > after }, byKey), nil
}

// All returns records of a kind.
func (m *Memory) All(_ context.Context, kind, after string, limit int) ([]store.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.some(kind, limit, func(r store.Record) bool { return r.Key > after }, byKey), nil
}

// Claim returns records that are due.
func (m *Memory) Claim(_ context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]store.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := m.some(kind, limit, func(r store.Record) bool { return !r.Due.IsZero() && !r.Due.After(now) }, func(a, b store.Record) int {
		return cmp.Or(a.Due.Compare(b.Due), byKey(a, b))
	})
	for i := range out {
		m.version++
		out[i].Due, out[i].Version = kept(now.Add(lease)), m.version
		m.records[[2]string{kind, out[i].Key}] = copied(out[i])
	}
	return out, nil
}

// Take takes one from a limit.
func (m *Memory) Take(_ context.Context, key string, l store.Limit, now time.Time) (wait time.Duration, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.full[key], wait = store.Cell(m.full[key], l, now)
	return wait, nil
}

// Append adds to a log.
func (m *Memory) Append(_ context.Context, log string, maxEntries int, entries ...store.Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range entries {
		m.version++
		e.ID, e.Value = time.UnixMicro(m.version).UTC().Format(time.RFC3339Nano), slices.Clone(e.Value)
		m.logs[log] = append(m.logs[log], e)
	}
	m.logs[log] = m.logs[log][max(0, len(m.logs[log])-maxEntries):]
	return nil
}

// Tail returns the newest entries of a log, newest first.
func (m *Memory) Tail(_ context.Context, log string, limit int) ([]store.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.Clone(m.logs[log])
	slices.Reverse(out)
	return out[:min(limit, len(out))], nil
}

// Ping is fine.
func (m *Memory) Ping(context.Context) error { return nil }

// Warnings are none.
func (m *Memory) Warnings() []string { return nil }

// Close keeps all for who opens it again.
func (m *Memory) Close() error { return nil }
