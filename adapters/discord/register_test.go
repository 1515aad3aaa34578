package discord_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
)

// After another DISCORD_GUILD_ID no command stands in two places.
func TestCommandsStandOnce(t *testing.T) {
	t.Parallel()
	const second, third, foreign = "800000000000000002", "800000000000000003", "800000000000000004"
	fake := fakediscord.New(t)
	fake.Join(second, true)
	fake.Join(third, true)
	fake.Join(foreign, false)
	puts := 0
	for _, place := range []string{"", fakediscord.Guild, second, second, "", third, ""} {
		a := newAdapter(t, fake, adaptertest.Scripted(), true, func(c *discord.Config) { c.GuildID = place })
		if err := a.Register(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, other := range []string{"", fakediscord.Guild, second, third, foreign} {
			got := fake.Names(other)
			if other == place && !slices.Equal(got, []string{"certcheck", "certwatch", "certfix", "certdesk", "Diagnose certificate error"}) || other != place && len(got) > 0 {
				t.Errorf("registered in %q: %q has %q", place, other, got)
			}
		}
		puts = fake.Calls("put commands")
	}
	if puts != 11 { // one to begin with, then two a change
		t.Errorf("%d calls to register", puts)
	}
	// Where Discord does not tell the servers, the commands stand all the same.
	fake.Deny("guilds", 403, 50001)
	a := newAdapter(t, fake, adaptertest.Scripted(), true, func(c *discord.Config) { c.GuildID = second })
	if err := a.Register(t.Context()); err != nil || len(fake.Names(second)) == 0 || len(fake.Names("")) > 0 {
		t.Errorf("%v: %q and %q", err, fake.Names(second), fake.Names(""))
	}
}

// People install certdesk for themselves where the application is set so, and
// no server is named for which alone it works.
func TestInstalledByPeople(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		personal bool
		guilds   []string
		want     string
	}{
		{false, nil, "[0] [0 1]"},
		{true, nil, "[0 1] [0 1 2]"},
		{true, []string{fakediscord.Guild}, "[0] [0 1]"},
	} {
		fake := fakediscord.New(t)
		if c.personal {
			fake.LetPeopleInstall()
		}
		a := newAdapter(t, fake, adaptertest.Scripted(), true, func(cfg *discord.Config) { cfg.Guilds = c.guilds })
		for range 2 {
			if err := a.Register(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var list []struct {
			Types    []int `json:"integration_types"`
			Contexts []int `json:"contexts"`
		}
		if err := json.Unmarshal(fake.Commands(""), &list); err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			if got := fmt.Sprint(one.Types, one.Contexts); got != c.want {
				t.Errorf("%+v: %s", c, got)
			}
		}
		if n := fake.Calls("put commands"); n != 1 {
			t.Errorf("registered %d times", n)
		}
	}
}
