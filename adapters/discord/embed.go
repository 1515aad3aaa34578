package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// renderText is render where everything but text is refused. What has no room
// is left out: the first lines are what counts.
func renderText(r bot.Reply) message {
	m := emptyMessage()
	room := maxContent - 2 // for "…", which says that something is left out
	for line := range strings.SplitSeq(strings.TrimSpace(plaintext.Of(r)), "\n") {
		line = markup(say.Literal(line), maxContent/2)
		if plaintext.Size(line)+1 > room {
			m.Content += "…"
			break
		}
		m.Content += line + "\n"
		room -= plaintext.Size(line) + 1
	}
	if m.Content = strings.TrimSpace(m.Content); m.Content == "" {
		m.Content = "…" // Discord takes no empty message
	}
	return m
}

// renderEmbed is render where components are refused: the older form of a message, an embed with the facts
// as fields, the rest as its text, and the buttons below. Files come along as
// they do with components.
func renderEmbed(r bot.Reply) message {
	p := &page{room: maxText, slots: maxComponents, ids: make(map[string]bool), frame: r.Framed()}
	title := plaintext.Line(plaintext.Sign(r.Tone) + r.Headline.String())
	e := discordgo.MessageEmbed{Title: plaintext.Cut(title, maxEmbedTitle), Color: colour(r.Tone)}
	if plaintext.Line(r.Headline.String()) == "" {
		e.Title = "…"
	}
	room := maxEmbedSum - plaintext.Size(e.Title)
	if foot := plaintext.Said(r.Footnote, maxFooter/4); foot != "" {
		e.Footer = &discordgo.MessageEmbedFooter{Text: foot}
		room -= plaintext.Size(foot)
	}
	for _, f := range r.Facts[:min(len(r.Facts), bot.MaxFacts)] {
		field := &discordgo.MessageEmbedField{Name: plaintext.Short(plaintext.Sign(f.Tone)+f.Label.String(), maxFieldName/4), Value: markup(f.Value, maxFieldValue/4), Inline: true}
		if plaintext.Line(f.Label.String()) == "" {
			field.Name = "–"
		}
		if field.Value == "" {
			field.Value = "–"
		}
		e.Fields = append(e.Fields, field)
		room -= plaintext.Size(field.Name) + plaintext.Size(field.Value)
	}
	buttons := p.rows(r.Actions)
	room = min(room, maxEmbedText)
	p.room, p.slots = room, 1<<20
	var parts []string
	if plaintext.Size(title) > maxEmbedTitle { // the description has it in full
		parts = append(parts, markup(r.Headline, maxText/4))
	}
	if r.Diagnosis() {
		p.diagnosis(&r)
	}
	p.lines(len(r.Items), func(i int) string { return itemLine(r.Items[i], "- ") })
	p.findings(r.Findings)
	if !r.Diagnosis() {
		p.steps(r.StepsTitle, r.Steps)
	}
	files := p.code(r.Code)
	for _, c := range p.out {
		if c, ok := c.(discordgo.TextDisplay); ok {
			parts = append(parts, c.Content)
		}
	}
	said := strings.Join(parts, "\n\n")
	e.Description = plaintext.Cut(said, room)
	if p.full || e.Description != said { // the page does not count the line breaks between its parts
		files = append([]bot.File{{Name: restName, Data: []byte(plaintext.Of(r))}}, files...)
	}
	m := emptyMessage()
	m.picture(r.Image)
	m.attach(append(files, r.Files...), r.Framed().Omitted)
	m.Embeds = []discordgo.MessageEmbed{e}
	m.Components = append(m.Components, buttons...)
	return m
}
