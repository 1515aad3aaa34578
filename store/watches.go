package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"certdesk/bot"
)

func watchKey(channel, name string) string { return channel + "|" + name }

// AddWatch adds a watch to its channel. A watch of the same server there is
// kept once: the new one takes over what was set (added is false), and keeps
// what the old one knows.
func (s *Store) AddWatch(ctx context.Context, w bot.Watch) (added bool, err error) {
	for {
		old, err := s.Watch(ctx, w.Place, w.Name())
		if err != nil {
			return false, err
		}
		next := w
		if old != nil {
			next.Added, next.State, next.Due, next.Version = old.Added, old.State, old.Due, old.Version
		}
		p := IfUnchanged
		if old == nil {
			p = IfAbsent
		}
		if saved, err := s.putWatch(ctx, &next, p); err != nil || saved {
			return old == nil, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
}

// putWatch writes a watch; false if the precondition does not hold.
func (s *Store) putWatch(ctx context.Context, w *bot.Watch, p Precondition) (bool, error) {
	channel := w.Place.ChannelKey()
	return s.put(ctx, Record{Kind: kindWatch, Key: watchKey(channel, w.Name()), Group: channel, Due: w.Due}, w, p, &w.Version)
}

// SaveWatch keeps a watch unless somebody has changed or removed it.
func (s *Store) SaveWatch(ctx context.Context, w *bot.Watch) (bool, error) {
	return s.putWatch(ctx, w, IfUnchanged)
}

// Watch returns a watch of a channel, nil if there is none.
func (s *Store) Watch(ctx context.Context, place bot.Place, name string) (*bot.Watch, error) {
	return get(ctx, s, kindWatch, watchKey(place.ChannelKey(), name), watchOf)
}

func watchOf(r Record) (*bot.Watch, error) {
	var w bot.Watch
	if err := json.Unmarshal(r.Value, &w); err != nil {
		return nil, fmt.Errorf("reading watch %s: %w", r.Key, err)
	}
	w.Version, w.Due = r.Version, r.Due
	return &w, nil
}

// ClaimWatches returns watches that are due, for nobody else during the lease.
func (s *Store) ClaimWatches(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Watch, error) {
	return claim(ctx, s, kindWatch, now, lease, limit, watchOf)
}

// EachWatch calls do with the watches of a channel, in the order of their names.
func (s *Store) EachWatch(ctx context.Context, place bot.Place, do func(*bot.Watch) error) error {
	return s.each(ctx, kindWatch, place.ChannelKey(), false, func(r Record) error {
		w, err := watchOf(r)
		if err != nil {
			return err
		}
		return do(w)
	})
}

// EveryWatch calls do with the watches of all channels.
func (s *Store) EveryWatch(ctx context.Context, do func(*bot.Watch) error) error {
	return s.each(ctx, kindWatch, "", true, func(r Record) error {
		w, err := watchOf(r)
		if err != nil {
			return err
		}
		return do(w)
	})
}

// Watches returns the watches of a channel, in the order of their names.
func (s *Store) Watches(ctx context.Context, place bot.Place) ([]bot.Watch, error) {
	var out []bot.Watch
	err := s.EachWatch(ctx, place, func(w *bot.Watch) error {
		out = append(out, *w)
		return nil
	})
	return out, err
}

// RemoveWatch removes a watch and tells whether there was one.
func (s *Store) RemoveWatch(ctx context.Context, place bot.Place, name string) (bool, error) {
	return s.Delete(ctx, kindWatch, watchKey(place.ChannelKey(), name))
}

// SnoozeWatch makes a watch silent until a time; false if there is none.
func (s *Store) SnoozeWatch(ctx context.Context, place bot.Place, name string, until time.Time) (bool, error) {
	for {
		w, err := s.Watch(ctx, place, name)
		if err != nil || w == nil {
			return false, err
		}
		w.SnoozedUntil = until
		if saved, err := s.SaveWatch(ctx, w); err != nil || saved {
			return err == nil, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
}
