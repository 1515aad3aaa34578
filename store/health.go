package store

import (
	"context"
	"maps"
	"time"
)

// Failures are the writes that failed since the process began, by operation.
func (s *Store) Failures() map[string]int {
	s.observed.mu.Lock()
	defer s.observed.mu.Unlock()
	out := make(map[string]int, len(s.observed.count))
	maps.Copy(out, s.observed.count)
	return out
}

// pulseLife is how long what Writable writes is kept: so short that no disk is
// waited for.
const pulseLife = 10 * time.Minute

// Writable tells whether the store can be written now: by a small write, and by
// what became of the last ones that somebody meant.
func (s *Store) Writable(ctx context.Context) error {
	if _, err := s.observed.Put(ctx, Record{Kind: kindPulse, Key: "pulse", Expires: s.now().Add(pulseLife)}, Always); err != nil {
		return err
	}
	return s.observed.lately()
}

// explainer is a backend that knows what its errors mean.
type explainer interface{ Explain(err error) string }

// Explain says what an error of the store means for its operator, in plain words:
// "the disk is full"; "" where that is not known.
func (s *Store) Explain(err error) string {
	if e, ok := s.observed.Backend.(explainer); ok {
		return e.Explain(err)
	}
	return ""
}

// Examine looks again at the settings of the database, for Warnings.
func (s *Store) Examine(ctx context.Context) {
	if e, ok := s.observed.Backend.(interface{ Examine(context.Context) }); ok {
		e.Examine(ctx)
	}
}

// Evicts tells whether the database may throw away what is kept, as its settings
// were when it was examined last.
func (s *Store) Evicts() bool {
	e, ok := s.observed.Backend.(interface{ Evicts() bool })
	return ok && e.Evicts()
}
