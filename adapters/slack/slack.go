// Package slack talks to Slack: what people type there becomes a bot.Request,
// and a bot.Reply becomes blocks in Slack's own idiom.
//
// Every delivery is acknowledged at once, whatever the desk does: Slack shows
// "operation_timeout" after three seconds. The answer follows by the
// response_url that came with a command or a press (five uses in thirty
// minutes), after that, and for messages, by the Web API.
//
// The way of a delivery:
//
//	http.go         signed requests (signature.go), or
//	socket.go       envelopes of Socket Mode
//	command.go      /certcheck …
//	interaction.go  buttons, shortcuts, forms
//	event.go        mentions, direct messages, support channels, the home tab
//	fence.go        who is of another company
//	text.go         what Slack made of the text that was typed; seen.go what people
//	                see besides; attached.go the certificates that came with it
//	slack.go        handled in the background and once (adapters/inbox)
//
// The way of a reply:
//
//	render.go       blocks, within the limits of limits.go; foreign text is inert
//	                (adapters/plaintext, escape.go), times are in the reader's zone
//	modal.go        forms; home.go the home tab
//	responder.go    by response_url or Web API, in the thread, to the asker alone
//	post.go         what nobody has asked for: alerts; reach.go where they would
//	                arrive, barrier.go why one did not
//	health.go       how the connection stands (adapters/connection), for the operator
//	call.go         pacing, 429, retries; errors.go what went wrong in one sentence
//
// Of slack-go it uses the Web API client, the block types and the socket. What
// comes in is read with structs of our own: slack-go refuses a whole event for
// one block that it does not know.
//
// Sources: https://docs.slack.dev (Block Kit, slash commands, verifying
// requests, Socket Mode).
package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/connection"
	"certdesk/adapters/inbox"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Desk answers requests.
type Desk interface {
	Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
}

// Home says what stands on somebody's home tab: watches and coming expiries.
type Home interface {
	Home(ctx context.Context, place bot.Place, who bot.Person) (bot.Reply, error)
}

// Config is what an adapter needs.
type Config struct {
	Desk Desk
	// Home may be nil: then the tab has the form only.
	Home Home
	// Moved is told that a channel has another id; nil is nobody. Doing it twice
	// does no harm.
	Moved func(ctx context.Context, from, to bot.Place) error
	// BotToken is "xoxb-…"; AppToken "xapp-…" is for Socket Mode, SigningSecret
	// for HTTP mode.
	BotToken, AppToken, SigningSecret string
	// APIURL ends in a slash; "" is Slack's own.
	APIURL string
	// HTTP is for all that goes out. Its timeout should be well over ten
	// seconds: a slow Slack is waited for.
	HTTP *http.Client
	// SupportChannels are the ids of those where pasted errors are answered unasked.
	SupportChannels []string
	// Word words what the adapter says itself in a language; nil leaves it in
	// English.
	Word func(language string, t say.Text) say.Text
	// Groups are the ids of user groups whose members have a role ("S…").
	Groups []string
	Now    func() time.Time
	Log    *slog.Logger
}

// Adapter is one installation in a workspace. It is safe for concurrent use.
type Adapter struct {
	Config
	api     *api.Client
	support map[string]bool
	recent  *inbox.Recent
	pace    *pace
	people  *people
	health  *connection.Health

	underWay *inbox.Work
	// lifetime of a connection of Socket Mode.
	lifetime time.Duration
}

// DefaultAPIURL is Slack's own.
const DefaultAPIURL = "https://slack.com/api/"

// maxUnderWay bounds the requests that are handled at once, and so the memory.
const maxUnderWay = 4096

// New makes an adapter. Handler serves HTTP mode, Listen runs Socket Mode;
// Drain ends both.
func New(cfg Config) (*Adapter, error) {
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"Desk", cfg.Desk == nil}, {"HTTP", cfg.HTTP == nil}, {"Now", cfg.Now == nil}, {"Log", cfg.Log == nil},
	} {
		if part.missing {
			return nil, fmt.Errorf("a Slack adapter lacks its %s", part.name)
		}
	}
	switch {
	case cfg.BotToken == "":
		return nil, errors.New("SLACK_BOT_TOKEN is missing: it begins with xoxb- and stands under OAuth & Permissions")
	case cfg.AppToken == "" && cfg.SigningSecret == "":
		return nil, errors.New("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing")
	}
	if cfg.APIURL == "" {
		cfg.APIURL = DefaultAPIURL
	}
	if cfg.Word == nil {
		cfg.Word = func(_ string, t say.Text) say.Text { return t }
	}
	if !strings.HasSuffix(cfg.APIURL, "/") {
		cfg.APIURL += "/"
	}
	a := &Adapter{
		Config: cfg,
		api: api.New(cfg.BotToken, api.OptionAppLevelToken(cfg.AppToken), api.OptionAPIURL(cfg.APIURL),
			api.OptionHTTPClient(cfg.HTTP), api.OptionLog(silent{})),
		support:  make(map[string]bool),
		recent:   inbox.NewRecent(cfg.Now),
		pace:     newPace(cfg.Now),
		lifetime: lifetime,
	}
	a.health = connection.NewHealth("Slack", 1, cfg.Now, a.explain)
	a.underWay = inbox.NewWork(maxUnderWay, deadline, func(p any) { a.Log.Error("a Slack request ended in a panic", "panic", p) })
	for _, id := range cfg.SupportChannels {
		a.support[strings.TrimPrefix(id, "slack:")] = true
	}
	a.people = newPeople(a)
	return a, nil
}

// silent is slack-go's logger: it would write to standard error.
type silent struct{}

func (silent) Output(int, string) error { return nil }

// deadline bounds one request, long answers of a slow platform included.
const deadline = 3 * time.Minute

// begin handles a request in the background: the delivery is acknowledged when
// it returns. It is false where too much is under way already.
func (a *Adapter) begin(q *bot.Request, from sender, back way, files []enclosed) bool {
	return a.underWay.Begin(func(ctx context.Context) { a.handle(ctx, q, from, back, files) })
}

func (a *Adapter) handle(ctx context.Context, q *bot.Request, from sender, back way, files []enclosed) {
	if q.ID != "" && !a.recent.First(q.ID) {
		return // delivered twice, handled once
	}
	a.Log.Debug("acknowledged", "request", q.ID)
	a.underWay.Apart(func() {
		if q.Stranger = a.stranger(ctx, q.Asker, from); q.Stranger && q.Kind == bot.Overheard {
			return
		}
		q.Asker = a.people.person(ctx, q.Asker)
		if !q.Stranger {
			q.Files = a.download(ctx, q.Text, files)
		}
	})
	if q.Stranger && q.Kind == bot.Overheard {
		return
	}
	own := *q // an answer may go elsewhere; the desk's request stays as it is
	r := &responder{Adapter: a, q: &own, way: back}
	if err := a.Desk.Handle(ctx, q, r.respond); err != nil {
		a.Log.Error("an answer did not reach Slack", "error", a.explain(err), "request", q.ID)
	}
}

// Drain waits until everything acknowledged is answered, or ctx; then it ends
// what is left. Whoever feeds the adapter is to be stopped before.
func (a *Adapter) Drain(ctx context.Context) error { return a.underWay.Drain(ctx) }
