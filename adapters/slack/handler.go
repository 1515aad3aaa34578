package slack

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"certdesk/adapters/inbox"
	"certdesk/bot"
)

// handler takes what Slack delivers, and has it answered. Its methods stand where
// their subject is: command.go, take.go, event.go, home.go. It is safe for concurrent
// use.
type handler struct {
	desk Desk
	home Home // nil: the tab has the form only
	// moved is told that a channel has another id; nil is nobody.
	moved     func(ctx context.Context, from, to bot.Place) error
	client    *client
	people    *people
	downloads *downloads
	drawings  *drawings
	support   map[string]bool
	recent    *inbox.Recent
	underWay  *inbox.Work
	word      wording
	now       func() time.Time
	log       *slog.Logger
}

// maxUnderWay bounds the requests that are handled at once, and so the memory.
const maxUnderWay = 4096

// deadline bounds one request, long answers of a slow platform included.
const deadline = 3 * time.Minute

func newHandler(cfg *Config, c *client) *handler {
	h := &handler{
		desk: cfg.Desk, home: cfg.Home, moved: cfg.Moved, client: c, word: cfg.Word, now: cfg.Now, log: cfg.Log,
		people:    newPeople(c, cfg.Groups, cfg.Now, cfg.Log),
		downloads: newDownloads(cfg.HTTP, cfg.BotToken, cfg.APIURL, cfg.Log),
		drawings:  newDrawings(),
		support:   make(map[string]bool),
		recent:    inbox.NewRecent(cfg.Now),
		underWay:  inbox.NewWork(maxUnderWay, deadline, func(p any) { cfg.Log.Error("a Slack request ended in a panic", "panic", p) }),
	}
	for _, id := range cfg.SupportChannels {
		h.support[strings.TrimPrefix(id, "slack:")] = true
	}
	return h
}
