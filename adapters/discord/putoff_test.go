package discord_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// What Discord takes later was not posted, and is told so at once. A post that
// may have arrived stays in doubt, whatever is said to the next attempt.
func TestPutOff(t *testing.T) {
	t.Parallel()
	to := bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fakediscord.Channel}
	long := fakediscord.Fault{Status: 429, RetryAfter: 180}
	for name, c := range map[string]struct {
		post, look []fakediscord.Fault
		doubt      bool
		messages   int
	}{
		"refused":                         {post: []fakediscord.Fault{long}},
		"everything is refused":           {post: []fakediscord.Fault{{Status: 429, RetryAfter: 180, Global: true}}},
		"failed, not there, refused":      {post: []fakediscord.Fault{{Status: 500}, long}, doubt: true},
		"lost, not to be seen, refused":   {post: []fakediscord.Fault{{Lose: true}, long}, look: []fakediscord.Fault{{Status: 403, Code: 50001}}, doubt: true, messages: 1},
		"lost, not to be seen, forbidden": {post: []fakediscord.Fault{{Lose: true}, {Status: 403, Code: 50013}}, look: []fakediscord.Fault{{Status: 403, Code: 50001}}, doubt: true, messages: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted(), true)
			fake.Fail("post", c.post...)
			fake.Fail("history", c.look...)
			post := func() error {
				ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
				defer cancel()
				_, err := a.Post(ctx, to, bot.Reply{Headline: say.Literal("A notice.")}, "n1")
				return err
			}
			err := post()
			var off *bot.PutOffError
			if errors.Is(err, bot.ErrInDoubt) != c.doubt || !c.doubt && (!errors.As(err, &off) || off.After < 2*time.Minute) {
				t.Errorf("%v", err)
			}
			if n := len(fake.Messages()); n != c.messages {
				t.Errorf("%d messages", n)
			}
			if c.doubt {
				return
			}
			calls := fake.Calls("post")
			if err := post(); !errors.As(err, &off) || fake.Calls("post") != calls {
				t.Errorf("%v, and %d calls more before the time was over", err, fake.Calls("post")-calls)
			}
		})
	}
}

// A message that was posted is edited in its place; one that is gone is not
// posted anew.
func TestEdit(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	a := newAdapter(t, fake, adaptertest.Scripted(), true)
	to := bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: fakediscord.Channel}
	id, err := a.Post(t.Context(), to, bot.Reply{Headline: say.Literal("It fails.")}, "n1")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Edit(t.Context(), to, id, bot.Reply{Headline: say.Literal("It is well again.")}); err != nil {
		t.Fatal(err)
	}
	all := fake.Messages()
	if len(all) != 1 || !strings.Contains(string(all[0].Body["components"]), "It is well again.") || strings.Contains(string(all[0].Body["components"]), "It fails.") {
		t.Errorf("%+v", all)
	}
	if err := a.Edit(t.Context(), to, "500000000000000999", bot.Reply{Headline: say.Literal("Once more.")}); err == nil || len(fake.Messages()) != 1 {
		t.Errorf("a message that is not there: %v", err)
	}
	if own, err := a.Direct(t.Context(), fakediscord.User); err != nil || own.Channel == "" || own.Platform != bot.Discord {
		t.Errorf("%+v, %v", own, err)
	}
}
