package discord

import (
	"encoding/json"
	"testing"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
)

func TestWhereAnInteractionIs(t *testing.T) {
	for name, c := range map[string]struct {
		in            string
		place         bot.Place
		direct, group bool
	}{
		"a channel":                  {`{"guild_id":"1","channel_id":"2","channel":{"id":"2","type":0}}`, bot.Place{Team: "1", Channel: "2"}, false, false},
		"a channel in the old form":  {`{"guild_id":"1","channel":{"id":"2"}}`, bot.Place{Team: "1", Channel: "2"}, false, false},
		"a forum":                    {`{"guild_id":"1","channel_id":"2","channel":{"type":15,"parent_id":"9"}}`, bot.Place{Team: "1", Channel: "2"}, false, false},
		"a thread of announcements":  {`{"guild_id":"1","channel_id":"2","channel":{"type":10,"parent_id":"9"}}`, bot.Place{Team: "1", Channel: "9", Thread: "2"}, false, false},
		"a thread":                   {`{"guild_id":"1","channel_id":"2","channel":{"type":11,"parent_id":"9"}}`, bot.Place{Team: "1", Channel: "9", Thread: "2"}, false, false},
		"a private thread":           {`{"guild_id":"1","channel_id":"2","channel":{"type":12,"parent_id":"9"}}`, bot.Place{Team: "1", Channel: "9", Thread: "2"}, false, false},
		"a stage":                    {`{"guild_id":"1","channel_id":"2","channel":{"type":13,"parent_id":"9"}}`, bot.Place{Team: "1", Channel: "2"}, false, false},
		"a thread of nothing":        {`{"guild_id":"1","channel_id":"2","channel":{"type":11}}`, bot.Place{Team: "1", Channel: "2"}, false, false},
		"alone with certdesk":        {`{"channel_id":"2","channel":{"type":1},"context":1}`, bot.Place{Channel: "2"}, true, false},
		"alone, without a context":   {`{"channel_id":"2","channel":{"type":1}}`, bot.Place{Channel: "2"}, true, false},
		"alone, without a type":      {`{"channel_id":"2"}`, bot.Place{Channel: "2"}, true, false},
		"a group":                    {`{"channel_id":"2","channel":{"type":3},"context":2}`, bot.Place{Channel: "2"}, false, true},
		"a group, without a context": {`{"channel_id":"2","channel":{"type":3}}`, bot.Place{Channel: "2"}, false, true},
		"a server, by its context":   {`{"guild_id":"1","channel_id":"2","channel":{"type":1},"context":0}`, bot.Place{Team: "1", Channel: "2"}, false, false},
	} {
		var in interaction
		if err := json.Unmarshal([]byte(c.in), &in); err != nil {
			t.Fatal(err)
		}
		c.place.Platform = bot.Discord
		if got := in.place(); got != c.place || in.direct() != c.direct || in.group() != c.group {
			t.Errorf("%s: %+v, direct %v, a group %v", name, got, in.direct(), in.group())
		}
	}
}

func TestWhoAsks(t *testing.T) {
	for in, want := range map[string]string{
		`{"member":{"user":{"id":"7","username":"anna","global_name":"Anna"},"nick":"Anna (IT)"}}`: "Anna (IT)",
		`{"member":{"user":{"id":"7","username":"anna","global_name":"Anna"}}}`:                    "Anna",
		`{"member":{"user":{"id":"7","username":"anna"},"nick":" \u200b\u202e"}}`:                  "anna",
		`{"user":{"id":"7","username":"anna","global_name":"Anna"}}`:                               "Anna",
		`{}`: "",
	} {
		var i interaction
		if err := json.Unmarshal([]byte(in), &i); err != nil {
			t.Fatal(err)
		}
		if got := i.asker(); got.Name != want || (got.ID == "7") != (want != "") {
			t.Errorf("%s: %+v", in, got)
		}
	}
}

