package discord

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/adaptertest"
	"certdesk/bot"
	"certdesk/checks/say"
)

func newPage() *page {
	return &page{room: maxText, slots: maxComponents, ids: make(map[string]bool)}
}

func TestButtons(t *testing.T) {
	long := func(n int) bot.Action {
		return bot.Action{Name: "n", Value: strings.Repeat("v", n-len("n:")), Label: say.Literal("Go")}
	}
	sure := func(a bot.Action) bot.Action { a.Confirm = say.Literal("Sure?"); return a }
	p := newPage()
	for _, c := range []struct {
		action bot.Action
		ok     bool
		want   discordgo.Button
	}{
		{bot.Action{Name: "walk", Label: say.Literal("Walk")}, true, discordgo.Button{Label: "Walk", CustomID: "walk:", Style: discordgo.SecondaryButton}},
		{bot.Action{Name: "walk", Label: say.Literal("Walk again")}, false, discordgo.Button{}},
		{bot.Action{Name: "good", Value: "1", Tone: bot.Good}, true, discordgo.Button{Label: "good", CustomID: "good:1", Style: discordgo.PrimaryButton}},
		{bot.Action{Value: "1", Tone: bot.Bad}, true, discordgo.Button{Label: "…", CustomID: ":1", Style: discordgo.DangerButton}},
		{bot.Action{}, false, discordgo.Button{}},
		{long(maxCustomID + 1), false, discordgo.Button{}},
		{long(maxCustomID), true, discordgo.Button{Label: "Go", CustomID: long(maxCustomID).ID(), Style: discordgo.SecondaryButton}},
		{sure(long(maxCustomID - 1)), true, discordgo.Button{Label: "Go", CustomID: askBack + long(maxCustomID-1).ID(), Style: discordgo.SecondaryButton}},
	} {
		if got, ok := p.button(c.action); ok != c.ok || got != c.want {
			t.Errorf("%+v: %+v, %v", c.action, got, ok)
		}
	}
	if got, ok := newPage().button(sure(long(maxCustomID))); !ok || got.CustomID != long(maxCustomID).ID() {
		t.Errorf("with no room to ask back: %+v, %v", got, ok)
	}
}

// Buttons stand in three rows of five, what is needed less often in one menu.
func TestRowsOfButtons(t *testing.T) {
	actions := func(n int, more bool) (out []bot.Action) {
		for i := range n {
			out = append(out, bot.Action{Name: fmt.Sprint("n", more), Value: fmt.Sprint(i), Label: say.Literal("Go"), More: more})
		}
		return out
	}
	long := func(id int) []bot.Action {
		return []bot.Action{{Name: "n", Value: strings.Repeat("v", id-len("n:")), Label: say.Literal("Go"), More: true}}
	}
	for name, c := range map[string]struct {
		actions []bot.Action
		rows    []int
	}{
		"none":                      {nil, nil},
		"one":                       {actions(1, false), []int{1}},
		"a row":                     {actions(5, false), []int{5}},
		"and one":                   {actions(6, false), []int{5, 1}},
		"as many as there can be":   {actions(15, false), []int{5, 5, 5}},
		"one too many":              {actions(16, false), []int{5, 5, 5}},
		"a menu":                    {append(actions(1, false), actions(maxOptions, true)...), []int{1, 1}},
		"more than a menu has":      {append(actions(maxOptions+1, true), actions(1, false)...), []int{2, 1}},
		"the same twice":            {append(actions(2, true), actions(2, true)...), []int{1}},
		"as long as a menu takes":   {append(long(maxOption), actions(1, true)...), []int{1}},
		"too long for a menu":       {long(maxOption + 1), nil},
		"a menu behind all buttons": {append(actions(15, false), actions(1, true)...), []int{5, 5, 5, 1}},
	} {
		var got []int
		for _, row := range newPage().rows(c.actions) {
			got = append(got, len(row.(discordgo.ActionsRow).Components))
		}
		if fmt.Sprint(got) != fmt.Sprint(c.rows) {
			t.Errorf("%s: rows of %v, want %v", name, got, c.rows)
		}
	}
}

// texts are those on a page, in order.
func texts(p *page) (out []string) {
	for _, c := range p.out {
		if text, ok := c.(discordgo.TextDisplay); ok {
			out = append(out, text.Content)
		}
	}
	return out
}

// Lines stand close together in blocks that leave room for others.
func TestBlocksOfLines(t *testing.T) {
	for name, c := range map[string]struct {
		lines []int
		want  []int
	}{
		"two":                   {[]int{10, 20}, []int{31}},
		"an empty one between":  {[]int{10, 0, 20}, []int{31}},
		"none":                  {[]int{0}, nil},
		"as many as fit":        {[]int{400, 599}, []int{1000}},
		"one more than fits":    {[]int{400, 600}, []int{400, 600}},
		"a block is full alone": {[]int{1000, 1, 1}, []int{1000, 3}},
	} {
		p := newPage()
		p.lines(len(c.lines), func(i int) string { return strings.Repeat("x", c.lines[i]) })
		var got []int
		for _, s := range texts(p) {
			got = append(got, len(s))
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: blocks of %v, want %v", name, got, c.want)
		}
	}
}

