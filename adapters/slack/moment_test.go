package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	api "github.com/slack-go/slack"

	"certdesk/adapters/inert"
	"certdesk/bot"
	"certdesk/checks/say"
)

// Slack sets the elements of small print apart: no space comes before a comma.
func TestSmallPrint(t *testing.T) {
	const date = "<!date^1804068000^{date_long} at {time}|3 March 2027 at 10:00 UTC>"
	for said, want := range map[string][]string{
		"Checked on 3 March 2027 at 10:00 UTC, in 112 ms.":         {"Checked on", date + ",", "in 112 ms."},
		"Checked on 3 March 2027 at 10:00 UTC.":                    {"Checked on", date + "."},
		"3 March 2027 at 10:00 UTC":                                {date},
		"3 March 2027 at 10:00 UTC), <!here> *x*":                  {date + "),", "<!here> *x*"},
		"3 March 2027 at 10:00 UTC *x*":                            {date, "*x*"},
		"a 3 March 2027 at 10:00 UTC 3 March 2027 at 10:00 UTC; b": {"a", date, date + ";", "b"},
		"nothing": {"nothing"},
	} {
		var got []string
		for _, element := range smallPrint(inert.Runs(say.Literal(said), maxContextText)).(*api.ContextBlock).ContextElements.Elements {
			text := element.(*api.TextBlockObject)
			if (text.Type == api.MarkdownType) != strings.HasPrefix(text.Text, "<!date") {
				t.Errorf("%q: %+v", said, text)
			}
			got = append(got, text.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}

// Whatever the language, the reader sees a time in their own zone.
func TestTimesOfOtherLanguages(t *testing.T) {
	const moment = "3. März 2027 um 10:00 Uhr UTC"
	m := render(bot.Reply{
		Headline: say.Literal("Abgelaufen."), Facts: []bot.Fact{{Label: say.Literal("Gültig bis"), Value: say.Literal(moment)}},
		Findings: []bot.Finding{{Detail: say.Literal("Gültig bis " + moment + ".")}}, Footnote: say.Literal("Geprüft am " + moment + ", in 1,2 s."),
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
