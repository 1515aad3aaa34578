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
	}
}

func TestGolden(t *testing.T) {
	for name, r := range replies() {
		m := render(r)
		var got bytes.Buffer
		enc := json.NewEncoder(&got)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"text": m.Text, "blocks": m.Blocks}); err != nil {
			t.Fatal(err)
		}
		check(t, name, m)
		file := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
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
}

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

// everywhere is a reply with a stranger's text in each place.
func everywhere(s string) bot.Reply {
	return bot.Reply{
		Tone: bot.Bad, Headline: s, StepsTitle: s, Footnote: s,
		Facts:    []bot.Fact{{Label: s, Value: s, Tone: bot.Bad}},
		Findings: []bot.Finding{{Title: s, Detail: s}},
		Steps:    []bot.Step{{Number: 1, Title: s, Why: s, Caution: s, Actions: []string{s}}},
		Items:    []bot.Item{{Code: s, Text: s}, {Text: s, Action: &bot.Action{Name: "a", Value: "b", Label: s, Confirm: s}}},
		Code:     []bot.Code{{Title: s, Text: s}},
		Actions:  []bot.Action{{Name: "x", Value: "y", Label: s, Confirm: s}},
	}
}

// hostile are what strangers write into certificates and greetings.
var hostile = []string{
	"<!channel>", "<!here|here>", "<!everyone>", "@channel @here @everyone", "<@U123>", "<#C123|general>", "<!subteam^S1>",
	"<https://evil.example|imap.corp.com>", "https://evil.example/a|b", "[a](https://evil.example)", "<mailto:a@b|c>",
	"<!date^1^{date}^https://evil.example|x>", "&lt;!channel&gt;", "<!channel", "!channel>", "*bold* _it_ ~no~ `code` ```pre```", "> quote", ":rotating_light:",
	"a\u202egnp.exe", "\u2066left\u2069", "zero\u200bwidth\ufeff", "bell\a\x1b[31mred\x00nul", "line\nline\r\nline\u2028line", "\xff\xfe no UTF-8",
	"3 March 2027 at 10:00 UTC|<!channel>", "3 March 2027 at 10:00 UTC", "", " ", strings.Repeat("a", 64<<10), strings.Repeat("😀", 5000), strings.Repeat("<!channel>", 2000), strings.Repeat("&", 4000),
}

func TestForeignTextIsInert(t *testing.T) {
	for _, s := range hostile {
		written := check(t, one(s, 40), render(everywhere(s)))
		for _, bad := range []string{"\u202e", "\u2066", "\u200b", "\u001b", "\\u202e", "\\u001b", "\\u0000", "\\u200b"} {
			if strings.Contains(written, bad) {
				t.Errorf("%.40q: %q came through", s, bad)
			}
		}
		// The strict fake refuses live mark-up; here is what it cannot see.
		for _, kind := range []string{`"type":"link"`, `"type":"user"`, `"type":"broadcast"`, `"type":"emoji"`, `"type":"channel"`} {
			if strings.Contains(written, kind) {
				t.Errorf("%.40q: became %s", s, kind)
			}
		}
	}
}

func TestManyOfEverything(t *testing.T) {
	r := everywhere(strings.Repeat("word ", 300))
	for i := range 100 {
		one := everywhere(strings.Repeat("word ", 1+i*7))
		r.Facts = append(r.Facts, one.Facts...)
		r.Findings = append(r.Findings, one.Findings...)
		r.Steps = append(r.Steps, one.Steps...)
		r.Items = append(r.Items, one.Items...)
		r.Code = append(r.Code, one.Code...)
		r.Actions = append(r.Actions, bot.Action{Name: "n", Value: strings.Repeat("v", i), Label: "l", Confirm: "c"})
	}
	for n := range 100 { // also by themselves, at each length
		check(t, "facts", render(bot.Reply{Headline: "h", Facts: r.Facts[:n]}))
		check(t, "items", render(bot.Reply{Headline: "h", Items: r.Items[:2*n]}))
		check(t, "steps", render(bot.Reply{Headline: "h", Steps: r.Steps[:n], Actions: r.Actions[:n], Footnote: "f"}))
		check(t, "findings", render(bot.Reply{Headline: "h", Findings: r.Findings[:n], Code: r.Code[:n]}))
	}
	m := render(r)
	check(t, "all", m)
	if len(m.Files) == 0 {
		t.Error("what did not fit is in no file")
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		if len(s) < 1000 {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, "fuzzed", render(everywhere(s))) })
}
