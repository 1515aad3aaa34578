package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/attempt"
)

// Register tells Discord what can be typed, if it does not know already: all
// commands at once, so that those that are gone go.
func (a *Adapter) Register(ctx context.Context) error {
	path := "applications/" + a.ApplicationID + "/commands"
	if a.GuildID != "" {
		path = "applications/" + a.ApplicationID + "/guilds/" + a.GuildID + "/commands"
	}
	want := commands(a.GuildID == "")
	var have []commandDef
	err := a.client.do(ctx, call{Method: http.MethodGet, URL: discordgo.EndpointAPI + path + "?with_localizations=true", Again: always}, &have)
	if err == nil && same(want, have) {
		return nil
	}
	if status := statusOf(err); status == http.StatusUnauthorized || err != nil && status == 0 {
		return fmt.Errorf("reading the commands that Discord knows: %w", explain(err))
	}
	err = a.client.do(ctx, call{Method: http.MethodPut, URL: discordgo.EndpointAPI + path, Body: want, Again: always}, nil)
	if err != nil {
		return fmt.Errorf("telling Discord the commands: %w", explain(err))
	}
	a.Log.Info("Discord knows the commands", "guild", a.GuildID)
	return nil
}

// same compares commands, in whatever order they stand.
func same(a, b []commandDef) bool {
	return slices.Equal(written(a), written(b))
}

func written(commands []commandDef) []string {
	var out []string
	for _, c := range commands {
		c.Type = cmp.Or(c.Type, commandTyped)
		slices.Sort(c.Contexts)
		plain, err := json.Marshal(c)
		if err != nil {
			panic("a command is plain data: " + err.Error())
		}
		out = append(out, string(plain))
	}
	slices.Sort(out)
	return out
}

// keepRegistering registers until that is done. Only a token that Discord
// refuses ends it.
func (a *Adapter) keepRegistering(ctx context.Context) error {
	for back := firstWait; ; back = min(2*back, mostRegisterWait) {
		err := a.Register(ctx)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		switch status := statusOf(err); {
		case status == http.StatusUnauthorized:
			return err
		case status >= 400 && status < 500:
			a.Log.Error("the commands were not registered", "error", err)
			return nil
		}
		a.Log.Warn("the commands were not registered yet", "error", err, "again_in", back)
		if attempt.Wait(ctx, attempt.Jitter(back)) != nil {
			return nil
		}
	}
}

// mostRegisterWait: commands can wait, but not for ever.
const mostRegisterWait = 10 * time.Minute
