package discord

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

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
	has, err := a.client.permitted(ctx, &channel)
	if err != nil {
		return err
	}
	if names := lacking(has, thread); len(names) > 0 {
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotPermitted, Lacks: names}
	}
	return nil
}

// mayRead tells whether certdesk may read the messages of a place.
func (a *Adapter) mayRead(ctx context.Context, in bot.Place) (bool, error) {
	channel, err := a.client.channel(ctx, channelOf(in))
	if err != nil {
		return false, fmt.Errorf("asking about %s: %w", in.Key(), undelivered(in, err))
	}
	if channel.GuildID == "" {
		return true, nil // direct messages
	}
	has, err := a.client.permitted(ctx, &channel)
	return has&(discordgo.PermissionAdministrator|discordgo.PermissionReadMessageHistory) != 0, err
}
