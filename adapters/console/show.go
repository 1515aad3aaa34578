// Package console shows replies on a terminal: in as many columns as it has,
// readable without colour, with plain ASCII signs where the locale knows no
// others.
//
// It shows all of a reply, for a terminal scrolls; only the order is that of a
// first screen. What strangers wrote into a certificate or a greeting reaches
// the terminal as inert text: no control sequence, no change of direction.
//
//	show.go   a reply from top to bottom
//	style.go  what the terminal can do: width, colours, signs
//	text.go   cleaning, measuring and wrapping of text
package console

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"certdesk/bot"
)

// Show writes a reply.
func Show(w io.Writer, r bot.Reply, style Style) error {
	p := &page{w: bufio.NewWriter(w), style: style}
	p.headline(r)
	p.facts(r.Facts)
	p.findings(r.Findings)
	if len(r.Steps) > 0 {
		p.blank()
		p.wrap(indent, r.StepsTitle, strong)
		for i := range r.Steps {
			p.step(&r.Steps[i])
		}
	}
	for _, code := range r.Code {
		p.blank()
		p.wrap(indent, code.Title, faint)
		p.code(code.Text)
	}
	if r.Footnote != "" {
		p.blank()
		p.wrap(indent, r.Footnote, faint)
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
	_, err := fmt.Fprintf(w, "%s %s\n", style.paint(sign, colour), style.text(about+": "+r.Headline))
	if err != nil {
		return fmt.Errorf("showing a line: %w", err)
	}
	return nil
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
		p.wrap("", r.Headline, plain)
		return
	}
	sign, colour := p.style.sign(r.Tone)
	p.wrap(sign+" ", r.Headline, colour)
}

func (p *page) facts(facts []bot.Fact) {
	if len(facts) == 0 {
		return
	}
	widest := 0
	for _, f := range facts {
		widest = max(widest, columns(f.Label))
	}
	p.blank()
	for _, f := range facts {
		_, colour := p.style.sign(f.Tone)
		if f.Tone == bot.Neutral {
			colour = plain
		}
		p.wrap(indent+f.Label+strings.Repeat(" ", widest-columns(f.Label)+2), f.Value, colour)
	}
}

func (p *page) findings(findings []bot.Finding) {
	for _, f := range findings {
		p.blank()
		if f.Title == "" {
			p.wrap(indent, f.Detail, plain)
			continue
		}
		sign, colour := p.style.sign(f.Tone)
		p.wrap(indent+sign+" ", f.Title, colour)
		p.wrap(indent+indent, f.Detail, plain)
	}
}

// step writes the caution before the click path: who follows a path stops
// reading at its end.
func (p *page) step(s *bot.Step) {
	number := fmt.Sprintf("%s%2s. ", indent, strconv.Itoa(s.Number))
	below := strings.Repeat(" ", len(number))
	p.blank()
	p.wrap(number, s.Title, strong)
	if s.Why != "" {
		p.wrap(below, s.Why, plain)
	}
	if s.Caution != "" {
		sign, colour := p.style.sign(bot.Warning)
		p.wrap(below+sign+" ", s.Caution, colour)
	}
	for _, action := range s.Actions {
		p.wrap(below+p.style.bullet()+" ", action, plain)
	}
}

// code is not wrapped, so that it can be copied.
func (p *page) code(text string) {
	for line := range strings.Lines(text) {
		p.w.WriteString(indent + indent + p.style.text(strings.TrimRight(line, "\r\n")) + "\n")
	}
}

// wrap writes text behind a prefix; what does not fit goes below its start.
func (p *page) wrap(prefix, text string, colour colour) {
	hang := columns(prefix)
	for i, row := range rows(p.style.text(text), p.style.width()-hang) {
		if i > 0 {
			prefix = strings.Repeat(" ", hang)
		}
		p.w.WriteString(p.paintPrefix(prefix, colour) + p.style.paint(row, colour) + "\n")
	}
}

// paintPrefix gives a sign the colour of its text, but leaves labels alone.
func (p *page) paintPrefix(prefix string, colour colour) string {
	sign := strings.TrimLeft(prefix, " ")
	if colour == plain || columns(sign) != len("x ") {
		if label := strings.TrimRight(sign, " "); label != "" && p.style.Color {
			return strings.Replace(prefix, label, p.style.paint(label, faint), 1)
		}
		return prefix
	}
	return prefix[:len(prefix)-len(sign)] + p.style.paint(strings.TrimRight(sign, " "), colour) + " "
}
