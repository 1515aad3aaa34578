package slack

import (
	"context"
	"fmt"

	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// MayPost tells whether a post that nobody has asked for would arrive in a
// channel: nil if nothing is known to be in the way, a *bot.UndeliverableError
// if something is. Another error says that it is not known. A command may be
// typed where certdesk is not, and is answered there by its response_url; that
// says nothing of a post.
//
// conversations.info says it; where that scope is missing (channels:read), the
// history is asked for, which is open to members alone.
// https://docs.slack.dev/reference/methods/conversations.info
func (a *Adapter) MayPost(ctx context.Context, to bot.Place) error {
	var channel *api.Channel
	err := a.client.try(ctx, func(ctx context.Context) (err error) {
		channel, err = a.client.api.GetConversationInfoContext(ctx, &api.GetConversationInfoInput{ChannelID: to.Channel})
		return err
	}, always)
	if code(err) == "missing_scope" {
		err = a.client.try(ctx, func(ctx context.Context) error {
			_, err := a.client.api.GetConversationHistoryContext(ctx, &api.GetConversationHistoryParameters{ChannelID: to.Channel, Limit: 1})
			return err
		}, always)
	}
	if notTaken(err) { // which says nothing of a post
		return fmt.Errorf("asking about %s: %w", to.ChannelKey(), explain(err))
	}
	if err != nil {
		return fmt.Errorf("asking about %s: %w", to.ChannelKey(), undelivered(to, err))
	}
	barred := &bot.UndeliverableError{Place: to}
	switch {
	case channel == nil, channel.IsIM:
		return nil
	case channel.IsArchived:
		barred.Barrier = bot.Archived
	case !channel.IsMember:
		barred.Barrier = bot.NotMember
	case channel.IsReadOnly:
		barred.Barrier = bot.NotPermitted
	default:
		return nil
	}
	return barred
}
