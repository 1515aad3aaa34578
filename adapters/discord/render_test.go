//go:build !race

package discord

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// hostile are what strangers write into certificates and greetings.
var hostile = []string{
	"@everyone", "@here", "x@everyone", "<@700000000000000001>", "<@!7>", "<@&6>", "<#5>", "<:a:1>", "<a:b:1>", "</certcheck:1>", "<id:browse>",
	"[imap.corp.com](https://evil.example)", "[a](<https://evil.example>)", "https://evil.example/a", "<https://evil.example>", "steam://run/1", "<tel:+1>", "<mailto:a@b.c>",
	"<t:1:R>", "**bold** *it* __under__ ~~no~~ `code` ```pre``` ||hidden||", "# shout", "-# small", "- list", "> quote", ">>> all", "1. list",
	"\\", "\\\\", "ends in \\", "`", "``", "```", "a`b", "\\`", "\\<@1>", "`\\`<@1>", ":rotating_light:",
	"a\u202egnp.exe", "\u2066left\u2069", "zero\u200bwidth\ufeff", "bell\a\x1b[31mred\x00nul", "line\nline\r\nline\u2028line", "\xff\xfe no UTF-8",
	"3 March 2027 at 10:00 UTC<@1>", "3 March 2027 at 10:00 UTC", "at 3 March 2027, 10:00 UTC and", "", " ", strings.Repeat("a", 64<<10), strings.Repeat("😀", 5000),
	strings.Repeat("*", 5000), strings.Repeat("<@1>", 2000), strings.Repeat("3 March 2027 at 10:00 UTC ", 300), strings.Repeat("\\", 4001),
}

func TestForeignTextIsInert(t *testing.T) {
	for _, s := range hostile {
		written := checkBoth(t, plaintext.Short(s, 40), adaptertest.Everywhere(s))
		for _, bad := range []string{"\u202e", "\u2066", "\u200b", "\u001b", `\u202e`, `\u001b`, `\u0000`, `\u200b`} {
			if strings.Contains(written, bad) {
				t.Errorf("%.40q: %q came through", s, bad)
			}
		}
	}
}

