package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

var at = time.Unix(1804068000, 0)

// Slack sets the elements of small print apart: no space comes before a comma.
func TestSmallPrint(t *testing.T) {
	const date = "<!date^1804068000^{date_short} at {time}|3 March 2027 at 10:00 UTC>"
	for _, tt := range []struct {
		text say.Text
		want []string
	}{
		{say.S("Checked on {at}, in 112 ms.", say.Moment("at", at)), []string{"Checked on", date + ",", "in 112 ms."}},
		{say.S("Checked on {at}.", say.Moment("at", at)), []string{"Checked on", date + "."}},
		{say.S("{at}", say.Moment("at", at)), []string{date}},
		{say.S("{at}), <!here> *x*", say.Moment("at", at)), []string{date + "),", "<!here> *x*"}},
		{say.S("{at} *x*", say.Moment("at", at)), []string{date, "*x*"}},
		{say.S("a {at} {at}; b", say.Moment("at", at)), []string{"a", date, date + ";", "b"}},
		{say.S("nothing"), []string{"nothing"}},
		// What somebody else wrote is no time of ours.
		{say.Quote("3 March 2027 at 10:00 UTC"), []string{"3 March 2027 at 10:00 UTC"}},
	} {
		var got []string
		for _, element := range smallPrint(plaintext.Runs(tt.text, maxContextText)).(*api.ContextBlock).ContextElements.Elements {
			text := element.(*api.TextBlockObject)
			if (text.Type == api.MarkdownType) != strings.HasPrefix(text.Text, "<!date") {
				t.Errorf("%q: %+v", tt.text, text)
			}
			got = append(got, text.Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q became %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Whatever the language, the reader sees a time in their own zone.
func TestTimesOfOtherLanguages(t *testing.T) {
	german := func(before, after string) say.Text {
		return say.Text{{Runs: []say.Run{
			{Kind: say.RunWords, Text: before}, {Kind: say.RunMoment, Text: "3. März 2027 um 10:00 Uhr UTC", At: at, Between: "um"}, {Kind: say.RunWords, Text: after},
		}}}
	}
	m := render(bot.Reply{
		Headline: say.Literal("Abgelaufen."), Facts: []bot.Fact{{Label: say.Literal("Gültig bis"), Value: german("", "")}},
		Findings: []bot.Finding{{Detail: german("Gültig bis ", ".")}}, Footnote: german("Geprüft am ", ", in 1,2 s."),
	})
	check(t, "german", m)
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(raw), "1804068000"); n != 3 || strings.Count(string(raw), "} um {time}") != 3 {
		t.Errorf("%d of 3 times are times: %s", n, raw)
	}
}
