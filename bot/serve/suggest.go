package serve

import (
	"context"
	"slices"
	"strings"
	"sync"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks/target"
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
	maxLately         = 25
	maxLatelyChannels = 1000
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
	if s.lately == nil || len(s.lately) >= maxLatelyChannels {
		s.lately = make(map[string][]string)
	}
	names := slices.DeleteFunc(s.lately[channel], func(other string) bool { return strings.EqualFold(other, name) })
	names = slices.Insert(names, 0, name)
	s.lately[channel] = names[:min(len(names), maxLately)]
}

// Suggest returns names that contain what is typed; those that begin with it
// stand first. Without the store it knows what was asked for lately.
func (s *suggestions) Suggest(ctx context.Context, place bot.Place, typed string) ([]bot.Suggestion, error) {
	s.mu.Lock()
	names := slices.Clone(s.lately[place.ChannelKey()])
	s.mu.Unlock()
	watches, err := s.watches.Watches(ctx, place)
	known := make(map[string]bot.Suggestion)
	for i := range watches {
		name := watches[i].Name()
		names = append(names, name)
		known[name] = suggestion(name, &watches[i])
	}
	var begin, contain []string
	lower := strings.ToLower(strings.TrimSpace(typed))
	for _, name := range names {
		// As it is written in the DNS, and as people write it.
		at := strings.Index(strings.ToLower(name), lower)
		if at != 0 {
			if readable := strings.Index(readableName(name), readableName(lower)); readable == 0 || at < 0 {
				at = readable
			}
		}
		switch {
		case at < 0, slices.Contains(begin, name), slices.Contains(contain, name):
		case at == 0:
			begin = append(begin, name)
		default:
			contain = append(contain, name)
		}
	}
	var out []bot.Suggestion
	for _, name := range append(begin, contain...) {
		one := known[name]
		one.Name = name
		out = append(out, one)
	}
	if len(out) > 0 {
		err = nil
	}
	return out, err
}

// suggestion tells of a watched server how it was.
func suggestion(name string, w *bot.Watch) bot.Suggestion {
	worst := w.State.Worst()
	if worst == nil {
		return bot.Suggestion{Name: name}
	}
	return bot.Suggestion{Name: name, Tone: answer.ToneOf(worst.Verdict), Until: worst.FirstEnd()}
}

// readableName is a host as people write it, its port behind it.
func readableName(name string) string {
	host, port, found := strings.Cut(name, ":")
	if !found || strings.Contains(port, ":") { // an address of version 6 is no name
		return target.ReadableHost(name)
	}
	return target.ReadableHost(host) + ":" + port
}
