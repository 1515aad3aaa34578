package slack

import (
	"log/slog"
	"net/http"

	api "github.com/slack-go/slack"

	"certdesk/adapters/connection"
	"certdesk/checks/say"
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

// wording words a text in a language.
type wording = func(language string, t say.Text) say.Text

// answered notes what Slack said to a call with the bot's token.
func (c *client) answered(err error) {
	switch why := code(err); {
	case fatal(err) && why != "" && why != "missing_scope":
		c.health.Refused(err)
	case err == nil || why != "":
		c.health.Answered(err)
	}
}
