package slack

import (
	"fmt"
	"strings"

	api "github.com/slack-go/slack"

	"certdesk/bot"
)

// message is a reply as Slack takes it.
type message struct {
	Text   string
	Blocks []api.Block
	// Files are attached: the reply's own, and what did not fit.
	Files []bot.File
	Image *bot.Image
}

// render makes blocks of a reply: from top to bottom, until a message is full;
// then the whole of it goes into a file as well.
func render(r bot.Reply) message {
	p := &page{room: maxMessage, most: maxMessageBlocks, ids: make(map[string]bool)}
	bottom := p.bottom(r)
	p.headline(r)
	p.facts(r.Facts)
	p.items(r.Items)
	p.findings(r.Findings)
	p.steps(r.StepsTitle, r.Steps)
	files := p.code(r.Code)
	if p.full {
		files = append(files, bot.File{Name: restName, Data: []byte(plain(r))})
		bottom = append([]api.Block{smallPrint("The rest is in the file " + restName + ".")}, bottom...)
	}
	return message{
		Text: fallback(headline(r)), Blocks: append(p.blocks, bottom...),
		Files: append(files, r.Files...), Image: r.Image,
	}
}

// restName is the file that has what did not fit.
const restName = "answer.txt"

// page gathers blocks while there is room.
type page struct {
	blocks []api.Block
	room   int // characters that are left
	most   int // blocks
	full   bool
	ids    map[string]bool // of the actions: each stands once in a message
}

// add puts a block with so many characters on the page, if it has room. Once
// something did not fit nothing else is put below the gap.
func (p *page) add(b api.Block, characters int) {
	if p.full || characters > p.room || len(p.blocks) >= p.most {
		p.full = true
		return
	}
	p.blocks = append(p.blocks, b)
	p.room -= characters
}

// bottom makes what stands at the end, and keeps its room free.
func (p *page) bottom(r bot.Reply) []api.Block {
	var out []api.Block
	out = append(out, p.buttons(r.Actions)...)
	for _, a := range r.Actions[:min(len(r.Actions), maxActions)] {
		p.room -= size(a.Label) + 2*len(a.ID())
		if a.Confirm != "" {
			p.room -= maxConfirmText + 100
		}
	}
	if inert(r.Footnote) != "" {
		out = append(out, smallPrint(r.Footnote))
		p.room -= min(size(r.Footnote), maxContextText)
	}
	p.most -= len(out) + 1
	p.room -= 100
	return out
}

// headline is a header where it fits. A reply that says nothing else needs no
// shouting.
func (p *page) headline(r bot.Reply) {
	text := inert(sign(r.Tone) + headline(r))
	if r.Tone != bot.Neutral && size(text) <= maxHeader {
		p.add(api.NewHeaderBlock(words(text, maxHeader)), size(text))
		return
	}
	text = cut(text, maxSection)
	p.add(api.NewSectionBlock(words(text, maxSection), nil, nil), size(text))
}

// headline is never empty, for Slack takes no message without a text.
func headline(r bot.Reply) string {
	if inert(r.Headline) == "" {
		return "…"
	}
	return r.Headline
}

// sign shows a tone where there is no colour.
func sign(t bot.Tone) string {
	switch t {
	case bot.Good:
		return "✅ "
	case bot.Warning:
		return "⚠️ "
	case bot.Bad:
		return "❌ "
	}
	return ""
}

// words is a text in which Slack reads no mark-up.
func words(s string, max int) *api.TextBlockObject {
	emoji := false
	return &api.TextBlockObject{Type: api.PlainTextType, Text: one(s, max), Emoji: &emoji}
}

func (p *page) facts(facts []bot.Fact) {
	for len(facts) > 0 {
		n := min(len(facts), maxFields)
		fields, characters := make([]*api.TextBlockObject, 0, n), 0
		for _, f := range facts[:n] {
			field := factField(f)
			fields = append(fields, field)
			characters += size(field.Text)
		}
		p.add(&api.SectionBlock{Type: api.MBTSection, Fields: fields}, characters)
		facts = facts[n:]
	}
}

// factField is label over value. A value that is a time is shown in the
// reader's zone, which only mark-up can say; it has no foreign character then.
func factField(f bot.Fact) *api.TextBlockObject {
	label := one(sign(f.Tone)+f.Label, maxHeader)
	if s := spans(f.Value); len(s) == 1 && !s[0].at.IsZero() {
		return &api.TextBlockObject{Type: api.MarkdownType, Text: escape.Replace(label) + "\n" + date(s[0]), Verbatim: true}
	}
	value := one(f.Value, maxField/2)
	if value == "" {
		value = "–"
	}
	field := words("", 1)
	field.Text = label + "\n" + value
	return field
}

