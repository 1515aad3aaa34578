package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

// replies are one of each kind.
func replies() map[string]bot.Reply {
	return map[string]bot.Reply{
		"diagnosis": {
			Tone:     bot.Bad,
			Headline: "imap.corp.com presents a certificate for mail.hoster.example, so Outlook warns.",
			Facts: []bot.Fact{
				{Label: "Issued to", Value: "mail.hoster.example", Tone: bot.Bad}, {Label: "Issued by", Value: "R11 (Let's Encrypt)"},
				{Label: "Valid until", Value: "3 March 2027 at 10:00 UTC"},
			},
			Findings:   []bot.Finding{{Tone: bot.Bad, Title: "The name does not match", Detail: "imap.corp.com is not on the certificate."}},
			StepsTitle: "What to do, in this order:",
			Steps: []bot.Step{
				{Number: 2, Title: "Check incoming and outgoing server names", Why: "mail.hoster.example is on the certificate.", Actions: []string{"Open File > Account Settings.", "Change the server to mail.hoster.example."}},
				{Number: 9, Title: "Accept the certificate only if you trust the server", Caution: "Ask the administrator first.", Actions: []string{"Choose Yes."}},
			},
			Actions: []bot.Action{
				{Name: "recheck", Value: "a1 imap.corp.com:993", Label: "Check again"}, {Name: "walk", Value: "a1", Label: "Walk me through it", Tone: bot.Good},
				{Name: "forget", Value: "a1", Label: "Forget", Tone: bot.Bad, Confirm: "Forget this answer?"},
			},
			Footnote: "Checked on 23 November 2026 at 19:00 UTC.",
		},
		"usage":   {Audience: bot.Asker, Headline: "No server is named.", Items: []bot.Item{{Code: "/certcheck imap.corp.com:993", Text: "for example"}}},
		"working": {Working: true, Headline: "Checking imap.corp.com …"},
		"list": {Headline: "This channel watches 2 servers.", Items: []bot.Item{
			{Tone: bot.Good, Code: "mail.corp.com:993", Text: "fine until 3 March 2027"},
			{Tone: bot.Bad, Code: "old.corp.com:465", Text: "expired", Action: &bot.Action{Name: "recheck", Value: "b2", Label: "Check again"}},
		}, Footnote: "Overview: weekdays 09:00 Europe/Berlin."},
		"code": {Headline: "The chain.", Code: []bot.Code{{Title: "To see it with OpenSSL:", Text: "openssl s_client \\\n  -connect imap.corp.com:993"}},
			Files: []bot.File{{Name: "chain.pem", Data: []byte("x")}}},
		"alert": {
			Tone: bot.Warning, Headline: "The certificate of imap.corp.com:993 ends in 14 days, on 7 December 2026.",
			Facts:   []bot.Fact{{Label: "Issued to", Value: "mail.corp.com"}, {Label: "Issued by", Value: "R10"}, {Label: "Valid until", Value: "7 December 2026"}},
			Items:   []bot.Item{{Code: "imap.corp.com:993", Text: "Note: renew with the hoster"}},
			Actions: noticeButtons(),
			Image:   &bot.Image{Name: "ends.png", Alt: "imap.corp.com:993 ends in 14 days.", PNG: []byte("PNG")},
		},
		"digest": {
			Tone: bot.Warning, Headline: "3 servers of this channel: 1 needs attention, and 1 certificate ends within 30 days.",
			Items: []bot.Item{
				{Tone: bot.Bad, Code: "old.corp.com:465", Text: "The certificate of old.corp.com has expired."},
				{Tone: bot.Warning, Code: "imap.corp.com:993", Text: "ends on 7 December 2026, in 14 days"},
			},
			Image:    &bot.Image{Name: "certificates.png", Alt: "old.corp.com:465 has ended. imap.corp.com:993 ends in 14 days.", PNG: []byte("PNG")},
			Footnote: "This overview comes weekdays 09:00 Europe/Berlin. /certwatch schedule changes that.",
		},
		"walk": {
			Headline: "imap.corp.com presents a certificate for another name. Step 1 of 4:",
			Steps:    []bot.Step{{Number: 2, Title: "Check incoming and outgoing server names", Why: "mail.hoster.example is on the certificate.", Actions: []string{"Open File > Account Settings.", "Choose Change."}}},
			Items:    []bot.Item{{Text: "Left out: 6 Check system date and time. The clock is right."}},
			Actions: []bot.Action{
				{Name: "walk-done", Value: "w1 0", Label: "Done: it works", Tone: bot.Good}, {Name: "walk-next", Value: "w1 0", Label: "Still the same: next step"},
				{Name: "walk-back", Value: "w1 0", Label: "Back"}, {Name: "walk-ask", Value: "w1 0", Label: "Ask a human"},
			},
			Footnote: "imap.corp.com:993", Audience: bot.Asker,
		},
		"escalation": {
			Tone: bot.Bad, Headline: "Anna asks for help with imap.corp.com:993.",
			Facts:    []bot.Fact{{Label: "Issued to", Value: "mail.hoster.example", Tone: bot.Bad}, {Label: "On the PC", Value: "issued by Zscaler Root CA (Zscaler)", Tone: bot.Bad}},
			Findings: []bot.Finding{{Tone: bot.Bad, Title: "imap.corp.com presents a certificate for another name."}, {Tone: bot.Warning, Title: "TLS 1.0 is on", Detail: "The server still takes it."}},
			Code:     []bot.Code{{Title: "To see it with OpenSSL:", Text: "openssl s_client -connect imap.corp.com:993"}},
			Files:    []bot.File{{Name: "certdesk-report.txt", Data: []byte("Report")}},
			Footnote: "Asked on 23 November 2026 at 19:00 UTC in slack/C2.",
		},
		"confirmed": {Tone: bot.Good, Headline: "This channel now watches mail.corp.com and is told before its certificate ends."},
		"refused":   {Audience: bot.Asker, Tone: bot.Warning, Headline: "The watches cannot be reached just now, so nothing was changed. Please try again in a minute."},
	}
}

