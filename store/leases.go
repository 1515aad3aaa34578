package store

import (
	"context"
	"errors"
	"time"
)

// Begin takes the work on key for life, or until End. False: somebody else is
// at it.
func (s *Store) Begin(ctx context.Context, key string, life time.Duration) (bool, error) {
	return s.first(ctx, kindLease, key, life)
}

// End gives the work back.
func (s *Store) End(ctx context.Context, key string) error {
	_, err := s.observed.Delete(ctx, kindLease, key)
	return err
}

// Once tells whether this is the first time within life that it is called with
// the key, by whichever process.
func (s *Store) Once(ctx context.Context, key string, life time.Duration) (bool, error) {
	return s.first(ctx, kindOnce, key, life)
}

func (s *Store) first(ctx context.Context, kind, key string, life time.Duration) (bool, error) {
	_, err := s.observed.Put(ctx, Record{Kind: kind, Key: key, Expires: s.now().Add(life)}, IfAbsent)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	return err == nil, err
}
