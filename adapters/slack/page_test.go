package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

func newPage() *page {
	return &page{room: maxMessage, slots: maxMessageBlocks, ids: make(map[string]bool)}
}

// kindsOf are the types of blocks, and how many parts those have that have some.
func kindsOf(blocks []api.Block) string {
	var out []string
	for _, b := range blocks {
		n := 0
		switch b := b.(type) {
		case *api.SectionBlock:
			n = len(b.Fields)
		case *api.RichTextBlock:
			n = len(b.Elements)
		case *api.ActionBlock:
			n = len(b.Elements.ElementSet)
		}
		out = append(out, fmt.Sprint(b.BlockType(), n))
	}
	return strings.Join(out, " ")
}

// What a page has no room for is not shown, nor anything below it.
func TestAPageIsFull(t *testing.T) {
	for name, c := range map[string]struct {
		room, slots int
		sizes       []int
		shown       int
	}{
		"the last sign":   {10, 9, []int{6, 4}, 2},
		"a sign too many": {10, 9, []int{6, 5, 1}, 1},
		"the last block":  {10, 2, []int{1, 1}, 2},
		"one too many":    {10, 2, []int{1, 1, 1}, 2},
	} {
		p := &page{room: c.room, slots: c.slots}
		for _, n := range c.sizes {
			p.add(api.NewDividerBlock(), n)
		}
		if len(p.blocks) != c.shown || p.full != (c.shown < len(c.sizes)) {
			t.Errorf("%s: %d shown, full %v", name, len(p.blocks), p.full)
		}
	}
}

// A headline is a header where it strikes a tone and fits.
func TestHeadlines(t *testing.T) {
	x := func(n int) say.Text { return say.Literal(strings.Repeat("x", n)) }
	for name, c := range map[string]struct {
		reply bot.Reply
		kind  string
		size  int
	}{
		"a tone":             {bot.Reply{Tone: bot.Good, Headline: x(9)}, "header0", 11},
		"as long as can be":  {bot.Reply{Tone: bot.Good, Headline: x(maxHeader - 2)}, "header0", maxHeader},
		"longer":             {bot.Reply{Tone: bot.Good, Headline: x(maxHeader - 1)}, "rich_text1", maxHeader + 1},
		"far longer":         {bot.Reply{Tone: bot.Bad, Headline: x(maxSection)}, "rich_text1", maxSection},
		"no tone":            {bot.Reply{Headline: x(9)}, "section0", 9},
		"nothing":            {bot.Reply{}, "section0", 1},
		"longer than a text": {bot.Reply{Headline: x(maxSection + 1)}, "section0", maxSection},
	} {
		p := newPage()
		p.headline(c.reply)
		if got := kindsOf(p.blocks); got != c.kind || maxMessage-p.room != c.size {
			t.Errorf("%s: %s of %d", name, got, maxMessage-p.room)
		}
		// What has a tone is bold, however long it is.
		if written, err := json.Marshal(p.blocks); err != nil || strings.Contains(string(written), `"bold":true`) != (c.kind == "rich_text1") {
			t.Errorf("%s: %.200s, %v", name, written, err)
		}
	}
}

func TestFacts(t *testing.T) {
	facts := func(n int) (out []bot.Fact) {
		for i := range n {
			out = append(out, bot.Fact{Label: say.Literal(fmt.Sprint(i)), Value: say.Literal("v")})
		}
		return out
	}
	for n, want := range map[int]string{0: "", 1: "section1", 10: "section10", 11: "section10 section1"} {
		p := newPage()
		p.facts(facts(n))
		if got := kindsOf(p.blocks); got != want {
			t.Errorf("%d facts: %s, want %s", n, got, want)
		}
	}
	p := newPage()
	if p.facts(facts(2)); maxMessage-p.room != len("0\nv")*2 {
		t.Errorf("they count %d", maxMessage-p.room)
	}
	if got := factField(bot.Fact{Tone: bot.Bad, Label: say.Literal("Until")}).Text; got != "❌ Until\n–" {
		t.Errorf("%q", got)
	}
}

