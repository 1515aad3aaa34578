package discord

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
	"certdesk/checks/say"
)

// What cannot be told apart on a form, or not sent back, is not asked.
func TestFieldsOfAForm(t *testing.T) {
	var fields []bot.Field
	for _, name := range []string{"", "server", "server", strings.Repeat("n", maxCustomID+1), strings.Repeat("n", maxCustomID), "b", "c", "d", "e"} {
		fields = append(fields, bot.Field{Name: name, Hint: say.Literal("such as imap.corp.com")})
	}
	fields[5].File, fields[6].Long = true, true
	fields[7].Choices = []bot.Choice{{Value: "x"}}
	m := form(&bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Fields: fields})
	if m.CustomID != "fix:form" || m.Title != "certdesk" || len(m.Components) != maxModalFields {
		t.Fatalf("%+v", m)
	}
	for i, want := range []string{"server", fields[4].Name, "b", "c", "d"} {
		l := m.Components[i]
		if l.Component.CustomID != want || l.Label == "" || !strings.HasPrefix(want, strings.TrimSuffix(l.Label, "…")) {
			t.Errorf("the field %d is %+v, want %q", i, l, want)
		}
		// A text has its hint in itself, others below their label.
		if text := i == 0 || i == 1 || i == 3; (l.Description == "") != text || (l.Component.MaxLength == maxInput) != text || (l.Component.Style == discordgo.TextInputParagraph) != (i == 3) {
			t.Errorf("the field %s: %+v", want, l)
		}
	}
}

func TestChoicesOfAField(t *testing.T) {
	var all []bot.Choice
	for _, value := range []string{"", "a", "a", strings.Repeat("v", maxOption+1), strings.Repeat("v", maxOption)} {
		all = append(all, bot.Choice{Value: value})
	}
	for i := range maxOptions {
		all = append(all, bot.Choice{Value: fmt.Sprint("more", i), Label: say.Literal("More")})
	}
	got := inputOf(&bot.Field{Name: "client", Value: "more0", Choices: all}).Options
	if len(got) != maxOptions || got[0].Value != "a" || got[0].Label != "a" || got[1].Value != all[4].Value || got[2].Value != "more0" || got[2].Label != "More" {
		t.Fatalf("%d, and first %+v", len(got), got[:min(len(got), 3)])
	}
	for _, o := range got {
		if o.Default != (o.Value == "more0") {
			t.Errorf("%+v is chosen before anybody has chosen", o)
		}
	}
}

// What was filled in is read in whatever it stands, up to a depth.
func TestFilledInFields(t *testing.T) {
	nest := func(inner string, times int) string {
		for range times {
			inner = `{"components":[` + inner + `]}`
		}
		return inner
	}
	input := `{"type":4,"custom_id":"server","value":"**imap.corp.com**"}`
	for name, c := range map[string]struct {
		components string
		want       map[string]string
		files      int
	}{
		"on a label":       {`{"type":18,"component":` + input + `}`, map[string]string{"server": "imap.corp.com"}, 0},
		"in a row":         {nest(input, 1), map[string]string{"server": "imap.corp.com"}, 0},
		"as deep as it is": {nest(input, maxDepth), map[string]string{"server": "imap.corp.com"}, 0},
		"deeper":           {nest(input, maxDepth+1), map[string]string{}, 0},
		"deep on labels":   {strings.Repeat(`{"component":`, maxDepth) + input + strings.Repeat(`}`, maxDepth), map[string]string{"server": "imap.corp.com"}, 0},
		"deeper on labels": {strings.Repeat(`{"component":`, maxDepth+1) + input + strings.Repeat(`}`, maxDepth+1), map[string]string{}, 0},
		"a menu":           {`{"type":3,"custom_id":"client","values":["outlook","other"]}`, map[string]string{"client": "outlook"}, 0},
		"nothing chosen":   {`{"type":3,"custom_id":"client","values":[]}`, map[string]string{}, 0},
		"an empty text":    {`{"type":4,"custom_id":"server","value":""}`, map[string]string{}, 0},
		"no text":          {`{"type":4,"custom_id":"server","value":7}`, map[string]string{}, 0},
		"without a name":   {`{"type":4,"value":"imap.corp.com"}`, map[string]string{}, 0},
		"files":            {`{"type":19,"custom_id":"file","values":["5","6"]}`, map[string]string{}, 1},
		"no component":     {`7`, map[string]string{}, 0},
	} {
		got := make(map[string]string)
		d := data{Components: []json.RawMessage{json.RawMessage(c.components)}, Resolved: resolved{Attachments: map[string]enclosed{"5": {Filename: "chain.pem"}}}}
		if files := d.fields(got); !maps.Equal(got, c.want) || len(files) != c.files {
			t.Errorf("%s: %v and %d files", name, got, len(files))
		}
	}
}
