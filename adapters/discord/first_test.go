package discord

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
	"certdesk/checks/say"
)

// The small print stands in the text above it, where there is one.
func TestSmallPrint(t *testing.T) {
	small := []discordgo.MessageComponent{text("-# Checked now.")}
	divider := discordgo.Section{Components: []discordgo.MessageComponent{text("x")}, Accessory: discordgo.Button{}}
	for name, c := range map[string]struct {
		above []discordgo.MessageComponent
		foot  []discordgo.MessageComponent
		left  int
		last  string
	}{
		"below a text":    {[]discordgo.MessageComponent{text("a"), text("b")}, small, 0, "b\n-# Checked now."},
		"below a button":  {[]discordgo.MessageComponent{divider}, small, 1, ""},
		"below nothing":   {nil, small, 1, ""},
		"none":            {[]discordgo.MessageComponent{text("a")}, nil, 0, "a"},
		"two":             {[]discordgo.MessageComponent{text("a")}, append(small, small...), 2, "a"},
		"what is no text": {[]discordgo.MessageComponent{text("a")}, []discordgo.MessageComponent{divider}, 1, "a"},
	} {
		p := &page{out: c.above}
		left := p.closer(c.foot)
		last := ""
		if said := texts(p); len(said) > 0 {
			last = said[len(said)-1]
		}
		if len(left) != c.left || last != c.last {
			t.Errorf("%s: %d are left, and last stands %q", name, len(left), last)
		}
	}
}

// A diagnosis says first who acts and what helps, then the other steps by name, the
// facts and the faults.
func TestFirstScreen(t *testing.T) {
	r := bot.Reply{
		Headline: say.Literal("h"), Act: say.Literal("You act."), Cure: &bot.Step{Number: 10, Title: say.Literal("Ask")}, StepsTitle: say.Literal("Before:"),
		Steps:    []bot.Step{{Number: 1, Title: say.Literal("Check")}, {Number: 2, Title: say.Literal("Wait")}},
		Facts:    []bot.Fact{{Label: say.Literal("Until"), Value: say.Literal("now")}},
		Findings: []bot.Finding{{Tone: bot.Bad, Title: say.Literal("It ended")}, {Title: say.Literal("Chain"), Detail: say.Literal("It is short.")}, {}},
	}
	p := newPage()
	p.diagnosis(&r)
	p.evidence(&r)
	want := []string{"**You act.**\n**10. Ask**", "**Before:** 1.\u00a0Check\u00a0· 2.\u00a0Wait", "**Until:** now\n**❌ It ended**", "**Chain**\nIt is short."}
	if got := texts(p); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q, want %q", got, want)
	}
	p = newPage()
	p.diagnosis(&bot.Reply{Steps: []bot.Step{{Number: 1, Title: say.Literal("Check"), Why: say.Literal("It helps.")}}})
	p.diagnosis(&bot.Reply{})
	if got := texts(p); len(got) != 1 || got[0] != "**1. Check**\nIt helps." {
		t.Errorf("%q", got)
	}
}