// Entries stand in lists, and by themselves where each has a button.
func TestItems(t *testing.T) {
	item := func(n int) bot.Item { return bot.Item{Text: say.Literal(strings.Repeat("x", n))} }
	button := &bot.Action{Name: "again"}
	with := bot.Item{Code: "a.corp.com", Action: button}
	long := bot.Item{Code: "a.corp.com", Action: &bot.Action{Name: "n", Value: strings.Repeat("v", maxActionID)}}
	for name, c := range map[string]struct {
		items []bot.Item
		want  string
	}{
		"one list":                  {[]bot.Item{item(5), item(6)}, "rich_text1"},
		"nothing":                   {[]bot.Item{{}}, ""},
		"a mention alone":           {[]bot.Item{{Mentioned: &bot.Mentions{{ID: "U1"}}}}, "rich_text1"},
		"a button":                  {[]bot.Item{item(5), with, item(5)}, "rich_text1 section0 rich_text1"},
		"the same twice":            {[]bot.Item{with, with}, "section0 rich_text1"},
		"a button that is too long": {[]bot.Item{long}, "rich_text1"},
		// An entry of 1,000 signs counts 1,002.
		"as many as fit": {[]bot.Item{item(1000), item(1000), item(maxRich - 2*1002 - 2)}, "rich_text1"},
		"a sign more":    {[]bot.Item{item(1000), item(1000), item(maxRich - 2*1002 - 1)}, "rich_text1 rich_text1"},
	} {
		p := newPage()
		p.items(c.items)
		if got := kindsOf(p.blocks); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	p := newPage()
	p.items([]bot.Item{{Code: "a.corp.com", Text: say.Literal("fine"), Tone: bot.Good, Action: button}, {Code: "b.corp.com", Action: &bot.Action{Name: "b"}}, {Text: say.Literal("text"), Action: &bot.Action{Name: "c"}}})
	for i, want := range []string{"✅ a.corp.com  fine", "b.corp.com", "text"} {
		if got := p.blocks[i].(*api.SectionBlock).Text.Text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	many := bot.Mentions{}
	for i := range maxMentions + 1 {
		many = append(many, bot.Mention{ID: fmt.Sprintf("U%02d", i)})
	}
	if got, n := itemText(bot.Item{Tone: bot.Good, Code: "ab", Text: say.Literal("cde"), Mentioned: &many}); n != 2+2+3+2+maxMentions*4 || len(got) != 4+2*maxMentions {
		t.Errorf("%d elements, and counted %d", len(got), n)
	}
}

// Text for copying stands on the page where it can, else in a file.
func TestTextForCopying(t *testing.T) {
	for name, c := range map[string]struct {
		code bot.Code
		want string
	}{
		"with a title":         {bot.Code{Title: say.Literal("To see it:"), Text: "openssl\n"}, "rich_text2"},
		"without":              {bot.Code{Text: "openssl"}, "rich_text1"},
		"nothing":              {bot.Code{Title: say.Literal("To see it:"), Text: "\n"}, ""},
		"as long as can be":    {bot.Code{Title: say.Literal("abc"), Text: strings.Repeat("x", maxRich-3)}, "rich_text2"},
		"longer comes as file": {bot.Code{Title: say.Literal("abc"), Text: strings.Repeat("x", maxRich-2)}, ""},
	} {
		p := newPage()
		files := p.code([]bot.Code{{}, c.code})
		if got := kindsOf(p.blocks); got != c.want || len(files) > 0 != strings.HasPrefix(name, "longer") {
			t.Errorf("%s: %s and %d files", name, got, len(files))
		}
		if len(files) > 0 && (files[0].Name != "copy-2.txt" || string(files[0].Data) != c.code.Text+"\n") {
			t.Errorf("%s: the file %s", name, files[0].Name)
		}
		if said := plaintext.Size(c.code.Title.String()) + len(strings.TrimSpace(c.code.Text)); c.want != "" && maxMessage-p.room != said {
			t.Errorf("%s: counts %d, want %d", name, maxMessage-p.room, said)
		}
	}
}

func TestButtons(t *testing.T) {
	actions := func(n int, more bool) (out []bot.Action) {
		for i := range n {
			out = append(out, bot.Action{Name: fmt.Sprint("n", more), Value: fmt.Sprint(i), More: more})
		}
		return out
	}
	long := func(n int, more bool) bot.Action {
		return bot.Action{Name: "n", Value: strings.Repeat("v", n-len("n:")), More: more}
	}
	for name, c := range map[string]struct {
		actions  []bot.Action
		elements int
		last     string // the type of the last
		options  int
	}{
		"none":                    {nil, 0, "", 0},
		"some":                    {actions(3, false), 3, "button", 0},
		"as many as there can be": {actions(24, false), 24, "button", 0},
		"one too many":            {actions(25, false), 24, "button", 0},
		"the same twice":          {append(actions(2, false), actions(2, false)...), 2, "button", 0},
		"a small menu":            {append(actions(1, false), actions(maxOverflow, true)...), 2, "overflow", maxOverflow},
		"a menu":                  {append(actions(1, false), actions(maxOverflow+1, true)...), 2, "static_select", maxOverflow + 1},
		"more than a menu has":    {actions(maxOptions+1, true), 2, "static_select", maxOptions},
		"an id as long as can be": {[]bot.Action{long(maxActionID, false)}, 1, "button", 0},
		"longer":                  {[]bot.Action{long(maxActionID+1, false)}, 0, "", 0},
		"in a menu":               {[]bot.Action{long(maxOverflowValue, true)}, 1, "overflow", 1},
		"too long for a menu":     {[]bot.Action{long(maxOverflowValue+1, true)}, 1, "button", 0},
		"one that asks back":      {[]bot.Action{{Name: "n", More: true, Confirm: say.Literal("Sure?")}}, 1, "button", 0},
	} {
		var elements []api.BlockElement
		if blocks := newPage().buttons(c.actions); len(blocks) > 0 {
			elements = blocks[0].(*api.ActionBlock).Elements.ElementSet
		}
		last, options := "", 0
		if len(elements) > 0 {
			switch e := elements[len(elements)-1].(type) {
			case *api.OverflowBlockElement:
				last, options = "overflow", len(e.Options)
			case *api.SelectBlockElement:
				last, options = "static_select", len(e.Options)
			default:
				last = "button"
			}
		}
		if len(elements) != c.elements || last != c.last || options != c.options {
			t.Errorf("%s: %d elements, and last a %s of %d", name, len(elements), last, options)
		}
	}
	b := button(bot.Action{Name: "forget", Tone: bot.Bad, Confirm: say.Literal("Sure?")}, bot.Frame{Cancel: say.Literal("Cancel")})
	if b.Style != api.StyleDanger || b.Text.Text != "forget" || b.Confirm == nil || b.Confirm.Text.Text != "Sure?" {
		t.Errorf("%+v", b)
	}
	if b := button(bot.Action{Name: "go", Label: say.Literal("Go"), Tone: bot.Good}, bot.Frame{}); b.Style != api.StylePrimary || b.Text.Text != "Go" || b.Confirm != nil {
		t.Errorf("%+v", b)
	}
}

// readRich is what is read of blocks of rich text.
func readRich(t *testing.T, blocks []api.Block) string {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var all []any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var read func(v any)
	read = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				read(e)
			}
		case map[string]any:
			text, _ := v["text"].(string)
			style, _ := v["style"].(map[string]any)
			for _, name := range []string{"bold", "italic", "code"} {
				if style[name] == true {
					text = name[:1] + "(" + text + ")"
				}
			}
			switch v["type"] {
			case "rich_text":
				out.WriteString("|")
			case "rich_text_section":
				if inside, _ := v["elements"].([]any); len(inside) == 0 {
					out.WriteString("(nothing)")
				}
			case "rich_text_list":
				fmt.Fprintf(&out, "[%v %v %v:", v["style"], v["indent"], v["offset"])
				defer out.WriteString("]")
			}
			out.WriteString(text)
			read(v["elements"])
		}
	}
	read(all)
	return out.String()
}

