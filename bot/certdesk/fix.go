package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"certdesk/adapters/console"
	"certdesk/bot"
	"certdesk/bot/answer"
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
	Servers  []string      `json:"servers"`
}

func runFix(ctx context.Context, s streams, args []string) (int, error) {
	var f shared
	set := flag.NewFlagSet("fix", flag.ContinueOnError)
	set.BoolVar(&f.json, "json", false, "JSON, one object")
	f.registerStyle(set)
	rest, err := parse(set, args)
	if err != nil {
		return statusUnknown, err
	}
	style, err := f.style(s.out)
	if err != nil {
		return statusUnknown, err
	}
	book, err := f.book()
	if err != nil {
		return statusUnknown, err
	}
	text, err := pastedText(ctx, s, rest)
	if err != nil {
		return statusUnknown, err
	}
	m, ok := errortext.Recognise(text)
	shown, err := seen.Parser{Locale: f.lang}.Pasted(text)
	if err != nil {
		return statusUnknown, err
	}
	if !ok && shown != nil && !f.json {
		reply := answer.Certificate(shown, judgeAlone(shown), time.Now())
		reply.Footnote = nil
		for _, t := range errortext.Servers(text) {
			reply.Items = append(reply.Items, bot.Item{Code: "certdesk check --seen - " + bot.TargetName(t), Text: say.P("help", "compare it with what that server sends")})
		}
		return statusOK, console.Show(s.out, answer.In(book, reply), style)
	}
	if !ok {
		if servers := errortext.Servers(text); len(servers) > 0 {
			name := bot.TargetName(servers[0])
			return statusUnknown, fmt.Errorf("this is no error message that certdesk knows, but it names a server; write: certdesk check %s", name)
		}
		return statusUnknown, errors.New("this is no error message that certdesk knows; paste the whole text of it, or write: certdesk check imap.corp.com:993")
	}
	meaning := m.Entry.Meaning()
	steps, _ := fixes.For(meaning.Steps, programs.Default())
	if f.json {
		a := fixAnswer{Schema: checks.Schema, Entry: m.Entry.ID, Client: m.Entry.Client, Meaning: meaning.Text.String(), Findings: meaning.Findings, Steps: steps, Servers: []string{}}
		if a.Findings == nil {
			a.Findings = []checks.Code{}
		}
		for _, t := range m.Servers {
			a.Servers = append(a.Servers, bot.TargetName(t))
		}
		enc := json.NewEncoder(s.out)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(a); err != nil {
			return statusUnknown, fmt.Errorf("writing the answer: %w", err)
		}
		return statusOK, nil
	}
	reply := bot.Reply{
		Headline: meaning.Text, StepsTitle: say.S("What usually helps, in this order:"),
	}
	if m.Entry.Client != "" {
		reply.Footnote = say.S("This message comes from {program}.", say.Term("program", m.Entry.Client))
	}
	for _, st := range steps {
		reply.Steps = append(reply.Steps, bot.Step{Number: st.Number, Title: st.Title, Why: st.Why, Caution: st.Caution, Actions: st.Actions})
	}
	for _, also := range otherMeanings(m) {
		reply.Items = append(reply.Items, bot.Item{Text: say.S("The message also says: {meaning}", say.Sub("meaning", also.Text))})
	}
	for _, t := range m.Servers {
		reply.Items = append(reply.Items, bot.Item{Code: "certdesk check " + bot.TargetName(t), Text: say.P("help", "check this server")})
	}
	return statusOK, console.Show(s.out, answer.In(book, reply), style)
}

// pastedText is what was typed behind the command, or comes on standard input.
func pastedText(ctx context.Context, s streams, args []string) (string, error) {
	if len(args) > 0 && !(len(args) == 1 && args[0] == "-") {
		return strings.Join(args, " "), nil
	}
	if file, ok := s.in.(*os.File); ok && len(args) == 0 && term.IsTerminal(int(file.Fd())) {
		return "", errors.New("there is no error message; paste it behind the command: certdesk fix 'The target principal name is incorrect'")
	}
	data, err := io.ReadAll(io.LimitReader(untilDone(ctx, s.in), maxPasted))
	if err != nil {
		return "", fmt.Errorf("standard input cannot be read: %s", reason(err))
	}
	if strings.TrimSpace(string(data)) == "" {
		return "", errors.New("standard input is empty; paste the error message into it")
	}
	return string(data), nil
}