// What is shown is what was meant: without its escapes a text is itself.
func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"imap.corp.com:993":      "imap.corp.com:993",
		"[2001:db8::1]:993":      "[2001:db8::1]:993",
		"anna@corp.com":          "anna@corp.com",
		"*.corp.com":             `\*.corp.com`,
		"_dmarc":                 `\_dmarc`,
		"- a - b":                `\- a - b`,
		"# a # b":                `\# a # b`,
		"https://a":              `https\://a`,
		"[a](b)":                 `[a\](b)`,
		"@everyone else":         `\@everyone else`,
		"File > Account":         "File > Account",
		"<@1>":                   `\<@1>`,
		"valid from x, y (z) !?": "valid from x, y (z) !?",
	} {
		if got := escape(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// Readers see times in their own zone.
func TestTimes(t *testing.T) {
	at := time.Unix(1804068000, 0)
	for _, tt := range []struct {
		text say.Text
		want string
	}{
		{say.S("until {at}.", say.Moment("at", at)), "until <t:1804068000:f>."},
		{say.S("{at}", say.Moment("at", at)), "<t:1804068000:f>"},
		{say.S("*{at}* and 30 UTC", say.Stamp("at", at)), `\*<t:1804068000:f>\* and 30 UTC`},
		{say.Text{{Runs: []say.Run{{Kind: say.RunWords, Text: "bis "}, {Kind: say.RunMoment, Text: "3. März 2027 um 10:00 Uhr UTC", At: at}}}}, "bis <t:1804068000:f>"},
		// What somebody else wrote is no time of ours.
		{say.Quote("3 March 2027 at 10:00 UTC"), "3 March 2027 at 10:00 UTC"},
		{say.Literal("3 March 2027 at 10:00 UTC"), "3 March 2027 at 10:00 UTC"},
	} {
		if got := markup(tt.text, 200); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.text, got, tt.want)
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
		for _, item := range one.Items {
			if item.Action != nil {
				item.Action = &bot.Action{Name: "item", Value: strconv.Itoa(i), Label: say.Literal("l")}
			}
			r.Items = append(r.Items, item)
		}
		r.Code = append(r.Code, one.Code...)
		r.Actions = append(r.Actions, bot.Action{Name: "n", Value: strings.Repeat("v", i), Label: say.Literal("l"), Confirm: say.Literal("c")})
		r.Files = append(r.Files, bot.File{Name: "a/b c.pem", Data: []byte("x")})
	}
	for n := 0; n < 100; n += 5 { // also by themselves, at many lengths
		checkBoth(t, "facts", bot.Reply{Headline: say.Literal("h"), Facts: r.Facts[:n]})
		checkBoth(t, "items", bot.Reply{Headline: say.Literal("h"), Items: r.Items[:2*n]})
		checkBoth(t, "steps", bot.Reply{Headline: say.Literal("h"), Steps: r.Steps[:n], Actions: r.Actions[:n], Footnote: say.Literal("f")})
		checkBoth(t, "findings", bot.Reply{Headline: say.Literal("h"), Findings: r.Findings[:n], Code: r.Code[:n]})
		checkBoth(t, "files", bot.Reply{Headline: say.Literal("h"), Files: r.Files[:n], Image: &bot.Image{Name: "chart.png", Alt: say.Literal("a"), PNG: []byte("x")}})
	}
	// Each limit by itself: of components, of an action's id, of an embed's sum.
	var short []bot.Item
	var ids []bot.Action
	for i := range 60 {
		short = append(short, bot.Item{Text: say.Literal("a"), Action: &bot.Action{Name: "n", Value: strconv.Itoa(i), Label: say.Literal("l")}})
		ids = append(ids, bot.Action{Name: "n", Value: strings.Repeat("v", 90+i), Label: say.Literal("l"), Confirm: say.Literal("c")})
	}
	checkBoth(t, "short ones", bot.Reply{Headline: say.Literal("h"), Items: short})
	checkBoth(t, "long ids", bot.Reply{Headline: say.Literal("h"), Actions: ids[5:]})
	long := strings.Repeat("word ", 300)
	sum := bot.Reply{Headline: say.Literal(long), Footnote: say.Literal(long), Findings: r.Findings[30:]}
	for range bot.MaxFacts {
		sum.Facts = append(sum.Facts, bot.Fact{Label: say.Literal(long), Value: say.Literal(long)})
	}
	checkBoth(t, "sum", sum)
	r.Image = &bot.Image{Name: "chart.png", Alt: say.Literal(strings.Repeat("a", 2000)), PNG: []byte("x")}
	checkBoth(t, "all", r)
	if m := render(r); len(m.Files) == 0 || m.Files[1].Name != restName {
		t.Error("what did not fit is in no file")
	}
	checkBoth(t, "large", bot.Reply{Headline: say.Literal("h"), Files: []bot.File{{Name: "a", Data: make([]byte, maxFileBytes+1)}, {Name: "b", Data: []byte("x")}}})
}

// A form keeps its limits whatever is written on it.
func TestForms(t *testing.T) {
	for _, s := range hostile {
		f := &bot.Form{Action: bot.Action{Name: "fix", Value: "form"}, Title: say.Literal(s), Submit: say.Literal(s)}
		for i := range 9 {
			f.Fields = append(f.Fields, bot.Field{Name: strconv.Itoa(i), Label: say.Literal(s), Value: s, Hint: say.Literal(s), Long: i%2 == 0})
		}
		var many []bot.Choice
		for i := range 50 {
			many = append(many, bot.Choice{Value: strconv.Itoa(i), Label: say.Literal(s)})
		}
		f.Fields[1].Choices, f.Fields[2].File = many, true
		raw, err := json.Marshal(form(f))
		if err != nil {
			t.Fatal(err)
		}
		if wrong := fakediscord.CheckForm(raw); len(wrong) > 0 {
			t.Errorf("%.40q: Discord would refuse it: %.500s", s, strings.Join(wrong, "; "))
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		if len(s) < 1000 {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) { checkBoth(t, "fuzzed", adaptertest.Everywhere(s)) })
}
