package store

import (
	"context"
	"time"

	"certdesk/bot/keeping"
)

// markKey is the name of the one record of its kind.
const markKey = "store"

// Mark returns the mark of the store and its version; nil if there is none.
func (s *Store) Mark(ctx context.Context) (*keeping.Mark, int64, error) {
	var m keeping.Mark
	r, found, err := s.load(ctx, kindMark, markKey, &m)
	if err != nil || !found {
		return nil, 0, err
	}
	return &m, r.Version, nil
}

// SetMark writes the mark unless another process did since version; 0 is where
// there was none.
func (s *Store) SetMark(ctx context.Context, m keeping.Mark, version int64) (bool, error) {
	p := IfUnchanged
	if version == 0 {
		p = IfAbsent
	}
	return s.put(ctx, Record{Kind: kindMark, Key: markKey}, m, p, &version)
}

// FirstToTell tells whether this process is the first that tells of a loss.
func (s *Store) FirstToTell(ctx context.Context, loss string) (bool, error) {
	return s.Once(ctx, "loss/"+loss, time.Hour)
}
