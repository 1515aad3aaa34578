// Package console shows replies on a terminal: in as many columns as it has,
// readable without colour, with plain ASCII signs where the locale knows no
// others.
//
// It shows all of a reply, for a terminal scrolls; only the order is that of a
// first screen. What strangers wrote into a certificate or a greeting reaches
// the terminal as inert text: no control sequence, no change of direction.
//
//	show.go   a reply from top to bottom, a row of a list, a rule between replies
//	chat.go   a conversation: lines in, replies out, buttons by number
//	lines.go  where lines come from: a terminal with editing, or a script
//	style.go  what the terminal can do: width, colours, signs
//	text.go   cleaning, measuring and wrapping of text
package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"certdesk/bot"
)

// Show writes a reply.
func Show(w io.Writer, r bot.Reply, style Style) error {
	p := &page{w: bufio.NewWriter(w), style: style}
	p.headline(r)
	if r.Diagnosis() {
		if !r.Act.Empty() {
			p.wrap(indent, mark{}, r.Act.String(), strong)
		}
		if r.Cure != nil {
			p.step(r.Cure)
		}
		p.steps(&r)
	}
	p.facts(r.Facts)
	p.items(r.Items)
	p.findings(r.Findings)
	if !r.Diagnosis() {
		p.steps(&r)
	}
	for _, code := range r.Code {
		p.blank()
		p.wrap(indent, mark{}, code.Title.String(), faint)
		p.code(code.Text)
	}
	p.actions(r.Actions)
	if !r.Footnote.Empty() {
		p.blank()
		p.wrap(indent, mark{}, r.Footnote.String(), faint)
	}
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("showing a reply: %w", err)
	}
	return nil
}

// Line writes the headline of a reply alone, behind a name for what it is
// about: a row of a long list.
func Line(w io.Writer, about string, r bot.Reply, style Style) error {
	sign, colour := style.sign(r.Tone)
	_, err := fmt.Fprintf(w, "%s %s\n", style.paint(sign, colour), style.text(about+": "+r.Headline.String()))
	if err != nil {
		return fmt.Errorf("showing a line: %w", err)
	}
	return nil
}

// Rule is a line across the page; a title in it says what follows.
func Rule(s Style, title string) string {
	stroke := s.pick("─", "-")
	if title = s.text(title); title == "" {
		return s.paint(strings.Repeat(stroke, s.width()), faint)
	}
	rest := max(s.width()-columns(title)-len("-- "+" "), 2)
	return s.paint(strings.Repeat(stroke, 2), faint) + " " + s.paint(title, strong) + " " + s.paint(strings.Repeat(stroke, rest), faint)
}

// indent sets everything below the headline apart from it.
const indent = "  "

// page writes one reply. Errors of the writer come up in Flush.
type page struct {
	w     *bufio.Writer
	style Style
}

func (p *page) blank() { p.w.WriteByte('\n') }

// headline begins a reply without words of its own (a typing error) flush left.
func (p *page) headline(r bot.Reply) {
	if r.Tone == bot.Neutral {
		p.wrap("", mark{}, r.Headline.String(), plain)
		return
	}
	sign := p.sign(r.Tone)
	p.wrap("", sign, r.Headline.String(), sign.colour)
}

// facts are labels with their values, the values in one column.
func (p *page) facts(facts []bot.Fact) {
	if len(facts) == 0 {
		return
	}
	widest := 0
	for _, f := range facts {
		widest = max(widest, columns(p.style.text(f.Label.String())))
	}
	p.blank()
	for _, f := range facts {
		label := p.style.text(f.Label.String())
		label += strings.Repeat(" ", widest-columns(label)+2)
		p.wrap(indent, mark{label, faint}, f.Value.String(), p.sign(f.Tone).colour)
	}
}