func TestFindingsAndSteps(t *testing.T) {
	p := newPage()
	p.findings([]bot.Finding{{Tone: bot.Warning, Title: say.Literal("It ends soon"), Detail: say.Literal("In a week.")}, {Detail: say.Literal("Only this.")}, {Title: say.Literal("Only a title")}, {}})
	p.steps(nil, nil)
	p.steps(say.Literal("Do this:"), []bot.Step{{Number: 2, Title: say.Literal("Check"), Why: say.Literal("It helps."), Caution: say.Literal("Ask first."), Actions: []say.Text{say.Literal("Click."), nil}}})
	p.steps(nil, []bot.Step{{Title: say.Literal("Bare")}, {}})
	want := "|b(⚠️ It ends soon)\nIn a week.|Only this.|b(Only a title)|b(Do this:)" +
		"|[ordered 0 1:b(Check)\nIt helps.i(\n⚠️ Ask first.)][bullet 1 0:Click.]|[ordered 0 0:b(Bare)]|[ordered 0 0:–]"
	if got := readRich(t, p.blocks); got != want {
		t.Errorf("\n%s, want\n%s", got, want)
	}
}

// A diagnosis says first who acts and what helps, then the other steps by name, the
// facts and the faults.
func TestFirstScreen(t *testing.T) {
	r := bot.Reply{
		Act: say.Literal("You act."), Cure: &bot.Step{Number: 10, Title: say.Literal("Ask"), Why: say.Literal("It ended."), Caution: say.Literal("Careful."), Actions: []say.Text{say.Literal("Click."), nil}},
		StepsTitle: say.Literal("Before:"), Steps: []bot.Step{{Number: 1, Title: say.Literal("Check")}, {Number: 2, Title: say.Literal("Wait")}},
		Facts:    []bot.Fact{{Label: say.Literal("Until"), Value: say.Literal("now"), Tone: bot.Bad}},
		Findings: []bot.Finding{{Tone: bot.Bad, Title: say.Literal("It ended")}, {Title: say.Literal("Chain"), Detail: say.Literal("It is short.")}, {}},
	}
	p := newPage()
	p.diagnosis(&r)
	const want = "|b(You act.)\nb(10. Ask)\nIt ended.\ni(⚠️ Careful.)[bullet 0 0:Click.]|b(Before:) 1.\u00a0Check\u00a0· 2.\u00a0Wait" +
		"|b(❌ Until: )now\nb(❌ It ended)|b(Chain)\nIt is short."
	if got := readRich(t, p.blocks); got != want {
		t.Errorf("\n%s, want\n%s", got, want)
	}
	p = newPage()
	p.diagnosis(&bot.Reply{StepsTitle: say.Literal("Before:")})
	p.diagnosis(&bot.Reply{Cure: &bot.Step{Number: 1, Title: say.Literal("Ask")}})
	if got := readRich(t, p.blocks); got != "|b(1. Ask)" {
		t.Errorf("%q", got)
	}
}

