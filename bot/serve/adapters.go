package serve

import (
	"context"
	"time"

	"certdesk/bot"
)

// addAdapters makes the platforms that are configured.
func (s *server) addAdapters() error {
	in := &surroundings{front: s.front, home: s.desk, watches: s.kept, metrics: s.metrics, moved: s.moved, log: s.log}
	for _, c := range s.connections {
		if !c.configured() {
			continue
		}
		a, err := c.adapter(in, s.settings)
		if err != nil {
			return err
		}
		s.adapters = append(s.adapters, newPlatform(platformConfig{
			connection: c, adapter: a, surroundings: in, reread: s.reread, secrets: s.secrets, leases: s.kept,
			admin: s.settings.AdminChannel, serves: func(p bot.Platform) bool { return s.on(p) != nil }, post: s.Post, now: time.Now, log: s.log,
		}))
	}
	return nil
}

// moved keeps what a channel has, where its platform has given it another id.
func (s *server) moved(ctx context.Context, from, to bot.Place) error {
	n, err := s.kept.MoveChannel(ctx, from, to)
	if err == nil {
		s.log.Info("moved what is kept of a channel", "channel", from.ChannelKey(), "to", to.ChannelKey(), "watches", n)
	}
	return err
}

// platformsUp are the platforms, and whether nothing is wrong there.
func (s *server) platformsUp() map[string]bool {
	out := make(map[string]bool)
	for _, p := range s.adapters {
		out[string(p.name)] = p.Trouble() == ""
	}
	return out
}
