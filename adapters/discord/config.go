package discord

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
	"certdesk/checks/wiring"
)

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

// wording words a text in a language.
type wording = func(language string, t say.Text) say.Text

// DefaultAPIURL is Discord's own.
const DefaultAPIURL = "https://discord.com/api/v10/"

// check says what is missing or cannot be right.
func (cfg *Config) check() error {
	if err := wiring.Complete("a Discord adapter", wiring.Parts{"Desk": cfg.Desk != nil, "HTTP": cfg.HTTP != nil, "Now": cfg.Now != nil, "Log": cfg.Log != nil}); err != nil {
		return err
	}
	switch {
	case cfg.Token == "":
		return errors.New("DISCORD_TOKEN is missing: it stands under Bot in the Developer Portal")
	case cfg.ApplicationID == "":
		return errors.New("DISCORD_APPLICATION_ID is missing: it stands under General Information in the Developer Portal")
	}
	return cmp.Or(
		onlyIDs("DISCORD_APPLICATION_ID", cfg.ApplicationID),
		onlyIDs("DISCORD_GUILD_ID", cfg.GuildID),
		onlyIDs("DISCORD_GUILDS", cfg.Guilds...))
}

// onlyIDs refuses what is not an id in the setting of that name. None is no fault.
func onlyIDs(setting string, ids ...string) error {
	for _, id := range ids {
		if strings.Trim(id, "0123456789") != "" {
			return fmt.Errorf("%s is not an id: those are numbers such as 80351110224678912", setting)
		}
	}
	return nil
}

// publicKey reads the key that interactions over HTTP are signed with; nil for "".
func publicKey(hexadecimals string) (ed25519.PublicKey, error) {
	if hexadecimals == "" {
		return nil, nil
	}
	key, err := hex.DecodeString(hexadecimals)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("DISCORD_PUBLIC_KEY is not a key: it has 64 hexadecimals and stands under General Information in the Developer Portal")
	}
	return key, nil
}

// fillIn puts the defaults in, and what may be written in two ways in one form.
func (cfg *Config) fillIn() {
	cfg.Token = strings.TrimPrefix(cfg.Token, "Bot ")
	if cfg.Word == nil {
		cfg.Word = func(_ string, t say.Text) say.Text { return t }
	}
	if cfg.APIURL == "" {
		cfg.APIURL = DefaultAPIURL
	}
	if !strings.HasSuffix(cfg.APIURL, "/") {
		cfg.APIURL += "/"
	}
}
