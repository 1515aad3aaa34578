package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
	"certdesk/checks/say"
)

// api is a Discord of one function, which is asked for "GET gateway" and the like; the
// status 0 is a connection that breaks. It needs no network, so that time can be the
// test's own.
type api func(call string) (status int, body string)

func (a api) RoundTrip(q *http.Request) (*http.Response, error) {
	status, body := a(q.Method + " " + strings.TrimPrefix(q.URL.Path, "/api/v10/"))
	if status == 0 {
		return nil, errors.New("the connection was reset")
	}
	return &http.Response{StatusCode: status, Status: fmt.Sprint(status), Header: make(http.Header), Body: io.NopCloser(strings.NewReader(body)), Request: q}, nil
}

// inFrontOf is an adapter of such a Discord.
func inFrontOf(t *testing.T, a api, change ...func(*Config)) *Adapter {
	t.Helper()
	cfg := Config{
		Desk: noDesk{}, Token: "t", ApplicationID: "1", APIURL: "https://discord.example/api/v10",
		HTTP: &http.Client{Transport: a}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	for _, c := range change {
		c(&cfg)
	}
	adapter, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

// forServers are those for whose members an adapter works.
func forServers(guilds ...string) func(*Config) {
	return func(c *Config) { c.Guilds = guilds }
}

type noDesk struct{}

func (noDesk) Handle(context.Context, *bot.Request, bot.Respond) error { return nil }

// Sessions are begun where the gateway is and while there are enough left of the
// day's; only a token that is not taken ends the asking.
func TestAskingForTheGateway(t *testing.T) {
	gateway := func(shards, total, remaining int, reset time.Duration) string {
		return fmt.Sprintf(`{"url":"wss://gateway.example","shards":%d,"session_start_limit":{"total":%d,"remaining":%d,"reset_after":%d}}`, shards, total, remaining, reset.Milliseconds())
	}
	const first, day = time.Second, 24 * time.Hour
	for name, c := range map[string]struct {
		answers        []string // of gateway/bot, the last for ever; a number is a status
		other          string   // of gateway
		starts         int
		atLeast, under time.Duration
		shards         int
		fails          bool
	}{
		"enough":                    {[]string{gateway(1, 1000, 999, day)}, "", 0, 0, 1, 1, false},
		"the last":                  {[]string{gateway(1, 1000, 1, day)}, "", 0, 0, 1, 1, false},
		"one for each shard":        {[]string{gateway(3, 1000, 2, time.Hour), gateway(3, 1000, 3, day)}, "", 0, time.Hour, time.Hour + 1, 3, false},
		"one for one shard":         {[]string{gateway(3, 1000, 1, time.Hour)}, "", 1, 0, 1, 3, false},
		"none left, for an instant": {[]string{gateway(1, 1000, 0, 0), gateway(1, 1000, 1, 0)}, "", 0, first, first + 1, 1, false},
		"none left, for a year":     {[]string{gateway(1, 1000, 0, 365*day), gateway(1, 1000, 1, 0)}, "", 0, day, day + 1, 1, false},
		"no limit is told":          {[]string{`{"url":"wss://gateway.example","shards":1}`}, "", 0, 0, 1, 1, false},
		"no shards are told":        {[]string{gateway(0, 1000, 1000, day)}, "", 0, 0, 1, 1, false},
		"too many shards":           {[]string{gateway(maxShards+1, 1000, 1000, day)}, "", 0, 0, 1, maxShards, false},
		"told elsewhere":            {[]string{"404"}, `{"url":"wss://gateway.example"}`, 0, 0, 1, 1, false},
		"no address":                {[]string{`{"url":"https://gateway.example"}`, gateway(1, 1000, 1, 0)}, "", 0, first / 2, first + 1, 1, false},
		"failing at first":          {[]string{"403", gateway(1, 1000, 1, 0)}, "", 0, first / 2, first + 1, 1, false},
		"the token":                 {[]string{"401"}, "", 0, 0, 1, 1, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			a := inFrontOf(t, func(call string) (int, string) {
				if call == "GET gateway" {
					return http.StatusOK, c.other
				}
				said := c.answers[min(asked, len(c.answers)-1)]
				asked++
				var status int
				if n, _ := fmt.Sscan(said, &status); n == 1 {
					return status, "{}"
				}
				return http.StatusOK, said
			})
			began := time.Now()
			info, err := a.askGateway(t.Context(), c.starts)
			took := time.Since(began)
			if (err != nil) != c.fails || !c.fails && (info.Shards != c.shards || info.URL != "wss://gateway.example") || took < c.atLeast || took >= c.under {
				t.Errorf("%s: %+v, %v after %s", name, info, err, took)
			}
		})
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := inFrontOf(t, func(string) (int, string) { return http.StatusUnauthorized, "{}" }).askGateway(ended, 0); err != nil {
		t.Errorf("where the time is over: %v", err)
	}
}

// What a role or a channel gives and takes adds up as Discord adds it.
// https://docs.discord.com/developers/topics/permissions#permission-overwrites
func TestPermissionsAddUp(t *testing.T) {
	const view, send, admin = discordgo.PermissionViewChannel, discordgo.PermissionSendMessages, discordgo.PermissionAdministrator
	over := func(id string, allow, deny int64) *discordgo.PermissionOverwrite {
		return &discordgo.PermissionOverwrite{ID: id, Allow: allow, Deny: deny}
	}
	const everybody, mine, others, me = "9", "20", "21", "1"
	for name, c := range map[string]struct {
		all, role  int64
		overwrites []*discordgo.PermissionOverwrite
		want       int64
	}{
		"of everybody":                {view, 0, nil, view},
		"of a role":                   {view, send, nil, view | send},
		"of an administrator":         {0, admin, []*discordgo.PermissionOverwrite{over(everybody, 0, view)}, admin},
		"taken from everybody":        {view | send, 0, []*discordgo.PermissionOverwrite{over(everybody, 0, send)}, view},
		"given to everybody":          {view, 0, []*discordgo.PermissionOverwrite{over(everybody, send, 0)}, view | send},
		"given back to a role":        {view | send, 0, []*discordgo.PermissionOverwrite{over(mine, send, 0), over(everybody, 0, send)}, view | send},
		"taken from a role":           {view | send, 0, []*discordgo.PermissionOverwrite{over(mine, 0, send)}, view},
		"of another role":             {view, 0, []*discordgo.PermissionOverwrite{over(others, send, view)}, view},
		"given to certdesk":           {view, 0, []*discordgo.PermissionOverwrite{over(me, send, 0), over(mine, 0, send)}, view | send},
		"taken from certdesk":         {view | send, 0, []*discordgo.PermissionOverwrite{over(me, 0, send), over(mine, send, 0)}, view},
		"what nobody has taken stays": {view, 0, []*discordgo.PermissionOverwrite{over(everybody, 0, send)}, view},
	} {
		a := inFrontOf(t, func(call string) (int, string) {
			if call == "GET guilds/9/roles" {
				return http.StatusOK, fmt.Sprintf(`[{"id":"9","permissions":"%d"},{"id":"20","permissions":"%d"},{"id":"21","permissions":"%d"}]`, c.all, c.role, int64(admin))
			}
			return http.StatusOK, `{"roles":["20"]}`
		})
		if got, err := a.client.permissions(t.Context(), everybody, c.overwrites); err != nil || got != c.want {
			t.Errorf("%s: %b, %v, want %b", name, got, err, c.want)
		}
	}
}

// What Discord said of somebody is kept, longer of a member than of a stranger; what
// it did not say is asked again.
func TestMembersAreRemembered(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		keeps  time.Duration
	}{"a member": {http.StatusOK, memberFor}, "a stranger": {http.StatusNotFound, strangerFor}, "not told": {http.StatusForbidden, 0}} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			a := inFrontOf(t, func(string) (int, string) { asked++; return c.status, "{}" }, forServers("8", "9"))
			each := 2 // both servers
			if c.status == http.StatusOK {
				each = 1
			}
			ask := func(want int) {
				t.Helper()
				if got := a.handler.fence.stranger(t.Context(), "", "7", false); got != (c.status != http.StatusOK) || asked != want*each {
					t.Errorf("%s: a stranger %v after %d calls, want %d", name, got, asked, want*each)
				}
			}
			ask(1)
			if c.keeps > 0 {
				time.Sleep(c.keeps - 1)
				ask(1)
				time.Sleep(time.Nanosecond)
			}
			ask(2)
		})
	}
	f := newFence(nil, []string{"8"}, time.Now, nil)
	for _, c := range []struct {
		guild, user string
		group, want bool
	}{{"8", "7", false, false}, {"9", "7", false, true}, {"", "7", true, true}, {"", "", false, true}} {
		if got := f.stranger(t.Context(), c.guild, c.user, c.group); got != c.want {
			t.Errorf("%+v: a stranger %v", c, got)
		}
	}
}

