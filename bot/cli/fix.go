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

// maxPasted bounds what is read of a pasted message.
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
	f.RegisterStyle(set)
	client.register(set)
	f.offerStyle(cmd)
	offer(cmd, "client", programs.IDs()...)
	cmd.RunE = Run(func(ctx context.Context, text []string) (int, error) { return fix(ctx, s, &f, &client, text) })
	return cmd
}

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
	var reply bot.Reply
	if shown != nil {
		reply = answer.Certificate(shown, diagnosis.JudgeAlone(shown), time.Now())
		reply.Footnote = nil
	}
	// A fault that the certificate itself shows is why there is a message at all.
	if shown != nil && (!ok || reply.Tone == bot.Bad && shown.HasCertificate()) && !f.json {
		if ok {
			reply.Items = append(reply.Items, bot.Item{Text: say.S("The message also says: {meaning}", say.Sub("meaning", m.Entry.Meaning().Text))})
		}
		for _, t := range errortext.Servers(text) {
			reply.Items = append(reply.Items, bot.Item{Code: "certdesk check --seen - " + bot.TargetName(t), Text: say.P("help", "compare it with what that server sends")})
		}
		return StatusOK, console.Show(s.Out, answer.In(book, reply), style)
	}
	if !ok {
		if servers := errortext.Servers(text); len(servers) > 0 {
			name := bot.TargetName(servers[0])
			return StatusUnknown, refuse(say.S("this is no error message that certdesk knows, but it names a server; write: {example}", say.Code("example", "certdesk check "+name)))
		}
		return StatusUnknown, refuse(say.S("this is no error message that certdesk knows; paste the whole text of it, or write: {example}", say.Code("example", "certdesk check imap.corp.com:993")))
	}
	meaning := m.Entry.Meaning()
	steps, leftOut := fixes.For(meaning.Steps, client.of(diagnosis.Client(m)))
	if f.json {
		a := fixAnswer{Schema: checks.Schema, Entry: m.Entry.ID, Client: m.Entry.Client, Meaning: meaning.Text.String(), Findings: meaning.Findings, Steps: steps, Program: string(client.of(diagnosis.Client(m)).ID), LeftOut: leftOut, Servers: []string{}}
		if a.Findings == nil {
			a.Findings = []checks.Code{}
		}
		for _, t := range m.Servers {
			a.Servers = append(a.Servers, bot.TargetName(t))
		}
		enc := json.NewEncoder(s.Out)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(a); err != nil {
			return StatusUnknown, fmt.Errorf("writing the answer: %w", err)
		}
		return StatusOK, nil
	}
	reply = bot.Reply{
		Headline: meaning.Text, StepsTitle: say.S("What usually helps, in this order:"),
	}
	if program := m.Entry.Program(); !program.Empty() {
		reply.Footnote = say.S("This message comes from {program}.", say.Sub("program", program))
	}
	reply.Steps = answer.Steps(steps)
	reply.Footnote = say.Join(reply.Footnote, answer.LeftOut(leftOut))
	for _, also := range diagnosis.OtherMeanings(m) {
		reply.Items = append(reply.Items, bot.Item{Text: say.S("The message also says: {meaning}", say.Sub("meaning", also.Text))})
	}
	for _, t := range m.Servers {
		reply.Items = append(reply.Items, bot.Item{Code: "certdesk check " + bot.TargetName(t), Text: say.P("help", "check this server")})
	}
	return StatusOK, console.Show(s.Out, answer.In(book, reply), style)
}

// pastedText is what was typed behind the command, or comes on standard input.
func pastedText(ctx context.Context, s Streams, args []string) (string, error) {
	if len(args) > 0 && !(len(args) == 1 && args[0] == "-") {
		return strings.Join(args, " "), nil
	}
	if file, ok := s.In.(*os.File); ok && len(args) == 0 && term.IsTerminal(int(file.Fd())) {
		return "", refuse(say.S("there is no error message; paste it behind the command: {example}", say.Code("example", "certdesk fix 'The target principal name is incorrect'")))
	}
	data, err := io.ReadAll(io.LimitReader(UntilDone(ctx, s.In), maxPasted))
	if err != nil {
		return "", refuse(say.S("standard input cannot be read: {why}", say.Sub("why", oserr.Plain(err))))
	}
	if strings.TrimSpace(string(data)) == "" {
		return "", refuse(say.S("standard input is empty; paste the error message into it"))
	}
	return string(data), nil
}
