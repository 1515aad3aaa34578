package store

import (
	"context"
	"time"

	"certdesk/bot"
)

var channels = kindOf[bot.Channel]{kindChannel, func(c *bot.Channel, r Record) { c.Version = r.Version }}

// Channel returns what a channel has set; the zero value if nothing.
func (s *Store) Channel(ctx context.Context, place bot.Place) (bot.Channel, error) {
	c, err := channels.get(ctx, s, place.ChannelKey())
	if c == nil {
		return bot.Channel{Place: place}, err
	}
	return *c, nil
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
	return channels.claim(ctx, s, now, lease, limit)
}
