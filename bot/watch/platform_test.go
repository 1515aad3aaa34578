package watch_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"certdesk/bot"
)

type post struct {
	id    string // as the platform has it
	at    time.Time
	place bot.Place
	key   string
	reply bot.Reply
}

func (w *world) Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (string, error) {
	if err := w.dies(); err != nil {
		return "", err
	}
	if w.slow != nil {
		if err := w.slow(ctx, to); err != nil {
			return "", err
		}
	}
	if w.refusesIn != nil {
		if err := w.refusesIn(to); err != nil {
			return "", err
		}
	}
	if w.refuses != nil {
		if err := w.refuses(); err != nil {
			return "", err
		}
	}
	w.mu.Lock()
	id := "m" + key
	for slices.ContainsFunc(w.posted, func(p post) bool { return p.id == id }) {
		id += again
	}
	w.posted = append(w.posted, post{id, w.clock(), to, key, r})
	w.mu.Unlock()
	if w.after != nil {
		w.after(key)
	}
	if w.dies() != nil || w.unheard {
		return "", bot.ErrInDoubt // posted, and nobody knows
	}
	return id, nil
}

// again marks the id of a message that was posted with a key that another one has.
const again = "'"

func (w *world) Find(_ context.Context, _ bot.Place, key string, _ time.Time) ([]string, error) {
	if err := w.dies(); err != nil {
		return nil, err
	}
	if w.blind {
		return nil, bot.ErrInDoubt
	}
	defer w.halt()
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, p := range w.posted {
		if p.key == key {
			out = append(out, p.id)
		}
	}
	return out, nil
}

func (w *world) Edit(_ context.Context, in bot.Place, message string, r bot.Reply) error {
	if err := w.dies(); err != nil {
		return err
	}
	if w.refusesEdits != nil {
		if err := w.refusesEdits(); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.edits = append(w.edits, post{message, w.clock(), in, strings.TrimRight(strings.TrimPrefix(message, "m"), again), r})
	return nil
}

// Delete takes away what was posted.
func (w *world) Delete(_ context.Context, in bot.Place, message string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refusesDelete != nil {
		return w.refusesDelete
	}
	w.posted = slices.DeleteFunc(w.posted, func(p post) bool { return p.id == message })
	w.deletedIn = append(w.deletedIn, in.Channel)
	return nil
}

func (w *world) Direct(_ context.Context, p bot.Platform, person string) (bot.Place, error) {
	if w.refusesDirect != nil {
		if err := w.refusesDirect(); err != nil {
			return bot.Place{}, err
		}
	}
	return bot.Place{Platform: p, Channel: "D" + person}, w.dies()
}
