// Package discord talks to Discord: what people type there becomes a
// bot.Request, and a bot.Reply becomes components in Discord's own idiom.
//
// Interactions (commands, buttons, forms) come by HTTP where a public key is
// configured, else by the gateway; messages come by the gateway only. Each
// interaction is acknowledged within the three seconds that Discord allows,
// whatever the desk does; the answer follows by the interaction's token, which
// is good for fifteen minutes, and after that as a message in the channel.
//
// The way of a delivery:
//
//	http.go          signed interactions (signature.go), or
//	gateway.go       connections that are kept up; session.go one of them
//	interaction.go   commands (options.go), buttons, forms, marked messages
//	autocomplete.go  while a command is typed
//	event.go         mentions, direct messages, support channels
//	fence.go         who is a stranger
//	text.go          mark-up of typed text; seen.go what people see besides;
//	                 download.go attached certificates
//	discord.go       handled in the background and once (adapters/inbox)
//
// The way of a reply:
//
//	render.go     components, within the limits of limits.go; foreign text is
//	              inert (adapters/plaintext, markup.go), times are in the reader's
//	              zone; attach.go files; embed.go where
//	              components are refused
//	modal.go      forms
//	responder.go  acknowledged, then edited; answer.go for messages
//	post.go       what nobody has asked for: alerts; reach.go where they would
//	              arrive, barrier.go why one did not
//	health.go     how the connection stands (adapters/connection), for the operator
//	errors.go     what went wrong in one sentence; package rest makes the calls
//
// What can be typed is told to Discord by register.go (commands.go).
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
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"certdesk/adapters/connection"
	"certdesk/adapters/discord/rest"
	"certdesk/adapters/inbox"
	"certdesk/bot"
	"certdesk/checks/say"
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

// Config is what an adapter needs.
type Config struct {
	Desk Desk
	// Suggest may be nil: then nothing is completed.
	Suggest Suggester
	// Token is the bot's. With a PublicKey (in hexadecimals) interactions come
	// by HTTP, else by the gateway.
	Token, ApplicationID, PublicKey string
	// GuildID registers the commands in one server only; "" in all.
	GuildID string
	// Guilds are the ids of the servers whose members may use certdesk; none: all
	// that it is in.
	Guilds []string
	// APIURL ends in a slash; "" is Discord's own.
	APIURL string
	// HTTP is for all that goes out. Its timeout should be well over ten
	// seconds: a slow Discord is waited for.
	HTTP *http.Client
	// SupportChannels are the ids of those where pasted errors are answered
	// unasked.
	SupportChannels []string
	// Word words what the adapter says itself, and the commands' names and
	// descriptions, in a language; nil leaves all in English.
	Word func(language string, t say.Text) say.Text
	Now  func() time.Time
	Log  *slog.Logger
}

// Adapter is one application. It is safe for concurrent use.
type Adapter struct {
	Config
	key      ed25519.PublicKey
	client   *rest.Client
	support  map[string]bool
	recent   *inbox.Recent
	channels *channels
	fence    *fence
	health   *connection.Health

	underWay *inbox.Work
	// refusals are told to those for whom there is no room in underWay.
	refusals *inbox.Work
}

// DefaultAPIURL is Discord's own.
const DefaultAPIURL = "https://discord.com/api/v10/"

// maxUnderWay bounds the requests that are handled at once, and so the memory.
const maxUnderWay = 4000

// maxRefusals bounds how many are told at once that there is no room.
const maxRefusals = 100

// New makes an adapter. Handler serves HTTP interactions, Listen runs the
// gateway; Drain ends both.
func New(cfg Config) (*Adapter, error) {
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"Desk", cfg.Desk == nil}, {"HTTP", cfg.HTTP == nil}, {"Now", cfg.Now == nil}, {"Log", cfg.Log == nil},
	} {
		if part.missing {
			return nil, fmt.Errorf("a Discord adapter lacks its %s", part.name)
		}
	}
	switch {
	case cfg.Token == "":
		return nil, errors.New("DISCORD_TOKEN is missing: it stands under Bot in the Developer Portal")
	case cfg.ApplicationID == "":
		return nil, errors.New("DISCORD_APPLICATION_ID is missing: it stands under General Information in the Developer Portal")
	}
	cfg.Token = strings.TrimPrefix(cfg.Token, "Bot ")
	ids := map[string][]string{"DISCORD_APPLICATION_ID": {cfg.ApplicationID}, "DISCORD_GUILD_ID": {cfg.GuildID}, "DISCORD_GUILDS": cfg.Guilds}
	for name, list := range ids {
		for _, id := range list {
			if strings.Trim(id, "0123456789") != "" {
				return nil, fmt.Errorf("%s is not an id: those are numbers such as 80351110224678912", name)
			}
		}
	}
	if cfg.Word == nil {
		cfg.Word = func(_ string, t say.Text) say.Text { return t }
	}
	if cfg.APIURL == "" {
		cfg.APIURL = DefaultAPIURL
	}
	if !strings.HasSuffix(cfg.APIURL, "/") {
		cfg.APIURL += "/"
	}
	a := &Adapter{
		Config:  cfg,
		support: make(map[string]bool),
		recent:  inbox.NewRecent(cfg.Now),
		health:  connection.NewHealth("Discord", 0, cfg.Now, explain),
	}
	panicked := func(p any) { a.Log.Error("a Discord request ended in a panic", "panic", p) }
	a.underWay = inbox.NewWork(maxUnderWay, deadline, panicked)
	a.refusals = inbox.NewWork(maxRefusals, ackWithin, panicked)
	if cfg.PublicKey != "" {
		key, err := hex.DecodeString(cfg.PublicKey)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, errors.New("DISCORD_PUBLIC_KEY is not a key: it has 64 hexadecimals and stands under General Information in the Developer Portal")
		}
		a.key = key
	}
	a.client = rest.New(rest.Config{
		Token: cfg.Token, ApplicationID: cfg.ApplicationID, APIURL: cfg.APIURL, HTTP: cfg.HTTP, Now: cfg.Now, Answered: a.answered,
	})
	a.channels = newChannels(a)
	a.fence = newFence(a, cfg.Guilds)
	for _, id := range cfg.SupportChannels {
		a.support[strings.TrimPrefix(id, "discord:")] = true
	}
	return a, nil
}

// deadline bounds one request, long answers of a slow platform included.
const deadline = 3 * time.Minute

// Drain waits until everything acknowledged is answered, or ctx; then it ends
// what is left. Whoever feeds the adapter is to be stopped before.
func (a *Adapter) Drain(ctx context.Context) error {
	return errors.Join(a.underWay.Drain(ctx), a.refusals.Drain(ctx))
}
