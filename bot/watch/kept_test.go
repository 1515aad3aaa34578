package watch_test

import (
	"cmp"
	"container/heap"
	"context"
	"slices"
	"sync"
	"time"

	"certdesk/bot"
)

// kept are records of one kind, as a store keeps them.
type kept[T any] struct {
	mu      sync.Mutex
	records map[string]*record[T]
	groups  map[string][]string // keys, sorted
	due     queue[T]
}

type record[T any] struct {
	key     string
	value   T
	due     time.Time
	version int64
}

// queue holds records by the time at which they are due; what has changed since
// stays in it until its turn, and is passed over then.
type queue[T any] []queued[T]

type queued[T any] struct {
	at time.Time
	r  *record[T]
}

func (q queue[T]) Len() int { return len(q) }
func (q queue[T]) Less(i, j int) bool {
	return cmp.Or(q[i].at.Compare(q[j].at), cmp.Compare(q[i].r.key, q[j].r.key)) < 0
}
func (q queue[T]) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue[T]) Push(x any)   { *q = append(*q, x.(queued[T])) }
func (q *queue[T]) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func (k *kept[T]) init() {
	k.records, k.groups = make(map[string]*record[T]), make(map[string][]string)
}

func (k *kept[T]) get(key string) *record[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.records[key]
}

// look is get for who must not see what others change meanwhile.
func (k *kept[T]) look(key string) *record[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r := k.records[key]; r != nil {
		return r.copied()
	}
	return nil
}

func (r *record[T]) copied() *record[T] {
	c := *r
	return &c
}

func (k *kept[T]) all() (out []T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, r := range k.records {
		out = append(out, r.value)
	}
	return out
}

func (k *kept[T]) group(name string) []*record[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []*record[T]
	for _, key := range k.groups[name] {
		out = append(out, k.records[key].copied())
	}
	return out
}

func (k *kept[T]) put(key, group string, value T, due time.Time, version int64, ifAbsent bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.records[key]
	switch {
	case ifAbsent && r != nil, !ifAbsent && (r == nil || r.version != version):
		return false
	case r == nil:
		r = &record[T]{key: key}
		k.records[key] = r
		at, _ := slices.BinarySearch(k.groups[group], key)
		k.groups[group] = slices.Insert(k.groups[group], at, key)
	}
	r.value, r.due = value, due
	r.version++
	if !due.IsZero() {
		heap.Push(&k.due, queued[T]{due, r})
	}
	return true
}

func (k *kept[T]) clean() {
	for len(k.due) > 0 && !k.due[0].at.Equal(k.due[0].r.due) {
		heap.Pop(&k.due)
	}
}

func (k *kept[T]) next() time.Time {
	if k.clean(); len(k.due) == 0 {
		return time.Time{}
	}
	return k.due[0].at
}

func (k *kept[T]) claim(now time.Time, lease time.Duration, limit int) []*record[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []*record[T]
	for len(out) < limit {
		if next := k.next(); next.IsZero() || next.After(now) {
			break
		}
		r := heap.Pop(&k.due).(queued[T]).r
		r.due = now.Add(lease)
		r.version++
		heap.Push(&k.due, queued[T]{r.due, r})
		out = append(out, r.copied())
	}
	return out
}

// NoticeAt finds a notice by its message.
func (w *world) NoticeAt(_ context.Context, place bot.Place, message string) (*bot.Notice, error) {
	for _, r := range w.notices.group(place.ChannelKey()) {
		if r.value.Message == message && r.value.In == "" {
			return &r.value, nil
		}
	}
	return nil, nil
}
