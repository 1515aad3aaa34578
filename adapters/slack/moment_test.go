package slack

import (
	"encoding/json"
	"strings"
	"testing"

	"certdesk/bot"
)

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
	if n := strings.Count(string(raw), "1804068000"); n != 3 || strings.Count(string(raw), "{date_long} um {time}") != 3 {
		t.Errorf("%d of 3 times are times: %s", n, raw)
	}
}
