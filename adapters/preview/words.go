package preview

import (
	"time"

	"certdesk/checks/say"
)

// Reader is whom the page is for: in the language that the answers are in, so that
// the page speaks one.
type Reader struct {
	// Language is its tag, as "de"; "" is English.
	Language string
	// Word words a text in that language; nil in English.
	Word func(say.Text) say.Text
}

// words are what page.html says beside the answers.
type words struct {
	Language, About, Contents   string
	Light, System, Bright, Dark string
	Width, Desk, Phone          string
	Where, Everywhere, Terminal string
}

// wordsFor words the page for so many answers.
func wordsFor(r Reader, answers int) words {
	word := func(t say.Text) string { return t.String() }
	if r.Word != nil {
		word = func(t say.Text) string { return r.Word(t).String() }
	}
	if r.Language == "" {
		r.Language = "en"
	}
	return words{
		Language: r.Language,
		About:    word(say.S("What it answers, from the payloads that the platforms are sent.")),
		Contents: word(say.N("{n} answer", "{n} answers", answers)),
		Light:    word(say.P("page", "Light")), System: word(say.P("page", "as the system")), Bright: word(say.P("page", "light")), Dark: word(say.P("page", "dark")),
		Width: word(say.P("page", "Width")), Desk: word(say.P("page", "desk")), Phone: word(say.P("page", "phone")),
		Where: word(say.P("page", "Where")), Everywhere: word(say.P("page", "everywhere")), Terminal: word(say.P("page", "terminal")),
	}
}

// calendar is how a platform writes times for its reader.
type calendar struct {
	zone *time.Location
	// day is a date in the reader's language; nil in English, which each platform has
	// its own way of.
	day func(time.Time) string
}

func calendarFor(r Reader, zone *time.Location) calendar {
	c := calendar{zone: zone}
	if r.Word != nil && r.Language != "" && r.Language != "en" {
		c.day = func(t time.Time) string {
			day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) // which dates are told in
			return r.Word(say.Only(say.Date("date", day))).String()
		}
	}
	return c
}

// clock is a time of day as Slack writes it.
func (c calendar) clock(t time.Time) string {
	if c.day != nil {
		return t.Format("15:04")
	}
	return t.Format("3:04 PM")
}
