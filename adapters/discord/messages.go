package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
)

// lookBack is how many of the latest messages are looked through.
const lookBack = 100

func (c *client) find(ctx context.Context, channel, key string) (string, error) {
	var latest []received
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodGet, URL: fmt.Sprintf("%s?limit=%d", discordgo.EndpointChannelMessages(channel), lookBack), Again: rest.Always,
	}, &latest)
	if err != nil {
		return "", fmt.Errorf("looking for a message: %w", err)
	}
	for i := range latest {
		m := &latest[i]
		if m.Author.Bot && (m.nonce() == nonceOf(key) || m.mark() == markOf(key)) {
			return m.ID, nil
		}
	}
	return "", nil
}

// nonceOf is a key as Discord takes it.
func nonceOf(key string) string {
	if len(key) <= maxNonce {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])[:maxNonce]
}

// post posts a message in a channel, once for each key.
// https://docs.discord.com/developers/resources/message#create-message
func (c *client) post(ctx context.Context, channel string, m message, key string) (string, error) {
	if channel == "" {
		return "", errors.New("posting a message: there is no channel")
	}
	m.mark(key)
	m.Nonce, m.EnforceNonce = nonceOf(key), true
	var sent received
	found := ""
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodPost, URL: discordgo.EndpointChannelMessages(channel), Body: m.content, Files: m.Files,
		Again: func(ctx context.Context, _ error) bool {
			found, _ = c.find(ctx, channel, key) // an error does not matter: the nonce keeps Discord from posting it twice
			return found == ""
		},
	}, &sent)
	switch {
	case found != "":
		return found, nil
	case err == nil:
		return sent.ID, nil
	}
	return "", err
}

// edit edits a message of certdesk's own.
func (c *client) edit(ctx context.Context, channel, id string, m message) error {
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodPatch, URL: discordgo.EndpointChannelMessage(channel, id), Bucket: "PATCH " + discordgo.EndpointChannelMessages(channel),
		Body: m.content, Files: m.Files, Again: rest.Always,
	}, nil)
	if err != nil {
		return fmt.Errorf("editing a message: %w", err)
	}
	return nil
}
