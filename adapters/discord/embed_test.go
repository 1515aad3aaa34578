package discord

import (
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/checks/say"
)

// What has no room in a text is left out below, and that is seen.
func TestReplyAsText(t *testing.T) {
	reply := func(lines ...int) bot.Reply {
		var all []string
		for _, n := range lines {
			all = append(all, strings.Repeat("x", n))
		}
		return bot.Reply{Headline: say.Literal("h"), Code: []bot.Code{{Text: strings.Join(all, "\n")}}}
	}
	// "h", two empty lines and the lines, each with its line feed.
	const room = maxContent - 2 - len("h\n\n\n")
	for name, c := range map[string]struct {
		reply bot.Reply
		size  int
		cut   bool
	}{
		"all":          {reply(10, 20), len("h\n\n\n") + 10 + 1 + 20, false},
		"all the room": {reply(999, room-1000-1), maxContent - 2 - 1, false},
		"a sign more":  {reply(999, room-1000), len("h\n\n\n") + 1000 + 1, true},
		"a long line":  {reply(1500), len("h\n\n\n") + maxContent/2, false},
		"nothing":      {bot.Reply{}, 1, true},
	} {
		got := []rune(renderText(c.reply).Content)
		if len(got) != c.size || (got[len(got)-1] == '…') != (c.cut || name == "a long line") {
			t.Errorf("%s: %d signs, and last %q", name, len(got), string(got[max(0, len(got)-3):]))
		}
	}
}

// An embed has the headline above, the facts as fields, and the rest as its text.
func TestReplyAsEmbed(t *testing.T) {
	long := strings.Repeat("word ", 100)
	m := renderEmbed(bot.Reply{
		Tone: bot.Bad, Headline: say.Literal("It has expired."), Footnote: say.Literal("Checked now."),
		Facts:    []bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("a_b"), Tone: bot.Good}, {}},
		Items:    []bot.Item{{Code: "a.corp.com"}},
		Findings: []bot.Finding{{Title: say.Literal("The name"), Detail: say.Literal("It is another one.")}},
		Steps:    []bot.Step{{Number: 2, Title: say.Literal("Check")}}, StepsTitle: say.Literal("Do this:"),
		Actions: []bot.Action{{Name: "again", Label: say.Literal("Again")}},
	})
	e := m.Embeds[0]
	if e.Title != "❌ It has expired." || e.Color != 0xD83A3A || e.Footer == nil || e.Footer.Text != "Checked now." || len(m.Components) != 1 || len(m.Files) != 0 {
		t.Errorf("%+v", m)
	}
	if len(e.Fields) != 2 || e.Fields[0].Name != "✅ Issued to" || e.Fields[0].Value != `a\_b` || e.Fields[1].Name != "–" || e.Fields[1].Value != "–" {
		t.Errorf("%+v, %+v", e.Fields[0], e.Fields[1])
	}
	if want := "- `a.corp.com`\n\n**The name**\nIt is another one.\n\n**Do this:**\n\n**2. Check**"; e.Description != want {
		t.Errorf("%q, want %q", e.Description, want)
	}
	e = renderEmbed(bot.Reply{Headline: say.Literal(long), Act: say.Literal("You have to act."), Steps: []bot.Step{{Number: 2, Title: say.Literal("Check")}}}).Embeds[0]
	if e.Footer != nil || !strings.HasPrefix(e.Description, strings.TrimSpace(long)+"\n\n**You have to act.**\n\n") || strings.Count(e.Description, "Check") != 1 {
		t.Errorf("%q", e.Description)
	}
	if e = renderEmbed(bot.Reply{}).Embeds[0]; e.Title != "…" || e.Description != "" {
		t.Errorf("%+v", e)
	}
}