// The name of a button is that which stands on the message, wherever in it.
func TestLabelOfAButton(t *testing.T) {
	nested := `{"custom_id":"walk:1","label":"Walk"}`
	for range maxDepth {
		nested = `{"components":[` + nested + `]}`
	}
	for components, want := range map[string]string{
		`[{"custom_id":"fix:1","label":"Fix"},{"custom_id":"walk:1","label":"Walk"}]`:                        "Walk",
		`[{"type":17,"components":[{"type":9,"accessory":{"custom_id":"walk:1","label":"Walk"}}]}]`:          "Walk",
		`[{"type":9,"accessory":{"custom_id":"fix:1","label":"Fix"}},{"custom_id":"walk:1","label":"Walk"}]`: "Walk",
		`[7,{"components":[{"custom_id":"fix:1","label":"Fix"}]},{"custom_id":"walk:1","label":"Walk"}]`:     "Walk",
		`[` + nested + `]`:                      "Walk",
		`[{"components":[` + nested + `]}]`:     "",
		`[{"custom_id":"fix:1","label":"Fix"}]`: "",
		`{}`:                                    "",
		``:                                      "",
	} {
		if got := labelOf(&receivedFrom{Components: json.RawMessage(components)}, "walk:1"); got != want {
			t.Errorf("%.80s: %q, want %q", components, got, want)
		}
	}
	if got := labelOf(nil, "walk:1"); got != "" {
		t.Errorf("of no message: %q", got)
	}
}

// What is typed into a command is what package command reads.
func TestTypedCommands(t *testing.T) {
	word := func(name, value string) typed {
		return typed{Type: int(discordgo.ApplicationCommandOptionString), Name: name, Value: json.RawMessage(`"` + value + `"`)}
	}
	verb := func(name string, options ...typed) typed {
		return typed{Type: int(discordgo.ApplicationCommandOptionSubCommand), Name: name, Options: options}
	}
	truth := typed{Type: int(discordgo.ApplicationCommandOptionBoolean), Name: "private", Value: json.RawMessage(`true`)}
	attached := typed{Type: int(discordgo.ApplicationCommandOptionAttachment), Name: "file", Value: json.RawMessage(`"5"`)}
	for name, c := range map[string]struct {
		verb    string
		options []typed
		text    string
		by      map[string]string
		files   int
	}{
		"a check":                        {"certcheck", []typed{word("target", "imap.corp.com"), truth}, "imap.corp.com", map[string]string{"target": "imap.corp.com", "private": "true"}, 0},
		"a check as it is typed":         {"certcheck", []typed{word("target", "imap.corp.com imap")}, "imap.corp.com imap", map[string]string{}, 0},
		"help":                           {"certcheck", []typed{word("target", "help")}, "help", map[string]string{}, 0},
		"a file":                         {"certcheck", []typed{attached}, "", map[string]string{}, 1},
		"a watch":                        {"certwatch", []typed{verb("add", word("target", "imap.corp.com"), word("warn", "14"), word("note", "mail"), word("for", "2 weeks"))}, "add imap.corp.com warn 14 note mail 2 weeks", nil, 0},
		"a watch with nothing":           {"certwatch", []typed{verb("list")}, "list", nil, 0},
		"a verb":                         {"certdesk", []typed{verb("settings", word("client", "outlook"))}, "settings", map[string]string{"client": "outlook"}, 0},
		"an error":                       {"certfix", []typed{word("error", "0x800CCC1A"), word("target", "imap.corp.com"), word("client", "outlook")}, "0x800CCC1A imap.corp.com", map[string]string{"client": "outlook"}, 0},
		"an error with nothing else":     {"certfix", []typed{word("error", "0x800CCC1A"), word("client", "")}, "0x800CCC1A", nil, 0},
		"nothing":                        {"certfix", nil, "", nil, 0},
		"a file that did not come along": {"certfix", []typed{{Type: attached.Type, Name: "file", Value: json.RawMessage(`"6"`)}}, "", nil, 0},
	} {
		q := &bot.Request{Verb: c.verb}
		files := typedCommand(q, &data{Options: c.options, Resolved: resolved{Attachments: map[string]enclosed{"5": {Filename: "chain.pem"}}}})
		same := len(q.Options) == len(c.by)
		for k, v := range c.by {
			same = same && q.Options[k] == v
		}
		if q.Text != c.text || !same || len(files) != c.files {
			t.Errorf("%s: %q with %v and %d files", name, q.Text, q.Options, len(files))
		}
	}
	if !isTrue([]typed{word("target", "a"), truth}, "private") || isTrue([]typed{truth}, "public") || isTrue([]typed{word("private", "no"), truth}, "private") {
		t.Error("true is not what was said first of that name")
	}
}
