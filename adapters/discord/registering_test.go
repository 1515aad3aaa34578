package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"certdesk/bot"
)

// Commands are registered until that is done. Only a token that is not taken ends
// certdesk; what else is refused is left.
func TestRegisteringGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		answers []int // to the question who may install certdesk, the last for ever
		calls   int
		fails   bool
	}{
		"well":                  {[]int{200}, 1, false},
		"the token":             {[]int{401}, 1, true},
		"refused":               {[]int{403}, 1, false},
		"as the last of those":  {[]int{499}, 1, false},
		"as the first of those": {[]int{400}, 1, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			calls := 0
			a := inFrontOf(t, func(call string) (int, string) {
				switch call {
				case "GET applications/@me":
					calls++
					return c.answers[min(calls, len(c.answers))-1], "{}"
				case "GET users/@me/guilds":
					return http.StatusOK, "[]"
				}
				return http.StatusOK, "[]"
			})
			if err := a.keepRegistering(t.Context()); (err != nil) != c.fails || calls != c.calls {
				t.Errorf("%s: %v after %d calls", name, err, calls)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // what fails is tried again, even where that takes long
		calls := 0
		a := inFrontOf(t, func(call string) (int, string) {
			if call == "GET applications/@me" {
				if calls++; calls < 20 {
					return http.StatusInternalServerError, "{}"
				}
				return http.StatusOK, "{}"
			}
			return http.StatusOK, "[]"
		})
		if err := a.keepRegistering(t.Context()); err != nil || calls != 20 {
			t.Errorf("%v after %d calls", err, calls)
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if err := inFrontOf(t, func(string) (int, string) { return http.StatusUnauthorized, "{}" }).keepRegistering(ended); err != nil {
			t.Errorf("where the time is over: %v", err)
		}
	})
}

// Commands that are left in other places are taken away; where certdesk may not do
// that, there are none.
func TestCommandsOfOtherPlaces(t *testing.T) {
	for status, fails := range map[int]bool{200: false, 400: false, 403: false, 499: false, 401: true, 500: true} {
		synctest.Test(t, func(t *testing.T) {
			var cleared []string
			a := inFrontOf(t, func(call string) (int, string) {
				switch {
				case call == "GET users/@me/guilds":
					return http.StatusOK, `[{"id":"8"},{"id":"9"}]`
				case strings.HasPrefix(call, "GET applications/1/guilds/"):
					if status != http.StatusOK {
						return status, "{}"
					}
					return http.StatusOK, `[{"id":"5","name":"old","type":1,"description":"d"}]`
				case strings.HasPrefix(call, "PUT applications/1/guilds/"):
					cleared = append(cleared, call)
				case call == "GET applications/@me":
					return http.StatusOK, "{}"
				}
				return http.StatusOK, "[]"
			})
			if err := a.Register(t.Context()); (err != nil) != fails || (len(cleared) == 2) != (status == http.StatusOK) {
				t.Errorf("status %d: %v, cleared %q", status, err, cleared)
			}
		})
	}
}

// Where Discord does not tell which commands there are, they are told it all the same;
// where it is out of reach, later.
func TestCommandsThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		status     int
		puts       int
		fails, has bool // has: what is there already is what should be
	}{
		"refused":      {http.StatusForbidden, 1, false, false},
		"the token":    {http.StatusUnauthorized, 0, true, false},
		"out of reach": {0, 0, true, false},
		"none":         {http.StatusOK, 1, false, false},
		"all":          {http.StatusOK, 0, false, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			puts := 0
			var a *Adapter
			a = inFrontOf(t, func(call string) (int, string) {
				switch call {
				case "GET applications/1/commands":
					return http.StatusOK, "[]" // of all servers together
				case "GET applications/1/guilds/8/commands":
					if c.has {
						all, err := json.Marshal(commands(a.handler.word))
						if err != nil {
							t.Error(err)
						}
						return c.status, string(all)
					}
					return c.status, "[]"
				case "PUT applications/1/guilds/8/commands":
					puts++
				}
				return http.StatusOK, "[]"
			}, func(c *Config) { c.GuildID = "8" })
			if err := a.Register(t.Context()); (err != nil) != c.fails || puts != c.puts {
				t.Errorf("%s: %v after telling them %d times", name, err, puts)
			}
		})
	}
}

// Commands are the same whatever Discord adds; where they can be used is a change, but
// in a server of their own, where Discord says nothing of it.
func TestSameCommands(t *testing.T) {
	guild, personal := []discordgo.InteractionContextType{discordgo.InteractionContextGuild}, []discordgo.InteractionContextType{discordgo.InteractionContextPrivateChannel}
	command := func(change func(*discordgo.ApplicationCommand)) []*discordgo.ApplicationCommand {
		c := &discordgo.ApplicationCommand{Name: "certcheck", Description: "d", Contexts: &guild}
		change(c)
		return []*discordgo.ApplicationCommand{c}
	}
	want := command(func(*discordgo.ApplicationCommand) {})
	for name, c := range map[string]struct {
		have []*discordgo.ApplicationCommand
		same bool
	}{
		"as told":                 {command(func(c *discordgo.ApplicationCommand) { c.ID, c.ApplicationID, c.Version = "5", "1", "7" }), true},
		"another text":            {command(func(c *discordgo.ApplicationCommand) { c.Description = "e" }), false},
		"elsewhere":               {command(func(c *discordgo.ApplicationCommand) { c.Contexts = &personal }), false},
		"nowhere told":            {command(func(c *discordgo.ApplicationCommand) { c.Contexts = nil }), false},
		"more":                    {append(want, want...), false},
		"none":                    {nil, false},
		"of a server, not as was": {command(func(c *discordgo.ApplicationCommand) { c.GuildID = "8" }), false},
	} {
		if got := same(want, c.have); got != c.same {
			t.Errorf("%s: the same %v", name, got)
		}
	}
	bare := command(func(c *discordgo.ApplicationCommand) { c.Contexts = nil })
	if !same(bare, command(func(c *discordgo.ApplicationCommand) { c.GuildID, c.Contexts = "8", &guild })) {
		t.Error("what a server's own commands say of where they are is a change")
	}
}

