package discord

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

const (
	// lookBack is how many messages are looked through at once, so often.
	lookBack  = 100
	maxLooked = 10
	// clocksApart is how far Discord's clock may be from ours.
	clocksApart = 5 * time.Minute
)

// find looks for the messages with a key among what was posted in a channel since, and
// returns their ids, the first one first. shown is how much Discord shows of that. The error is bot.ErrInDoubt where that is too much to
// look through.
// https://docs.discord.com/developers/resources/message#get-channel-messages
func (c *client) find(ctx context.Context, channel, key string, since time.Time) (found []string, shown int, err error) {
	after := firstID(since.Add(-clocksApart))
	for range maxLooked {
		var page []received
		err = c.rest.Do(ctx, rest.Call{
			Method: http.MethodGet, URL: fmt.Sprintf("%s?limit=%d&after=%d", discordgo.EndpointChannelMessages(channel), lookBack, after), Again: rest.Always,
		}, &page)
		if err != nil {
			return nil, 0, fmt.Errorf("looking for a message: %w", err)
		}
		shown += len(page)
		for i := range page {
			m := &page[i]
			if m.Author.Bot && (m.nonce() == nonceOf(key) || m.mark() == markOf(key)) {
				found = append(found, m.ID)
			}
			if at, err := strconv.ParseUint(m.ID, 10, 64); err == nil {
				after = max(after, at)
			}
		}
		if len(page) < lookBack {
			slices.SortFunc(found, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }) // they are numbers
			return found, shown, nil
		}
	}
	return nil, shown, fmt.Errorf("looking for a message: %w: there are more than %d since", bot.ErrInDoubt, lookBack*maxLooked)
}

// firstID is the least id that Discord gives at a time.
// https://docs.discord.com/developers/reference#snowflakes
func firstID(at time.Time) uint64 {
	const epoch = 1420070400000 // in milliseconds
	return uint64(max(at.UnixMilli()-epoch, 0)) << 22
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
	var found []string
	since := c.now()
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodPost, URL: discordgo.EndpointChannelMessages(channel), Body: m.content, Files: m.Files,
		Again: func(ctx context.Context, _ error) bool {
			found, _, _ = c.find(ctx, channel, key, since) // an error does not matter: the nonce keeps Discord from posting it twice
			return len(found) == 0
		},
	}, &sent)
	switch {
	case len(found) > 0:
		return found[0], nil
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

// remove deletes a message of certdesk's own.
func (c *client) remove(ctx context.Context, channel, id string) error {
	return c.rest.Do(ctx, rest.Call{
		Method: http.MethodDelete, URL: discordgo.EndpointChannelMessage(channel, id), Bucket: "DELETE " + discordgo.EndpointChannelMessages(channel), Again: rest.Always,
	}, nil)
}
