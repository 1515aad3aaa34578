package discord

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

// Suggester completes a server's name while it is typed.
type Suggester interface {
	// Suggest returns names for a place that begin with, or contain, typed; the
	// likeliest first.
	Suggest(ctx context.Context, place bot.Place, typed string) ([]bot.Suggestion, error)
}

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
	// refusals are told to those for whom there is no room in underWay.
	refusals *inbox.Work
	// shared: each process hears what comes by the gateway, and one answers.
	shared bool
	word   wording
	now    func() time.Time
	log    *slog.Logger
}
