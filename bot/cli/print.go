package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/fixes"
	"certdesk/checks/phrasebook"
	"certdesk/checks/programs"
	"certdesk/checks/say"
)

// printer writes reports as they come: as JSON Lines, or for people.
type printer struct {
	w    io.Writer
	json bool
	rows bool // for people, one line a report
	// several: one of a few replies, which needs a title, and no steps where
	// nothing is wrong.
	several bool
	admin   bool              // for whoever runs the server
	program *programs.Program // whose click paths; nil is that of most readers
	style   console.Style
	book    *phrasebook.Book // nil is English

	shown *checks.Discovery // whose attempts were shown last
	count int
	tally [StatusUnknown + 1]int // reports by status
}

// print writes one report, in the program's own form or for people, and counts it. The
// error is that of writing.
func (p *printer) print(r checks.Report) error {
	p.count++
	p.tally[StatusOf(r.Verdict)]++
	if p.program != nil {
		r = fixes.In(r, p.program)
	}
	if err := p.discovery(r.Discovery); err != nil {
		return err
	}
	var err error
	switch {
	case p.json:
		enc := json.NewEncoder(p.w)
		enc.SetEscapeHTML(false)
		err = enc.Encode(p.book.Report(r))
	case p.rows:
		err = console.Line(p.w, about(&r), p.reply(&r), p.style)
	case p.several:
		err = p.printTitled(&r)
	default:
		err = console.Show(p.w, p.reply(&r), p.style)
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// reply is what people read, in their language.
func (p *printer) reply(r *checks.Report) bot.Reply {
	if p.admin && !p.rows { // a row says the verdict, whoever reads it
		reply := answer.Admin(r)
		for _, f := range reply.Files { // which a terminal does not attach
			reply.Code = append(reply.Code, bot.Code{Title: say.Only(say.Code("file", f.Name)), Text: strings.TrimSpace(string(f.Data))})
		}
		return answer.In(p.book, reply)
	}
	return answer.In(p.book, answer.Report(r))
}

// discovery shows, once, how the servers of a domain were found.
func (p *printer) discovery(d *checks.Discovery) error {
	if d == nil || d == p.shown || p.json || p.rows {
		return nil
	}
	p.shown = d
	if err := console.Show(p.w, answer.In(p.book, answer.Discovery(d)), p.style); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(p.w); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (p *printer) printTitled(r *checks.Report) error {
	gap := "\n"
	if p.count == 1 {
		gap = ""
	}
	if _, err := fmt.Fprintf(p.w, "%s%s\n\n", gap, console.Rule(p.style, about(r))); err != nil {
		return err
	}
	reply := p.reply(r)
	if r.Verdict == checks.VerdictTrusted && !(r.NoGreeting() && r.Cure > 0) {
		reply.Steps = nil
	}
	return console.Show(p.w, reply, p.style)
}

// total ends the rows of a list.
func (p *printer) total() error {
	if p.json || !p.rows || p.count == 0 {
		return nil
	}
	said := say.S("{all} checked: {bad} with an error, {warned} with a warning, {good} OK.", say.Term("all", grouped(p.count)),
		say.Term("bad", grouped(p.tally[StatusCritical])), say.Term("warned", grouped(p.tally[StatusWarning])), say.Term("good", grouped(p.tally[StatusOK])))
	_, err := fmt.Fprintf(p.w, "\n%s\n", p.book.Text(said))
	if n := p.tally[StatusUnknown]; err == nil && n > 0 {
		_, err = fmt.Fprintln(p.w, p.book.Text(say.S("Could not be checked from here: {n}.", say.Term("n", grouped(n)))))
	}
	if err == nil && p.count > p.tally[StatusOK] {
		_, err = fmt.Fprintln(p.w, p.book.Text(say.S("To see how to fix one of them: {command}", say.Code("command", "certdesk check HOST:PORT"))))
	}
	if err != nil {
		return fmt.Errorf("writing the total: %w", err)
	}
	return nil
}

// about is what a row is about.
func about(r *checks.Report) string {
	if r.Target.Port == 0 {
		return r.Target.Host
	}
	return net.JoinHostPort(r.Target.Host, strconv.Itoa(r.Target.Port))
}
