package discord

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// restName is the file that has what did not fit.
const restName = "answer.txt"

// colour is the colour of the bar at the left of a message.
func colour(t bot.Tone) int {
	switch t {
	case bot.Good:
		return 0x2E9E5B
	case bot.Warning:
		return 0xE8A317
	case bot.Bad:
		return 0xD83A3A
	case bot.Unknown:
		return 0x80848E
	}
	return 0
}

// page gathers components while there is room.
type page struct {
	out   []discordgo.MessageComponent
	room  int // characters that are left
	slots int // components that are left
	full  bool
	frame bot.Frame
	ids   map[string]bool // of the actions: each stands once in a message
}

// maxNote bounds each of the two notes that are only known at the end: that the rest is
// in a file, and that a file was left out.
const maxNote = 60

// reserved is kept free for what is only known at the end: notes, files, a picture.
const (
	reservedText       = 2 * maxNote
	reservedComponents = 2 + maxFiles + 1
)

// note is small print.
func note(t say.Text, max int) discordgo.TextDisplay {
	const sign = "-# "
	return text(sign + markup(t, max-len(sign)))
}

// add puts a component on the page, if it has room. Once something did not fit
// nothing else is put below the gap.
func (p *page) add(c discordgo.MessageComponent) {
	n, characters := weigh(c)
	if p.full || characters > p.room || n > p.slots {
		p.full = true
		return
	}
	p.out = append(p.out, c)
	p.room -= characters
	p.slots -= n
}

// facts stand in one block, a line each, so that they are close on a phone.
func (p *page) facts(facts []bot.Fact) {
	p.lines(len(facts), func(i int) string { return factLine(&facts[i]) })
}

func factLine(f *bot.Fact) string {
	label, value := markup(f.Label, maxText/40), markup(f.Value, maxText/8)
	if value == "" {
		value = "–"
	}
	if label == "" {
		return plaintext.Sign(f.Tone) + value
	}
	return "**" + plaintext.Sign(f.Tone) + label + ":** " + value
}

// maxBlock bounds a block of lines, so that a full page still shows some.
const maxBlock = maxText / 4

// lines puts n lines on the page, in as few components as can be.
func (p *page) lines(n int, line func(i int) string) {
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			p.add(text(b.String()))
		}
		b.Reset()
	}
	for i := range n {
		s := line(i)
		if s == "" {
			continue
		}
		if plaintext.Size(b.String())+plaintext.Size(s) >= maxBlock {
			flush()
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	flush()
}

// items are lines, together as far as one text holds them; one with a button is a section
// of its own.
func (p *page) items(items []bot.Item) {
	for {
		n := 0
		for n < len(items) && items[n].Action == nil {
			n++
		}
		p.lines(n, func(i int) string { return itemLine(items[i], "- ") })
		items = items[n:]
		if len(items) == 0 {
			return
		}
		line := itemLine(items[0], "")
		if line == "" {
			line = "–"
		}
		if b, ok := p.button(*items[0].Action); ok {
			p.add(discordgo.Section{Components: []discordgo.MessageComponent{text(line)}, Accessory: b})
		} else {
			p.add(text(line))
		}
		items = items[1:]
	}
}

func itemLine(item bot.Item, bullet string) string {
	said := markup(item.Text, maxText/8)
	for _, m := range item.Mentions() {
		said += " " + mention(m)
	}
	if c := code(item.Code, maxText/16); c != "" {
		said = strings.TrimSpace(c + "  " + said)
	}
	if said == "" {
		return ""
	}
	return bullet + plaintext.Sign(item.Tone) + said
}

func (p *page) findings(findings []bot.Finding) {
	for _, f := range findings {
		title, detail := markup(f.Title, maxText/16), markup(f.Detail, maxText/5)
		if title != "" {
			title = "**" + plaintext.Sign(f.Tone) + title + "**"
		}
		if said := strings.TrimSpace(title + "\n" + detail); said != "" {
			p.add(text(said))
		}
	}
}

// steps keep their own numbers; the click path is a list below each.
func (p *page) steps(title say.Text, steps []bot.Step) {
	if len(steps) == 0 {
		return
	}
	said := markup(title, maxText/16)
	if said != "" {
		said = "**" + said + "**"
	}
	if said != "" {
		p.add(text(said))
	}
	for i := range steps {
		p.add(text(stepText(&steps[i])))
	}
}

func stepText(s *bot.Step) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%d. %s**", s.Number, markup(s.Title, maxText/20))
	if why := markup(s.Why, maxText/10); why != "" {
		b.WriteString("\n" + why)
	}
	if caution := markup(s.Caution, maxText/10); caution != "" {
		b.WriteString("\n" + plaintext.Sign(bot.Warning) + "*" + caution + "*")
	}
	for _, action := range s.Actions {
		if said := markup(action, maxText/16); said != "" {
			b.WriteString("\n- " + said)
		}
	}
	return plaintext.Cut(b.String(), maxText/2)
}

