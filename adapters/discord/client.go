package discord

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/connection"
	"certdesk/adapters/discord/rest"
)

// client asks of Discord, with the bot's token, what the rest of the adapter needs.
// Its methods stand where their subject is: messages.go, permissions.go, roles.go.
type client struct {
	rest *rest.Client
	// application is the application's id, which is the bot's own too.
	application string
	now         func() time.Time
	log         *slog.Logger
}

// newClient makes one that tells health how Discord takes the bot's token.
func newClient(cfg *Config, health *connection.Health) (*client, error) {
	calls, err := rest.New(rest.Config{
		Token: cfg.Token, ApplicationID: cfg.ApplicationID, APIURL: cfg.APIURL, HTTP: cfg.HTTP, Now: cfg.Now,
		Answered: func(err error) {
			switch status := rest.StatusOf(err); {
			case status == http.StatusUnauthorized:
				health.Refused(err)
			case err == nil || status != 0:
				health.Answered(err)
			}
		},
	})
	if err != nil {
		return nil, err
	}
	return &client{application: cfg.ApplicationID, now: cfg.Now, log: cfg.Log, rest: calls}, nil
}

// channel asks for a channel, or a thread.
func (c *client) channel(ctx context.Context, id string) (discordgo.Channel, error) {
	var channel discordgo.Channel
	err := c.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointChannel(id), Again: rest.Always}, &channel)
	return channel, err
}

// direct is the channel of the direct messages with somebody.
func (c *client) direct(ctx context.Context, user string) (string, error) {
	var channel struct {
		ID string `json:"id"`
	}
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodPost, URL: discordgo.EndpointUserChannels("@me"), Body: map[string]string{"recipient_id": user}, Again: rest.Always,
	}, &channel)
	if err != nil {
		return "", fmt.Errorf("opening direct messages: %w", err)
	}
	return channel.ID, nil
}
