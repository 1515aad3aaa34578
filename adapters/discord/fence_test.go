package discord_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot"
	"certdesk/checks/say"
)

const (
	foreign  = "666000000000000001" // a server that is not named
	stranger = "700000000000000666" // a person who is in no server that is named
)

func fenced(c *discord.Config) { c.Guilds = []string{fakediscord.Guild} }

// Whoever asks from a server that is not named, alone and in no such server, or
// in a group, is a stranger to the desk, whatever they press, type or mark.
func TestStrangersAreTold(t *testing.T) {
	t.Parallel()
	user := func(id string) map[string]any { return map[string]any{"id": id, "username": "mallory"} }
	elsewhere := map[string]any{"guild_id": foreign, "member": map[string]any{"user": user(stranger), "roles": []string{}}}
	alone := map[string]any{"user": user(stranger)}
	group := map[string]any{"guild_id": nil, "member": nil, "user": user(fakediscord.User), "context": 2, "channel": map[string]any{"id": "5", "type": 3}}
	for name, c := range map[string]struct {
		do       func(f *fakediscord.Server) fakediscord.Delivery
		stranger bool
	}{
		"a command at home": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "imap.example"))
		}, false},
		"a command elsewhere": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "imap.example")).With(elsewhere)
		}, true},
		"a member's direct command": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Direct, "certfix", fakediscord.Option("error", "0x1"))
		}, false},
		"a stranger's direct command": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Direct, "certfix", fakediscord.Option("error", "0x1")).With(alone)
		}, true},
		"a group's command": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Direct, "certfix", fakediscord.Option("error", "0x1")).With(group)
		}, true},
		"a marked message elsewhere": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Mark(fakediscord.Channel, "0x800CCC1A", nil).With(elsewhere)
		}, true},
		"a form elsewhere": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Channel, "x").With(elsewhere).With(map[string]any{"type": 5, "data": map[string]any{"custom_id": "fix:form", "components": []any{}}})
		}, true},
		"a button elsewhere": {func(f *fakediscord.Server) fakediscord.Delivery {
			return f.Command(fakediscord.Channel, "x").With(elsewhere).With(map[string]any{"type": 3, "data": map[string]any{"custom_id": "details:a b", "component_type": 2}})
		}, true},
		"a mention elsewhere": {func(f *fakediscord.Server) fakediscord.Delivery {
			_, d := f.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> check imap.example", map[string]any{"guild_id": foreign})
			return d
		}, true},
		"a mention at home": {func(f *fakediscord.Server) fakediscord.Delivery {
			_, d := f.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> check imap.example", nil)
			return d
		}, false},
		"a stranger's direct message": {func(f *fakediscord.Server) fakediscord.Delivery {
			_, d := f.Say(fakediscord.Direct, "check imap.example", map[string]any{"author": user(stranger)})
			return d
		}, true},
		"a member's direct message": {func(f *fakediscord.Server) fakediscord.Delivery {
			_, d := f.Say(fakediscord.Direct, "check imap.example", nil)
			return d
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Audience: bot.Asker, Headline: say.Literal("An answer.")})
			deliver := byGateway(t, fake, newAdapter(t, fake, s, false, fenced))
			deliver(c.do(fake), false)
			adaptertest.Eventually(t, func() string {
				if len(s.Asked()) == 0 || len(fake.Messages()) == 0 {
					return "nothing came of it"
				}
				return ""
			})
			if q := s.Asked()[0]; q.Stranger != c.stranger {
				t.Errorf("stranger: %t, want %t", q.Stranger, c.stranger)
			}
		})
	}
}

// Nothing is said to strangers of what is watched, and nothing of theirs is
// overheard or fetched.
func TestNothingForStrangers(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	suggest := suggester{"imap.inside.example"}
	a := newAdapter(t, fake, s, false, fenced, func(c *discord.Config) { c.Suggest = suggest })
	deliver := byGateway(t, fake, a)
	typing := func() fakediscord.Delivery {
		return fake.Typing(fakediscord.Channel, "certcheck", fakediscord.Option("target", "ima"))
	}
	for range 2 { // not to be seen by trying again
		deliver(typing().With(map[string]any{"guild_id": foreign}), false)
	}
	deliver(typing(), false)
	adaptertest.Eventually(t, func() string {
		if len(fake.Suggestions()) != 3 {
			return "there are not three lists"
		}
		return ""
	})
	full := 0
	for _, list := range fake.Suggestions() {
		if strings.Contains(string(list), "inside") {
			full++
		}
	}
	if full != 1 {
		t.Errorf("%d lists have names, want that of the own server: %s", full, fake.Suggestions())
	}
	_, d := fake.Say(fakediscord.Support, "0x800CCC1A", map[string]any{"guild_id": foreign})
	deliver(d, false)
	upload := fake.Upload(fakediscord.Channel, "certfix", "certificate", "a.pem", []byte("x")).With(map[string]any{"guild_id": foreign})
	deliver(upload, false)
	adaptertest.Eventually(t, func() string {
		if len(s.Asked()) == 0 {
			return "the upload was not told"
		}
		return ""
	})
	if all := s.Asked(); len(all) != 1 || !all[0].Stranger || len(all[0].Files) > 0 {
		t.Errorf("asked %+v", all)
	}
}

// Whether somebody is a member is asked once in a while, and a Discord that does
// not tell makes nobody a member.
func TestMembershipIsRemembered(t *testing.T) {
	t.Parallel()
	fake, s := fakediscord.New(t), adaptertest.Scripted(bot.Reply{Headline: say.Literal("An answer.")})
	clock := time.Now()
	deliver := byGateway(t, fake, newAdapter(t, fake, s, false, fenced, func(c *discord.Config) { c.Now = func() time.Time { return clock } }))
	ask := func() bool {
		t.Helper()
		n := len(s.Asked())
		deliver(fake.Command(fakediscord.Direct, "certfix", fakediscord.Option("error", "0x1")), false)
		adaptertest.Eventually(t, func() string {
			if len(s.Asked()) != n+1 {
				return "not asked"
			}
			return ""
		})
		return !s.Asked()[n].Stranger
	}
	fake.Deny("member", http.StatusForbidden, 50001)
	if ask() {
		t.Error("a person of whom nothing is known is a member")
	}
	fake.Allow("member")
	for range 3 {
		if !ask() {
			t.Error("a member is a stranger")
		}
	}
	if n := fake.Calls("member"); n != 2 {
		t.Errorf("Discord was asked %d times, want one refusal and one answer", n)
	}
}

// Where an application is open to all, the operator is warned; a list closes it.
func TestPublicApplication(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	open, closed := newAdapter(t, fake, adaptertest.Scripted(), false), newAdapter(t, fake, adaptertest.Scripted(), false, fenced)
	if w := open.Warnings(t.Context()); w != nil {
		t.Errorf("a private application: %q", w)
	}
	fake.Public()
	if w := open.Warnings(t.Context()); len(w) != 1 || !strings.Contains(w[0], "DISCORD_GUILDS") || !strings.Contains(w[0], "Public Bot") {
		t.Errorf("a public application: %q", w)
	}
	if w := closed.Warnings(t.Context()); w != nil {
		t.Errorf("with a list: %q", w)
	}
}