// date is a time as mark-up.
func date(s span) string {
	return fmt.Sprintf("<!date^%d^%s|%s>", s.at.Unix(), s.format, s.text)
}

func (p *page) items(items []bot.Item) {
	var list []api.RichTextElement
	characters := 0
	flush := func() {
		if len(list) > 0 {
			p.add(rich(bullets(0, list...)), characters)
		}
		list, characters = nil, 0
	}
	for _, item := range items {
		if inert(item.Code+item.Text) == "" {
			continue
		}
		if item.Action != nil && p.fresh(item.Action.ID()) {
			flush()
			p.itemWithButton(item)
			continue
		}
		elements, n := itemText(item)
		if characters+n > maxRich {
			flush()
		}
		list, characters = append(list, section(elements...)), characters+n
	}
	flush()
}

func itemText(item bot.Item) ([]api.RichTextSectionElement, int) {
	var out []api.RichTextSectionElement
	n := 0
	put := func(elements ...api.RichTextSectionElement) { out = append(out, elements...) }
	if s := sign(item.Tone); s != "" {
		put(text(s, nil)...)
		n += size(s)
	}
	code, said := one(item.Code, maxRich/3), one(item.Text, maxRich/3)
	if code != "" {
		put(text(code, &api.RichTextSectionTextStyle{Code: true})...)
		if said != "" {
			said = "  " + said
		}
	}
	put(text(said, nil)...)
	return out, n + size(code) + size(said)
}

func (p *page) itemWithButton(item bot.Item) {
	said := one(item.Text, maxSection/3)
	if code := one(item.Code, maxSection/3); code != "" {
		said = strings.TrimSuffix(code+"  "+said, "  ")
	}
	said = one(sign(item.Tone)+said, maxSection)
	p.add(api.NewSectionBlock(words(said, maxSection), nil, api.NewAccessory(button(*item.Action))), size(said)+100)
}

func (p *page) findings(findings []bot.Finding) {
	for _, f := range findings {
		title, detail := one(f.Title, maxSection/10), one(f.Detail, maxRich/2)
		var elements []api.RichTextSectionElement
		if title != "" {
			elements = append(elements, text(sign(f.Tone)+title, bold())...)
			if detail != "" {
				detail = "\n" + detail
			}
		}
		elements = append(elements, text(detail, nil)...)
		if len(elements) > 0 {
			p.add(rich(section(elements...)), size(title)+size(detail)+3)
		}
	}
}

// steps keep their own numbers: each is a list that begins with its number, and
// its click path a list below it.
func (p *page) steps(title string, steps []bot.Step) {
	if len(steps) == 0 {
		return
	}
	if title = one(title, maxSection/10); title != "" {
		p.add(rich(section(text(title, bold())...)), size(title))
	}
	for i := range steps {
		s := &steps[i]
		name, why, caution := one(s.Title, maxSection/10), one(s.Why, maxRich/4), one(s.Caution, maxRich/4)
		elements := text(name, bold())
		if why != "" {
			elements = append(elements, text("\n"+why, nil)...)
		}
		if caution != "" {
			elements = append(elements, text("\n"+sign(bot.Warning)+caution, &api.RichTextSectionTextStyle{Italic: true})...)
		}
		if len(elements) == 0 {
			elements = text("–", nil)
		}
		numbered := api.NewRichTextList(api.RTEListOrdered, 0, section(elements...))
		numbered.Offset = max(s.Number-1, 0)
		block, characters := []api.RichTextElement{numbered}, size(name)+size(why)+size(caution)+10
		var path []api.RichTextElement
		for _, action := range s.Actions {
			if action = one(action, maxRich/6); action != "" {
				path = append(path, section(text(action, nil)...))
				characters += size(action)
			}
		}
		if len(path) > 0 {
			block = append(block, bullets(1, path...))
		}
		p.add(rich(block...), characters)
	}
}

// code is for copying; what is too long for that comes as a file.
func (p *page) code(code []bot.Code) (files []bot.File) {
	for i, c := range code {
		title, body := one(c.Title, maxSection/10), inertLines(c.Text)
		if body == "" {
			continue
		}
		if size(body) > maxRich-size(title) {
			files = append(files, bot.File{Name: fmt.Sprintf("copy-%d.txt", i+1), Data: []byte(body + "\n")})
			continue
		}
		var elements []api.RichTextElement
		if title != "" {
			elements = append(elements, section(text(title, nil)...))
		}
		elements = append(elements, &api.RichTextPreformatted{
			Type: api.RTEPreformatted, Elements: []api.RichTextSectionElement{api.NewRichTextSectionTextElement(body, nil)},
		})
		p.add(rich(elements...), size(title)+size(body))
	}
	return files
}

