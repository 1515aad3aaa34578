package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/adaptertest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// failing suggests nothing.
type failing struct{}

func (failing) Suggest(context.Context, bot.Place, string) ([]bot.Suggestion, error) {
	return nil, errors.New("the store is away")
}

// What goes wrong beside an answer stands in the log, in one line; what goes well does
// not.
func TestWhatTheOperatorReads(t *testing.T) {
	const (
		callback, original, channel, guilds = "POST interactions/4/tok/callback", "webhooks/1/tok/messages/@original", "POST channels/2/messages", "GET users/@me/guilds"
		lost, kept                          = "an answer did not reach Discord", "a first word could not be taken back"
	)
	h := say.Literal("h")
	said, mine, working := bot.Reply{Headline: h}, bot.Reply{Headline: h, Audience: bot.Asker}, bot.Reply{Headline: h, Working: true}
	command := func(a *Adapter) {
		a.handler.takeRaw([]byte(`{"id":"4","token":"tok","type":2,"guild_id":"8","channel_id":"2","member":{"user":{"id":"7"}},"data":{"type":1,"name":"certcheck"}}`))
		a.handler.underWay.Wait()
		a.handler.refusals.Wait()
	}
	busy := func(a *Adapter) {
		a.MakeRoom(0)
		command(a)
	}
	message := func(a *Adapter) {
		a.handler.takeMessage([]byte(`{"id":"5","channel_id":"2","guild_id":"8","content":"<@1> help","author":{"id":"7"}}`), "1", false)
		a.handler.underWay.Wait()
	}
	typing := func(a *Adapter) {
		a.handler.takeRaw([]byte(`{"id":"4","token":"tok","type":4,"channel_id":"2","data":{"type":1,"name":"certcheck","options":[{"name":"target","type":3,"value":"i","focused":true}]}}`))
		a.handler.underWay.Wait()
	}
	tell := func(a *Adapter) { a.tellGuilds(context.Background()) }
	ended := func(a *Adapter) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		a.tellGuilds(ctx)
	}
	event := func(kind string) func(a *Adapter) {
		return func(a *Adapter) {
			s := &session{log: a.log} // without what takes messages
			s.dispatch(&discordgo.Event{Type: kind, RawData: []byte(`{"id":"5","author":{"id":"7"},"channel_id":"2","guild_id":"8"}`)})
		}
	}
	for name, c := range map[string]struct {
		do      func(a *Adapter)
		replies adaptertest.Answering
		refuse  string // the calls that Discord refuses
		code    int
		want    []string
	}{
		"a command":                          {do: command, replies: adaptertest.Answering{said}},
		"its answer is refused":              {do: command, replies: adaptertest.Answering{said}, refuse: "PATCH " + original, want: []string{"an answer goes to the direct messages"}},
		"its answer is taken as text":        {do: command, replies: adaptertest.Answering{said}, refuse: "PATCH " + original, code: 50035, want: []string{"Discord refused the components of an answer"}},
		"nobody takes an acknowledgement":    {do: command, replies: adaptertest.Answering{said}, refuse: callback, want: []string{"an interaction could not be acknowledged"}},
		"a first word for all, before mine":  {do: command, replies: adaptertest.Answering{working, mine}},
		"which stays":                        {do: command, replies: adaptertest.Answering{working, mine}, refuse: "DELETE " + original, want: []string{kept}},
		"which is gone":                      {do: command, replies: adaptertest.Answering{working, mine}, refuse: "DELETE " + original, code: 10015},
		"a second first word":                {do: command, replies: adaptertest.Answering{said, working, said}},
		"a second that stays":                {do: command, replies: adaptertest.Answering{said, working, said}, refuse: "DELETE webhooks/1/tok/messages/9", want: []string{kept}},
		"no room":                            {do: busy},
		"no room, and nobody hears it":       {do: busy, refuse: callback, want: []string{"a refusal did not reach Discord"}},
		"a message":                          {do: message, replies: adaptertest.Answering{said}},
		"its answer did not arrive":          {do: message, replies: adaptertest.Answering{said}, refuse: channel, want: []string{"an answer goes to the direct messages"}},
		"its answer is refused in each form": {do: message, replies: adaptertest.Answering{said}, refuse: channel, code: 50035, want: []string{"Discord refused the components of an answer", "Discord refused the components of an answer", lost}},
		"suggestions":                        {do: typing, want: []string{"nothing could be suggested"}},
		"which do not arrive":                {do: typing, refuse: callback, want: []string{"nothing could be suggested", "suggestions did not reach Discord"}},
		"the servers":                        {do: tell},
		"the servers are not told":           {do: tell, refuse: guilds, want: []string{"Discord does not tell in which servers certdesk is"}},
		"the servers, when the time is over": {do: ended, refuse: guilds},
		"the commands":                       {do: func(a *Adapter) { _ = a.Register(context.Background()) }},
		"the commands, servers are not told": {do: func(a *Adapter) { _ = a.Register(context.Background()) }, refuse: guilds, want: []string{"Discord does not tell in which servers certdesk is"}},
		"an event":                           {do: event("TYPING_START")},
		"an event that cannot be taken":      {do: event("MESSAGE_CREATE"), want: []string{"an event of Discord ended in a panic"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			journal := new(adaptertest.Journal)
			a := inFrontOf(t, func(call string) (int, string) {
				switch {
				case call == c.refuse:
					return http.StatusForbidden, fmt.Sprintf(`{"code":%d}`, c.code)
				case strings.HasSuffix(call, "/guilds"), strings.HasSuffix(call, "/commands"):
					return http.StatusOK, "[]"
				}
				return http.StatusOK, `{"id":"9"}`
			}, func(cfg *Config) { cfg.Log, cfg.Desk, cfg.Suggest = slog.New(journal), c.replies, failing{} })
			c.do(a)
			got := slices.DeleteFunc(journal.Said(), func(s string) bool {
				return strings.HasPrefix(s, "no DISCORD_GUILDS") || strings.HasPrefix(s, "an interaction is refused") || s == "Discord knows the commands"
			})
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		})
	}
}
