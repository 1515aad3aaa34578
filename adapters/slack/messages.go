package slack

import (
	"context"
	"fmt"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
)

// eventType marks our messages' metadata.
const eventType = "certdesk_message"

// sent is a message on its way: what it is known by if it has to be looked for.
type sent struct {
	channel, thread, id string
	ts                  string // once it is known
	// insist: send it again after an error even if it cannot be looked for, because a
	// person waits for it.
	insist bool
}

func (s *sent) metadata() api.SlackMetadata {
	return api.SlackMetadata{EventType: eventType, EventPayload: map[string]any{"id": s.id}}
}

// lookBack is how many of the latest messages are looked through.
const lookBack = 100

func (c *client) find(ctx context.Context, s *sent) error {
	var messages []api.Message
	if s.thread != "" {
		found, _, _, err := c.api.GetConversationRepliesContext(ctx, &api.GetConversationRepliesParameters{
			ChannelID: s.channel, Timestamp: s.thread, Limit: lookBack, IncludeAllMetadata: true,
		})
		if err != nil {
			return fmt.Errorf("looking for a message: %w", err)
		}
		messages = found
	} else {
		found, err := c.api.GetConversationHistoryContext(ctx, &api.GetConversationHistoryParameters{
			ChannelID: s.channel, Limit: lookBack, IncludeAllMetadata: true,
		})
		if err != nil {
			return fmt.Errorf("looking for a message: %w", err)
		}
		messages = found.Messages
	}
	for i := range messages {
		m := &messages[i]
		if m.Metadata.EventType == eventType && m.Metadata.EventPayload["id"] == s.id {
			s.ts = m.Timestamp
			return nil
		}
	}
	return nil
}

// post posts a message, in its channel's turn; s is nil for what only one
// person sees, which cannot be looked for.
func (c *client) post(ctx context.Context, channel string, options []api.MsgOption, s *sent) error {
	return c.try(ctx, func(ctx context.Context) error {
		if s != nil && s.ts != "" {
			return nil
		}
		if err := c.pace.turn(ctx, channel); err != nil {
			return err
		}
		_, ts, err := c.api.PostMessageContext(ctx, channel, options...)
		if pause, ok := limited(err); ok {
			c.pace.rest(channel, pause)
		}
		if err == nil && s != nil {
			s.ts = ts
		}
		return err
	}, func(ctx context.Context, err error) bool {
		if s == nil {
			return !retry.Unanswered(err)
		}
		if c.find(ctx, s) != nil {
			return s.insist && !retry.Unanswered(err)
		}
		return true // found: the next attempt sees it
	})
}

// direct is the channel of the direct messages with somebody.
func (c *client) direct(ctx context.Context, user string) (string, error) {
	var id string
	err := c.try(ctx, func(ctx context.Context) error {
		channel, _, _, err := c.api.OpenConversationContext(ctx, &api.OpenConversationParameters{Users: []string{user}})
		if err == nil {
			id = channel.ID
		}
		return err
	}, always)
	if err != nil {
		return "", fmt.Errorf("opening direct messages: %w", err)
	}
	return id, nil
}
