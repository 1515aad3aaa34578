//go:build !race

package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

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
		m := render(adaptertest.Everywhere(s))
		written := check(t, plaintext.Short(s, 40), m)
		written += check(t, plaintext.Short(s, 40)+", in paragraphs", paragraphs(adaptertest.Everywhere(s), m))
		if alone := textAlone(adaptertest.Everywhere(s), m); len(fakeslack.CheckMessage(alone.Text, []byte("[]"))) > 0 {
			t.Errorf("%.40q: refused as text: %.200s", s, alone.Text)
		}
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
	r := adaptertest.Everywhere(strings.Repeat("word ", 300))
	for i := range 100 {
		one := adaptertest.Everywhere(strings.Repeat("word ", 1+i*7))
		r.Facts = append(r.Facts, one.Facts...)
		r.Findings = append(r.Findings, one.Findings...)
		r.Steps = append(r.Steps, one.Steps...)
		r.Items = append(r.Items, one.Items...)
		r.Code = append(r.Code, one.Code...)
		r.Actions = append(r.Actions, bot.Action{Name: "n", Value: strings.Repeat("v", i), Label: say.Literal("l"), Confirm: say.Literal("c")})
	}
	for n := 0; n < 100; n += 3 { // also by themselves, at many lengths
		check(t, "facts", render(bot.Reply{Headline: say.Literal("h"), Facts: r.Facts[:n]}))
		check(t, "items", render(bot.Reply{Headline: say.Literal("h"), Items: r.Items[:2*n]}))
		check(t, "steps", render(bot.Reply{Headline: say.Literal("h"), Steps: r.Steps[:n], Actions: r.Actions[:n], Footnote: say.Literal("f")}))
		check(t, "findings", render(bot.Reply{Headline: say.Literal("h"), Findings: r.Findings[:n], Code: r.Code[:n]}))
	}
	// Of short ones the blocks run out before the characters do.
	var short []bot.Item
	for i := range 100 {
		short = append(short, bot.Item{Text: say.Literal("a"), Action: &bot.Action{Name: "n", Value: fmt.Sprint(i), Label: say.Literal("l")}})
	}
	if m := render(bot.Reply{Headline: say.Literal("h"), Items: short, Footnote: say.Literal("f")}); len(m.Files) != 1 {
		t.Error("what did not fit is in no file")
	} else {
		check(t, "short ones", m)
	}
	m := render(r)
	check(t, "all", m)
	if len(m.Files) == 0 {
		t.Error("what did not fit is in no file")
	}
}

// A form keeps its limits whatever is written on it, and wherever it was opened.
func TestForms(t *testing.T) {
	for _, s := range hostile {
		form := &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal(s + "x"), Submit: say.Literal(s + "x")}
		for i := range 120 {
			form.Fields = append(form.Fields, bot.Field{Name: fmt.Sprint("f", i), Label: say.Literal(s + "x"), Value: s, Hint: say.Literal(s)})
		}
		var many []bot.Choice
		for i := range 150 {
			many = append(many, bot.Choice{Value: fmt.Sprint(i), Label: say.Literal(s + "x")})
		}
		form.Fields[1].Choices = many
		from := origin{Channel: "C2", ResponseURL: "https://hooks.slack.com/" + strings.Repeat("a", len(s)%6000)}
		raw, err := json.Marshal(modal(form, from))
		if err != nil {
			t.Fatal(err)
		}
		if wrong := fakeslack.CheckView(raw); len(wrong) > 0 {
			t.Errorf("%.40q: Slack would refuse it: %.500s", s, strings.Join(wrong, "; "))
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		if len(s) < 1000 {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, "fuzzed", render(adaptertest.Everywhere(s))) })
}
