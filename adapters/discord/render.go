package discord

import (
	"slices"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// render makes components of a reply: from top to bottom, until a message is
// full; then the whole of it goes into a file as well. Components carry more
// than embeds do: buttons beside the entry they belong to, and the steps in
// one column with their click paths.
func render(r bot.Reply) message {
	p := &page{room: maxText, slots: maxComponents - 1, ids: make(map[string]bool), frame: r.Framed()} // the container is one
	buttons, foot := p.bottom(r)
	p.headline(r)
	if r.Diagnosis() {
		p.diagnosis(&r)
		p.evidence(&r)
	} else {
		p.facts(r.Facts)
		p.items(r.Items)
		p.findings(r.Findings)
		p.steps(r.StepsTitle, r.Steps)
	}
	files := p.code(r.Code)
	if r.Diagnosis() && !p.full {
		foot = p.closer(foot)
	}
	if p.full {
		files = append([]bot.File{{Name: restName, Data: []byte(plaintext.Of(r))}}, files...)
		foot = append([]discordgo.MessageComponent{note(r.Framed().Rest, maxNote)}, foot...)
	}
	m := emptyMessage()
	gallery := m.picture(r.Image)
	shown := m.attach(append(files, r.Files...), r.Framed().Omitted)
	inside := slices.Concat(p.out, gallery, foot, buttons)
	m.Flags = discordgo.MessageFlagsIsComponentsV2
	container := discordgo.Container{Components: inside}
	if c := colour(r.Tone); c != 0 {
		container.AccentColor = &c
	}
	m.Components = append([]discordgo.MessageComponent{container}, shown...)
	return m
}

// bottom makes what stands at the end, and keeps its room free.
func (p *page) bottom(r bot.Reply) (buttons, foot []discordgo.MessageComponent) {
	buttons = p.rows(r.Actions)
	if said := markup(r.Footnote, maxText/8); said != "" {
		foot = append(foot, text("-# "+said))
	}
	for _, c := range slices.Concat(buttons, foot) {
		n, characters := weigh(c)
		p.slots -= n
		p.room -= characters
	}
	p.slots -= reservedComponents
	p.room -= reservedText
	return buttons, foot
}

// headline is shown as a heading where the reply has a tone; a reply that is nothing but
// its headline is shown as plain text.
func (p *page) headline(r bot.Reply) {
	said := markup(r.Headline, maxText/4)
	if said == "" {
		said = "…" // Discord takes no empty text
	}
	if r.Tone == bot.Neutral {
		p.add(text(said))
		return
	}
	p.add(text("### " + plaintext.Sign(r.Tone) + said))
}
