package plaintext_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/adapters/plaintext"
	"certdesk/checks/say"
)

// Whatever the room, a text keeps to it, shows where it was cut, and has its
// times whole or not at all.
func TestRuns(t *testing.T) {
	text := say.S("Looked at {name} on {moment}, with {command}.", say.Foreign("name", "Müller\u202e & Co 😀"),
		say.Moment("moment", time.Date(2027, 3, 3, 10, 0, 0, 0, time.UTC)), say.Code("command", "/certcheck"))
	whole := ""
	for _, r := range text.Runs() {
		whole += r.Text
	}
	for most := 1; most <= plaintext.Size(whole)+2; most++ {
		said := ""
		for _, r := range plaintext.Runs(text, most) {
			if r.Kind == say.RunMoment && r.Text != "3 March 2027 at 10:00 UTC" {
				t.Errorf("%d: a time became %q", most, r.Text)
			}
			said += r.Text
		}
		switch {
		case plaintext.Size(said) > most:
			t.Errorf("%d: %q has %d", most, said, plaintext.Size(said))
		case most >= plaintext.Size(whole):
			if said != plaintext.Line(whole) {
				t.Errorf("%d: %q", most, said)
			}
		case !strings.HasSuffix(said, "…") || strings.Count(said, "…") > 1:
			t.Errorf("%d: %q does not say once that it was cut", most, said)
		}
	}
}

// A line has no space at its ends, whatever runs those are in; nor a run that is
// nothing else.
func TestRunsAreTrimmed(t *testing.T) {
	join := func(runs []say.Run) string {
		var all []string
		for _, r := range runs {
			all = append(all, r.Text)
		}
		return strings.Join(all, "|")
	}
	for _, c := range []struct {
		text say.Text
		most int
		want string
	}{
		{say.Literal("  a b  "), 20, "a b"},
		{say.S("{first} and {second}", say.Foreign("first", "  "), say.Foreign("second", " \n ")), 20, "and"},
		{say.S("{first} and {second}", say.Code("first", " "), say.Code("second", " ")), 20, "and"},
		{say.Literal("   "), 20, ""},
		{say.Literal(""), 20, ""},
		{say.Literal("a"), 0, "…"},
	} {
		if got := join(plaintext.Runs(c.text, c.most)); got != c.want {
			t.Errorf("%q in %d is %q, want %q", c.text, c.most, got, c.want)
		}
	}
}
