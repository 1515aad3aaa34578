package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// TestDrawings: what is kept of a reply gives the same message for another of its template
// as rendering that does, also where it does not fit what is kept.
func TestDrawings(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	changes := map[string]func(*bot.Reply){
		"nothing":            func(*bot.Reply) {},
		"headline":           func(r *bot.Reply) { r.Headline = say.Literal("Known, <b> & \"all\".") },
		"long headline":      func(r *bot.Reply) { r.Headline = say.Literal(strings.Repeat("Long. ", 100)) },
		"longest headline":   func(r *bot.Reply) { r.Headline = say.Literal(strings.Repeat("Long. ", 1000)) },
		"no headline":        func(r *bot.Reply) { r.Headline = nil },
		"footnote":           func(r *bot.Reply) { r.Footnote = say.S("Checked on {moment}.", say.Moment("moment", at)) },
		"no footnote":        func(r *bot.Reply) { r.Footnote = nil },
		"long footnote":      func(r *bot.Reply) { r.Footnote = say.Literal(strings.Repeat("Small. ", 1000)) },
		"values":             values(func(v string) string { return strings.Repeat("x", len(v)) }),
		"values with quotes": values(func(v string) string { return strings.Repeat(`"`, len(v)) }),
		"values with marks":  values(func(v string) string { return strings.Repeat(`<`, len(v)) }),
		"shorter values":     values(func(v string) string { return v[:len(v)/2] }),
		"longer values":      values(func(v string) string { return v + " longer" }),
		"fewer actions":      func(r *bot.Reply) { r.Actions = r.Actions[:len(r.Actions)/2] },
	}
	kept := 0
	for name, r := range adaptertest.Replies() {
		if r.Form != nil {
			continue
		}
		d := newDrawings()
		r.Template = new(bot.Template)
		d.render(r)
		if _, ok := d.kept.Get(r.Template); ok {
			kept++
		}
		for what, change := range changes {
			other := r
			change(&other)
			for range 2 { // what was made last is kept as well
				if got, want := asJSON(t, d.render(other)), asJSON(t, render(other)); got != want {
					t.Errorf("%s, with another %s: %s\nwant %s", name, what, got, want)
				}
			}
		}
	}
	if kept < 5 {
		t.Errorf("%d are kept", kept)
	}
}

func values(change func(string) string) func(*bot.Reply) {
	return func(r *bot.Reply) {
		r.Actions = slices.Clone(r.Actions)
		for i := range r.Actions {
			r.Actions[i].Value = change(r.Actions[i].Value)
		}
	}
}

func asJSON(t *testing.T, m message) string {
	t.Helper()
	out, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestResponseIsJSON: a response is what encoding/json would write, with its blocks.
func TestResponseIsJSON(t *testing.T) {
	for name, r := range adaptertest.Replies() {
		m := render(r)
		out, err := (&response{ResponseType: "in_channel", Text: m.Text, Blocks: m.Blocks, Parse: "none"}).encode()
		if err != nil {
			t.Fatal(err)
		}
		var got, want struct {
			Text   string `json:"text"`
			Blocks any    `json:"blocks"`
			Parse  string `json:"parse"`
		}
		raw, err := Payload(r)
		if err == nil {
			err = json.Unmarshal(raw, &want)
		}
		if err == nil {
			err = json.Unmarshal(out, &got)
		}
		if err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		want.Parse = "none"
		if !equalJSON(t, got, want) {
			t.Errorf("%s: %s\nwant %s", name, out, raw)
		}
	}
}

func equalJSON(t *testing.T, a, b any) bool {
	t.Helper()
	x, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(x) == string(y)
}
