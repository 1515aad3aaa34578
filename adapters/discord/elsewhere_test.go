package discord_test

import (
	"cmp"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/bot"
	"certdesk/checks/say"
)

// An answer that the channel does not take goes to the direct messages, and says why
// it comes there; what is for the asker alone is never shown to others instead.
func TestAnswersThatTheChannelDoesNotTake(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mention  bool
		audience bot.Audience
		channel  int    // what Discord says of the channel
		direct   int    // and of the direct messages
		route    string // which Discord does not take any more, for the thread is closed
		where    string
		want     []string
	}{
		"a mention without permission": {mention: true, channel: 50013, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"a mention out of sight":       {mention: true, channel: 50001, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"a mention in a closed thread": {mention: true, channel: 50083, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"blocked by a filter":          {mention: true, channel: 240000, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"sending is switched off":      {mention: true, channel: 40004, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"a number of tomorrow":         {mention: true, channel: 999999, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"nobody knows the interaction": {where: fakediscord.Channel, want: []string{"An answer."}},
		"nor may it write there":       {channel: 50013, where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"a thread closed meanwhile":    {route: "edit", where: fakediscord.Direct, want: []string{"An answer.", "could not be shown where you asked"}},
		"and for the asker alone":      {route: "follow-up", audience: bot.Asker, where: fakediscord.Direct, want: []string{"An answer."}},
		"for the asker alone":          {audience: bot.Asker, where: fakediscord.Direct, want: []string{"An answer."}},
		"who shares no server with it": {audience: bot.Asker, direct: 50278, where: fakediscord.Channel, want: []string{"certdesk could not send you the answer", "direct messages"}},
		"who takes no direct messages": {audience: bot.Asker, direct: 50007, where: fakediscord.Channel, want: []string{"certdesk could not send you the answer", "direct messages"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := fakediscord.New(t)
			a := newAdapter(t, fake, adaptertest.Scripted(
				bot.Reply{Headline: say.Literal("Checking …"), Working: true}, bot.Reply{Headline: say.Literal("An answer."), Audience: c.audience},
			), false)
			deliver := byGateway(t, fake, a)
			fake.Forbid(fakediscord.Channel, c.channel)
			fake.Forbid(fakediscord.Direct, c.direct)
			if c.mention {
				_, d := fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> help", nil)
				deliver(d, false)
			} else {
				fake.Deny(cmp.Or(c.route, "callback"), 404, 10062)
				if c.route != "" {
					fake.Deny(c.route, 400, 50083)
				}
				d := fake.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "x"))
				fake.Tell(d.Event, d.Payload)
			}
			adaptertest.Eventually(t, func() string {
				if len(fake.Messages()) == 0 {
					return "nothing was said"
				}
				return ""
			})
			all := settled(t, fake, a)
			if len(all) != 1 || all[0].Channel != c.where {
				t.Fatalf("%d messages: %+v", len(all), all)
			}
			said := string(all[0].Body["components"])
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q is not said in %s", want, said)
				}
			}
			if c.direct != 0 && strings.Contains(said, "An answer.") {
				t.Errorf("shown to all: %s", said)
			}
		})
	}
}

// Where files may not be attached the words arrive all the same: an alert, and an
// answer.
func TestFilesMayNotBeAttached(t *testing.T) {
	t.Parallel()
	fake := fakediscord.New(t)
	said := bot.Reply{Headline: say.Literal("An overview."), Image: &bot.Image{Name: "a.png", PNG: []byte("png")}, Files: []bot.File{{Name: "a.pem", Data: []byte("x")}},
		Actions: []bot.Action{{Name: "a", Value: "b", Label: say.Literal("L")}}}
	a := newAdapter(t, fake, adaptertest.Scripted(said), false)
	deliver := byGateway(t, fake, a)
	fake.Permit(fakediscord.Channel, fakediscord.ViewChannel|fakediscord.SendMessages|fakediscord.ReadMessageHistory)
	if _, err := a.Post(t.Context(), bot.Place{Platform: bot.Discord, Channel: fakediscord.Channel}, said, "n1"); err != nil {
		t.Error(err)
	}
	_, d := fake.Say(fakediscord.Channel, "<@"+fakediscord.BotUser+"> help", nil)
	deliver(d, false)
	adaptertest.Eventually(t, func() string {
		if len(fake.Messages()) < 2 {
			return "the mention is not answered"
		}
		return ""
	})
	for _, m := range settled(t, fake, a) {
		said := string(m.Body["components"])
		if m.Channel != fakediscord.Channel || !strings.Contains(said, "An overview.") || !strings.Contains(said, "may not attach files here") || !strings.Contains(said, "a:b") || strings.Contains(said, "attachment://") {
			t.Errorf("%s: %s", m.Channel, said)
		}
	}
	if n := len(fake.Files()); n != 0 {
		t.Errorf("%d files", n)
	}
}
