package discord

import (
	"context"
	"fmt"

	"certdesk/bot"
)

// MayPost tells whether a post that nobody has asked for would arrive in a
// place: nil if nothing is known to be in the way, a *bot.UndeliverableError if
// something is. Another error says that it is not known.
func (a *Adapter) MayPost(ctx context.Context, to bot.Place) error {
	channel, err := a.client.channel(ctx, channelOf(to))
	if err != nil {
		return fmt.Errorf("asking about %s: %w", to.Key(), undelivered(to, err))
	}
	thread := isThread(int(channel.Type))
	switch {
	case holdsNone(channel.Type):
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotForMessages}
	case thread && channel.ThreadMetadata != nil && channel.ThreadMetadata.Locked:
		return &bot.UndeliverableError{Place: to, Barrier: bot.Archived}
	case channel.GuildID == "":
		return nil // direct messages
	}
	above := channel
	if thread { // it has its permissions from the channel above
		if above, err = a.client.channel(ctx, channel.ParentID); err != nil {
			return fmt.Errorf("asking about the channel above %s: %w", to.Key(), explain(err))
		}
	}
	has, err := a.client.permissions(ctx, channel.GuildID, above.PermissionOverwrites)
	if err != nil {
		return err
	}
	if names := lacking(has, thread); len(names) > 0 {
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotPermitted, Lacks: names}
	}
	return nil
}
