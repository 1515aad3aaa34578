package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/retry"
)

// Register tells Discord what can be typed, where it does not know already: all
// commands at once, so that those that are gone go. They stand in one place, in
// the server of DISCORD_GUILD_ID or in all; those of any other place, left from
// another setting, are taken away, for Discord would show both.
func (a *Adapter) Register(ctx context.Context) error {
	want, err := a.wanted(ctx)
	if err != nil {
		return err
	}
	if err := a.overwrite(ctx, a.guild, want); err != nil {
		return err
	}
	for _, other := range a.otherPlaces(ctx) {
		err := a.overwrite(ctx, other, nil)
		if status := rest.StatusOf(err); status >= 400 && status < 500 && status != http.StatusUnauthorized {
			continue // certdesk was invited to that server without the right to make commands
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// wanted are the commands for the place in which they are to stand. Where that
// is all servers, Discord is told where else: in direct messages, and where the
// application may be installed by people (Installation in the Developer Portal)
// wherever those are. With named servers (see fence) that would be refused, and
// is not offered.
func (a *Adapter) wanted(ctx context.Context) ([]*discordgo.ApplicationCommand, error) {
	all := commands(a.handler.word)
	if a.guild != "" {
		return all, nil // what a server has is its own
	}
	types := []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	contexts := []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	if len(a.handler.fence.guilds) == 0 {
		var me struct {
			Installable map[int]json.RawMessage `json:"integration_types_config"`
		}
		err := a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointApplication("@me"), Again: rest.Always}, &me)
		if err != nil {
			return nil, fmt.Errorf("asking Discord who may install certdesk: %w", explain(err))
		}
		if _, ok := me.Installable[int(discordgo.ApplicationIntegrationUserInstall)]; ok {
			types = append(types, discordgo.ApplicationIntegrationUserInstall)
			contexts = append(contexts, discordgo.InteractionContextPrivateChannel)
		}
	}
	for _, c := range all {
		c.IntegrationTypes, c.Contexts = &types, &contexts
	}
	return all, nil
}

// otherPlaces are those in which commands may be left: all servers together
// (""), and those that certdesk is in. They are tidied as far as Discord tells.
func (a *Adapter) otherPlaces(ctx context.Context) []string {
	var in []discordgo.UserGuild
	err := a.client.rest.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointUserGuilds("@me"), Again: rest.Always}, &in)
	if err != nil {
		a.log.Info("Discord does not tell in which servers certdesk is", "error", explain(err))
	}
	places := []string{""}
	for _, g := range in {
		places = append(places, g.ID)
	}
	return slices.DeleteFunc(places, func(id string) bool { return id == a.guild })
}

// overwrite makes these the commands of a server, or ("") of all together.
func (a *Adapter) overwrite(ctx context.Context, guild string, want []*discordgo.ApplicationCommand) error {
	var have []*discordgo.ApplicationCommand
	err := a.client.rest.Try(ctx, nil, "GET commands "+guild, rest.Always, func(s *discordgo.Session, _ *rest.Limits, options ...discordgo.RequestOption) (err error) {
		have, err = s.ApplicationCommands(a.client.application, guild, options...)
		return err
	})
	switch status := rest.StatusOf(err); {
	case err == nil && same(want, have):
		return nil
	case status == http.StatusUnauthorized, err != nil && status == 0, err != nil && want == nil:
		return fmt.Errorf("reading the commands that Discord knows: %w", explain(err))
	}
	want = append([]*discordgo.ApplicationCommand{}, want...) // nil would be sent as null, and Discord wants a list
	err = a.client.rest.Try(ctx, nil, "PUT commands "+guild, rest.Always, func(s *discordgo.Session, _ *rest.Limits, options ...discordgo.RequestOption) error {
		_, err := s.ApplicationCommandBulkOverwrite(a.client.application, guild, want, options...)
		return err
	})
	if err != nil {
		return fmt.Errorf("telling Discord the commands: %w", explain(err))
	}
	a.log.Info("Discord knows the commands", "guild", guild, "commands", len(want))
	return nil
}

// same compares commands, in whatever order they stand.
func same(a, b []*discordgo.ApplicationCommand) bool { return slices.Equal(written(a), written(b)) }

// written are commands as text, without what Discord adds.
func written(commands []*discordgo.ApplicationCommand) []string {
	var out []string
	for _, c := range commands {
		plain := *c
		plain.ID, plain.ApplicationID, plain.GuildID, plain.Version = "", "", "", ""
		plain.DefaultPermission, plain.DefaultMemberPermissions, plain.NSFW = nil, nil, nil
		//lint:ignore SA1019 Discord still sends it
		plain.DMPermission = nil
		if c.GuildID != "" { // it says nothing there
			plain.Contexts, plain.IntegrationTypes = nil, nil
		}
		text, err := json.Marshal(plain)
		if err != nil {
			panic("a command is plain data: " + err.Error())
		}
		out = append(out, string(text))
	}
	slices.Sort(out)
	return out
}

// keepRegistering registers until that is done. Only a token that Discord
// refuses ends it.
func (a *Adapter) keepRegistering(ctx context.Context) error {
	err := retry.Do(ctx, retry.Policy{First: firstWait, Max: maxRegisterWait, Waiting: func(err error, wait time.Duration) {
		a.log.Warn("the commands were not registered yet", "error", err, "again_in", wait)
	}}, a.Register, func(err error) retry.Next {
		if status := rest.StatusOf(err); status >= 400 && status < 500 {
			return retry.Stop()
		}
		return retry.Again()
	})
	switch {
	case err == nil || ctx.Err() != nil:
		return nil
	case rest.StatusOf(err) == http.StatusUnauthorized:
		return err
	}
	a.log.Error("the commands were not registered", "error", err)
	return nil
}

// maxRegisterWait bounds the wait between two attempts.
const maxRegisterWait = 10 * time.Minute
