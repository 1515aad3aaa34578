package slack

import (
	"context"
	"errors"
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

// Desk answers requests.
type Desk interface {
	Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error
}

// Home says what stands on somebody's home tab: watches and coming expiries.
type Home interface {
	Home(ctx context.Context, place bot.Place, who bot.Person) (bot.Reply, error)
}

// wording words a text in a language.
type wording = func(language string, t say.Text) say.Text

// DefaultAPIURL is Slack's own.
const DefaultAPIURL = "https://slack.com/api/"

// check says what is missing.
func (cfg *Config) check() error {
	if err := wiring.Complete("a Slack adapter", wiring.Parts{"Desk": cfg.Desk != nil, "HTTP": cfg.HTTP != nil, "Now": cfg.Now != nil, "Log": cfg.Log != nil}); err != nil {
		return err
	}
	switch {
	case cfg.BotToken == "":
		return errors.New("SLACK_BOT_TOKEN is missing: it begins with xoxb- and stands under OAuth & Permissions")
	case cfg.AppToken == "" && cfg.SigningSecret == "":
		return errors.New("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing")
	}
	return nil
}

// fillIn puts the defaults in.
func (cfg *Config) fillIn() {
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
