package slack

import (
	"fmt"
	"strings"

	api "github.com/slack-go/slack"

	"certdesk/adapters/inert"
	"certdesk/adapters/moment"
	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
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
	p.steps(r.StepsTitle.String(), r.Steps)
	files := p.code(r.Code)
	if p.full {
		files = append(files, bot.File{Name: restName, Data: []byte(plaintext.Of(r))})
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
		p.room -= inert.Size(a.Label.String()) + 2*len(a.ID())
		if !a.Confirm.Empty() {
			p.room -= maxConfirmText + 100
		}
	}
	if inert.Line(r.Footnote.String()) != "" {
		out = append(out, smallPrint(r.Footnote.String()))
		p.room -= min(inert.Size(r.Footnote.String()), maxContextText)
	}
	p.most -= len(out) + 1
	p.room -= 100
	return out
}

// headline is a header where it fits. A reply that says nothing else needs no
// shouting.
func (p *page) headline(r bot.Reply) {
	text := inert.Line(sign(r.Tone) + headline(r))
	if r.Tone != bot.Neutral && inert.Size(text) <= maxHeader {
		p.add(api.NewHeaderBlock(words(text, maxHeader)), inert.Size(text))
		return
	}
	text = inert.Cut(text, maxSection)
	p.add(api.NewSectionBlock(words(text, maxSection), nil, nil), inert.Size(text))
}

// headline is never empty, for Slack takes no message without a text.
func headline(r bot.Reply) string {
	if inert.Line(r.Headline.String()) == "" {
		return "…"
	}
	return r.Headline.String()
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
	case bot.Unknown:
		return "❔ "
	}
	return ""
}

// words is a text in which Slack reads no mark-up.
func words(s string, max int) *api.TextBlockObject {
	emoji := false
	return &api.TextBlockObject{Type: api.PlainTextType, Text: inert.Short(s, max), Emoji: &emoji}
}

func (p *page) facts(facts []bot.Fact) {
	for len(facts) > 0 {
		n := min(len(facts), maxFields)
		fields, characters := make([]*api.TextBlockObject, 0, n), 0
		for _, f := range facts[:n] {
			field := factField(f)
			fields = append(fields, field)
			characters += inert.Size(field.Text)
		}
		p.add(&api.SectionBlock{Type: api.MBTSection, Fields: fields}, characters)
		facts = facts[n:]
	}
}

// factField is label over value. A value that is a time is shown in the
// reader's zone, which only mark-up can say; it has no foreign character then.
func factField(f bot.Fact) *api.TextBlockObject {
	label := inert.Short(sign(f.Tone)+f.Label.String(), maxHeader)
	if s := moment.Split(f.Value.String()); len(s) == 1 && !s[0].At.IsZero() {
		return &api.TextBlockObject{Type: api.MarkdownType, Text: escape.Replace(label) + "\n" + date(s[0]), Verbatim: true}
	}
	value := inert.Short(f.Value.String(), maxField/2)
	if value == "" {
		value = "–"
	}
	field := words("", 1)
	field.Text = label + "\n" + value
	return field
}

// date is a time as mark-up, which shows it in the reader's own zone.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting
func date(s moment.Span) string {
	return fmt.Sprintf("<!date^%d^%s|%s>", s.At.Unix(), dateFormat(s), s.Text)
}

func dateFormat(s moment.Span) string { return "{date_long} " + s.Between + " {time}" }

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
		if inert.Line(item.Code+item.Text.String()) == "" && item.Mentioned == nil {
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
		n += inert.Size(s)
	}
	code, said := inert.Short(item.Code, maxRich/3), inert.Short(item.Text.String(), maxRich/3)
	if code != "" {
		put(text(code, &api.RichTextSectionTextStyle{Code: true})...)
		if said != "" {
			said = "  " + said
		}
	}
	put(text(said, nil)...)
	for _, m := range item.Mentions()[:min(len(item.Mentions()), maxMentions)] {
		put(api.NewRichTextSectionTextElement(" ", nil), mention(m))
		n += len(m.ID) + 1
	}
	return out, n + inert.Size(code) + inert.Size(said)
}

// maxMentions bounds those of one line.
const maxMentions = 20

// mention is an element of its own, which nothing written by strangers can be.
func mention(m bot.Mention) api.RichTextSectionElement {
	switch id := inert.Short(m.ID, maxHeader); m.Kind {
	case bot.MentionGroup:
		return api.NewRichTextSectionUserGroupElement(id)
	case bot.MentionLink:
		return api.NewRichTextSectionLinkElement(m.ID, m.ID, nil)
	case bot.MentionChannel:
		return api.NewRichTextSectionChannelElement(id, nil)
	default:
		return api.NewRichTextSectionUserElement(id, nil)
	}
}