// smallPrint stands at the end. Times are elements of their own: only mark-up shows
// them in the reader's zone, and nothing foreign may stand beside mark-up.
func smallPrint(s string) api.Block {
	parts := spans(one(s, maxContextText))
	if len(parts) > maxContext {
		parts = []span{{text: one(s, maxContextText)}}
	}
	var elements []api.MixedElement
	for _, part := range parts {
		switch {
		case !part.at.IsZero():
			elements = append(elements, &api.TextBlockObject{Type: api.MarkdownType, Text: date(part), Verbatim: true})
		case inert(part.text) != "":
			elements = append(elements, words(part.text, maxContextText))
		}
	}
	return api.NewContextBlock("", elements...)
}

// fresh tells whether an action's id is new in this message, and fits.
func (p *page) fresh(id string) bool {
	if p.ids[id] || len(id) > maxActionID {
		return false
	}
	p.ids[id] = true
	return true
}

func (p *page) buttons(actions []bot.Action) []api.Block {
	var elements []api.BlockElement
	for _, a := range actions {
		if len(elements) == maxActions || !p.fresh(a.ID()) {
			continue
		}
		elements = append(elements, button(a))
	}
	if len(elements) == 0 {
		return nil
	}
	return []api.Block{api.NewActionBlock("", elements...)}
}

func button(a bot.Action) *api.ButtonBlockElement {
	label := a.Label
	if inert(label) == "" {
		label = a.Name
	}
	b := api.NewButtonBlockElement(cut(a.ID(), maxActionID), cut(a.Value, maxButtonValue), words(label, maxButton))
	switch a.Tone {
	case bot.Good:
		b.Style = api.StylePrimary
	case bot.Bad:
		b.Style = api.StyleDanger
	}
	if inert(a.Confirm) != "" {
		b.Confirm = api.NewConfirmationBlockObject(words(label, maxConfirmTitle), words(a.Confirm, maxConfirmText),
			words(label, maxConfirmButton), words("Cancel", maxConfirmButton))
	}
	return b
}

func rich(elements ...api.RichTextElement) api.Block { return api.NewRichTextBlock("", elements...) }

func section(elements ...api.RichTextSectionElement) *api.RichTextSection {
	return api.NewRichTextSection(elements...)
}

func bullets(indent int, elements ...api.RichTextElement) *api.RichTextList {
	return api.NewRichTextList(api.RTEListBullet, indent, elements...)
}

func bold() *api.RichTextSectionTextStyle { return &api.RichTextSectionTextStyle{Bold: true} }

// text makes elements of a text that is inert already; times become dates.
func text(s string, style *api.RichTextSectionTextStyle) []api.RichTextSectionElement {
	var out []api.RichTextSectionElement
	for _, part := range spans(s) {
		if part.at.IsZero() {
			out = append(out, api.NewRichTextSectionTextElement(part.text, style))
			continue
		}
		written := part.text
		d := api.NewRichTextSectionDateElement(part.at.Unix(), part.format, nil, &written)
		d.Style = style
		out = append(out, d)
	}
	return out
}

// plain is a reply as a text file.
func plain(r bot.Reply) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s", inert(r.Headline))
	for _, f := range r.Facts {
		line("%s: %s", inert(f.Label), inert(f.Value))
	}
	for _, i := range r.Items {
		line("- %s", strings.TrimSpace(inert(i.Code)+"  "+inert(i.Text)))
	}
	for _, f := range r.Findings {
		line("\n%s\n%s", inert(f.Title), inert(f.Detail))
	}
	if len(r.Steps) > 0 {
		line("\n%s", inert(r.StepsTitle))
	}
	for _, s := range r.Steps {
		line("\n%d. %s\n   %s", s.Number, inert(s.Title), inert(s.Why))
		if s.Caution != "" {
			line("   Caution: %s", inert(s.Caution))
		}
		for _, a := range s.Actions {
			line("   - %s", inert(a))
		}
	}
	for _, c := range r.Code {
		line("\n%s\n%s", inert(c.Title), inertLines(c.Text))
	}
	line("\n%s", inert(r.Footnote))
	return b.String()
}
