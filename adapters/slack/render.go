package slack

import (
	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// render makes blocks of a reply: from top to bottom, until a message is full;
// then the whole of it goes into a file as well.
func render(r bot.Reply) message {
	m, _ := draw(r)
	return m
}

// draw is render, with the page as it is then: its blocks are those above the buttons.
func draw(r bot.Reply) (message, *page) {
	p := &page{room: maxMessage, slots: maxMessageBlocks, ids: make(map[string]bool), frame: r.Framed()}
	bottom := p.bottom(r)
	p.headline(r)
	if r.Diagnosis() {
		p.diagnosis(&r)
	} else {
		p.facts(r.Facts)
		p.items(r.Items)
		p.findings(r.Findings)
		p.steps(r.StepsTitle, r.Steps)
	}
	files := p.code(r.Code)
	p.letter(r.Letter)
	if p.full {
		files = append(files, bot.File{Name: restName, Data: []byte(plaintext.Of(r))})
		bottom = append([]api.Block{smallPrint(plaintext.Runs(r.Framed().Rest, maxContextText))}, bottom...)
	}
	return message{
		Text: fallback(headline(r)), Blocks: append(p.blocks, bottom...),
		Files: append(files, r.Files...), Image: r.Image,
	}, p
}

// bottom makes what stands at the end, and keeps its room free.
func (p *page) bottom(r bot.Reply) []api.Block {
	var out []api.Block
	out = append(out, p.buttons(r.Actions)...)
	for _, a := range r.Actions[:min(len(r.Actions), maxActions)] {
		p.room -= plaintext.Size(a.Label.String()) + 2*len(a.ID())
		if !a.Confirm.Empty() {
			p.room -= maxConfirmText + 100
		}
	}
	if note := plaintext.Runs(r.Footnote, maxContextText); len(note) > 0 {
		out = append(out, smallPrint(note))
		p.room -= size(note)
	}
	p.slots -= len(out) + 1
	p.room -= 100
	return out
}
