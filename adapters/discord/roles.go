package discord

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// rolesWithin bounds the question which ids are roles.
const rolesWithin = 3 * time.Second

// roleNames tells roles from people among those that a reply mentions: an admin
// is either, and an id does not say which. Where Discord does not tell in time,
// they are taken for people.
func (c *client) roleNames(ctx context.Context, guild string, r *bot.Reply) {
	if guild == "" || !slices.ContainsFunc(r.Items, func(i bot.Item) bool { return i.Mentioned != nil }) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, rolesWithin)
	defer cancel()
	var roles []discordgo.Role
	if err := c.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointGuildRoles(guild), Again: rest.Always}, &roles); err != nil {
		c.log.Info("Discord does not tell which roles there are", "error", explain(err), "guild", guild)
		return
	}
	r.Items = slices.Clone(r.Items)
	for i := range r.Items {
		var all bot.Mentions
		for _, m := range r.Items[i].Mentions() {
			if m.Kind == bot.MentionPerson && slices.ContainsFunc(roles, func(o discordgo.Role) bool { return o.ID == m.ID }) {
				m.Kind = bot.MentionGroup
			}
			all = append(all, m)
		}
		if all != nil {
			r.Items[i].Mentioned = &all
		}
	}
}
