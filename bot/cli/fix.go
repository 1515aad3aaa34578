package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/diagnosis"
	"certdesk/bot/oserr"
	"certdesk/checks"
	"certdesk/checks/errortext"
	"certdesk/checks/fixes"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/seen"
)

// maxPasted bounds what is read of a pasted message, in bytes; the rest is not read.
const maxPasted = 64 << 10

// fixAnswer is what fix says in JSON.
type fixAnswer struct {
	Schema   int           `json:"schema"`
	Entry    string        `json:"entry"`
	Client   string        `json:"client"`
	Meaning  string        `json:"meaning"`
	Findings []checks.Code `json:"findings"`
	Steps    []checks.Step `json:"steps"`
	// Program is whose click paths the steps have, LeftOut what it does not have.
	Program string               `json:"program"`
	LeftOut []checks.LeftOutStep `json:"left_out,omitempty"`
	Servers []string             `json:"servers"`
}

// Fix says what a pasted error message means, and what helps.
func Fix(s Streams) *cobra.Command {
	var f Flags
	var client clientFlag
	cmd := NewCommand("fix [TEXT...|-]", "says what a pasted error message means, and what helps")
	set := cmd.Flags()
	set.BoolVar(&f.json, "json", false, "JSON, one object")
	f.registerStyle(set)
	client.register(set)
	f.offerStyle(cmd)
	offer(cmd, "client", programs.IDs()...)
	cmd.RunE = Run(func(ctx context.Context, text []string) (int, error) { return fix(ctx, s, &f, &client, text) })
	return cmd
}

// fix answers a pasted text: by the certificate that it shows, where there is one and
// the text says no more than that, or by what its message means.
func fix(ctx context.Context, s Streams, f *Flags, client *clientFlag, rest []string) (int, error) {
	style, err := f.Style(s.Out)
	if err != nil {
		return StatusUnknown, err
	}
	book, err := f.Book()
	if err != nil {
		return StatusUnknown, err
	}
	text, err := pastedText(ctx, s, rest)
	if err != nil {
		return StatusUnknown, err
	}
	m, ok := errortext.Recognise(text, time.Now())
	shown, err := seen.Parser{Locale: f.Lang}.Pasted(text)
	if err != nil {
		return StatusUnknown, err
	}
	if shown != nil && !f.json {
		r := answer.Certificate(shown, diagnosis.JudgeAlone(shown), time.Now())
		// A fault that the certificate itself shows is why there is a message at all.
		if !ok || r.Tone == bot.Bad && shown.HasCertificate() {
			r.Footnote = nil
			if ok {
				r.Items = append(r.Items, alsoSays(m.Entry.Meaning()))
			}
			for _, t := range errortext.Servers(text) {
				r.Items = append(r.Items, bot.Item{Code: "certdesk check --seen - " + bot.TargetName(t), Text: say.P("help", "compare it with what that server sends")})
			}
			return StatusOK, console.Show(s.Out, answer.In(book, r), style)
		}
	}
	if !ok {
		return StatusUnknown, unknownText(text)
	}
	program := client.of(diagnosis.Client(m))
	steps, leftOut := fixes.For(m.Entry.Meaning().Steps, program)
	if f.json {
		a := newFixAnswer(m)
		a.Program, a.Steps, a.LeftOut = string(program.ID), steps, leftOut
		return a.show(s.Out)
	}
	r := fixReply(m)
	r.Steps, r.Footnote = answer.Steps(steps), say.Join(r.Footnote, answer.LeftOut(leftOut))
	return StatusOK, console.Show(s.Out, answer.In(book, r), style)
}

// unknownText says that a text is no known message, and what may be typed instead.
func unknownText(text string) error {
	if servers := errortext.Servers(text); len(servers) > 0 {
		name := bot.TargetName(servers[0])
		return refuse(say.S("this is no error message that certdesk knows, but it names a server; write: {example}", say.Code("example", "certdesk check "+name)))
	}
	return refuse(say.S("this is no error message that certdesk knows; paste the whole text of it, or write: {example}", say.Code("example", "certdesk check imap.corp.com:993")))
}

// newFixAnswer is what a message means, as yet without steps.
func newFixAnswer(m errortext.Match) fixAnswer {
	meaning := m.Entry.Meaning()
	a := fixAnswer{Schema: checks.Schema, Entry: m.Entry.ID, Client: m.Entry.Client, Meaning: meaning.Text.String(), Findings: meaning.Findings, Servers: []string{}}
	if a.Findings == nil {
		a.Findings = []checks.Code{}
	}
	for _, t := range m.Servers {
		a.Servers = append(a.Servers, bot.TargetName(t))
	}
	return a
}

func (a *fixAnswer) show(out io.Writer) (int, error) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil {
		return StatusUnknown, fmt.Errorf("writing the answer: %w", err)
	}
	return StatusOK, nil
}

// fixReply says what a message means, as yet without steps.
func fixReply(m errortext.Match) bot.Reply {
	r := bot.Reply{Headline: m.Entry.Meaning().Text, StepsTitle: say.S("What usually helps, in this order:")}
	if program := m.Entry.Program(); !program.Empty() {
		r.Footnote = say.S("This message comes from {program}.", say.Sub("program", program))
	}
	for _, also := range diagnosis.OtherMeanings(m) {
		r.Items = append(r.Items, alsoSays(also))
	}
	for _, t := range m.Servers {
		r.Items = append(r.Items, bot.Item{Code: "certdesk check " + bot.TargetName(t), Text: say.P("help", "check this server")})
	}
	return r
}

func alsoSays(meaning errortext.Meaning) bot.Item {
	return bot.Item{Text: say.S("The message also says: {meaning}", say.Sub("meaning", meaning.Text))}
}

// pastedText is what was typed behind the command, or comes on standard input.
func pastedText(ctx context.Context, s Streams, args []string) (string, error) {
	if len(args) > 0 && !(len(args) == 1 && args[0] == "-") {
		return strings.Join(args, " "), nil
	}
	if file, ok := s.In.(*os.File); ok && len(args) == 0 && term.IsTerminal(int(file.Fd())) {
		return "", refuse(say.S("there is no error message; paste it behind the command: {example}", say.Code("example", "certdesk fix 'The target principal name is incorrect'")))
	}
	text, err := standardInput(ctx, s)
	if err == nil && strings.TrimSpace(text) == "" {
		err = refuse(say.S("standard input is empty; paste the error message into it"))
	}
	return text, err
}

// standardInput is what comes on standard input, to maxPasted.
func standardInput(ctx context.Context, s Streams) (string, error) {
	data, err := io.ReadAll(io.LimitReader(UntilDone(ctx, s.In), maxPasted))
	if err != nil {
		return "", refuse(say.S("standard input cannot be read: {why}", say.Sub("why", oserr.Plain(err))))
	}
	return string(data), nil
}
