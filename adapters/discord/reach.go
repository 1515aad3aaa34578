package discord

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// needed are the permissions without which an alert does not arrive in a
// channel, and what Discord calls them in its settings. In a thread it is
// Send Messages in Threads instead of Send Messages.
// https://docs.discord.com/developers/topics/permissions
var needed = []struct {
	bit              int64
	name             string
	channel, threads bool
}{
	{discordgo.PermissionViewChannel, "View Channel", true, true},
	{discordgo.PermissionSendMessages, "Send Messages", true, false},
	{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads", false, true},
}

// lacking are the names of the permissions that are missing.
func lacking(has int64, thread bool) (names []string) {
	if has&discordgo.PermissionAdministrator != 0 {
		return nil
	}
	for _, n := range needed {
		if (thread && n.threads || !thread && n.channel) && has&n.bit == 0 {
			names = append(names, n.name)
		}
	}
	return names
}

// barrier is why an alert would not arrive where an interaction happens, as far
// as the interaction tells (app_permissions); nil if nothing is in the way.
// Alerts go where the place says: to a thread only where that is a forum's post.
func (in *interaction) barrier(place bot.Place) *bot.UndeliverableError {
	has, err := strconv.ParseInt(in.Permissions, 10, 64)
	if err != nil || in.GuildID == "" {
		return nil
	}
	thread := isThread(in.Channel.Type)
	names := lacking(has, thread && place.Thread == "")
	if thread && place.Thread != "" {
		// The permissions are those of the channel above; what its threads need
		// besides does not matter.
		names = lacking(has, false)
	}
	if len(names) == 0 {
		return nil
	}
	return &bot.UndeliverableError{Place: place, Barrier: bot.NotPermitted, Lacks: names}
}

// Types of channels that hold no messages.
// https://docs.discord.com/developers/resources/channel#channel-object-channel-types
func holdsNone(kind discordgo.ChannelType) bool {
	switch kind {
	case discordgo.ChannelTypeGuildCategory, discordgo.ChannelTypeGuildDirectory, discordgo.ChannelTypeGuildForum, discordgo.ChannelTypeGuildMedia:
		return true
	}
	return false
}

// MayPost tells whether a post that nobody has asked for would arrive in a
// place: nil if nothing is known to be in the way, a *bot.UndeliverableError if
// something is. Another error says that it is not known.
func (a *Adapter) MayPost(ctx context.Context, to bot.Place) error {
	channel, err := a.channels.ask(ctx, channelOf(to))
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
		if above, err = a.channels.ask(ctx, channel.ParentID); err != nil {
			return fmt.Errorf("asking about the channel above %s: %w", to.Key(), explain(err))
		}
	}
	has, err := a.permissions(ctx, channel.GuildID, above.PermissionOverwrites)
	if err != nil {
		return err
	}
	if names := lacking(has, thread); len(names) > 0 {
		return &bot.UndeliverableError{Place: to, Barrier: bot.NotPermitted, Lacks: names}
	}
	return nil
}

// permissions are certdesk's own in a channel with these overwrites.
// https://docs.discord.com/developers/topics/permissions#permission-overwrites
func (a *Adapter) permissions(ctx context.Context, guild string, overwrites []*discordgo.PermissionOverwrite) (int64, error) {
	var roles []discordgo.Role
	var own struct {
		Roles []string `json:"roles"`
	}
	for _, q := range []struct {
		url string
		out any
	}{
		{discordgo.EndpointGuildRoles(guild), &roles},
		{discordgo.EndpointGuildMember(guild, a.ApplicationID), &own}, // the bot has its application's id
	} {
		if err := a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: q.url, Again: rest.Always}, q.out); err != nil {
			return 0, fmt.Errorf("asking for certdesk's own permissions: %w", explain(err))
		}
	}
	mine := map[string]bool{guild: true} // @everyone has the guild's id
	for _, id := range own.Roles {
		mine[id] = true
	}
	var has int64
	for _, r := range roles {
		if mine[r.ID] {
			has |= r.Permissions
		}
	}
	if has&discordgo.PermissionAdministrator != 0 {
		return has, nil
	}
	var allow, deny, allowMe, denyMe int64
	for _, o := range overwrites {
		switch {
		case o.ID == guild:
			has = has&^o.Deny | o.Allow
		case o.ID == a.ApplicationID:
			allowMe, denyMe = o.Allow, o.Deny
		case mine[o.ID]:
			allow, deny = allow|o.Allow, deny|o.Deny
		}
	}
	return (has&^deny|allow)&^denyMe | allowMe, nil
}
