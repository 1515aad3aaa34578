// Package discord talks to Discord: what people type there becomes a
// bot.Request, and a bot.Reply becomes components in Discord's own idiom.
//
// Interactions (commands, buttons, forms) come by HTTP where a public key is
// configured, else by the gateway; messages come by the gateway only. Each
// interaction is acknowledged within the three seconds that Discord allows,
// whatever the desk does; the answer follows by the interaction's token, which
// is good for fifteen minutes, and after that as a message in the channel.
//
// Its files name each other one way: the entry those that take deliveries, those
// the ones that answer, and these the ones that ask Discord.
//
// The entry, which is what the program calls (discord.go puts it together, config.go
// is what of):
//
//	http.go      signed interactions (signature.go), or
//	gateway.go   connections that are kept up (starts.go: how soon again); session.go
//	             one of them
//	register.go  what can be typed (commands.go), told to Discord
//	post.go      what nobody has asked for: alerts; reach.go where they would
//	             arrive, barrier.go why one did not
//	health.go    how the connection stands (adapters/connection), for the
//	             operator; guilds.go where certdesk is
//
// In (handler.go):
//
//	take.go          interactions (interaction.go): commands (options.go), buttons,
//	                 forms, marked messages; in the background and once
//	                 (adapters/inbox)
//	autocomplete.go  while a command is typed
//	event.go         mentions, direct messages, support channels (received.go)
//	fence.go         who is a stranger; channels.go where something was said
//	text.go          mark-up of typed text; seen.go what people see besides;
//	                 download.go attached certificates
//
// Out:
//
//	responder.go  acknowledged (callback.go), then edited; answer.go for messages;
//	              elsewhere.go to the asker where the channel takes none
//	deliver.go    as components, or simpler where those are refused
//	render.go     a reply's components (page.go, first.go), within the limits of
//	              limits.go; component.go is what a message is made of. Foreign text
//	              is inert (adapters/plaintext, markup.go), mention.go is who is named,
//	              and times are in the reader's zone; attach.go files; embed.go where
//	              components are refused; payload.go for whoever wants to look at one
//	modal.go      forms
//
// What is asked of Discord (client.go, by package rest):
//
//	messages.go  posted, edited, found again; permissions.go and roles.go who may what
//	errors.go    what went wrong in one sentence
//
// github.com/bwmarrin/discordgo (v0.29.0) carries all that goes by HTTP: its
// calls and their limits, the types of messages, commands and events, error
// codes, and the check of signatures. Its gateway is not used, for it hangs while
// it connects again (its issue 513), has no use for the address at which a
// session is resumed, and ends the process at some events; a release that mends
// these would replace gateway.go and session.go.
//
// Sources: https://docs.discord.com/developers (interactions, components,
// gateway, rate limits).
package discord

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"time"

	"certdesk/adapters/connection"
)

// Adapter is one application. It is safe for concurrent use. Its methods stand where
// their subject is: http.go, gateway.go, register.go, post.go, reach.go, health.go,
// guilds.go.
type Adapter struct {
	token   string
	key     ed25519.PublicKey // nil: interactions come by the gateway
	guild   string            // where the commands stand; "" for all
	client  *client
	handler *handler
	health  *connection.Health
	now     func() time.Time
	log     *slog.Logger
}

// New makes an adapter. Handler serves HTTP interactions, Listen runs the
// gateway; Drain ends both.
func New(cfg Config) (*Adapter, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	key, err := publicKey(cfg.PublicKey)
	if err != nil {
		return nil, err
	}
	cfg.fillIn()
	health, err := connection.NewHealth(connection.Config{Platform: "Discord", Listens: key == nil, Now: cfg.Now, Explain: explain})
	if err != nil {
		return nil, err
	}
	c, err := newClient(&cfg, health)
	if err != nil {
		return nil, err
	}
	return &Adapter{
		token: cfg.Token, key: key, guild: cfg.GuildID,
		client: c, handler: newHandler(&cfg, c, key == nil), health: health, now: cfg.Now, log: cfg.Log,
	}, nil
}

// Drain waits until everything acknowledged is answered, or ctx; then it ends
// what is left. Whoever feeds the adapter is to be stopped before.
func (a *Adapter) Drain(ctx context.Context) error {
	return errors.Join(a.handler.underWay.Drain(ctx), a.handler.refusals.Drain(ctx))
}