// Which channel is above a thread is asked once, and again where nobody told.
func TestChannelsAreRemembered(t *testing.T) {
	for name, c := range map[string]struct {
		thread, above string
		calls         int // of two questions
		want          bot.Place
		parent        string
	}{
		"a channel":            {`{"id":"2","type":0}`, "", 1, bot.Place{Channel: "2"}, ""},
		"a thread":             {`{"id":"2","type":11,"parent_id":"3"}`, `{"id":"3","type":0}`, 2, bot.Place{Channel: "3", Thread: "2"}, "3"},
		"a forum's post":       {`{"id":"2","type":11,"parent_id":"3"}`, `{"id":"3","type":15}`, 2, bot.Place{Channel: "2"}, "3"},
		"media":                {`{"id":"2","type":11,"parent_id":"3"}`, `{"id":"3","type":16}`, 2, bot.Place{Channel: "2"}, "3"},
		"nothing is told":      {"", "", 2, bot.Place{Channel: "2"}, ""},
		"nothing of the above": {`{"id":"2","type":11,"parent_id":"3"}`, "", 4, bot.Place{Channel: "3", Thread: "2"}, "3"},
	} {
		calls := 0
		a := inFrontOf(t, func(call string) (int, string) {
			calls++
			said := map[string]string{"GET channels/2": c.thread, "GET channels/3": c.above}[call]
			if said == "" {
				return http.StatusNotFound, "{}"
			}
			return http.StatusOK, said
		})
		for range 2 {
			if got, parent := a.handler.channels.place(t.Context(), bot.Place{Channel: "2"}); got != c.want || parent != c.parent {
				t.Errorf("%s: %+v below %q", name, got, parent)
			}
		}
		if calls != c.calls {
			t.Errorf("%s: %d calls", name, calls)
		}
	}
}

