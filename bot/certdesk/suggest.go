package main

import (
	"context"
	"slices"
	"strings"
	"sync"

	"certdesk/bot"
)

// suggestions are the servers that somebody is likely to mean in a channel:
// those that it watches, and those that were asked for lately. It stands before
// a desk, to see the latter.
type suggestions struct {
	desk interface {
		Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
	}
	watches interface {
		Watches(ctx context.Context, place bot.Place) ([]bot.Watch, error)
	}

	mu     sync.Mutex
	lately map[string][]string // by channel, the latest first
}

const (
	mostLately         = 25
	mostLatelyChannels = 1000
)

// Handle notes what is asked for, and asks the desk.
func (s *suggestions) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	if name := q.Options["target"]; name != "" {
		s.note(q.Place.ChannelKey(), name)
	}
	return s.desk.Handle(ctx, q, respond)
}

func (s *suggestions) note(channel, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lately == nil || len(s.lately) >= mostLatelyChannels {
		s.lately = make(map[string][]string)
	}
	names := slices.DeleteFunc(s.lately[channel], func(other string) bool { return strings.EqualFold(other, name) })
	names = slices.Insert(names, 0, name)
	s.lately[channel] = names[:min(len(names), mostLately)]
}

// Suggest returns names that contain what is typed; those that begin with it
// stand first. Without the store it knows what was asked for lately.
func (s *suggestions) Suggest(ctx context.Context, place bot.Place, typed string) ([]string, error) {
	s.mu.Lock()
	names := slices.Clone(s.lately[place.ChannelKey()])
	s.mu.Unlock()
	watches, err := s.watches.Watches(ctx, place)
	for i := range watches {
		names = append(names, watches[i].Name())
	}
	var begin, contain []string
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, name := range names {
		lower := strings.ToLower(name)
		switch {
		case slices.Contains(begin, name), slices.Contains(contain, name):
		case strings.HasPrefix(lower, typed):
			begin = append(begin, name)
		case strings.Contains(lower, typed):
			contain = append(contain, name)
		}
	}
	names = append(begin, contain...)
	if len(names) > 0 {
		err = nil
	}
	return names, err
}
