package slack

import (
	"log/slog"
	"net/http"

	api "github.com/slack-go/slack"

	"certdesk/adapters/connection"
)

// client asks of Slack, with the bot's token, what the rest of the adapter needs. Its
// methods stand where their subject is: call.go, messages.go, file.go, responseurl.go.
type client struct {
	api    *api.Client
	http   *http.Client
	pace   *pace
	health *connection.Health
	log    *slog.Logger
}

// newClient makes one that tells health how Slack takes the bot's token.
func newClient(cfg *Config, health *connection.Health) *client {
	return &client{
		api: api.New(cfg.BotToken, api.OptionAppLevelToken(cfg.AppToken), api.OptionAPIURL(cfg.APIURL),
			api.OptionHTTPClient(cfg.HTTP), api.OptionLog(silent{})),
		http: cfg.HTTP, pace: newPace(cfg.Now), health: health, log: cfg.Log,
	}
}

// silent discards slack-go's log, which would go to standard error.
type silent struct{}

func (silent) Output(int, string) error { return nil }

// answered notes what Slack said to a call with the bot's token.
func (c *client) answered(err error) {
	switch why := code(err); {
	case fatal(err) && why != "" && why != "missing_scope":
		c.health.Refused(err)
	case err == nil || why != "":
		c.health.Answered(err)
	}
}
