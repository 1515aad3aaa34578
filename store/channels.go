package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"certdesk/bot"
)

// Channel returns what a channel has set; the zero value if nothing.
func (s *Store) Channel(ctx context.Context, place bot.Place) (bot.Channel, error) {
	c, err := get(ctx, s, kindChannel, place.ChannelKey(), channelOf)
	if c == nil {
		return bot.Channel{Place: place}, err
	}
	return *c, nil
}

func channelOf(r Record) (*bot.Channel, error) {
	var c bot.Channel
	if err := json.Unmarshal(r.Value, &c); err != nil {
		return nil, fmt.Errorf("reading channel %s: %w", r.Key, err)
	}
	c.Version = r.Version
	return &c, nil
}

// SetChannel keeps what a channel has set.
func (s *Store) SetChannel(ctx context.Context, c bot.Channel) error {
	_, err := s.put(ctx, channelRecord(&c), c, Always, &c.Version)
	return err
}

// SaveChannel keeps what a channel has set unless somebody has changed it; of
// Version 0, unless there is something already.
func (s *Store) SaveChannel(ctx context.Context, c *bot.Channel) (bool, error) {
	p := IfUnchanged
	if c.Version == 0 {
		p = IfAbsent
	}
	return s.put(ctx, channelRecord(c), c, p, &c.Version)
}

func channelRecord(c *bot.Channel) Record {
	return Record{Kind: kindChannel, Key: c.Place.ChannelKey(), Due: c.Due}
}

// ClaimChannels returns channels whose overview is due, for nobody else during
// the lease. Due is when it was.
func (s *Store) ClaimChannels(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]bot.Channel, error) {
	return claim(ctx, s, kindChannel, now, lease, limit, channelOf)
}