func noticeButtons() []bot.Action {
	return []bot.Action{
		{Name: "notice-check", Value: "n1", Label: "Check now"}, {Name: "notice-details", Value: "n1", Label: "Details"},
		{Name: "notice-snooze", Value: "n1", Label: "Snooze 7 days"}, {Name: "notice-handled", Value: "n1", Label: "Acknowledge", Tone: bot.Good},
	}
}

// form has a field of each kind.
func form() *bot.Form {
	return &bot.Form{
		Action: bot.Action{Name: "fix", Value: "form"}, Title: "Certificate problem", Submit: "Diagnose",
		Fields: []bot.Field{
			{Name: "server", Label: "Server", Hint: "imap.corp.com:993, or your mail address", Required: true},
			{Name: "error", Label: "What the message says", Long: true},
			{Name: "issued-by", Label: "Issued by", Value: "<!channel> R11"},
			{Name: "certificate", Label: "The certificate (Details > Copy to File)", File: true},
			{Name: "security", Label: "Encryption in the account's settings", Value: "tls", Choices: []bot.Choice{{Value: "tls", Label: "SSL/TLS"}, {Value: "starttls", Label: "STARTTLS"}}},
		},
	}
}

func TestGolden(t *testing.T) {
	for name, r := range replies() {
		m := render(r)
		shown := map[string]any{"text": m.Text, "blocks": m.Blocks}
		var uploads []map[string]string
		if m.Image != nil {
			uploads = append(uploads, map[string]string{"name": m.Image.Name, "alt_text": m.Image.Alt})
		}
		for _, f := range m.Files {
			uploads = append(uploads, map[string]string{"name": f.Name})
		}
		if uploads != nil {
			shown["uploads"] = uploads
		}
		check(t, name, m)
		golden(t, name, shown)
	}
}

func TestGoldenViews(t *testing.T) {
	at := origin{Channel: "C2", ResponseURL: "https://hooks.example/1", Used: 1, At: 1795460400}
	for name, v := range map[string]any{
		"form": modal(form(), at), "form-without-files": modal(withoutFiles(form()), at), "home": homeView(replies()["list"], "C2", true),
	} {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := fakeslack.CheckView(raw); len(wrong) > 0 {
			t.Errorf("%s: Slack would refuse it: %s", name, strings.Join(wrong, "; "))
		}
		golden(t, name, v)
	}
}

// golden compares with what was written down.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("%s is not as in %s; if that is meant, run with -update:\n%s", name, file, got.String())
	}
}
