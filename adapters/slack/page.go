package slack

import (
	"fmt"
	"strings"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// restName is the file that has what did not fit.
const restName = "answer.txt"

// page gathers blocks while there is room.
type page struct {
	blocks []api.Block
	room   int // characters that are left
	slots  int // blocks
	full   bool
	ids    map[string]bool // of the actions: each stands once in a message
	frame  bot.Frame
}

// add puts a block with so many characters on the page, if it has room. Once
// something did not fit nothing else is put below the gap.
func (p *page) add(b api.Block, characters int) {
	if p.full || characters > p.room || len(p.blocks) >= p.slots {
		p.full = true
		return
	}
	p.blocks = append(p.blocks, b)
	p.room -= characters
}

// headline is a header block if it fits, else bold text, so that the verdict does not
// look like small print just because a name in it is long. A reply that is nothing but
// its headline is plain text.
func (p *page) headline(r bot.Reply) { p.add(headlineBlock(r)) }

func headlineBlock(r bot.Reply) (_ api.Block, characters int) {
	said := plaintext.Line(plaintext.Sign(r.Tone) + headline(r))
	switch {
	case r.Tone == bot.Neutral:
		said = plaintext.Cut(said, maxSection)
		return api.NewSectionBlock(words(said, maxSection), nil, nil), plaintext.Size(said)
	case plaintext.Size(said) <= maxHeader:
		return api.NewHeaderBlock(words(said, maxHeader)), plaintext.Size(said)
	}
	said = plaintext.Cut(said, maxSection)
	return rich(section(text(said, bold())...)), plaintext.Size(said)
}

func (p *page) facts(facts []bot.Fact) {
	for len(facts) > 0 {
		n := min(len(facts), maxFields)
		fields, characters := make([]*api.TextBlockObject, 0, n), 0
		for _, f := range facts[:n] {
			field := factField(f)
			fields = append(fields, field)
			characters += plaintext.Size(field.Text)
		}
		p.add(&api.SectionBlock{Type: api.MBTSection, Fields: fields}, characters)
		facts = facts[n:]
	}
}

// factField shows a label above its value. A value that is a time is shown in the
// reader's zone, for which Slack needs mark-up; such a value has no foreign characters.
func factField(f bot.Fact) *api.TextBlockObject {
	label := plaintext.Short(plaintext.Sign(f.Tone)+f.Label.String(), maxHeader)
	if v := plaintext.Runs(f.Value, maxField); len(v) == 1 && v[0].Kind == say.RunMoment {
		return &api.TextBlockObject{Type: api.MarkdownType, Text: escape.Replace(label) + "\n" + date(v[0]), Verbatim: true}
	}
	value := plaintext.Said(f.Value, maxField/2)
	if value == "" {
		value = "–"
	}
	field := words("", 1)
	field.Text = label + "\n" + value
	return field
}

// items are lists of bullets, as long as one block may be; an item with a button stands
// in a block of its own.
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
		if plaintext.Line(item.Code+item.Text.String()) == "" && item.Mentioned == nil {
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

func (p *page) itemWithButton(item bot.Item) {
	said := plaintext.Said(item.Written(), maxSection/3)
	if code := plaintext.Short(item.Code, maxSection/3); code != "" {
		said = strings.TrimSuffix(code+"  "+said, "  ")
	}
	said = plaintext.Short(plaintext.Sign(item.Tone)+said, maxSection)
	p.add(api.NewSectionBlock(words(said, maxSection), nil, api.NewAccessory(button(*item.Action, p.frame))), plaintext.Size(said)+100)
}

func (p *page) findings(findings []bot.Finding) {
	for _, f := range findings {
		title, detail := plaintext.Runs(f.Title, maxSection/10), plaintext.Runs(f.Detail, maxRich/2)
		var all []api.RichTextSectionElement
		if len(title) > 0 {
			all = append(text(plaintext.Sign(f.Tone), bold()), elements(title, bold())...)
			if len(detail) > 0 {
				all = append(all, text("\n", nil)...)
			}
		}
		all = append(all, elements(detail, nil)...)
		if len(all) > 0 {
			p.add(rich(section(all...)), size(title)+size(detail)+3)
		}
	}
}

// steps keep their own numbers: each is a list that begins with its number, and
// its click path a list below it.
func (p *page) steps(title say.Text, steps []bot.Step) {
	if len(steps) == 0 {
		return
	}
	said := plaintext.Runs(title, maxSection/10)
	if len(said) > 0 {
		p.add(rich(section(elements(said, bold())...)), size(said))
	}
	for i := range steps {
		s := &steps[i]
		name, why, caution := plaintext.Runs(s.Title, maxSection/10), plaintext.Runs(s.Why, maxRich/4), plaintext.Runs(s.Caution, maxRich/4)
		all := elements(name, bold())
		if len(why) > 0 {
			all = append(append(all, text("\n", nil)...), elements(why, nil)...)
		}
		if len(caution) > 0 {
			italic := &api.RichTextSectionTextStyle{Italic: true}
			all = append(append(all, text("\n"+plaintext.Sign(bot.Warning), italic)...), elements(caution, italic)...)
		}
		if len(all) == 0 {
			all = text("–", nil)
		}
		numbered := api.NewRichTextList(api.RTEListOrdered, 0, section(all...))
		numbered.Offset = max(s.Number-1, 0)
		block, characters := []api.RichTextElement{numbered}, size(name)+size(why)+size(caution)+10
		var path []api.RichTextElement
		for _, action := range s.Actions {
			if said := plaintext.Runs(action, maxRich/6); len(said) > 0 {
				path = append(path, section(elements(said, nil)...))
				characters += size(said)
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
		title, body := plaintext.Said(c.Title, maxSection/10), plaintext.Lines(c.Text)
		if body == "" {
			continue
		}
		if plaintext.Size(body) > maxRich-plaintext.Size(title) {
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
		p.add(rich(elements...), plaintext.Size(title)+plaintext.Size(body))
	}
	return files
}

// smallPrint stands at the end of a message. Times are separate elements, because only
// mark-up shows them in the reader's zone, and no foreign text may stand in an element
// with mark-up. Slack puts a gap between elements, so the full stop or bracket that
// follows a time is part of the time's element.
func smallPrint(note []say.Run) api.Block {
	var all []api.MixedElement
	var last *api.TextBlockObject // the time before, nil for none
	said := ""
	put := func() {
		if last != nil {
			rest := strings.TrimLeft(said, ".,;:!?)")
			last.Text += said[:len(said)-len(rest)]
			said = rest
		}
		if plaintext.Line(said) != "" {
			all = append(all, words(said, maxContextText))
		}
		said = ""
	}
	for _, r := range note {
		// Words before it, the time, and words at the end.
		if r.Kind != say.RunMoment || len(all)+3 > maxContext {
			said += r.Text
			continue
		}
		put()
		last = &api.TextBlockObject{Type: api.MarkdownType, Text: shortDate(r), Verbatim: true}
		all = append(all, last)
	}
	put()
	return api.NewContextBlock("", all...)
}

// letter is a link that opens it in the reader's mail program.
func (p *page) letter(l *bot.Letter) {
	address := mailto(l)
	if address == "" {
		return
	}
	said := plaintext.Said(l.Open, maxHeader)
	p.add(rich(section(api.NewRichTextSectionLinkElement(address, said, nil))), len(address)+plaintext.Size(said))
}

// fresh tells whether an action's id is new in this message, and fits.
func (p *page) fresh(id string) bool {
	if p.ids[id] || len(id) > maxActionID {
		return false
	}
	p.ids[id] = true
	return true
}

// buttons are a row of buttons, those that are needed less (More) behind a menu. What
// Slack has no room for is left out.
func (p *page) buttons(actions []bot.Action) []api.Block {
	var elements []api.BlockElement
	var more []*api.OptionBlockObject
	for _, a := range actions {
		if len(elements) == maxActions-1 || !p.fresh(a.ID()) {
			continue
		}
		if a.More && len(more) < maxOptions && a.Confirm.Empty() && len(a.ID()) <= maxOverflowValue {
			more = append(more, api.NewOptionBlockObject(a.ID(), words(label(a), maxOption), nil))
			continue
		}
		elements = append(elements, button(a, p.frame))
	}
	switch {
	case len(more) > maxOverflow:
		placeholder := words(p.frame.More.String(), maxPlaceholder)
		elements = append(elements, api.NewOptionsSelectBlockElement(api.OptTypeStatic, placeholder, moreActions, more...))
	case len(more) > 0:
		elements = append(elements, api.NewOverflowBlockElement(moreActions, more...))
	}
	if len(elements) == 0 {
		return nil
	}
	return []api.Block{api.NewActionBlock("", elements...)}
}

// moreActions is the id of the menu of actions; the one that is chosen is its
// option's value.
const moreActions = "more-actions"

func label(a bot.Action) string {
	if said := a.Label.String(); plaintext.Line(said) != "" {
		return said
	}
	return a.Name
}

func button(a bot.Action, f bot.Frame) *api.ButtonBlockElement {
	label := label(a)
	b := api.NewButtonBlockElement(plaintext.Cut(a.ID(), maxActionID), plaintext.Cut(a.Value, maxButtonValue), words(label, maxButton))
	switch a.Tone {
	case bot.Good:
		b.Style = api.StylePrimary
	case bot.Bad:
		b.Style = api.StyleDanger
	}
	if plaintext.Line(a.Confirm.String()) != "" {
		b.Confirm = api.NewConfirmationBlockObject(words(label, maxConfirmTitle), words(a.Confirm.String(), maxConfirmText),
			words(label, maxConfirmButton), words(f.Cancel.String(), maxConfirmButton))
	}
	return b
}

// headline is never empty, for Slack takes no message without a text.
func headline(r bot.Reply) string {
	if plaintext.Line(r.Headline.String()) == "" {
		return "…"
	}
	return r.Headline.String()
}