// code is for copying; what is too long for that, or would end the block that
// it stands in, comes as a file.
func (p *page) code(codes []bot.Code) (files []bot.File) {
	for i, c := range codes {
		title, body := markup(c.Title, maxText/20), plaintext.Lines(c.Text)
		if body == "" {
			continue
		}
		if plaintext.Size(body) > maxBlock || strings.Contains(body, "```") || strings.HasSuffix(body, "`") {
			files = append(files, bot.File{Name: fmt.Sprintf("copy-%d.txt", i+1), Data: []byte(body + "\n")})
			continue
		}
		p.add(text(strings.TrimPrefix(title+"\n```\n"+body+"\n```", "\n")))
	}
	return files
}

// button makes a button; false where its id is not new in this message.
func (p *page) button(a bot.Action) (discordgo.Button, bool) {
	id := a.ID()
	if p.ids[id] || plaintext.Size(id) > maxCustomID || id == ":" {
		return discordgo.Button{}, false
	}
	p.ids[id] = true
	label := plaintext.Said(a.Label, maxButton)
	if label == "" {
		label = plaintext.Short(a.Name, maxButton)
	}
	if label == "" {
		label = "…"
	}
	b := discordgo.Button{Style: discordgo.SecondaryButton, Label: label, CustomID: id}
	switch a.Tone {
	case bot.Good:
		b.Style = discordgo.PrimaryButton
	case bot.Bad:
		b.Style = discordgo.DangerButton
	}
	if plaintext.Line(a.Confirm.String()) != "" && plaintext.Size(id) < maxCustomID {
		b.CustomID = askBack + id
	}
	return b, true
}

// askBack begins the id of a button that asks for confirmation. Discord has no dialog
// for that, so pressing it sends a question with the real button (interaction.go).
const askBack = "?"

// moreActions is the id of the menu of actions; the one that is chosen is its
// option's value.
const moreActions = "more-actions"

// rows are rows of buttons, those that are needed less (More) in a menu below them. What
// Discord has no room for is left out.
func (p *page) rows(actions []bot.Action) []discordgo.MessageComponent {
	var buttons, rows []discordgo.MessageComponent
	var more []discordgo.SelectMenuOption
	for _, a := range actions {
		if id := a.ID(); a.More && a.Confirm.Empty() && len(more) < maxOptions && plaintext.Size(id) <= maxOption && !p.ids[id] {
			p.ids[id] = true
			more = append(more, discordgo.SelectMenuOption{Label: plaintext.Said(a.Label, maxOption), Value: id})
			continue
		}
		if len(buttons) == maxRows*maxRow {
			break
		}
		if b, ok := p.button(a); ok {
			buttons = append(buttons, b)
		}
	}
	for row := range slices.Chunk(buttons, maxRow) {
		rows = append(rows, discordgo.ActionsRow{Components: row})
	}
	if len(more) > 0 {
		rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{
			MenuType: discordgo.StringSelectMenu, CustomID: moreActions, Placeholder: plaintext.Said(p.frame.More, maxPlaceholder), Options: more,
		}}})
	}
	return rows
}
