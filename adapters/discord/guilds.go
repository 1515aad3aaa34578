package discord

import (
	"context"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/plaintext"
)

// tellGuilds logs the servers that certdesk is in, if no setting says for which of them
// it works (DISCORD_GUILDS).
func (a *Adapter) tellGuilds(ctx context.Context) {
	if len(a.handler.fence.guilds) > 0 {
		return
	}
	var all []discordgo.UserGuild
	// https://docs.discord.com/developers/resources/user#get-current-user-guilds
	err := a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointUserGuilds("@me"), Again: rest.Always}, &all)
	if err != nil {
		if ctx.Err() == nil {
			a.log.Info("Discord does not tell in which servers certdesk is", "error", explain(err))
		}
		return
	}
	a.log.Info("no DISCORD_GUILDS is set: certdesk answers in every server that it is in", "servers", len(all))
	for _, g := range all {
		a.log.Info("certdesk is in a server", "guild", plaintext.Short(g.ID, 40), "name", plaintext.Short(g.Name, 100))
	}
}

// Warnings are what the operator should know that keeps nothing from working,
// as sentences. ctx bounds the question to Discord, whose failure Check tells.
func (a *Adapter) Warnings(ctx context.Context) []string {
	if len(a.handler.fence.guilds) > 0 {
		return nil
	}
	var me struct {
		Public bool `json:"bot_public"`
	}
	// https://docs.discord.com/developers/resources/application#application-object
	err := a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointApplication("@me")}, &me)
	if err != nil || !me.Public {
		return nil
	}
	return []string{"Anybody may invite this Discord application to a server of their own, and ask from there. " +
		"Set DISCORD_GUILDS to the ids of your servers. In the Developer Portal, set Install Link to None (Installation), and switch off Public Bot (Bot)."}
}
