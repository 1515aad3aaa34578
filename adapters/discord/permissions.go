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

// permitted are certdesk's own permissions in a channel of a guild. A thread has them from
// the channel above.
func (c *client) permitted(ctx context.Context, channel *discordgo.Channel) (int64, error) {
	overwrites := channel.PermissionOverwrites
	if isThread(int(channel.Type)) {
		above, err := c.channel(ctx, channel.ParentID)
		if err != nil {
			return 0, fmt.Errorf("asking about the channel above %s: %w", channel.ID, explain(err))
		}
		overwrites = above.PermissionOverwrites
	}
	return c.permissions(ctx, channel.GuildID, overwrites)
}

// permissions are certdesk's own in a channel with these overwrites.
// https://docs.discord.com/developers/topics/permissions#permission-overwrites
func (c *client) permissions(ctx context.Context, guild string, overwrites []*discordgo.PermissionOverwrite) (int64, error) {
	var roles []discordgo.Role
	var own struct {
		Roles []string `json:"roles"`
	}
	for _, q := range []struct {
		url string
		out any
	}{
		{discordgo.EndpointGuildRoles(guild), &roles},
		{discordgo.EndpointGuildMember(guild, c.application), &own}, // the bot has its application's id
	} {
		if err := c.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: q.url, Again: rest.Always}, q.out); err != nil {
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
		case o.ID == c.application:
			allowMe, denyMe = o.Allow, o.Deny
		case mine[o.ID]:
			allow, deny = allow|o.Allow, deny|o.Deny
		}
	}
	return (has&^deny|allow)&^denyMe | allowMe, nil
}
