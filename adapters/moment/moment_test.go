package moment_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/adapters/moment"
)

func TestSplit(t *testing.T) {
	at := time.Date(2027, time.March, 3, 10, 0, 0, 0, time.UTC)
	for written, between := range map[string]string{
		"3 March 2027 at 10:00 UTC":          "at",
		"3 March 2027, 10:00 UTC":            "at",
		"3. März 2027 um 10:00 Uhr UTC":      "um",
		"3. März 2027, 10:00 Uhr UTC":        "um",
		"3 mars 2027 à 10:00 UTC":            "à",
		"3 de marzo de 2027 a las 10:00 UTC": "a las",
		"3 de marzo de 2027, 10:00 UTC":      "a las",
	} {
		got := moment.Split("(" + written + ".")
		if len(got) != 3 || got[1].Text != written || !got[1].At.Equal(at) || got[1].Between != between || got[0].Text+got[2].Text != "(." {
			t.Errorf("%q: %+v", written, got)
		}
	}
	for _, none := range []string{
		"30 February 2027 at 10:00 UTC", "3 March 2027 at 25:00 UTC", "3 March 2027 at 10:61 UTC", "3 Ventôse 2027 at 10:00 UTC",
		"0 March 2027 at 10:00 UTC", "3 March 2027 at 10:00 CET", "UTC", " UTC",
	} {
		if got := moment.Split(none); len(got) != 1 || !got[0].At.IsZero() || got[0].Text != none {
			t.Errorf("%q: %+v", none, got)
		}
	}
	if got := moment.Split(""); got != nil {
		t.Errorf("of nothing: %+v", got)
	}
}

// Nothing is lost between the spans, and none is empty.
func FuzzSplit(f *testing.F) {
	f.Add("3 March 2027 at 10:00 UTC|3. März 2027 um 10:00 Uhr UTC")
	f.Add("3 March 2027 at 10:00 UTC3 March 2027 at 10:00 UTC")
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		for _, part := range moment.Split(s) {
			if part.Text == "" {
				t.Errorf("%q has an empty span", s)
			}
			b.WriteString(part.Text)
		}
		if b.String() != s {
			t.Errorf("%q became %q", s, b.String())
		}
	})
}