// A command is acknowledged at once, a press when it takes long, and neither twice.
func TestMomentsOfTheDesk(t *testing.T) {
	for name, c := range map[string]struct {
		q      bot.Request
		moment time.Duration
	}{
		"a command":            {bot.Request{Kind: bot.Command, Verb: "certcheck"}, commandMoment},
		"one that opens forms": {bot.Request{Kind: bot.Command, Verb: "certdesk"}, pressMoment},
		"a press":              {bot.Request{Kind: bot.ButtonAction}, pressMoment},
	} {
		synctest.Test(t, func(t *testing.T) {
			var acks atomic.Int32
			r := &responder{
				q: &c.q, now: time.Now, log: slog.New(slog.DiscardHandler), interaction: &interaction{},
				ack: func(context.Context, callback) error { acks.Add(1); return nil },
			}
			stop := r.acknowledgeLater(t.Context())
			time.Sleep(c.moment - 1)
			synctest.Wait()
			if acks.Load() != 0 {
				t.Errorf("%s: acknowledged before its moment has passed", name)
			}
			time.Sleep(time.Nanosecond)
			synctest.Wait()
			stop()
			if acks.Load() != 1 {
				t.Errorf("%s: %d acknowledgements", name, acks.Load())
			}
			r.acknowledgeLater(t.Context())()
			time.Sleep(time.Minute)
			if acks.Load() != 1 {
				t.Errorf("%s: acknowledged after it was stopped", name)
			}
		})
	}
}

func TestAddressesOfTheGateway(t *testing.T) {
	for address, want := range map[string]string{
		"wss://gateway.discord.gg":     "wss://gateway.discord.gg/?encoding=json&v=10",
		"ws://127.0.0.1:80/a?v=9&x=1":  "ws://127.0.0.1:80/a?encoding=json&v=10&x=1",
		"https://gateway.discord.gg":   "",
		"wss:///a":                     "",
		"":                             "",
		"wss://gateway.discord.gg:x/a": "",
	} {
		got, err := gatewayURL(address)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", address, got, err)
		}
	}
}

// How a connection ends decides whether its session is taken up again, begun anew, or
// whether somebody has to act.
func TestEndsOfConnections(t *testing.T) {
	for code, c := range map[int]struct{ forgotten, fatal bool }{
		1000: {false, false}, 4000: {false, false}, 4003: {true, false}, 4005: {true, false}, 4007: {true, false}, 4008: {false, false}, 4009: {true, false},
		4004: {false, true}, 4010: {false, true}, 4011: {false, true}, 4012: {false, true}, 4013: {false, true}, 4014: {false, true},
	} {
		err := fmt.Errorf("listening: %w", &websocket.CloseError{Code: code})
		s := &session{id: "s", resumeAt: "wss://r"}
		s.seq.Store(7)
		s.after(err)
		if (s.id == "") != c.forgotten || (s.last() == nil) != c.forgotten || (fatal(err) != "") != c.fatal {
			t.Errorf("%d: the session is %q, and it says %q", code, s.id, fatal(err))
		}
	}
	if s := fatal(errSilent); s != "" {
		t.Errorf("%q", s)
	}
}

// A new session begins five seconds after another, also of other shards.
func TestStartsKeepApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, began := &starts{now: time.Now}, time.Now()
		for i, want := range []time.Duration{0, betweenStarts, 2 * betweenStarts, time.Minute} {
			if i == 3 {
				time.Sleep(time.Minute - 2*betweenStarts)
			}
			if err := s.turn(t.Context()); err != nil || time.Since(began) != want {
				t.Errorf("the start %d: %v after %s", i, err, time.Since(began))
			}
		}
	})
}

// What comes of the menu of actions without a choice is the press of nothing known.
func TestRequestsOfPresses(t *testing.T) {
	h := &handler{now: time.Now}
	for id, c := range map[string]struct {
		values []string
		want   string
	}{"walk:a": {nil, "walk:a"}, moreActions: {[]string{"walk:b"}, "walk:b"}} {
		if q, _ := h.request(&interaction{Type: interactionPress}, &data{CustomID: id, Values: c.values}); q == nil || q.Action.ID() != c.want {
			t.Errorf("%q: %+v", id, q)
		}
	}
	if q, _ := h.request(&interaction{Type: interactionPress}, &data{CustomID: moreActions}); q == nil || q.Action.Name != moreActions {
		t.Errorf("%+v", q)
	}
	if q, _ := h.request(&interaction{Type: 99}, &data{}); q != nil {
		t.Errorf("%+v", q)
	}
	if q, _ := h.request(&interaction{Type: interactionCommand}, &data{Type: 3, TargetID: "5"}); q != nil {
		t.Errorf("a mark on nothing: %+v", q)
	}
}
