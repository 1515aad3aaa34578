// Package slack talks to Slack: what people type there becomes a bot.Request,
// and a bot.Reply becomes blocks in Slack's own idiom.
//
// Every delivery is acknowledged at once, whatever the desk does: Slack shows
// "operation_timeout" after three seconds. The answer follows by the
// response_url that came with a command or a press (five uses in thirty
// minutes), after that, and for messages, by the Web API.
//
// Its files name each other one way: the entry those that take deliveries, those
// the ones that answer, and these the ones that ask Slack.
//
// The entry, which is what the program calls (slack.go puts it together, config.go
// is what of):
//
//	http.go    signed requests (signature.go), acknowledged (ack.go), or
//	socket.go  envelopes of Socket Mode
//	post.go    what nobody has asked for: alerts; reach.go where they would arrive,
//	           barrier.go why one did not
//	health.go  how the connection stands (adapters/connection), for the operator
//
// In (handler.go):
//
//	command.go  /certcheck …
//	event.go    mentions, direct messages, support channels (envelope.go is how they
//	            come); posted.go which message an answer has become
//	home.go     the home tab
//	take.go     buttons, shortcuts, forms (interaction.go); all of it is handled in
//	            the background and once (adapters/inbox)
//	fence.go    who is of another company; people.go who asks
//	text.go     what Slack made of the text that was typed; seen.go what people see
//	            besides; attached.go the certificates that came with it
//
// Out:
//
//	responder.go  by response_url (responseurl.go) or Web API, in the thread, to the
//	              asker alone
//	deliver.go    as blocks, or simpler where those are refused
//	render.go     a reply's blocks (page.go, first.go, rich.go), within the limits of
//	              limits.go; message.go is what it comes to. Foreign text is inert
//	              (adapters/plaintext, escape.go), and times are in the reader's zone;
//	              drawing.go what many are told alike; payload.go for whoever wants to
//	              look at one
//	modal.go      forms; mailto.go letters
//
// What is asked of Slack (client.go):
//
//	call.go      429 and retries; pace.go one message a second in a channel
//	messages.go  posted and found again; file.go uploaded
//	errors.go    what went wrong in one sentence
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
	"log/slog"
	"time"

	"certdesk/adapters/connection"
)

// Adapter is one installation in a workspace. It is safe for concurrent use. Its
// methods stand where their subject is: http.go, socket.go, post.go, reach.go,
// health.go.
type Adapter struct {
	// signingSecret is for HTTP mode, "" without it.
	signingSecret string
	socketMode    bool
	client        *client
	handler       *handler
	health        *connection.Health
	now           func() time.Time
	log           *slog.Logger
	// lifetime of a connection of Socket Mode.
	lifetime time.Duration
}

// New makes an adapter. Handler serves HTTP mode, Listen runs Socket Mode;
// Drain ends both.
func New(cfg Config) (*Adapter, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cfg.fillIn()
	health, err := connection.NewHealth(connection.Config{Platform: "Slack", Listens: cfg.AppToken != "", Want: 1, Now: cfg.Now, Explain: explain})
	if err != nil {
		return nil, err
	}
	c := newClient(&cfg, health)
	return &Adapter{
		signingSecret: cfg.SigningSecret, socketMode: cfg.AppToken != "",
		client: c, handler: newHandler(&cfg, c), health: health, now: cfg.Now, log: cfg.Log, lifetime: lifetime,
	}, nil
}

// Drain waits until everything acknowledged is answered, or ctx; then it ends
// what is left. Whoever feeds the adapter is to be stopped before.
func (a *Adapter) Drain(ctx context.Context) error { return a.handler.underWay.Drain(ctx) }

// lifetime is how long a connection is kept at most, and at least half of it.
// Slack itself ends one after about five hours (approximate_connection_time),
// and both at nearly the same time if they were opened so. Ended here first, at
// a time of its own and only while the other is open, each leaves no gap.
const lifetime = 4 * time.Hour
