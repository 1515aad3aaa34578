package slack

import (
	"encoding/json"
	"flag"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

// check fails the test where Slack would refuse the message.
func check(t *testing.T, name string, m message) string {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := fakeslack.CheckMessage(m.Text, raw); len(wrong) > 0 {
		t.Errorf("%s: Slack would refuse it: %s", name, strings.Join(wrong, "; "))
	}
	return m.Text + string(raw)
}

// form has a field of each kind.
func form() *bot.Form {
	return &bot.Form{
		Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal("Certificate problem"), Submit: say.Literal("Diagnose"),
		Fields: []bot.Field{
			{Name: "server", Label: say.Literal("Server"), Hint: say.Literal("imap.corp.com:993, or your mail address"), Required: true},
			{Name: "error", Label: say.Literal("What the message says"), Long: true},
			{Name: "issued-by", Label: say.Literal("Issued by"), Value: "<!channel> R11"},
			{Name: "certificate", Label: say.Literal("The certificate (Details > Copy to File)"), File: true},
			{Name: "security", Label: say.Literal("Encryption in the account's settings"), Value: "tls", Choices: []bot.Choice{{Value: "tls", Label: say.Literal("SSL/TLS")}, {Value: "starttls", Label: say.Literal("STARTTLS")}}},
		},
	}
}

func TestGolden(t *testing.T) {
	for name, r := range adaptertest.Replies() {
		m := render(r)
		shown := map[string]any{"text": m.Text, "blocks": m.Blocks}
		var uploads []map[string]string
		if m.Image != nil {
			uploads = append(uploads, map[string]string{"name": m.Image.Name, "alt_text": m.Image.Alt.String()})
		}
		for _, f := range m.Files {
			uploads = append(uploads, map[string]string{"name": f.Name})
		}
		if uploads != nil {
			shown["uploads"] = uploads
		}
		check(t, name, m)
		adaptertest.Golden(t, name, shown, *update)
	}
}

func TestGoldenViews(t *testing.T) {
	at := origin{Channel: "C2", ResponseURL: "https://hooks.example/1", Used: 1, At: 1795460400}
	for name, v := range map[string]any{
		"form": modal(form(), at), "form-without-files": modal(withoutFiles(form()), at), "home": homeView(adaptertest.Replies()["list"], "C2", true, func(t say.Text) say.Text { return t }),
	} {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := fakeslack.CheckView(raw); len(wrong) > 0 {
			t.Errorf("%s: Slack would refuse it: %s", name, strings.Join(wrong, "; "))
		}
		adaptertest.Golden(t, name, v, *update)
	}
}

// golden compares with what was written down.