// In which servers certdesk is, is asked where nobody has said for whom it works.
func TestServersAreTold(t *testing.T) {
	for _, guilds := range [][]string{nil, {"9"}} {
		var asked []string
		a := inFrontOf(t, func(call string) (int, string) {
			asked = append(asked, call)
			if call == "GET applications/@me" {
				return http.StatusOK, `{"bot_public":true}`
			}
			return http.StatusOK, `[{"id":"9","name":"Helpdesk"}]`
		}, forServers(guilds...))
		a.tellGuilds(t.Context())
		warned := len(a.Warnings(t.Context()))
		if all := guilds == nil; (len(asked) == 2) != all || (warned == 1) != all || len(asked)%2 != 0 {
			t.Errorf("for %v: asked %q, warned %d times", guilds, asked, warned)
		}
	}
	for body, warned := range map[string]int{`{"bot_public":true}`: 1, `{"bot_public":false}`: 0, ``: 0} {
		status := http.StatusOK
		if body == "" {
			status = http.StatusForbidden
		}
		if got := inFrontOf(t, func(string) (int, string) { return status, body }).Warnings(t.Context()); len(got) != warned {
			t.Errorf("%q: %q", body, got)
		}
	}
}

// Commands are told in a language only where they are called otherwise there.
func TestCommandsInLanguages(t *testing.T) {
	inGerman := func(language string, t say.Text) say.Text {
		if language == "de" {
			return say.Literal("auf Deutsch: " + t.String())
		}
		return t
	}
	got := inLanguages(inGerman, say.Literal("Check a server"))
	if len(got) != 1 || got[discordgo.German] != "auf Deutsch: Check a server" {
		t.Errorf("%v", got)
	}
}

// Which of those who are mentioned are roles is asked where somebody is, and in a
// server alone; where Discord does not tell, they are people.
func TestRolesAmongThoseMentioned(t *testing.T) {
	mentioned := []bot.Item{{Text: say.Literal("x")}, {Mentioned: &bot.Mentions{{Kind: bot.MentionPerson, ID: "20"}, {Kind: bot.MentionPerson, ID: "7"}, {Kind: bot.MentionChannel, ID: "20"}}}, {Mentioned: &bot.Mentions{}}}
	for name, c := range map[string]struct {
		guild string
		items []bot.Item
		fails bool
		asked int
		first bot.MentionKind
	}{
		"a role":             {"9", mentioned, false, 1, bot.MentionGroup},
		"nobody tells":       {"9", mentioned, true, 1, bot.MentionPerson},
		"without a server":   {"", mentioned, false, 0, bot.MentionPerson},
		"nobody is":          {"9", mentioned[:1], false, 0, ""},
		"nothing is said":    {"9", nil, false, 0, ""},
		"an empty list only": {"9", mentioned[2:], false, 1, ""},
	} {
		asked := 0
		a := inFrontOf(t, func(string) (int, string) {
			if asked++; c.fails {
				return http.StatusForbidden, "{}"
			}
			return http.StatusOK, `[{"id":"9"},{"id":"20"}]`
		})
		r := bot.Reply{Items: c.items}
		a.client.roleNames(t.Context(), c.guild, &r)
		if asked != c.asked {
			t.Errorf("%s: asked %d times", name, asked)
		}
		if c.first == "" {
			continue
		}
		if got := *r.Items[1].Mentioned; len(got) != 3 || got[0].Kind != c.first || got[1].Kind != bot.MentionPerson || got[2].Kind != bot.MentionChannel {
			t.Errorf("%s: %+v", name, got)
		}
		if (*mentioned[1].Mentioned)[0].Kind != bot.MentionPerson {
			t.Errorf("%s: the reply itself was changed", name)
		}
	}
}
