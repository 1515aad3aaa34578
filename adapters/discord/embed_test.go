package discord

import (
	"strings"
	"testing"

	"certdesk/adapters/plaintext"
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

// A headline that the title has no room for stands below it, whole as long as can be.
func TestHeadlineOfAnEmbed(t *testing.T) {
	long := func(n int) say.Text { return say.Literal(strings.Repeat("x", n)) }
	for name, c := range map[string]struct {
		headline say.Text
		title    int
		below    int
	}{
		"with room":       {long(maxEmbedTitle), maxEmbedTitle, 0},
		"a sign more":     {long(maxEmbedTitle + 1), maxEmbedTitle, maxEmbedTitle + 1},
		"as long as ever": {long(5 * maxText), maxEmbedTitle, maxText / 4},
	} {
		m := renderEmbed(bot.Reply{Headline: c.headline, Findings: []bot.Finding{{Title: say.Literal("stays")}}})
		e := m.Embeds[0]
		below := strings.TrimSuffix(strings.TrimSuffix(e.Description, "**stays**"), "\n\n")
		if len([]rune(e.Title)) != c.title || len([]rune(below)) != c.below || below == e.Description || len(m.Files) != 0 {
			t.Errorf("%s: %d signs above, %d below, %d files", name, len([]rune(e.Title)), len([]rune(below)), len(m.Files))
		}
	}
}

// What an embed has no room for is in a file, also where it lacks room by a little.
func TestNothingIsLostInAnEmbed(t *testing.T) {
	for _, size := range []int{1, 8, 60, 100} {
		var r bot.Reply
		shown, filed := 0, 0
		for len(r.Findings) < 2*maxEmbedText/size {
			r.Findings = append(r.Findings, bot.Finding{Title: say.Literal(strings.Repeat("x", size))})
			m := renderEmbed(r)
			switch n := strings.Count(m.Embeds[0].Description, "**"+strings.Repeat("x", size)+"**"); {
			case n == len(r.Findings) && len(m.Files) == 0:
				shown++
			case len(m.Files) == 1 && m.Files[0].Name == restName && strings.Count(string(m.Files[0].Data), strings.Repeat("x", size)) == len(r.Findings):
				filed++
			default:
				t.Fatalf("of %d faults with %d signs %d are shown, and %d files", len(r.Findings), size, n, len(m.Files))
			}
			if filed > 20 {
				break
			}
		}
		if shown == 0 || filed == 0 {
			t.Errorf("faults with %d signs: %d times all shown, %d times in a file", size, shown, filed)
		}
	}
}

// All that an embed holds together is as much as Discord takes, and no less.
func TestAnEmbedIsFull(t *testing.T) {
	long := say.Literal(strings.Repeat("word ", 3000))
	r := bot.Reply{Headline: long, Footnote: long}
	for range bot.MaxFacts {
		r.Facts = append(r.Facts, bot.Fact{Label: long, Value: long})
	}
	for range 50 {
		r.Findings = append(r.Findings, bot.Finding{Title: say.Literal(strings.Repeat("x", 90))})
	}
	m := renderEmbed(r)
	check(t, "full", m)
	e := m.Embeds[0]
	sum := plaintext.Size(e.Title) + plaintext.Size(e.Description) + plaintext.Size(e.Footer.Text)
	for _, f := range e.Fields {
		sum += plaintext.Size(f.Name) + plaintext.Size(f.Value)
	}
	if sum > maxEmbedSum || sum < maxEmbedSum-100 || len(m.Files) != 1 {
		t.Errorf("%d signs and %d files", sum, len(m.Files))
	}
}