func (p *page) itemWithButton(item bot.Item) {
	said := inert.Short(item.Written(), maxSection/3)
	if code := inert.Short(item.Code, maxSection/3); code != "" {
		said = strings.TrimSuffix(code+"  "+said, "  ")
	}
	said = inert.Short(sign(item.Tone)+said, maxSection)
	p.add(api.NewSectionBlock(words(said, maxSection), nil, api.NewAccessory(button(*item.Action))), inert.Size(said)+100)
}

func (p *page) findings(findings []bot.Finding) {
	for _, f := range findings {
		title, detail := inert.Short(f.Title.String(), maxSection/10), inert.Short(f.Detail.String(), maxRich/2)
		var elements []api.RichTextSectionElement
		if title != "" {
			elements = append(elements, text(sign(f.Tone)+title, bold())...)
			if detail != "" {
				detail = "\n" + detail
			}
		}
		elements = append(elements, text(detail, nil)...)
		if len(elements) > 0 {
			p.add(rich(section(elements...)), inert.Size(title)+inert.Size(detail)+3)
		}
	}
}

// steps keep their own numbers: each is a list that begins with its number, and
// its click path a list below it.
func (p *page) steps(title string, steps []bot.Step) {
	if len(steps) == 0 {
		return
	}
	if title = inert.Short(title, maxSection/10); title != "" {
		p.add(rich(section(text(title, bold())...)), inert.Size(title))
	}
	for i := range steps {
		s := &steps[i]
		name, why, caution := inert.Short(s.Title.String(), maxSection/10), inert.Short(s.Why.String(), maxRich/4), inert.Short(s.Caution.String(), maxRich/4)
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
		block, characters := []api.RichTextElement{numbered}, inert.Size(name)+inert.Size(why)+inert.Size(caution)+10
		var path []api.RichTextElement
		for _, action := range say.Strings(s.Actions) {
			if action = inert.Short(action, maxRich/6); action != "" {
				path = append(path, section(text(action, nil)...))
				characters += inert.Size(action)
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
		title, body := inert.Short(c.Title.String(), maxSection/10), inert.Lines(c.Text)
		if body == "" {
			continue
		}
		if inert.Size(body) > maxRich-inert.Size(title) {
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
		p.add(rich(elements...), inert.Size(title)+inert.Size(body))
	}
	return files
}

// smallPrint stands at the end. Times are elements of their own: only mark-up shows
// them in the reader's zone, and nothing foreign may stand beside mark-up. Slack
// sets elements apart, so that the stop or bracket after a time, which is harmless,
// stands in the time's own element.
func smallPrint(s string) api.Block {
	parts := moment.Split(inert.Short(s, maxContextText))
	if len(parts) > maxContext {
		parts = []moment.Span{{Text: inert.Short(s, maxContextText)}}
	}
	var elements []api.MixedElement
	var last *api.TextBlockObject // the time before, nil for none
	for _, part := range parts {
		if !part.At.IsZero() {
			last = &api.TextBlockObject{Type: api.MarkdownType, Text: date(part), Verbatim: true}
			elements = append(elements, last)
			continue
		}
		said := part.Text
		if last != nil {
			rest := strings.TrimLeft(said, ".,;:!?)")
			last.Text += said[:len(said)-len(rest)]
			said, last = rest, nil
		}
		if inert.Line(said) != "" {
			elements = append(elements, words(said, maxContextText))
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
	label := a.Label.String()
	if inert.Line(label) == "" {
		label = a.Name
	}
	b := api.NewButtonBlockElement(inert.Cut(a.ID(), maxActionID), inert.Cut(a.Value, maxButtonValue), words(label, maxButton))
	switch a.Tone {
	case bot.Good:
		b.Style = api.StylePrimary
	case bot.Bad:
		b.Style = api.StyleDanger
	}
	if inert.Line(a.Confirm.String()) != "" {
		b.Confirm = api.NewConfirmationBlockObject(words(label, maxConfirmTitle), words(a.Confirm.String(), maxConfirmText),
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
	for _, part := range moment.Split(s) {
		if part.At.IsZero() {
			out = append(out, api.NewRichTextSectionTextElement(part.Text, style))
			continue
		}
		written := part.Text
		d := api.NewRichTextSectionDateElement(part.At.Unix(), dateFormat(part), nil, &written)
		d.Style = style
		out = append(out, d)
	}
	return out
}