// What can be cut to be shown has its room counted.
func TestWhatAPageCounts(t *testing.T) {
	x := func(n int) say.Text { return say.Literal(strings.Repeat("x", n)) }
	for name, c := range map[string]struct {
		put  func(p *page)
		want int
	}{
		"a finding": {func(p *page) { p.findings([]bot.Finding{{Title: x(10), Detail: x(20)}}) }, 33},
		"steps": {func(p *page) {
			p.steps(x(5), []bot.Step{{Title: x(10), Why: x(20), Caution: x(30), Actions: []say.Text{x(7), x(8)}}})
		}, 5 + 60 + 10 + 15},
		"an entry":    {func(p *page) { p.items([]bot.Item{{Code: "abc", Text: x(10)}}) }, 15},
		"with button": {func(p *page) { p.items([]bot.Item{{Code: "abc", Text: x(10), Action: &bot.Action{Name: "n"}}}) }, 15 + 100},
		"a diagnosis": {func(p *page) { p.diagnosis(&bot.Reply{Act: x(10), Facts: []bot.Fact{{Label: x(5), Value: x(6)}}}) }, 1 + 10 + 1 + 5 + 2 + 6},
		"a path": {func(p *page) {
			p.cure(&bot.Reply{Cure: &bot.Step{Number: 1, Title: x(10), Actions: []say.Text{x(20)}}})
		}, 1 + 3 + 10 + 20},
		"a letter":     {func(p *page) { p.letter(&bot.Letter{Open: x(7), Subject: x(1), Lines: []say.Text{x(5)}}) }, len("mailto:?subject=x&body=xxxxx") + 7},
		"a long value": {func(p *page) { p.diagnosis(&bot.Reply{Facts: []bot.Fact{{Label: x(5), Value: x(5000)}}}) }, 1 + 5 + 2 + maxField/2},
		"a long entry": {func(p *page) { p.items([]bot.Item{{Text: x(5000), Action: &bot.Action{Name: "n"}}}) }, maxSection/3 + 100},
		"no letter":    {func(p *page) { p.letter(nil) }, 0},
		"the bottom": {func(p *page) {
			p.bottom(bot.Reply{Footnote: x(10), Actions: []bot.Action{{Name: "n", Value: "v", Label: x(7), Confirm: x(3)}}})
		}, 10 + 7 + 2*3 + maxConfirmText + 100 + 100},
	} {
		p := newPage()
		c.put(p)
		if got := maxMessage - p.room; got != c.want {
			t.Errorf("%s: counts %d, want %d", name, got, c.want)
		}
		if name == "the bottom" && p.slots != maxMessageBlocks-3 {
			t.Errorf("%s: %d blocks are left", name, p.slots)
		}
	}
}

