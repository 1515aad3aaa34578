package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"certdesk/bot"
)

// Channel returns what a channel has set; the zero value if nothing.
func (s *Store) Channel(ctx context.Context, place bot.Place) (bot.Channel, error) {
	r, err := s.Get(ctx, kindChannel, place.ChannelKey())
	if errors.Is(err, ErrNotFound) {
		return bot.Channel{Place: place}, nil
	}
	if err != nil {
		return bot.Channel{}, err
	}
	return channelOf(r)
}

func channelOf(r Record) (bot.Channel, error) {
	var c bot.Channel
	if err := json.Unmarshal(r.Value, &c); err != nil {
		return c, fmt.Errorf("reading channel %s: %w", r.Key, err)
	}
	c.Version = r.Version
	return c, nil
}

// SetChannel keeps what a channel has set.
func (s *Store) SetChannel(ctx context.Context, c bot.Channel) error {
	_, err := s.save(ctx, Record{Kind: kindChannel, Key: c.Place.ChannelKey(), Due: c.Due}, c, Always)
	return err
}

// SaveChannel keeps what a channel has set unless somebody has changed it.
func (s *Store) SaveChannel(ctx context.Context, c *bot.Channel) (bool, error) {
	version, err := s.save(ctx, Record{Kind: kindChannel, Key: c.Place.ChannelKey(), Version: c.Version, Due: c.Due}, c, IfUnchanged)
	if errors.Is(err, ErrConflict) {
		return false, nil
	}
	if err == nil {
		c.Version = version
	}
	return err == nil, err
}

// ClaimChannels returns channels whose overview is due, for nobody else during
// the lease. Due is when it was.
func (s *Store) ClaimChannels(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Channel, error) {
	records, err := s.Claim(ctx, kindChannel, now, lease, limit)
	if err != nil {
		return nil, err
	}
	out := make([]bot.Channel, 0, len(records))
	for _, r := range records {
		c, err := channelOf(r)
		if err != nil {
			return out, err
		}
		out = append(out, c)
	}
	return out, nil
}
