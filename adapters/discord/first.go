package discord

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// diagnosis shows the first screen of a diagnosis in as few components as possible,
// because Discord puts a gap before each.
func (p *page) diagnosis(r *bot.Reply) {
	var cure []string
	if said := markup(r.Act, maxText/8); said != "" {
		cure = append(cure, "**"+said+"**")
	}
	if r.Cure != nil {
		cure = append(cure, stepText(r.Cure))
	}
	if len(cure) > 0 {
		p.add(text(strings.Join(cure, "\n")))
	}
	p.others(r)
}

// others are the other steps by their titles, one behind the other.
func (p *page) others(r *bot.Reply) {
	if !bot.Titles(r.Steps) {
		p.steps(r.StepsTitle, r.Steps)
		return
	}
	if len(r.Steps) == 0 {
		return
	}
	titles := make([]string, len(r.Steps))
	for i := range r.Steps {
		titles[i] = strconv.Itoa(r.Steps[i].Number) + bot.Numbered + markup(r.Steps[i].Title, maxText/20)
	}
	said := strings.Join(titles, bot.Between)
	if heading := markup(r.StepsTitle, maxText/16); heading != "" {
		said = "**" + heading + "** " + said
	}
	p.add(text(said))
}

// evidence is what was seen: the facts, and the faults that the headline does not
// tell by their titles, in one block.
func (p *page) evidence(r *bot.Reply) {
	p.lines(len(r.Facts)+len(r.Findings), func(i int) string {
		if i < len(r.Facts) {
			return factLine(&r.Facts[i])
		}
		f := &r.Findings[i-len(r.Facts)]
		if title := markup(f.Title, maxText/16); title != "" && f.Detail.Empty() {
			return "**" + plaintext.Sign(f.Tone) + title + "**"
		}
		return ""
	})
	p.items(r.Items)
	for _, f := range r.Findings {
		if !f.Detail.Empty() {
			p.findings([]bot.Finding{f})
		}
	}
}

// closer moves the small print into the component above it, to avoid the gap before a
// component of its own, and returns what does not fit there.
func (p *page) closer(foot []discordgo.MessageComponent) []discordgo.MessageComponent {
	if len(foot) != 1 || len(p.out) == 0 {
		return foot
	}
	above, ok := p.out[len(p.out)-1].(discordgo.TextDisplay)
	small, also := foot[0].(discordgo.TextDisplay)
	if !ok || !also {
		return foot
	}
	p.out[len(p.out)-1] = text(above.Content + "\n" + small.Content)
	return nil
}
