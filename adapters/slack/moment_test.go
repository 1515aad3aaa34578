package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
)

func TestSpans(t *testing.T) {
	at := time.Date(2027, time.March, 3, 10, 0, 0, 0, time.UTC)
	for written, format := range map[string]string{
		"3 March 2027 at 10:00 UTC":          "{date_long} at {time}",
		"3 March 2027, 10:00 UTC":            "{date_long} at {time}",
		"3. März 2027 um 10:00 Uhr UTC":      "{date_long} um {time}",
		"3. März 2027, 10:00 Uhr UTC":        "{date_long} um {time}",
		"3 mars 2027 à 10:00 UTC":            "{date_long} à {time}",
		"3 de marzo de 2027 a las 10:00 UTC": "{date_long} a las {time}",
	} {
		got := spans("(" + written + ".")
		if len(got) != 3 || got[1].text != written || !got[1].at.Equal(at) || got[1].format != format || got[0].text+got[2].text != "(." {
			t.Errorf("%q: %+v", written, got)
		}
	}
	for _, none := range []string{
		"30 February 2027 at 10:00 UTC", "3 March 2027 at 25:00 UTC", "3 March 2027 at 10:61 UTC", "3 Ventôse 2027 at 10:00 UTC",
		"0 March 2027 at 10:00 UTC", "3 March 2027 at 10:00 CET", "UTC", " UTC",
	} {
		if got := spans(none); len(got) != 1 || !got[0].at.IsZero() || got[0].text != none {
			t.Errorf("%q: %+v", none, got)
		}
	}
}

// Whatever the language, the reader sees a time in their own zone.
func TestTimesOfOtherLanguages(t *testing.T) {
	const moment = "3. März 2027 um 10:00 Uhr UTC"
	m := render(bot.Reply{
		Headline: "Abgelaufen.", Facts: []bot.Fact{{Label: "Gültig bis", Value: moment}},
		Findings: []bot.Finding{{Detail: "Gültig bis " + moment + "."}}, Footnote: "Geprüft am " + moment + ", in 1,2 s.",
	})
	check(t, "german", m)
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(raw), "1804068000"); n != 3 {
		t.Errorf("%d of 3 times are times: %s", n, raw)
	}
}