// What a page has no room for is not shown, nor anything below it.
func TestAPageIsFull(t *testing.T) {
	for name, c := range map[string]struct {
		room, slots int
		sizes       []int
		shown       int
	}{
		"the last sign":      {10, 9, []int{6, 4}, 2},
		"a sign too many":    {10, 9, []int{6, 5, 1}, 1},
		"the last component": {10, 2, []int{1, 1}, 2},
		"one too many":       {10, 2, []int{1, 1, 1}, 2},
	} {
		p := &page{room: c.room, slots: c.slots}
		for _, n := range c.sizes {
			p.add(text(strings.Repeat("x", n)))
		}
		if len(p.out) != c.shown || p.full != (c.shown < len(c.sizes)) {
			t.Errorf("%s: %d shown, full %v", name, len(p.out), p.full)
		}
	}
}

// Text for copying stands on the page where it can, else in a file.
func TestTextForCopying(t *testing.T) {
	for name, c := range map[string]struct {
		code bot.Code
		want string
		file bool
	}{
		"with a title":      {bot.Code{Title: say.Literal("To see it:"), Text: "openssl\n"}, "To see it:\n```\nopenssl\n```", false},
		"without":           {bot.Code{Text: "openssl"}, "```\nopenssl\n```", false},
		"nothing":           {bot.Code{Title: say.Literal("To see it:"), Text: "\n"}, "", false},
		"as long as can be": {bot.Code{Text: strings.Repeat("x", maxBlock)}, "```\n" + strings.Repeat("x", maxBlock) + "\n```", false},
		"longer":            {bot.Code{Text: strings.Repeat("x", maxBlock+1)}, "", true},
		"with a block":      {bot.Code{Text: "a\n```\nb"}, "", true},
		"ends in a sign":    {bot.Code{Text: "echo `a`"}, "", true},
	} {
		p := newPage()
		files := p.code([]bot.Code{c.code})
		if got := strings.Join(texts(p), "|"); got != c.want || len(files) > 0 != c.file {
			t.Errorf("%s: %q and %d files", name, got, len(files))
		}
		if c.file && (files[0].Name != "copy-1.txt" || string(files[0].Data) != c.code.Text+"\n") {
			t.Errorf("%s: the file %s has %q", name, files[0].Name, files[0].Data)
		}
	}
}

// An entry with a button stands beside it, those without below each other.
func TestItems(t *testing.T) {
	p := newPage()
	again := &bot.Action{Name: "again", Label: say.Literal("Again")}
	p.items([]bot.Item{
		{Code: "a.corp.com", Text: say.Literal("fine"), Tone: bot.Good}, {Text: say.Literal("only text")}, {},
		{Code: "b.corp.com", Action: again}, {Text: say.Literal("the same button"), Action: again}, {Action: &bot.Action{Name: "other"}},
		{Code: "c.corp.com"},
	})
	var got []string
	for _, c := range p.out {
		switch c := c.(type) {
		case discordgo.TextDisplay:
			got = append(got, c.Content)
		case discordgo.Section:
			got = append(got, "["+c.Components[0].(discordgo.TextDisplay).Content+"]")
		}
	}
	want := []string{"- ✅ `a.corp.com`  fine\n- only text", "[`b.corp.com`]", "the same button", "[–]", "- `c.corp.com`"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFactsAndSteps(t *testing.T) {
	p := newPage()
	p.facts([]bot.Fact{{Label: say.Literal("Issued to"), Value: say.Literal("a_b"), Tone: bot.Bad}, {Label: say.Literal("Until")}, {Value: say.Literal("alone")}, {}})
	p.findings([]bot.Finding{{Tone: bot.Warning, Title: say.Literal("It ends soon"), Detail: say.Literal("In a week.")}, {Detail: say.Literal("Only this.")}, {Title: say.Literal("Only a title")}, {}})
	p.steps(nil, nil)
	p.steps(say.Literal("Do this:"), []bot.Step{{Number: 2, Title: say.Literal("Check"), Why: say.Literal("It helps."), Caution: say.Literal("Ask first."), Actions: []say.Text{say.Literal("Click."), nil}}})
	p.steps(nil, []bot.Step{{Number: 3, Title: say.Literal("Bare")}})
	want := []string{
		"**❌ Issued to:** a\\_b\n**Until:** –\nalone\n–", "**⚠️ It ends soon**\nIn a week.", "Only this.", "**Only a title**",
		"**Do this:**", "**2. Check**\nIt helps.\n⚠️ *Ask first.*\n- Click.", "**3. Bare**",
	}
	if got := texts(p); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q, want %q", got, want)
	}
}

// However long one text is, it is cut, and leaves the page room for others.
func TestLongTextsAreCut(t *testing.T) {
	for name, r := range adaptertest.LongReplies(say.Literal(strings.Repeat("word ", 3000))) {
		for form, m := range map[string]message{"components": render(r), "embed": renderEmbed(r)} {
			raw, err := json.Marshal(m.content)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(raw), "word") || !strings.Contains(string(raw), "…") || len(m.Files) > 0 {
				t.Errorf("%s as %s: %d bytes and %d files", name, form, len(raw), len(m.Files))
			}
		}
	}
}

