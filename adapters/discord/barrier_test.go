package discord_test

import (
	"errors"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Why a post was refused tells whether trying again is of use: a channel that
// takes none, a token that Discord does not know, or something that passes.
func TestWhyAPostWasRefused(t *testing.T) {
	t.Parallel()
	place := bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: "900", Thread: "901"}
	for name, c := range map[string]struct {
		status, code int
		want         bot.Barrier
		shutOut      bool
	}{
		"no such channel":      {404, 10003, bot.NoSuchPlace, false},
		"not seen":             {403, 50001, bot.NoSuchPlace, false},
		"no permission":        {403, 50013, bot.NotPermitted, false},
		"a forum":              {400, 50008, bot.NotForMessages, false},
		"an archived thread":   {400, 50083, bot.Archived, false},
		"a locked thread":      {400, 160005, bot.Archived, false},
		"a number of tomorrow": {403, 50999, bot.NotTaken, false},
		"no mutual server":     {403, 50278, bot.NotTaken, false},
		"the token":            {401, 0, "", true},
		"something else":       {400, 30046, "", false},
		"forbidden otherwise":  {403, 0, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			fake.Deny("post", c.status, c.code)
			_, err := newAdapter(t, fake, adaptertest.Scripted(), false).Post(t.Context(), place, bot.Reply{Headline: say.Literal("An alert.")}, "n1")
			var barred *bot.UndeliverableError
			switch errors.As(err, &barred); {
			case c.want != "" && (barred == nil || barred.Barrier != c.want || barred.Place != place), c.want == "" && barred != nil:
				t.Errorf("%v: %+v", err, barred)
			case errors.Is(err, bot.ErrShutOut) != c.shutOut, errors.Is(err, bot.ErrInDoubt), err == nil:
				t.Errorf("%v is of the wrong class", err)
			}
		})
	}
}

// What Discord does not do just now is put off, and neither given up nor in doubt.
func TestPassingRefusals(t *testing.T) {
	t.Parallel()
	for code, status := range map[int]int{20016: 400, 20028: 400, 20029: 400, 40004: 403, 130000: 403} {
		fake := fakediscord.New(t)
		fake.Deny("post", status, code)
		_, err := newAdapter(t, fake, adaptertest.Scripted(), false).Post(t.Context(), bot.Place{Platform: bot.Discord, Team: fakediscord.Guild, Channel: "900"}, bot.Reply{Headline: say.Literal("An alert.")}, "n1")
		var off *bot.PutOffError
		var barred *bot.UndeliverableError
		if !errors.As(err, &off) || errors.As(err, &barred) || errors.Is(err, bot.ErrInDoubt) {
			t.Errorf("%d: %v is not put off", code, err)
		}
	}
}
