package store

import (
	"context"
	"time"

	"certdesk/bot"
	"certdesk/checks"
)

var watches = kindOf[bot.Watch]{kindWatch, func(w *bot.Watch, r Record) { w.Version, w.Due = r.Version, r.Due }}

func watchKey(channel, name string) string { return channel + "|" + name }

// AddWatch adds a watch to its channel, or merges it into the one of the same
// server that is there: only what is set in w changes (how to connect, Warn,
// Note, SnoozedUntil), so that nothing is lost that somebody else has set. It
// returns the watch as it is now, and as it was; nil if there was none.
func (s *Store) AddWatch(ctx context.Context, w bot.Watch) (now, old *bot.Watch, err error) {
	for {
		old, err := s.Watch(ctx, w.Place, w.Name())
		if err != nil {
			return nil, nil, err
		}
		next, p := w, IfAbsent
		if old != nil {
			next, p = merged(*old, &w), IfUnchanged
		}
		if saved, err := s.putWatch(ctx, &next, p); err != nil || saved {
			return &next, old, err
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
	}
}

func merged(old bot.Watch, w *bot.Watch) bot.Watch {
	if w.Target.Mode != checks.ModeAuto || w.Target.Name != "" {
		old.Target = w.Target
	}
	if w.Warn != nil {
		old.Warn, old.Due = w.Warn, w.Due // its next reminder may be sooner
	}
	if w.Note != "" {
		old.Note = w.Note
	}
	if !w.SnoozedUntil.IsZero() {
		old.SnoozedUntil, old.SnoozedBy = w.SnoozedUntil, w.SnoozedBy
	}
	return old
}

// TakeOverWatch keeps a watch as a list of the operator's says, whatever was
// set before; what is known of the server stays.
func (s *Store) TakeOverWatch(ctx context.Context, w bot.Watch) error {
	for {
		old, err := s.Watch(ctx, w.Place, w.Name())
		if err != nil {
			return err
		}
		next, p := w, IfAbsent
		if old != nil {
			next.Added, next.State, next.Due, next.Version, next.Handled = old.Added, old.State, old.Due, old.Version, old.Handled
			if next.SnoozedUntil.IsZero() {
				next.SnoozedUntil, next.SnoozedBy = old.SnoozedUntil, old.SnoozedBy
			}
			p = IfUnchanged
		}
		if saved, err := s.putWatch(ctx, &next, p); err != nil || saved {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
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
	return watches.get(ctx, s, watchKey(place.ChannelKey(), name))
}

// ClaimWatches returns watches that are due, for nobody else during the lease.
func (s *Store) ClaimWatches(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Watch, error) {
	return watches.claim(ctx, s, now, lease, limit)
}

// EachWatch calls do with the watches of a channel, in the order of their names.
func (s *Store) EachWatch(ctx context.Context, place bot.Place, do func(*bot.Watch) error) error {
	return watches.eachOf(ctx, s, place.ChannelKey(), do)
}

// EveryWatch calls do with the watches of all channels.
func (s *Store) EveryWatch(ctx context.Context, do func(*bot.Watch) error) error {
	return watches.each(ctx, s, do)
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
	return s.observed.Delete(ctx, kindWatch, watchKey(place.ChannelKey(), name))
}

// EditWatch changes a watch, and returns it as it is then; nil if there is none.
// change may be called several times, and is to change nothing but the watch.
func (s *Store) EditWatch(ctx context.Context, place bot.Place, name string, change func(*bot.Watch)) (*bot.Watch, error) {
	for {
		w, err := s.Watch(ctx, place, name)
		if err != nil || w == nil {
			return nil, err
		}
		change(w)
		if saved, err := s.SaveWatch(ctx, w); err != nil || saved {
			return w, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}
