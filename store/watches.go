package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"certdesk/bot"
)

func watchKey(channel, name string) string { return channel + "|" + name }

// AddWatch adds a watch to its channel. A watch of the same server there is
// kept once: the new one takes over what was set (added is false), and keeps
// what the old one knows.
func (s *Store) AddWatch(ctx context.Context, w bot.Watch) (added bool, err error) {
	key := watchKey(w.Place.ChannelKey(), w.Name())
	for {
		var old bot.Watch
		r, found, err := s.load(ctx, kindWatch, key, &old)
		if err != nil {
			return false, err
		}
		p := IfAbsent
		next := w
		if found {
			p = IfUnchanged
			next.Added, next.State, next.Due = old.Added, old.State, old.Due
		}
		_, err = s.save(ctx, Record{Kind: kindWatch, Key: key, Group: w.Place.ChannelKey(), Version: r.Version, Due: next.Due}, next, p)
		if !errors.Is(err, ErrConflict) {
			return !found, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
}

// Watch returns a watch of a channel, nil if there is none.
func (s *Store) Watch(ctx context.Context, place bot.Place, name string) (*bot.Watch, error) {
	var w bot.Watch
	_, found, err := s.load(ctx, kindWatch, watchKey(place.ChannelKey(), name), &w)
	if err != nil || !found {
		return nil, err
	}
	return &w, nil
}

// Watches returns the watches of a channel, in the order of their names.
func (s *Store) Watches(ctx context.Context, place bot.Place) ([]bot.Watch, error) {
	var out []bot.Watch
	err := s.each(ctx, kindWatch, place.ChannelKey(), false, func(r Record) error {
		var w bot.Watch
		if err := json.Unmarshal(r.Value, &w); err != nil {
			return fmt.Errorf("reading watch %s: %w", r.Key, err)
		}
		out = append(out, w)
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
	key := watchKey(place.ChannelKey(), name)
	for {
		var w bot.Watch
		r, found, err := s.load(ctx, kindWatch, key, &w)
		if err != nil || !found {
			return false, err
		}
		w.SnoozedUntil = until
		if _, err := s.save(ctx, r, w, IfUnchanged); !errors.Is(err, ErrConflict) {
			return err == nil, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
}

// Channel returns what a channel has set; the zero value if nothing.
func (s *Store) Channel(ctx context.Context, place bot.Place) (bot.Channel, error) {
	c := bot.Channel{Place: place}
	_, _, err := s.load(ctx, kindChannel, place.ChannelKey(), &c)
	return c, err
}

// SetChannel keeps what a channel has set.
func (s *Store) SetChannel(ctx context.Context, c bot.Channel) error {
	_, err := s.save(ctx, Record{Kind: kindChannel, Key: c.Place.ChannelKey(), Due: c.Due}, c, Always)
	return err
}
