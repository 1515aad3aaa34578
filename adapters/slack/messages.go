package slack

import (
	"context"
	"fmt"
	"slices"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/retry"
	"certdesk/bot"
)

// eventType marks our messages' metadata.
const eventType = "certdesk_message"

// sent is a message on its way: what it is known by if it has to be looked for.
type sent struct {
	channel, thread, id string
	since               time.Time // it was not sent before
	ts                  string    // once it is known
	// insist: send it again after an error even if it cannot be looked for, because a
	// person waits for it.
	insist bool
}

func (s *sent) metadata() api.SlackMetadata {
	return api.SlackMetadata{EventType: eventType, EventPayload: map[string]any{"id": s.id}}
}

const (
	// lookBack is how many messages are looked through at once, so often.
	lookBack  = 100
	maxLooked = 10
	// clocksApart is how far Slack's clock may be from ours; beyond it Slack's
	// signatures are refused as well.
	clocksApart = 5 * time.Minute
)

// find looks for a message among what was posted in its place since it may have been
// sent, and returns each ts that it has, the first one first. The error is bot.ErrInDoubt
// where that is too much to look through.
func (c *client) find(ctx context.Context, s *sent) (found []string, err error) {
	cursor := ""
	for range maxLooked {
		messages, next, err := c.posted(ctx, s, cursor)
		if err != nil {
			return nil, fmt.Errorf("looking for a message: %w", err)
		}
		for i := range messages {
			m := &messages[i]
			if m.Metadata.EventType == eventType && m.Metadata.EventPayload["id"] == s.id {
				found = append(found, m.Timestamp)
			}
		}
		if next == "" {
			slices.Sort(found) // they are times of one length
			return found, nil
		}
		cursor = next
	}
	return nil, fmt.Errorf("looking for a message: %w: there are more than %d since", bot.ErrInDoubt, lookBack*maxLooked)
}

// posted is a page of what was posted in a message's place since it may have been sent,
// and the cursor of the next page, "" for none. Slack begins with the latest of a channel,
// and with the first of a thread.
// https://docs.slack.dev/reference/methods/conversations.replies
func (c *client) posted(ctx context.Context, s *sent, cursor string) (page []api.Message, next string, err error) {
	oldest := ""
	if !s.since.IsZero() {
		oldest = fmt.Sprintf("%d.000000", s.since.Add(-clocksApart).Unix())
	}
	if s.thread != "" {
		page, _, next, err = c.api.GetConversationRepliesContext(ctx, &api.GetConversationRepliesParameters{
			ChannelID: s.channel, Timestamp: s.thread, Oldest: oldest, Cursor: cursor, Limit: lookBack, IncludeAllMetadata: true,
		})
		return page, next, err
	}
	history, err := c.api.GetConversationHistoryContext(ctx, &api.GetConversationHistoryParameters{
		ChannelID: s.channel, Oldest: oldest, Cursor: cursor, Limit: lookBack, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", err
	}
	return history.Messages, history.ResponseMetaData.NextCursor, nil
}

// remove deletes a message of certdesk's own; one that is not there any more is deleted.
func (c *client) remove(ctx context.Context, channel, ts string) error {
	err := c.try(ctx, func(ctx context.Context) error {
		_, _, err := c.api.DeleteMessageContext(ctx, channel, ts)
		return err
	}, always)
	if code(err) == "message_not_found" {
		return nil
	}
	return err
}

// post posts a message, in its channel's turn; s is nil for what only one
// person sees, which cannot be looked for.
func (c *client) post(ctx context.Context, channel string, options []api.MsgOption, s *sent) error {
	if s != nil {
		s.since = c.pace.now()
	}
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
		found, lost := c.find(ctx, s)
		switch {
		case lost != nil:
			return s.insist && !retry.Unanswered(err)
		case len(found) > 0:
			s.ts = found[0] // the next attempt sees it
		}
		return true
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
