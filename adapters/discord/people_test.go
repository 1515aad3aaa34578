package discord_test

import (
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// People are called what Discord shows: their nick in a server, else the name
// that they chose, else the one that they log in with.
func TestNames(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("x")})
	a := newAdapter(t, fake, s, false)
	p := &person{t: t, fake: fake, deliver: byGateway(t, fake, a)}
	author := func(display any) map[string]any {
		return map[string]any{"id": fakediscord.User, "username": "anna", "global_name": display}
	}
	mention := "<@" + fakediscord.BotUser + "> help"
	for want, fields := range map[string]map[string]any{
		"Anna from IT": {"author": author("Anna"), "member": map[string]any{"nick": "Anna from IT", "roles": []string{}}},
		"Anna B.":      {"author": author("Anna B."), "member": map[string]any{"nick": nil, "roles": []string{}}},
		"Invisible":    {"author": author("Invisible"), "member": map[string]any{"nick": "\u200b\u202e", "roles": []string{}}},
		"anna":         {"author": author(nil)},
	} {
		_, d := fake.Say(fakediscord.Channel, mention, fields)
		p.do(d)
		until(t, want+" was not heard", func() bool {
			asked := s.Asked()
			return len(asked) > 0 && asked[len(asked)-1].Asker.Name == want
		})
	}
	p.do(fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "x")))
	until(t, "a command is nobody's", func() bool { asked := s.Asked(); return asked[len(asked)-1].Asker.Name == "Anna" })
}
