package saytest

import (
	"testing"
	"time"

	"certdesk/checks/say"
)

// What no catalogue says is found, and values are left alone.
func TestStrays(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		text say.Text
		want int
	}{
		"a sentence":       {say.S("It ends on {date}, in {span}.", say.Date("date", at), say.Span("span", 49*time.Hour)), 0},
		"a moment":         {say.S("Asked on {moment}.", say.Moment("moment", at)), 0},
		"names and values": {say.S("{a} {b} {c}", say.Host("a", "imap.corp.com:993"), say.Foreign("b", "The Example Company"), say.Term("c", "TLS 1.2 ECDHE-RSA OpenSSL")), 0},
		"a list":           {say.S("One of {names}.", say.Foreigns("names", 2, []string{"a", "b", "c"})), 0},
		"a phrase":         {say.S("It is {what}.", say.Term("what", "posted on weekdays")), 3},
		"a literal":        {say.Literal("nobody named"), 2},
		"an error of Go's": {say.S("It failed: {reason}.", say.Reply("reason", "there is no such file that you named")), 1},
	} {
		if got := Strays((Language{}).Text(test.text)); len(got) != test.want {
			t.Errorf("%s: %q, want %d", name, got, test.want)
		}
	}
	if got := In(struct{ Text say.Text }{say.S("Never worded.")}); len(got) != 1 {
		t.Errorf("what was not worded: %q", got)
	}
}

func TestPrinted(t *testing.T) {
	t.Parallel()
	said := "⟦This is said, on\n  two lines⟧ mail.corp.com:993\nThis is not said at all.\nFLAGS --json\n"
	if got := Printed(said); len(got) != 1 || got[0] != "This is not said at all." {
		t.Errorf("%q", got)
	}
}
