package command

import (
	"errors"
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/checks/programs"
)

func parsed(t *testing.T, verb, text string, options map[string]string) (Command, error) {
	t.Helper()
	return Parse(&bot.Request{Kind: bot.Command, Verb: verb, Text: text, Options: options})
}

// The mail program is named behind "client", in words or as an option of that name.
func TestClient(t *testing.T) {
	for _, c := range []struct {
		verb, text string
		options    map[string]string
		want       programs.ID
	}{
		{"certcheck", "imap.corp.com:993", nil, ""},
		{"certcheck", "imap.corp.com:993 client thunderbird", nil, "thunderbird"},
		{"certcheck", "client iOS imap.corp.com:993 fresh", nil, "ios"},
		{"certcheck", "", map[string]string{"target": "imap.corp.com", "client": "em-client"}, "em-client"},
		{"certfix", "0x800CCC1A imap.corp.com client android", nil, "android"},
		{"certfix", "client android 0x800CCC1A", nil, "android"},
		{"certfix", "the mail client outlook could not connect", nil, ""},
		{"certfix", "0x800CCC1A in my client", nil, ""},
		{"certfix", "client", nil, ""},
		{"certfix", "0x800CCC1A", map[string]string{"client": "browser"}, "browser"},
		{"certcheck", "the server you are connected to is using a certificate that your mail client cannot verify", nil, ""},
	} {
		got, err := parsed(t, c.verb, c.text, c.options)
		if err != nil {
			t.Errorf("%s %q: %v", c.verb, c.text, err)
			continue
		}
		named, text := programs.ID("?"), ""
		switch got := got.(type) {
		case Check:
			named = got.Client
		case Fix:
			named, text = got.Client, got.Text
		}
		if named != c.want {
			t.Errorf("%s %q names %q, want %q", c.verb, c.text, named, c.want)
		}
		if c.want != "" && strings.Contains(text, "client") {
			t.Errorf("%s %q: the text keeps %q", c.verb, c.text, text)
		}
	}
}

// What is no program is said to be none, with the nearest one; a misspelt option is
// told too.
func TestUnknownClient(t *testing.T) {
	for text, example := range map[string]string{
		"imap.corp.com client thunderbrid": "/certcheck imap.corp.com client thunderbird",
		"imap.corp.com client":             "/certcheck imap.corp.com client thunderbird",
		"imap.corp.com client eudora":      "/certcheck imap.corp.com client outlook",
		"imap.corp.com clent ios":          "/certcheck imap.corp.com client ios",
	} {
		_, err := parsed(t, "certcheck", text, nil)
		var wrong *Usage
		if !errors.As(err, &wrong) || wrong.Example != example {
			t.Errorf("%q: %v, %+v", text, err, wrong)
		}
	}
	if _, err := parsed(t, "certfix", "0x800CCC1A", map[string]string{"client": "netscape"}); err == nil {
		t.Error("a program that nobody knows is taken as an option")
	}
}

func TestSettingsClient(t *testing.T) {
	for text, want := range map[string]Settings{
		"settings":                   {},
		"settings client ios":        {Client: "ios", SetClient: true},
		"settings client off":        {SetClient: true},
		"einstellungen client other": {Client: "other", SetClient: true},
	} {
		if got, err := parsed(t, "certdesk", text, nil); err != nil || got != Command(want) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	if got, err := parsed(t, "certdesk", "settings", map[string]string{"client": "android"}); err != nil || got != Command(Settings{Client: "android", SetClient: true}) {
		t.Errorf("as an option: %+v, %v", got, err)
	}
	for _, wrong := range []string{"settings client", "settings client netscape"} {
		if _, err := parsed(t, "certdesk", wrong, nil); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

// TestTableOffersEveryProgram: what can be typed is offered where a platform is told
// of it, and in the help.
func TestTableOffersEveryProgram(t *testing.T) {
	offered := func(options []Option) map[string]bool {
		out := make(map[string]bool)
		for _, o := range options {
			if o.Name.String() == "client" {
				for _, c := range o.Choices {
					out[c.Value] = true
				}
			}
		}
		return out
	}
	all := make(map[string]map[string]bool)
	for _, s := range Table() {
		all[s.Name.String()] = offered(s.Options)
		for _, v := range s.Verbs {
			all[s.Name.String()+" "+v.Name.String()] = offered(v.Options)
		}
	}
	var help strings.Builder
	for _, line := range Lines("certcheck", func(string) bool { return true }) {
		help.WriteString(line.Text.String() + "\n")
	}
	for _, p := range programs.All() {
		for _, command := range []string{"certcheck", "certfix", "certdesk settings"} {
			if !all[command][string(p.ID)] {
				t.Errorf("/%s does not offer %s", command, p.ID)
			}
		}
		if !strings.Contains(help.String(), string(p.ID)) {
			t.Errorf("the help does not name %s", p.ID)
		}
	}
}