// A form asks each field once, with what Slack takes of it.
func TestFieldsOfAForm(t *testing.T) {
	var fields []bot.Field
	for i := range maxViewBlocks + 1 {
		fields = append(fields, bot.Field{Name: fmt.Sprint(i / 2 * 2)}, bot.Field{Name: fmt.Sprint(i)})
	}
	view := modal(&bot.Form{Action: bot.Action{Name: "fix"}, Fields: fields}, origin{Channel: "C1"})
	if n := len(view.Blocks.BlockSet); n != maxViewBlocks || view.Submit.Text != "Send" || view.PrivateMetadata != `{"channel":"C1"}` {
		t.Errorf("%d fields, %q, %s", n, view.Submit.Text, view.PrivateMetadata)
	}
	// {"channel":""} has fourteen signs.
	for length, kept := range map[int]bool{maxViewMetadata - 14: true, maxViewMetadata - 13: false} {
		view := modal(&bot.Form{Submit: say.Literal("Go")}, origin{Channel: strings.Repeat("C", length)})
		if (view.PrivateMetadata != "{}") != kept || view.Submit.Text != "Go" {
			t.Errorf("%d: %d signs, %q", length, len(view.PrivateMetadata), view.Submit.Text)
		}
	}
	choose := func(n int) *api.SelectBlockElement {
		f := bot.Field{Name: "client", Value: "1"}
		for i := range n {
			f.Choices = append(f.Choices, bot.Choice{Value: fmt.Sprint(i), Label: say.Literal("l")})
		}
		return input(f).Element.(*api.SelectBlockElement)
	}
	if got := choose(maxOptions + 1); len(got.Options) != maxOptions || got.InitialOption == nil || got.InitialOption.Value != "1" {
		t.Errorf("%d, and first %+v", len(got.Options), got.InitialOption)
	}
	if got := choose(1); got.InitialOption != nil {
		t.Errorf("%+v is chosen", got.InitialOption)
	}
	typed := input(bot.Field{Name: "a", Hint: say.Literal("such as"), Long: true, Required: true})
	if e := typed.Element.(*api.PlainTextInputBlockElement); e.Placeholder.Text != "such as" || !e.Multiline || typed.Optional {
		t.Errorf("%+v", e)
	}
	if e := input(bot.Field{Name: "a"}).Element.(*api.PlainTextInputBlockElement); e.Placeholder != nil {
		t.Errorf("%+v", e)
	}
}

// However long one text is, it is cut, and leaves the page room for others.
func TestLongTextsAreCut(t *testing.T) {
	for name, r := range adaptertest.LongReplies(say.Literal(strings.Repeat("word ", 3000))) {
		m := render(r)
		raw, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "word") || !strings.Contains(string(raw), "…") || len(m.Files) > 0 || len(raw) > maxMessage {
			t.Errorf("%s: %d bytes and %d files", name, len(raw), len(m.Files))
		}
	}
}

