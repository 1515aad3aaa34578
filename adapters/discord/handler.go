package discord

import (
	"log/slog"
	"strings"
	"time"

	"certdesk/adapters/inbox"
)

// handler takes what Discord delivers, and has it answered. Its methods stand where
// their subject is: take.go, autocomplete.go, event.go. It is safe for concurrent
// use.
type handler struct {
	desk     Desk
	suggest  Suggester // nil: nothing is completed
	client   *client
	channels *channels
	fence    *fence
	fetcher  *inbox.Fetcher
	support  map[string]bool
	recent   *inbox.Recent
	underWay *inbox.Work
	// refusals tell people, in the background, that there is no room in underWay for
	// their request.
	refusals *inbox.Work
	// shared: with the gateway each process hears every interaction, and only one of
	// them may answer it.
	shared bool
	word   wording
	now    func() time.Time
	log    *slog.Logger
}

// maxUnderWay bounds the requests that are handled at once, and so the memory.
const maxUnderWay = 4096

// maxRefusals bounds how many are told at once that there is no room.
const maxRefusals = 100

// deadline bounds one request, long answers of a slow platform included.
const deadline = 3 * time.Minute

// newHandler makes a handler; shared is as in the struct.
func newHandler(cfg *Config, c *client, shared bool) *handler {
	panicked := func(p any) { cfg.Log.Error("a Discord request ended in a panic", "panic", p) }
	h := &handler{
		desk: cfg.Desk, suggest: cfg.Suggest, client: c, word: cfg.Word, now: cfg.Now, log: cfg.Log, shared: shared,
		channels: newChannels(c, cfg.Log),
		fence:    newFence(c, cfg.Guilds, cfg.Now, cfg.Log),
		fetcher:  &inbox.Fetcher{HTTP: cfg.HTTP, Log: cfg.Log},
		support:  make(map[string]bool),
		recent:   inbox.NewRecent(cfg.Now),
		underWay: inbox.NewWork(maxUnderWay, deadline, panicked),
		refusals: inbox.NewWork(maxRefusals, ackWithin, panicked),
	}
	for _, id := range cfg.SupportChannels {
		h.support[strings.TrimPrefix(id, "discord:")] = true
	}
	return h
}
