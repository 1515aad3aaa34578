package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// observed is a backend whose writes are watched: a store that is read from and
// refuses every write looks well to whoever only asks whether it is there.
type observed struct {
	Backend
	now func() time.Time

	mu     sync.Mutex
	failed map[string]failure // by what was to be written
	count  map[string]int     // failures by operation
}

// failure is a write that the store refused, and no later one has succeeded.
type failure struct {
	at  time.Time
	err error
}

func newObserved(b Backend, now func() time.Time) *observed {
	return &observed{Backend: b, now: now, failed: make(map[string]failure), count: make(map[string]int)}
}

// wrote notes how a write went. A context that ended is the caller's matter.
func (o *observed) wrote(operation, what string, err error) {
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrNotFound) {
		err = nil
	}
	if errors.Is(err, context.Canceled) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil {
		delete(o.failed, what)
		return
	}
	o.count[operation]++
	if !errors.Is(err, context.DeadlineExceeded) {
		o.failed[what] = failure{o.now(), err}
	}
}

func (o *observed) Put(ctx context.Context, r Record, p Precondition) (int64, error) {
	version, err := o.Backend.Put(ctx, r, p)
	o.wrote("put", r.Kind, err)
	return version, err
}

func (o *observed) Delete(ctx context.Context, kind, key string) (bool, error) {
	found, err := o.Backend.Delete(ctx, kind, key)
	o.wrote("delete", kind, err)
	return found, err
}

func (o *observed) Claim(ctx context.Context, kind string, now time.Time, lease time.Duration, limit int) ([]Record, error) {
	records, err := o.Backend.Claim(ctx, kind, now, lease, limit)
	o.wrote("claim", kind+"/due", err)
	return records, err
}

func (o *observed) Take(ctx context.Context, key string, l Limit, now time.Time) (time.Duration, error) {
	wait, err := o.Backend.Take(ctx, key, l, now)
	o.wrote("take", "limits", err)
	return wait, err
}

func (o *observed) Append(ctx context.Context, log string, max int, entries ...Entry) error {
	err := o.Backend.Append(ctx, log, max, entries...)
	o.wrote("append", "log/"+log, err)
	return err
}

// recently is how long a refused write counts where nobody has tried again.
const recently = time.Minute

func (o *observed) lately() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for what, f := range o.failed {
		if o.now().Sub(f.at) < recently {
			return fmt.Errorf("keeping %s: %w", what, f.err)
		}
	}
	return nil
}
