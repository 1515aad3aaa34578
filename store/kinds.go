package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"certdesk/bot"
)

// kindOf is a kind of record that is read as a T.
type kindOf[T any] struct {
	name string
	// add gives a T what the record knows besides its JSON; nil is nothing.
	add func(*T, Record)
}

func (k kindOf[T]) read(r Record) (*T, error) {
	v := new(T)
	if err := json.Unmarshal(r.Value, v); err != nil {
		return nil, fmt.Errorf("reading %s %s: %w: %w", k.name, r.Key, bot.ErrUnreadable, err)
	}
	if k.add != nil {
		k.add(v, r)
	}
	return v, nil
}

// get returns what is kept under a key, nil if there is nothing.
func (k kindOf[T]) get(ctx context.Context, s *Store, key string) (*T, error) {
	r, err := s.observed.Get(ctx, k.name, key)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return k.read(r)
}

// claim returns what is due, at most limit, for nobody else during the lease. Where some
// of it cannot be read, the error says so (bot.ErrUnreadable), and the others are returned.
func (k kindOf[T]) claim(ctx context.Context, s *Store, now time.Time, lease time.Duration, limit int) ([]T, error) {
	records, err := s.observed.Claim(ctx, k.name, now, lease, limit)
	if err != nil {
		return nil, err
	}
	out := make([]T, 0, len(records))
	var unreadable error
	for _, r := range records {
		if v, err := k.read(r); err != nil {
			unreadable = errors.Join(unreadable, err)
		} else {
			out = append(out, *v)
		}
	}
	return out, unreadable
}

// each calls do with all there are that can be read. The error is do's, or says in the
// end what could not be (bot.ErrUnreadable).
func (k kindOf[T]) each(ctx context.Context, s *Store, do func(*T) error) error {
	return k.readable(do, func(do func(Record) error) error { return s.each(ctx, k.name, do) })
}

// eachOf calls do with all of a group, as each does, in the order of their keys.
func (k kindOf[T]) eachOf(ctx context.Context, s *Store, group string, do func(*T) error) error {
	return k.readable(do, func(do func(Record) error) error { return s.eachOf(ctx, k.name, group, do) })
}

func (k kindOf[T]) readable(do func(*T) error, each func(func(Record) error) error) error {
	var unreadable error
	err := each(func(r Record) error {
		v, err := k.read(r)
		if err != nil {
			unreadable = errors.Join(unreadable, err)
			return nil
		}
		return do(v)
	})
	if err != nil {
		return err
	}
	return unreadable
}
