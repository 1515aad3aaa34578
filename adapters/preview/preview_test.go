package preview

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"certdesk/checks/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

var at = time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC)

// payloads are what the adapters' own tests say that platforms are sent.
func payloads(t *testing.T) []Answer {
	t.Helper()
	read := func(path ...string) []byte {
		data, err := os.ReadFile(filepath.Join(append([]string{".."}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var out []Answer
	for _, name := range []string{"code", "diagnosis", "list", "usage", "working"} {
		out = append(out, Answer{
			Name: name, Title: "About <" + name + ">", Asked: "/certcheck imap.corp.com:993", Private: name == "usage",
			Slack: read("slack", "testdata", name+".json"), Discord: read("discord", "testdata", name+".json"),
		})
	}
	out[1].Terminal, out[1].Narrow = string(read("console", "testdata", "colour.txt")), "\x1b[31m✗ \x1b[0mnarrow\n"
	return out
}

func get(t *testing.T, h http.Handler, target string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

func TestGolden(t *testing.T) {
	answers := payloads(t)
	site, err := New(answers, at, Reader{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		page := get(t, site, "/"+a.Name).Body.String()
		_, got, _ := strings.Cut(page, `<div class="screens">`)
		got, _, ok := strings.Cut(got, "</section>")
		if !ok {
			t.Fatalf("the page of %s has no section:\n%s", a.Name, page)
		}
		file := filepath.Join("testdata", a.Name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as in %s; if that is meant, run with -update:\n%s", a.Name, file, got)
		}
	}
}

// TestNothingIsLost wants each word of a payload on the page.
func TestNothingIsLost(t *testing.T) {
	answers := payloads(t)
	site, err := New(answers, at, Reader{})
	if err != nil {
		t.Fatal(err)
	}
	tag := regexp.MustCompile(`<[^>]*>`)
	signs := strings.NewReplacer("`", "", "#", "", "-", "", "\\", "", "*", "")
	squeeze := func(s string) string { return strings.Join(strings.Fields(signs.Replace(s)), "") }
	for _, a := range answers {
		page := squeeze(html.UnescapeString(tag.ReplaceAllString(get(t, site, "/"+a.Name).Body.String(), "")))
		found := 0
		for _, payload := range [][]byte{a.Slack, a.Discord} {
			var message map[string]any
			if err := json.Unmarshal(payload, &message); err != nil {
				t.Fatal(err)
			}
			delete(message, "text") // of a notification
			delete(message, "attachments")
			eachText(message, func(text string) {
				for _, part := range regexp.MustCompile(`<[!t][^>]*>`).Split(text, -1) {
					if part = squeeze(part); part != "" {
						found++
						if !strings.Contains(page, part) {
							t.Errorf("%s: %q is not on the page", a.Name, part)
						}
					}
				}
			})
		}
		if found < 2 {
			t.Errorf("%s: %d texts in the payloads", a.Name, found)
		}
	}
}

func eachText(v any, visit func(string)) {
	switch v := v.(type) {
	case []any:
		for _, inner := range v {
			eachText(inner, visit)
		}
	case map[string]any:
		for key, inner := range v {
			if text, ok := inner.(string); ok && (key == "text" || key == "content" || key == "label") {
				visit(text)
			} else if key != "confirm" { // is asked later
				eachText(inner, visit)
			}
		}
	}
}

func TestWhatIsNotKnownIsAnError(t *testing.T) {
	for name, a := range map[string]Answer{
		"a block":          {Slack: []byte(`{"blocks":[{"type":"carousel"}]}`)},
		"an element":       {Slack: []byte(`{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user"}]}]}]}`)},
		"no message":       {Slack: []byte(`[`)},
		"a component":      {Discord: []byte(`{"components":[{"type":17,"components":[{"type":99}]}]}`)},
		"an accessory":     {Discord: []byte(`{"components":[{"type":9,"accessory":{"type":99}}]}`)},
		"a cursor":         {Terminal: "\x1b[2J"},
		"an open sequence": {Terminal: "\x1b[31"},
		"a bell":           {Narrow: "\a"},
	} {
		if _, err := New([]Answer{a}, at, Reader{}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"### ❌ **not** closed":      "h3[e:❌| |b:not| closed]",
		`a\*b\_c \<t:1:f\> \\`:      `p[a*b_c <t:1:f> \]`,
		`\/ \: \@ \[ \{ \~`:         `p[/ : @ [ { ~]`,
		`C:\0\9 \a\z \A\Z \é`:       `p[C:\0\9 \a\z \A\Z \é]`, // no escapes
		`ends in \`:                 `p[ends in \]`,
		"`a*b*` and *it*":           "p[c:a*b*| and |i:it]",
		"-# Checked on <t:0:f>.":    "small[Checked on |t:1 January 1970 00:00|.]",
		"- one\n- two":              "li[one] li[two]",
		"t\n```\na **b**\n  c\n```": "p[t] pre[a **b**\n  c]",
		"5 - 3 # 2":                 "p[5 - 3 # 2]",
		"<t:x:f> `open":             "p[<t:x:f> `open]",
		"":                          "p[]",
	} {
		var got []string
		for _, l := range markdown(text, calendar{zone: time.UTC}) {
			var spans []string
			for _, s := range l.Spans {
				form := ""
				for name, on := range map[string]bool{"b:": s.Bold, "i:": s.Italic, "c:": s.Code, "t:": s.Time, "e:": s.Emoji} {
					if on {
						form += name
					}
				}
				spans = append(spans, form+s.Text)
			}
			got = append(got, l.Kind+"["+strings.Join(spans, "|")+"]")
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

func TestSlackDatesHaveTheirOrdinals(t *testing.T) {
	for day, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 20: "20th", 21: "21st", 22: "22nd", 23: "23rd", 30: "30th"} {
		seconds := time.Date(2026, time.October, day, 12, 0, 0, 0, time.UTC).Unix()
		if got := slackDate(seconds, "{date}", calendar{zone: time.UTC}); got != "October "+want+", 2026" {
			t.Errorf("%q, want %s", got, want)
		}
	}
}

// TestDatesAreTheReaders: who reads the page in German is shown no English month.
func TestDatesAreTheReaders(t *testing.T) {
	seconds := time.Date(2026, time.November, 30, 23, 30, 0, 0, time.UTC).Unix()
	berlin := time.FixedZone("CET", 3600)
	word := func(said say.Text) say.Text { return say.Join(said, say.Literal("auf Deutsch")) }
	for _, tt := range []struct {
		reader         Reader
		discord, slack string
	}{
		{Reader{}, "1 December 2026 00:30", "December 1st, 2026 12:30 AM"},
		{Reader{Language: "en", Word: word}, "1 December 2026 00:30", "December 1st, 2026 12:30 AM"},
		{Reader{Language: "de", Word: word}, "1 December 2026 auf Deutsch 00:30", "1 December 2026 auf Deutsch 00:30"},
	} {
		c := calendarFor(tt.reader, berlin)
		if got, rest, ok := timestamp(fmt.Sprintf("<t:%d:f>.", seconds), c); got != tt.discord || rest != "." || !ok {
			t.Errorf("%s: Discord shows %q", tt.reader.Language, got)
		}
		if got := slackDate(seconds, "{date} {time}", c); got != tt.slack {
			t.Errorf("%s: Slack shows %q", tt.reader.Language, got)
		}
	}
}

// TestPicture: it is in the page itself, on Slack below the message, on Discord
// where the message refers to it.
func TestPicture(t *testing.T) {
	site, err := New([]Answer{{
		Name: "a", Picture: []byte("\x89PNG"), Alt: "two <bars>",
		Slack:   []byte(`{"blocks":[{"type":"section","text":{"type":"plain_text","text":"Soon."}}]}`),
		Discord: []byte(`{"components":[{"type":17,"components":[{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"two <bars>"}]}]}]}`),
	}}, at, Reader{})
	if err != nil {
		t.Fatal(err)
	}
	w := get(t, site, "/a")
	if n := strings.Count(w.Body.String(), `<img class="picture" src="data:image/png;base64,iVBORw==" alt="two &lt;bars&gt;">`); n != 2 {
		t.Errorf("%d pictures in\n%s", n, w.Body)
	}
}

func TestPagesAskNobody(t *testing.T) {
	site, err := New(payloads(t), at, Reader{})
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/", "/diagnosis", "/diagnosis?theme=dark&width=phone&show=slack&bare"} {
		w := get(t, site, target)
		page := w.Body.String()
		if w.Code != http.StatusOK || w.Header().Get("Content-Security-Policy") != policy {
			t.Errorf("%s: %d, %v", target, w.Code, w.Header())
		}
		for _, bad := range []string{"<script", "style=", "src=\"/", "http:", "https:", "onclick", "About <"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s has %s", target, bad)
			}
		}
	}
	if css := get(t, site, "/style.css"); css.Code != http.StatusOK || strings.Contains(css.Body.String(), "url(") || strings.Contains(css.Body.String(), "@import") {
		t.Errorf("the style sheet: %d", css.Code)
	}
	if page := get(t, site, "/diagnosis?theme=dark").Body.String(); !strings.Contains(page, `id="dark" checked`) {
		t.Error("the theme is not heeded")
	}
	if page := get(t, site, "/diagnosis?width=wall").Body.String(); !strings.Contains(page, `id="desk" checked`) || strings.Contains(page, `id="phone" checked`) {
		t.Error("a width that nobody knows is not that of a desk")
	}
	if w := get(t, site, "/nothing"); w.Code != http.StatusNotFound {
		t.Errorf("/nothing: %d", w.Code)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

// The page speaks the language of the answers on it, and says which that is.
func TestPageSpeaksItsReadersLanguage(t *testing.T) {
	german := map[string]string{"phone": "Telefon", "{n} answer": "{n} Antworten"}
	word := func(text say.Text) say.Text {
		if s, ok := german[text[0].Key]; ok {
			return say.Literal(strings.ReplaceAll(s, "{n}", "5"))
		}
		return text
	}
	for want, reader := range map[string]Reader{
		`<html lang="en">|>phone<|5 answers`:     {},
		`<html lang="de">|>Telefon<|5 Antworten`: {Language: "de", Word: word},
	} {
		site, err := New(payloads(t), at, reader)
		if err != nil {
			t.Fatal(err)
		}
		page := get(t, site, "/").Body.String()
		for part := range strings.SplitSeq(want, "|") {
			if !strings.Contains(page, part) {
				t.Errorf("%s: there is no %s", reader.Language, part)
			}
		}
	}
}
