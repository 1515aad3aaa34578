package discord

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/checks/cache"
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
	client *client
	guilds []string // none: all
	now    func() time.Time
	log    *slog.Logger
	known  *cache.Cache[string, bool] // by person: whether they are a member
}

const (
	maxMembers = 10_000
	// What Discord said of a member is good for memberFor, of a stranger for
	// strangerFor: who has just joined should not wait.
	memberFor   = 10 * time.Minute
	strangerFor = time.Minute
	// memberWithin bounds the questions for one person.
	memberWithin = 5 * time.Second
)

func newFence(c *client, guilds []string, now func() time.Time, log *slog.Logger) *fence {
	return &fence{client: c, guilds: guilds, now: now, log: log, known: cache.New[string, bool](maxMembers, now)}
}

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

// member tells whether somebody is in one of the servers that are served. Where Discord
// does not tell, he is not, and is asked for again the next time.
func (f *fence) member(ctx context.Context, user string) bool {
	if member, ok := f.known.Get(user); ok {
		return member
	}
	now := f.now()
	ctx, cancel := context.WithTimeout(ctx, memberWithin)
	defer cancel()
	told := true
	for _, guild := range f.guilds {
		// https://docs.discord.com/developers/resources/guild#get-guild-member
		err := f.client.rest.Do(ctx, rest.Call{
			Method: http.MethodGet, URL: discordgo.EndpointGuildMember(guild, user), Bucket: "GET " + discordgo.EndpointGuildMembers(guild), Again: rest.Always,
		}, nil)
		if err == nil {
			f.known.PutItem(user, cache.Item[bool]{Value: true, Until: now.Add(memberFor)})
			return true
		}
		if rest.StatusOf(err) != http.StatusNotFound {
			f.log.Warn("Discord does not tell whether somebody is a member", "error", explain(err), "guild", guild)
			told = false
		}
	}
	if told { // otherwise it is asked again the next time
		f.known.PutItem(user, cache.Item[bool]{Until: now.Add(strangerFor)})
	}
	return false
}
