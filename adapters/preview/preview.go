// Package preview shows the bot's answers in a browser as Slack, Discord and a
// terminal show them, made of the very payloads that the platforms are sent:
// what looks wrong here is wrong there.
//
// The page needs no script and asks nobody: html/template writes it, one style
// sheet dresses it, and the policy it is served with allows nothing else. Light
// or dark, phone or desk are radio buttons that the style sheet looks at.
//
//	preview.go    answers in, pages out
//	words.go      what the page itself says, in its reader's language
//	slack.go      Block Kit
//	discord.go    components and embeds; markdown.go their mark-up
//	terminal.go   text with colours
//	page.html, slack.html, discord.html, style.css
//
// A payload with something in it that is not known here is an error: a part of
// an answer must not go missing unseen. Only what the adapters write is known.
package preview

import (
	"bytes"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"time"
)

//go:embed *.html style.css
var files embed.FS

// Answer is one thing that the bot said, in the form each platform is told it.
type Answer struct {
	// Name is the last part of its address: letters, digits and hyphens.
	Name string
	// Title says what it is about; Asked is what was typed.
	Title, Asked string
	// Private: only who asked sees it.
	Private bool
	// Slack is a message of chat.postMessage, Discord one of "create message", in
	// JSON.
	Slack, Discord []byte
	// Terminal and Narrow are with colours, for a desk and for a phone.
	Terminal, Narrow string
	// Picture is a PNG that is sent along, Alt what it shows in words.
	Picture []byte
	Alt     string
}

// PictureURL has the whole picture in itself.
func (a Answer) PictureURL() template.URL {
	if len(a.Picture) == 0 {
		return ""
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(a.Picture))
}

// Site is the page with all answers, and a page for each. It is safe for
// concurrent use.
type Site struct {
	shown []shown
	words words
	pages *template.Template
	style []byte
}

// shown is an answer, taken apart.
type shown struct {
	Answer
	At               time.Time
	SlackBlocks      []slackNode
	DiscordParts     []discordNode
	Lines, ShortLine [][]run
}

// New reads the payloads. Times are shown in the location of at, which is when
// the answers were given; the page speaks as its reader does.
func New(answers []Answer, at time.Time, reader Reader) (*Site, error) {
	s := &Site{words: wordsFor(reader, len(answers))}
	dates := calendarFor(reader, at.Location())
	var err error
	if s.style, err = files.ReadFile("style.css"); err != nil {
		return nil, fmt.Errorf("reading the style sheet: %w", err)
	}
	s.pages, err = template.New("").Funcs(template.FuncMap{
		"slackDate":   func(n slackNode) string { return slackDate(n.Timestamp, n.Format, dates) },
		"slackText":   func(n slackNode) ([]slackPart, error) { return slackParts(n, dates) },
		"slackClock":  dates.clock,
		"discordText": func(text string) []line { return markdown(text, dates) },
		"colour":      func(rgb int) string { return fmt.Sprintf("#%06x", rgb&0xffffff) },
	}).ParseFS(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("reading the pages: %w", err)
	}
	for _, a := range answers {
		one := shown{Answer: a, At: at}
		blocks, err1 := readSlack(a.Slack)
		parts, err2 := readDiscord(a.Discord)
		wide, err3 := readTerminal(a.Terminal)
		narrow, err4 := readTerminal(a.Narrow)
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return nil, fmt.Errorf("the answer %s: %w", a.Name, err)
		}
		hang(parts, a.PictureURL())
		one.SlackBlocks, one.DiscordParts, one.Lines, one.ShortLine = blocks, parts, wide, narrow
		s.shown = append(s.shown, one)
	}
	return s, nil
}

// policy allows the style sheet, and nothing that is not in the page itself.
const policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// view is what page.html shows.
type view struct {
	Answers []shown
	// Theme is "", "light" or "dark", Width "desk" or "phone", Show "", "slack",
	// "discord" or "terminal". Bare leaves everything out but the answers.
	Theme, Width, Show string
	Bare, Single       bool
	Page               words
}

// ServeHTTP serves all answers at /, and one at /NAME. The query sets what the
// buttons begin with: theme, width, show; and bare.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", policy)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "This page is only looked at.", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path == "/style.css" {
		head.Set("Content-Type", "text/css; charset=utf-8")
		w.Write(s.style) // a reader who leaves is no fault
		return
	}
	query := r.URL.Query()
	v := view{
		Answers: s.shown, Bare: query.Has("bare"), Page: s.words,
		Theme: oneOf(query.Get("theme"), "", "light", "dark"),
		Width: oneOf(query.Get("width"), "desk", "phone"),
		Show:  oneOf(query.Get("show"), "", "slack", "discord", "terminal"),
	}
	if name := r.URL.Path[1:]; name != "" {
		v.Answers, v.Single = nil, true
		for i := range s.shown {
			if s.shown[i].Name == name {
				v.Answers = s.shown[i : i+1]
			}
		}
		if v.Answers == nil {
			http.Error(w, "There is no such answer.", http.StatusNotFound)
			return
		}
	}
	var page bytes.Buffer
	if err := s.pages.ExecuteTemplate(&page, "page.html", v); err != nil {
		http.Error(w, "The page cannot be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	head.Set("Content-Type", "text/html; charset=utf-8")
	w.Write(page.Bytes())
}

// oneOf is value if it is known, else the first.
func oneOf(value string, known ...string) string {
	if slices.Contains(known, value) {
		return value
	}
	return known[0]
}