// Both notes have room, that the rest is in a file and that a file is left out, as do
// all files and a picture.
func TestNotesOfAFullPage(t *testing.T) {
	long := say.Literal(strings.Repeat("word ", 50))
	frame := new(bot.Reply).Framed()
	frame.Rest, frame.Omitted = long, long
	for extra := range 210 { // whatever is left of the room
		r := bot.Reply{Headline: say.Literal("h"), Frame: &frame, Image: &bot.Image{Name: "chart.png", PNG: []byte("x")}, Findings: []bot.Finding{{Title: say.Literal(strings.Repeat("x", 1+extra))}}}
		for i := range maxComponents {
			r.Findings = append(r.Findings, bot.Finding{Title: say.Literal(strings.Repeat("x", 200))})
			r.Items = append(r.Items, bot.Item{Text: say.Literal("a"), Action: &bot.Action{Name: "n", Value: fmt.Sprint(i)}})
			r.Files = append(r.Files, bot.File{Name: fmt.Sprint(i), Data: []byte("x")})
		}
		if extra%2 == 0 {
			r.Items = nil // full of text, else of components
		}
		m := render(r)
		if said := check(t, fmt.Sprint("full page ", extra), m); strings.Count(said, "-# word") != 2 || len(m.Files) != maxFiles {
			t.Errorf("%d notes and %d files", strings.Count(said, "-# word"), len(m.Files))
		}
	}
}

// A part of a page takes the room of all that it holds.
func TestWhatPartsWeigh(t *testing.T) {
	for name, c := range map[string]struct {
		part          discordgo.MessageComponent
		n, characters int
	}{
		"a text":    {text("12345"), 1, 5},
		"a section": {discordgo.Section{Components: []discordgo.MessageComponent{text("12345"), text("678")}, Accessory: discordgo.Button{Label: "no text"}}, 4, 8},
		"a row":     {discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.Button{}, discordgo.Button{}}}, 3, 0},
	} {
		if n, characters := weigh(c.part); n != c.n || characters != c.characters {
			t.Errorf("%s: %d parts with %d characters, want %d with %d", name, n, characters, c.n, c.characters)
		}
	}
}

// However long a text is, it leaves room for what stands beside and below it.
func TestLongTextsLeaveRoom(t *testing.T) {
	l, long, stays := say.Literal, say.Literal(strings.Repeat("word ", 3000)), say.Literal("stays")
	below := []bot.Finding{{Title: stays}}
	longStep := bot.Step{Title: long, Why: long, Caution: long}
	for range 12 {
		longStep.Actions = append(longStep.Actions, long)
	}
	for name, r := range map[string]bot.Reply{
		"a step's title":      {Steps: []bot.Step{{Title: long, Why: stays}}},
		"why":                 {Steps: []bot.Step{{Title: l("t"), Why: long, Caution: stays}}},
		"a caution":           {Steps: []bot.Step{{Title: l("t"), Caution: long, Actions: []say.Text{stays}}}},
		"an action":           {Steps: []bot.Step{{Title: l("t"), Actions: []say.Text{long, stays}}}},
		"all of a step":       {Findings: below, Steps: []bot.Step{longStep}},
		"two steps":           {Steps: []bot.Step{{Title: long, Why: long}, {Title: stays}}},
		"the title of steps":  {StepsTitle: long, Steps: []bot.Step{{Title: stays}}},
		"the headline":        {Headline: long, Findings: below},
		"a fault":             {Findings: []bot.Finding{{Title: long, Detail: long}, below[0]}},
		"an entry":            {Items: []bot.Item{{Text: long, Code: long.String()}, {Text: stays}}},
		"nobody's name":       {Items: []bot.Item{{Text: l("x"), Mentioned: &bot.Mentions{{Kind: bot.MentionPerson, ID: long.String()}}}, {Text: stays}}},
		"an entry's button":   {Items: []bot.Item{{Text: long, Action: &bot.Action{Name: "n", Label: long}}, {Text: stays}}},
		"a fact":              {Facts: []bot.Fact{{Label: long, Value: long}}, Findings: below},
		"the title of a code": {Code: []bot.Code{{Title: long, Text: "stays"}}},
		"the small print":     {Footnote: long, Findings: below},
		"who acts":            {Act: long, Findings: below},
		"the cure":            {Act: l("a"), Cure: &longStep, Findings: below},
		"other steps":         {Act: l("a"), StepsTitle: long, Steps: []bot.Step{{Number: 1, Title: long}, {Number: 2, Title: long}, {Number: 3, Title: stays}}},
	} {
		for form, m := range map[string]message{"components": render(r), "embed": renderEmbed(r)} {
			if said := check(t, name+" as "+form, m); !strings.Contains(said, "stays") || len(m.Files) > 0 {
				t.Errorf("%s as %s: %d bytes, %d files", name, form, len(said), len(m.Files))
			}
		}
	}
}