// However long a text is, it leaves room for what stands beside and below it.
func TestLongTextsLeaveRoom(t *testing.T) {
	l, long, stays := say.Literal, say.Literal(strings.Repeat("word ", 10_000)), say.Literal("stays")
	below := []bot.Finding{{Title: stays}}
	again := &bot.Action{Name: "n", Label: long, Confirm: long}
	longStep := bot.Step{Title: long, Why: long, Caution: long, Actions: []say.Text{long, long}}
	for name, r := range map[string]bot.Reply{
		"the headline":       {Headline: long, Findings: below},
		"a fact":             {Facts: []bot.Fact{{Label: long, Value: long}, {Label: long, Value: long}}, Findings: below},
		"an entry":           {Items: []bot.Item{{Text: long, Code: long.String()}, {Text: long}, {Code: long.String()}, {Text: stays}}},
		"an entry's button":  {Items: []bot.Item{{Text: long, Code: long.String(), Action: again}, {Text: stays}}},
		"a button's code":    {Items: []bot.Item{{Text: stays, Code: long.String(), Action: again}}},
		"a fault":            {Findings: []bot.Finding{{Title: long, Detail: long}, {Title: long, Detail: long}, below[0]}},
		"a step":             {Steps: []bot.Step{longStep, {Title: stays}}},
		"the title of steps": {StepsTitle: long, Steps: []bot.Step{{Title: stays}}},
		"the title of code":  {Code: []bot.Code{{Title: long, Text: "stays"}}},
		"the small print":    {Footnote: long, Findings: below},
		"the cure":           {Act: long, Cure: &longStep, Findings: below},
		"facts of one":       {Act: l("a"), Facts: []bot.Fact{{Label: long, Value: long}, {Label: long, Value: long}}, Findings: below},
		"other steps":        {Act: l("a"), StepsTitle: long, Steps: []bot.Step{{Number: 1, Title: long}, {Number: 2, Title: stays}}},
	} {
		m := render(r)
		if said := check(t, name, m); !strings.Contains(said, "stays") || len(m.Files) > 0 {
			t.Errorf("%s: %d bytes, %d files", name, len(said), len(m.Files))
		}
	}
	m := render(bot.Reply{Headline: l(strings.Repeat("<&>", 10_000))})
	if check(t, "fallback", m); plaintext.Size(m.Text) > maxFallback {
		t.Errorf("what notifications show has %d signs", plaintext.Size(m.Text))
	}
}

// Small print has a time as often as Slack takes parts, and all of its words.
func TestTimesOfSmallPrint(t *testing.T) {
	at := time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC)
	moment := say.Run{Kind: say.RunMoment, Text: "t", At: at, Between: "at"}
	words := say.Run{Kind: say.RunWords, Text: " and "}
	raw, err := json.Marshal(smallPrint([]say.Run{moment, words, moment, words, moment, words, moment, words, moment, words}))
	if err != nil || strings.Count(string(raw), "!date") != maxContext/2 || len(fakeslack.CheckMessage("x", fmt.Appendf(nil, "[%s]", raw))) > 0 {
		t.Errorf("%s, %v", raw, err)
	}
	for n := range maxContext + 3 {
		for _, end := range []string{"", ".", " and on"} {
			var note []say.Run
			for i := range n {
				note = append(note, say.Run{Kind: say.RunWords, Text: fmt.Sprint(" w", i, " ")}, say.Run{Kind: say.RunMoment, Text: fmt.Sprint("t", i), At: at, Between: "at"})
			}
			note = append(note, say.Run{Kind: say.RunWords, Text: "end" + end})
			raw, err := json.Marshal(smallPrint(note))
			if err != nil {
				t.Fatal(err)
			}
			if wrong := fakeslack.CheckMessage("x", fmt.Appendf(nil, "[%s]", raw)); len(wrong) > 0 {
				t.Errorf("%d times and %q: %s", n, end, wrong)
			}
			for i := range n {
				if !strings.Contains(string(raw), fmt.Sprint("w", i)) || !strings.Contains(string(raw), fmt.Sprint("t", i)) {
					t.Errorf("%d times and %q: the time %d is not in %s", n, end, i, raw)
				}
			}
			if times := strings.Count(string(raw), "!date"); times != min(n, maxContext/2-1) {
				t.Errorf("%d times and %q: %d are dates", n, end, times)
			}
		}
	}
}

// What can be copied is shown as such also in bold, and by itself.
func TestCodeInRichText(t *testing.T) {
	moment := say.Run{Kind: say.RunCode, Text: "imap"}
	got := elements([]say.Run{moment}, bold())[0].(*api.RichTextSectionTextElement)
	if got.Text != "imap" || !got.Style.Bold || !got.Style.Code {
		t.Errorf("%+v", got)
	}
	if plain := elements([]say.Run{moment}, nil)[0].(*api.RichTextSectionTextElement); plain.Style.Bold || !plain.Style.Code {
		t.Errorf("%+v", plain)
	}
	for want, item := range map[string]bot.Item{"[imap]": {Code: "imap"}, "[imap][  ][fine]": {Code: "imap", Text: say.Literal("fine")}, "[fine]": {Text: say.Literal("fine")}} {
		parts, _ := itemText(item)
		said := ""
		for _, p := range parts {
			said += "[" + p.(*api.RichTextSectionTextElement).Text + "]"
		}
		if said != want {
			t.Errorf("%q, want %q", said, want)
		}
	}
}
