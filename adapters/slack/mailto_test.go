package slack

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/bot"
	"certdesk/checks/say"
)

func letterOf(subject string, lines, brief []string) *bot.Letter {
	texts := func(all []string) []say.Text {
		var out []say.Text
		for _, s := range all {
			out = append(out, say.Literal(s))
		}
		return out
	}
	return &bot.Letter{Open: say.Literal("Open it"), Subject: say.Literal(subject), Lines: texts(lines), Brief: texts(brief)}
}

// opened is the subject and the body that a mail program gets of an address.
func opened(t *testing.T, address string) (subject, body string) {
	t.Helper()
	query, ok := strings.CutPrefix(address, "mailto:?")
	fields, err := url.ParseQuery(query)
	if !ok || err != nil || len(fields) != 2 {
		t.Fatalf("%q: %v, %v", address, fields, err)
	}
	return fields.Get("subject"), fields.Get("body")
}

// What a letter says arrives as it is: no character of it ends the subject, begins
// another field or reads as something else.
func TestMailto(t *testing.T) {
	subject := "Problem at müller & sons = 100 % + more? <b> #1"
	lines := []string{"Dear \"team\",", "", "cc=evil@corp.com&bcc=x\r\nTo: y", "größer als 1 + 1 = 2\u202e", "日本"}
	address := mailto(letterOf(subject, lines, lines[:1]))
	gotSubject, gotBody := opened(t, address)
	if gotSubject != subject {
		t.Errorf("the subject is %q, want %q", gotSubject, subject)
	}
	want := "Dear \"team\",\r\n\r\ncc=evil@corp.com&bcc=x To: y\r\ngrößer als 1 + 1 = 2\ufffd\r\n日本"
	if strings.Count(gotBody, "\n") != len(lines)-1 || !strings.Contains(gotBody, "cc=evil@corp.com&bcc=x") || !strings.Contains(gotBody, "größer als 1 + 1 = 2") {
		t.Errorf("the body is %q, want about %q", gotBody, want)
	}
	if strings.Contains(gotBody, "\u202e") || strings.Contains(address, "+") || strings.Contains(address, " ") {
		t.Errorf("the address is %q", address)
	}
}

// A letter that is too long leaves out what matters least, then its end, and says so.
func TestMailtoIsBounded(t *testing.T) {
	short := []string{"Dear team,", "please renew it.", "Kind regards"}
	detail := strings.Repeat("ü", 600)
	for name, c := range map[string]struct {
		letter   *bot.Letter
		has, not string
	}{
		"fits":          {letterOf("S", append([]string{"detail"}, short...), short), "detail", "…"},
		"details":       {letterOf("S", append([]string{detail}, short...), short), "Kind regards", "ü"},
		"brief as well": {letterOf("S", []string{detail}, []string{"Dear team,", "please renew it.", detail, "Kind regards"}), "please renew it.\r\n…", "Kind regards"},
		"nothing fits":  {letterOf("S", []string{detail}, []string{detail}), "…", "ü"},
		"long subject":  {letterOf(detail, short, short), "Kind regards", ""},
	} {
		address := mailto(c.letter)
		_, body := opened(t, address)
		if len(address) > maxMailto || !strings.Contains(body, c.has) || c.not != "" && strings.Contains(body, c.not) {
			t.Errorf("%s: %d bytes: %q", name, len(address), body)
		}
	}
	if got := mailto(nil); got != "" {
		t.Errorf("no letter opens %q", got)
	}
}

// TestLetterOnStrictSlack: the letter stands there to copy, and as a link that Slack
// takes.
func TestLetterOnStrictSlack(t *testing.T) {
	l := letterOf("Problem & more", []string{"Dear team,", "100 % of us"}, []string{"Dear team,"})
	r := bot.Reply{Headline: say.Literal("A letter"), Code: []bot.Code{bot.Words(l.Subject, l.Lines)}, Letter: l}
	m := render(r)
	blocks, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := fakeslack.CheckMessage(m.Text, blocks); len(wrong) > 0 {
		t.Errorf("%q", wrong)
	}
	if !strings.Contains(string(blocks), `"url":"mailto:?subject=Problem%20%26%20more\u0026body=`) || !strings.Contains(string(blocks), "100 % of us") {
		t.Errorf("%s", blocks)
	}
	// The fake is strict: it takes no letter to somebody, and none that is not encoded.
	for _, bad := range []string{"mailto:a@corp.com?subject=a&body=b", "mailto:?subject=a b&body=c", "mailto:?subject=a&body=b&cc=x", "mailto:?subject=a&body=b%0Ac", "https://evil.example"} {
		spoilt := strings.Replace(string(blocks), strings.ReplaceAll(mailto(l), "&", `\u0026`), bad, 1)
		if wrong := fakeslack.CheckMessage(m.Text, []byte(spoilt)); len(wrong) == 0 {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzMailto(f *testing.F) {
	f.Add("subject", "a line\r\nanother", "cc=x&bcc=y")
	f.Add("", "\x00\xff", strings.Repeat("é", 3000))
	f.Fuzz(func(t *testing.T, subject, one, other string) {
		address := mailto(letterOf(subject, []string{one, other, "x"}, []string{one, "x"}))
		if address == "" || len(address) > maxMailto {
			t.Fatalf("%d bytes", len(address))
		}
		if s, _ := opened(t, address); strings.ContainsAny(s, "\r\n") {
			t.Fatalf("the subject is %q", s)
		}
	})
}
