package serve

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/telemetry"
	"certdesk/store"
)

// surroundings are what an adapter is given besides the settings of its platform.
type surroundings struct {
	front   *telemetry.Desk // answers people
	home    *desk.Desk      // knows what somebody's home shows
	watches *store.Store
	metrics *telemetry.Metrics
	// moved keeps what a channel has, where its platform has given it another id.
	moved func(ctx context.Context, from, to bot.Place) error
	log   *slog.Logger
}

// adapter is a platform that is served.
type adapter interface {
	Platform() bot.Platform
	// Handler serves the paths that begin with Prefix; nil if the platform calls
	// none.
	Handler() http.Handler
	Prefix() string
	// Run serves until ctx ends. An error is a sentence for the operator: it does
	// not pass by itself.
	Run(ctx context.Context) error
	// WasIn tells whether the platform has let certdesk in; Refusals tells when it
	// does not take the token any more, and Explain makes a sentence of that.
	WasIn() bool
	Refusals() <-chan error
	Explain(err error) error
	// Refused tells whether an error is the platform's refusal, rather than the lack of
	// an answer.
	Refused(err error) bool
	// Trouble is what keeps it from working, in a sentence; "" if nothing does.
	Trouble() string
	// Check asks the platform whether it lets certdesk in. The error is a sentence.
	Check(ctx context.Context) error
	// Warnings are what the operator should know that keeps nothing from working.
	Warnings(ctx context.Context) []string
	// Drain waits until everything acknowledged is answered, or ctx.
	Drain(ctx context.Context) error
	// Post posts what nobody has asked for, under a key by which Find finds it among
	// what was posted since; both return the ids of messages. bot.ErrInDoubt is said
	// where it is not known.
	Post(ctx context.Context, to bot.Place, r bot.Reply, key string) (message string, err error)
	Find(ctx context.Context, in bot.Place, key string, since time.Time) (messages []string, err error)
	// Edit puts a reply in the place of a message that was posted, Delete takes one
	// away, Direct opens the direct messages with somebody.
	Edit(ctx context.Context, in bot.Place, message string, r bot.Reply) error
	Delete(ctx context.Context, in bot.Place, message string) error
	Direct(ctx context.Context, person string) (bot.Place, error)
	// MayPost tells whether a post would arrive: nil, a *bot.UndeliverableError, or
	// an error where it is not known.
	MayPost(ctx context.Context, to bot.Place) error
}

func channelsOf(places []bot.Place, platform bot.Platform) []string {
	var out []string
	for _, p := range places {
		if p.Platform == platform {
			out = append(out, p.Channel)
		}
	}
	return out
}
