package audit

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// auditEvery is how long a line waits for others, at most, before it is
	// kept; and how long a store that failed is left alone.
	auditEvery = time.Second
	// auditRoom is how many lines wait while the store is away.
	auditRoom = 10_000
	// auditBatch is how many are kept at once.
	auditBatch = 500
	// auditTimeout bounds one write.
	auditTimeout = 5 * time.Second
)

// Log takes lines at once and keeps them a little later, many at a time:
// a disk that has to be sure of every line by itself would be the slowest part
// of an answer. While the store is away they wait, up to auditRoom of them; the
// oldest make room then, and a line that says how many follows in their place.
// It is safe for concurrent use. Flush it at the end.
type Log struct {
	keep Book
	log  *slog.Logger
	now  func() time.Time

	mu      sync.Mutex
	waiting []Entry
	dropped int
	timer   *time.Timer // nil while nothing waits
	failed  error       // what became of the last write

	writing sync.Mutex // held while lines are kept, so that they stay in order
}

// NewLog makes a log in front of another.
func NewLog(keep Book, log *slog.Logger, now func() time.Time) *Log {
	return &Log{keep: keep, log: log, now: now}
}

// Record takes an entry. The error is that of an earlier write: the entry waits
// all the same.
func (l *Log) Record(e Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) >= auditRoom {
		l.waiting = l.waiting[1:]
		l.dropped++
	}
	l.waiting = append(l.waiting, e)
	l.wakeLocked()
	return l.failed
}

// wakeLocked sees to it that what waits is written soon.
func (l *Log) wakeLocked() {
	if l.timer == nil {
		l.timer = time.AfterFunc(auditEvery, func() {
			l.mu.Lock()
			l.timer = nil
			l.mu.Unlock()
			// The error is told to whoever records next.
			_ = l.Flush(context.Background())
		})
	}
}

// Flush keeps what waits. What could not be kept waits on.
func (l *Log) Flush(ctx context.Context) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	for {
		batch, dropped := l.next()
		if len(batch) == 0 {
			return nil
		}
		if err := l.write(ctx, batch, dropped); err != nil {
			return err
		}
	}
}

// next are the lines to be kept now, the number of those lost before them in
// front.
func (l *Log) next() (batch []Entry, dropped int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.timer != nil { // whoever asks goes on until nothing waits, or sets it again
		l.timer.Stop()
		l.timer = nil
	}
	if l.dropped > 0 {
		batch = append(batch, Entry{
			At: l.now(), Outcome: "lost", Asked: fmt.Sprintf("%d entries of this log could not be kept", l.dropped),
		})
	}
	n := min(len(l.waiting), auditBatch)
	return append(batch, l.waiting[:n]...), l.dropped
}

func (l *Log) write(ctx context.Context, batch []Entry, dropped int) error {
	ctx, cancel := context.WithTimeout(ctx, auditTimeout)
	defer cancel()
	err := l.keep.Record(ctx, batch...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if l.failed == nil {
			l.log.Warn("the audit log could not be kept; it waits", "error", err, "entries", len(l.waiting))
		}
		l.failed = fmt.Errorf("keeping the audit log: %w", err)
		l.wakeLocked()
		return l.failed
	}
	l.failed = nil
	kept := len(batch)
	if dropped > 0 {
		l.log.Error("entries of the audit log are lost", "entries", dropped)
		kept--
	}
	// Those that made room while this was written stood at the front.
	lostMeanwhile := l.dropped - dropped
	l.waiting = l.waiting[max(0, kept-lostMeanwhile):]
	l.dropped = max(0, lostMeanwhile-kept)
	if len(l.waiting) == 0 {
		l.waiting = nil // gives the room back
	}
	return nil
}

// Waiting is the number of entries that are not kept yet.
func (l *Log) Waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}
