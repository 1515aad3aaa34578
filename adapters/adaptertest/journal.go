package adaptertest

import (
	"context"
	"log/slog"
	"slices"
	"sync"
)

// Journal is a log as an operator reads it, for slog.New: what is said from Info on,
// without the details. It is safe for concurrent use.
type Journal struct {
	mu   sync.Mutex
	said []string
}

// Said are the messages so far.
func (j *Journal) Said() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.said)
}

// Enabled is of slog.Handler.
func (*Journal) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelInfo }

// Handle is of slog.Handler.
func (j *Journal) Handle(_ context.Context, r slog.Record) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.said = append(j.said, r.Message)
	return nil
}

// WithAttrs is of slog.Handler.
func (j *Journal) WithAttrs([]slog.Attr) slog.Handler { return j }

// WithGroup is of slog.Handler.
func (j *Journal) WithGroup(string) slog.Handler { return j }
