//go:build !race

package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/discord"
	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/checks/say"
)

// offered is a command, a verb or an option as Discord knows it.
type offered struct {
	Name     string    `json:"name"`
	Type     int       `json:"type"`
	Required bool      `json:"required"`
	Options  []offered `json:"options"`
}

func (o offered) option(name string) *offered {
	for i := range o.Options {
		if o.Options[i].Name == name {
			return &o.Options[i]
		}
	}
	return nil
}

// asDiscordHas are the words of a typed command that are options of another
// name on Discord, with what they say there.
var asDiscordHas = map[string]func(next string) (option string, value any, used bool){
	"starttls": func(next string) (string, any, bool) { return "security", next, true },
	"public":   func(string) (string, any, bool) { return "private", false, false },
}

// fillIn fills in the options of a verb as somebody would who means the words:
// what is needed in its order, the others by their names. It returns the words
// for which Discord has no option.
func fillIn(verb offered, words []string) (options []map[string]any, left []string) {
	var needed []string
	for _, o := range verb.Options {
		if o.Required {
			needed = append(needed, o.Name)
		}
	}
	for i := 0; i < len(words); i++ {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		other, known := asDiscordHas[words[i]]
		named := verb.option(words[i])
		switch {
		case len(needed) == 1 && verb.option(needed[0]) != nil && needed[0] != "target" && needed[0] != "for":
			// All the rest is one text.
			options = append(options, fakediscord.Option(needed[0], strings.Join(words[i:], " ")))
			return options, nil
		case verb.option("servers") != nil:
			return append(options, fakediscord.Option("servers", strings.Join(words[i:], " "))), nil
		case len(needed) > 0:
			options = append(options, fakediscord.Option(needed[0], words[i]))
			needed = needed[1:]
		case known:
			name, value, used := other(next)
			if verb.option(name) == nil {
				left = append(left, words[i])
				continue
			}
			options = append(options, fakediscord.Option(name, value))
			if used {
				i++
			}
		case named != nil && named.Type == 5:
			options = append(options, fakediscord.Option(words[i], true))
		case words[i] == "note" && named != nil: // to the end
			options = append(options, fakediscord.Option("note", strings.Join(words[i+1:], " ")))
			return options, left
		case named != nil:
			options = append(options, fakediscord.Option(words[i], next))
			i++
		default:
			left = append(left, words[i])
		}
	}
	return options, left
}

// What can be typed on Slack can be filled in on Discord, and is understood
// alike; every line of the help, and every verb.
func TestBothPlatformsHaveAllVerbs(t *testing.T) {
	fake := fakediscord.New(t)
	asked := make(chan *bot.Request, 1)
	a, err := discord.New(discord.Config{
		Desk: deskOf(func(ctx context.Context, q *bot.Request, respond bot.Respond) error {
			asked <- q
			return respond(ctx, bot.Reply{Audience: bot.Asker, Headline: say.Literal("Heard.")})
		}),
		Token: fakediscord.Token, ApplicationID: fakediscord.Application, PublicKey: fake.PublicKey(), APIURL: fake.APIURL(),
		HTTP: fake.Client(), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Drain(context.Background()) })
	if err := a.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all offered
	if err := json.Unmarshal(fake.Commands(""), &all.Options); err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(a.Handler())
	t.Cleanup(app.Close)

	var lines []string
	for _, name := range command.Names() {
		if all.option(name) == nil {
			t.Errorf("Discord has no /%s", name)
			continue
		}
		for _, item := range command.Lines(name, func(string) bool { return true }) {
			lines = append(lines, item.Code)
		}
	}
	var watchVerbs []string
	for _, o := range all.option("certwatch").Options {
		watchVerbs = append(watchVerbs, o.Name)
	}
	slices.Sort(watchVerbs)
	if diff := cmp.Diff(slices.Sorted(slices.Values(command.WatchVerbs())), watchVerbs); diff != "" {
		t.Errorf("verbs of /certwatch (-typed +Discord):\n%s", diff)
	}
	lines = append(lines,
		"/certwatch help", "/certwatch snooze mail.corp.com off", "/certwatch import mail.corp.com:993, imap.corp.com:993", "/certwatch quiet off", "/certwatch schedule off", "/certcheck imap.corp.com private", "/certcheck imap.corp.com from all",
		"/certwatch snooze mail.corp.com 12h", "/certwatch add mail.corp.com note the note alone", "/certcheck imap.corp.com:143 starttls imap fresh private")
	for _, line := range lines {
		words := strings.Fields(strings.ReplaceAll(strings.TrimPrefix(line, "/"), `"`, ""))
		name, verb, words := words[0], words[0], words[1:]
		def := *all.option(name)
		if name == "certwatch" || name == "certdesk" {
			if all.option(name).option(words[0]) == nil {
				continue // told above
			}
			verb, def, words = name+" "+words[0], *def.option(words[0]), words[1:]
		}
		var options []map[string]any
		var left []string
		if name == "certfix" {
			for i, option := range []string{"error", "target"}[:min(len(words), 2)] {
				options = append(options, fakediscord.Option(option, words[i]))
			}
		} else if options, left = fillIn(def, words); len(left) > 0 {
			t.Errorf("%s: Discord has no option for %q", line, left)
			continue
		}
		if status, said, err := fake.Send(t.Context(), app.URL, fake.Command(fakediscord.Channel, verb, options...)); err != nil || status != 200 {
			t.Fatalf("%s: status %d, %s, %v", line, status, said, err)
		}
		typed := &bot.Request{Kind: bot.Command, Verb: name, Text: strings.TrimSpace(strings.TrimPrefix(line, "/"+name))}
		want, err := command.Parse(typed)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		got, err := command.Parse(<-asked)
		// What the target was typed as stands in it.
		if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Input" }, cmp.Ignore())); err != nil || diff != "" {
			t.Errorf("%s: %v; typed and filled in (-/+):\n%s", line, err, diff)
		}
	}
}

// deskOf is a desk of one function.
type deskOf func(ctx context.Context, q *bot.Request, respond bot.Respond) error

func (f deskOf) Handle(ctx context.Context, q *bot.Request, respond bot.Respond) error {
	return f(ctx, q, respond)
}