// items are a list, of which each has a sign; what can be typed stands before what is
// said of it.
func (p *page) items(items []bot.Item) {
	if len(items) == 0 {
		return
	}
	p.blank()
	for _, item := range items {
		sign := mark{p.style.bullet() + " ", plain}
		if item.Tone != bot.Neutral {
			sign = p.sign(item.Tone)
		}
		if item.Code == "" {
			p.wrap(indent, sign, item.Written().String(), plain)
			continue
		}
		code, text := p.style.text(item.Code), p.style.text(item.Written().String())
		if columns(indent)+columns(sign.text)+columns(code)+2+columns(text) <= p.style.width() {
			p.w.WriteString(indent + p.style.paint(sign.text, sign.colour) + p.style.paint(code, strong) + "  " + text + "\n")
			continue
		}
		p.wrap(indent, sign, item.Code, strong)
		p.wrap(indent+indent, mark{}, item.Written().String(), plain)
	}
}

// actions are numbered: a number typed presses the button.
func (p *page) actions(actions []bot.Action) {
	if len(actions) == 0 {
		return
	}
	p.blank()
	row := indent
	for i, a := range actions {
		label := fmt.Sprintf("[%d] %s", i+1, p.style.text(a.Label.String()))
		if row != indent && columns(row)+columns(label) > p.style.width() {
			p.w.WriteString(strings.TrimRight(row, " ") + "\n")
			row = indent
		}
		row += label + "   "
	}
	p.w.WriteString(strings.TrimRight(row, " ") + "\n")
}

func (p *page) findings(findings []bot.Finding) {
	for _, f := range findings {
		p.blank()
		if f.Title.Empty() {
			p.wrap(indent, mark{}, f.Detail.String(), plain)
			continue
		}
		sign := p.sign(f.Tone)
		p.wrap(indent, sign, f.Title.String(), sign.colour)
		if !f.Detail.Empty() {
			p.wrap(indent+indent, mark{}, f.Detail.String(), plain)
		}
	}
}

// steps are those of a reply, below their title.
func (p *page) steps(r *bot.Reply) {
	if len(r.Steps) == 0 {
		return
	}
	p.blank()
	if !r.StepsTitle.Empty() {
		p.wrap(indent, mark{}, r.StepsTitle.String(), strong)
	}
	for i := range r.Steps {
		p.step(&r.Steps[i])
	}
}

// step writes the caution before the click path: who follows a path stops
// reading at its end.
func (p *page) step(s *bot.Step) {
	number := fmt.Sprintf("%2d. ", s.Number)
	below := indent + strings.Repeat(" ", len(number))
	if s.Bare() {
		p.wrap(indent, mark{number, plain}, s.Title.String(), plain)
		return
	}
	p.blank()
	p.wrap(indent, mark{number, strong}, s.Title.String(), strong)
	if !s.Why.Empty() {
		p.wrap(below, mark{}, s.Why.String(), plain)
	}
	if !s.Caution.Empty() {
		sign := p.sign(bot.Warning)
		p.wrap(below, sign, s.Caution.String(), sign.colour)
	}
	for _, action := range s.Actions {
		p.wrap(below, mark{p.style.bullet() + " ", plain}, action.String(), plain)
	}
}

// sign is the mark of a tone.
func (p *page) sign(t bot.Tone) mark {
	sign, colour := p.style.sign(t)
	return mark{sign + " ", colour}
}

// code is not wrapped, so that it can be copied.
func (p *page) code(text string) {
	for line := range strings.Lines(text) {
		p.w.WriteString(indent + indent + p.style.text(strings.TrimRight(line, "\r\n")) + "\n")
	}
}

// mark stands before the first row of a text: a sign, a label, a number.
type mark struct {
	text   string
	colour colour
}

// wrap writes text behind a mark, and what does not fit below its start.
func (p *page) wrap(left string, m mark, text string, c colour) {
	before := left + p.style.paint(m.text, m.colour)
	hang := columns(left) + columns(m.text)
	for _, row := range rows(p.style.text(text), p.style.width()-hang) {
		p.w.WriteString(before + p.style.paint(row, c) + "\n")
		before = strings.Repeat(" ", hang)
	}
}
