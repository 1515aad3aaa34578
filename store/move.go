package store

import (
	"context"
	"errors"
	"fmt"

	"certdesk/bot"
	"certdesk/bot/watch"
)

// MoveChannel gives what is kept of a channel to another one: a platform has
// changed the channel's id. It returns how many watches were moved. What is kept
// of the other one already stays. Whoever dies over it leaves it to be done
// again: each thing is there before it is gone here.
func (s *Store) MoveChannel(ctx context.Context, from, to bot.Place) (watches int, err error) {
	if from.ChannelKey() == to.ChannelKey() {
		return 0, nil
	}
	for _, step := range []func() error{
		func() error { return s.moveEnds(ctx, from, to) },
		func() error { return s.moveNotices(ctx, from, to) },
		func() error { return s.moveIncidents(ctx, from, to) },
		func() error { return s.moveSettings(ctx, from, to) },
		func() (err error) { watches, err = s.moveWatches(ctx, from, to); return err },
	} {
		if err := step(); err != nil {
			return watches, fmt.Errorf("moving %s to %s: %w", from.ChannelKey(), to.ChannelKey(), err)
		}
	}
	return watches, nil
}

func (s *Store) moveWatches(ctx context.Context, from, to bot.Place) (n int, err error) {
	all, err := s.Watches(ctx, from)
	if err != nil {
		return 0, err
	}
	for i := range all {
		w := all[i]
		w.Place.Channel, w.Version = to.Channel, 0
		if _, err := s.putWatch(ctx, &w, IfAbsent); err != nil {
			return n, err
		}
		if _, err := s.RemoveWatch(ctx, from, w.Name()); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (s *Store) moveSettings(ctx context.Context, from, to bot.Place) error {
	c, err := s.Channel(ctx, from)
	if err != nil || c.Version == 0 {
		return err
	}
	c.Place.Platform, c.Place.Channel, c.Version = to.Platform, to.Channel, 0
	if _, err := s.SaveChannel(ctx, &c); err != nil {
		return err
	}
	_, err = s.observed.Delete(ctx, kindChannel, from.ChannelKey())
	return err
}

// moveNotices moves those that wait and those whose buttons are still there.
func (s *Store) moveNotices(ctx context.Context, from, to bot.Place) error {
	var ids []string
	err := s.eachOf(ctx, kindNotice, from.ChannelKey(), func(r Record) error {
		ids = append(ids, r.Key)
		return nil
	})
	for _, id := range ids {
		for err == nil {
			var n *bot.Notice
			if n, err = s.Notice(ctx, id); n == nil || err != nil {
				break
			}
			n.Place.Channel = to.Channel
			var saved bool
			if saved, err = s.SaveNotice(ctx, n); saved {
				break
			}
			err = errors.Join(err, ctx.Err())
		}
	}
	return err
}

// moveEnds moves what the channel knows of the ends of certificates.
func (s *Store) moveEnds(ctx context.Context, from, to bot.Place) error {
	var all []Record
	err := s.eachOf(ctx, kindEnd, from.ChannelKey(), func(r Record) error {
		all = append(all, r)
		return nil
	})
	for _, r := range all {
		if err != nil {
			return err
		}
		var e watch.EndTold
		leaf := r.Key[len(endKey(from, "")):]
		var found bool
		if e, found, err = s.EndTold(ctx, from, leaf); err != nil || !found {
			continue
		}
		if err = s.SetEndTold(ctx, to, leaf, e, r.Expires); err == nil {
			_, err = s.observed.Delete(ctx, kindEnd, r.Key)
		}
	}
	return err
}
