package slack

import (
	"context"
	"log/slog"
	"time"

	"certdesk/adapters/inbox"
	"certdesk/bot"
)

// Desk answers requests.
type Desk interface {
	Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
}

// Home says what stands on somebody's home tab: watches and coming expiries.
type Home interface {
	Home(ctx context.Context, place bot.Place, who bot.Person) (bot.Reply, error)
}

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
	support   map[string]bool
	recent    *inbox.Recent
	underWay  *inbox.Work
	word      wording
	now       func() time.Time
	log       *slog.Logger
}
