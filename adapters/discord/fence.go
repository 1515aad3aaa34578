package discord

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/adapters/plaintext"
)

// fence tells strangers from those for whom certdesk works: members of the
// guilds that are named (DISCORD_GUILDS). An application on Discord is public
// unless somebody switches that off, so that anybody may invite it to a server
// of their own; and whoever shares no server with it may still write to it.
// Where no guild is named, nobody is a stranger.
//
// Direct messages name no guild. There Discord is asked whether the person is a
// member of one that is named; what it says is kept for a while. A conversation
// of several people without a guild (a group) is nobody's, and refused.
type fence struct {
	a      *Adapter
	guilds []string

	mu    sync.Mutex
	known map[string]membership // by person
}

type membership struct {
	member bool
	until  time.Time
}

const (
	mostMembers = 10_000
	// What Discord said of a member is good for memberFor, of a stranger for
	// strangerFor: who has just joined should not wait.
	memberFor   = 10 * time.Minute
	strangerFor = time.Minute
	// memberWithin bounds the questions for one person.
	memberWithin = 5 * time.Second
)

func newFence(a *Adapter, guilds []string) *fence {
	return &fence{a: a, guilds: guilds, known: make(map[string]membership)}
}

// contextDirect is where an interaction was begun: alone with certdesk.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types
const contextDirect = 1

// stranger tells whether whoever asks is none of those for whom certdesk works.
// Without a guild they are alone with it (direct) or in a group. Where Discord
// does not tell in time, they are strangers for now.
func (f *fence) stranger(ctx context.Context, guild, user string, group bool) bool {
	switch {
	case len(f.guilds) == 0:
		return false
	case guild != "":
		return !slices.Contains(f.guilds, guild)
	case group || user == "":
		return true
	}
	return !f.member(ctx, user)
}

func (f *fence) member(ctx context.Context, user string) bool {
	now := f.a.Now()
	f.mu.Lock()
	k, ok := f.known[user]
	f.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.member
	}
	ctx, cancel := context.WithTimeout(ctx, memberWithin)
	defer cancel()
	k = membership{until: now.Add(strangerFor)}
	for _, guild := range f.guilds {
		// https://docs.discord.com/developers/resources/guild#get-guild-member
		err := f.a.client.Do(ctx, rest.Call{
			Method: http.MethodGet, URL: discordgo.EndpointGuildMember(guild, user), Bucket: "GET " + discordgo.EndpointGuildMembers(guild), Again: rest.Always,
		}, nil)
		if err == nil {
			k = membership{member: true, until: now.Add(memberFor)}
			break
		}
		if rest.StatusOf(err) != http.StatusNotFound {
			f.a.Log.Warn("Discord does not tell whether somebody is a member", "error", explain(err), "guild", guild)
			k.until = now // asked again the next time
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.known) >= mostMembers {
		clear(f.known)
	}
	f.known[user] = k
	return k.member
}

// tellGuilds logs where certdesk is, where nobody has said for whom it works.
func (a *Adapter) tellGuilds(ctx context.Context) {
	if len(a.fence.guilds) > 0 {
		return
	}
	var all []discordgo.UserGuild
	// https://docs.discord.com/developers/resources/user#get-current-user-guilds
	err := a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointUserGuilds("@me"), Again: rest.Always}, &all)
	if err != nil {
		if ctx.Err() == nil {
			a.Log.Info("Discord does not tell in which servers certdesk is", "error", explain(err))
		}
		return
	}
	a.Log.Info("no DISCORD_GUILDS is set: certdesk answers in every server that it is in", "servers", len(all))
	for _, g := range all {
		a.Log.Info("certdesk is in a server", "guild", plaintext.Short(g.ID, 40), "name", plaintext.Short(g.Name, 100))
	}
}

// Warnings are what the operator should know that keeps nothing from working,
// as sentences. ctx bounds the question to Discord, whose failure Check tells.
func (a *Adapter) Warnings(ctx context.Context) []string {
	if len(a.fence.guilds) > 0 {
		return nil
	}
	var me struct {
		Public bool `json:"bot_public"`
	}
	// https://docs.discord.com/developers/resources/application#application-object
	err := a.client.Do(ctx, rest.Call{Method: http.MethodGet, URL: discordgo.EndpointApplication("@me")}, &me)
	if err != nil || !me.Public {
		return nil
	}
	return []string{"Anybody may invite this Discord application to a server of their own, and ask from there. " +
		"Set DISCORD_GUILDS to the ids of your servers. In the Developer Portal, set Install Link to None (Installation), and switch off Public Bot (Bot)."}
}
