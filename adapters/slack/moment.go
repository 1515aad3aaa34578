package slack

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A span is text, or a time.
type span struct {
	text string
	at   time.Time // zero for text
	// format is how Slack is to show the time: in the reader's own zone, with
	// the words between of the text's language.
	// https://docs.slack.dev/messaging/formatting-message-text#date-formatting
	format string
}

// moments are the ways in which this program writes a time, in each of its
// languages (checks/phrasebook):
//
//	3 March 2027 at 10:00 UTC, 3 March 2027, 10:00 UTC
//	3. März 2027 um 10:00 Uhr UTC, 3. März 2027, 10:00 Uhr UTC
//	3 mars 2027 à 10:00 UTC
//	3 de marzo de 2027 a las 10:00 UTC
var moments = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(\d{1,2})(\.| de|) (\p{L}+)(?: de)? (\d{4})(?:,| (at|um|à|a las)) (\d{2}):(\d{2})(?: Uhr)? UTC\b`)
})

// months are the names that stand in moments.
var months = sync.OnceValue(func() map[string]time.Month {
	out := make(map[string]time.Month)
	for _, names := range []string{
		"January February March April May June July August September October November December",
		"Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	} {
		for n, name := range strings.Fields(names) {
			out[name] = time.Month(n + 1)
		}
	}
	return out
})

// spans takes a text apart at its times.
func spans(s string) []span {
	if s == "" {
		return nil
	}
	if !strings.Contains(s, " UTC") {
		return []span{{text: s}}
	}
	var out []span
	last := 0
	for _, found := range moments().FindAllStringSubmatchIndex(s, -1) {
		part := func(n int) string {
			if found[2*n] < 0 {
				return ""
			}
			return s[found[2*n]:found[2*n+1]]
		}
		at, ok := instant(part(1), part(3), part(4), part(6), part(7))
		if !ok {
			continue
		}
		if found[0] > last {
			out = append(out, span{text: s[last:found[0]]})
		}
		out = append(out, span{text: part(0), at: at, format: "{date_long} " + between(part(2), part(5)) + " {time}"})
		last = found[1]
	}
	if last < len(s) {
		out = append(out, span{text: s[last:]})
	}
	return out
}

// instant is a time by its parts, if there is such a time.
func instant(day, month, year, hour, minute string) (time.Time, bool) {
	var n [4]int
	for i, digits := range []string{day, year, hour, minute} {
		n[i], _ = strconv.Atoi(digits) // a few digits, by the pattern
	}
	name, known := months()[month]
	at := time.Date(n[1], name, n[0], n[2], n[3], 0, 0, time.UTC)
	return at, known && at.Day() == n[0] && at.Hour() == n[2] && at.Minute() == n[3]
}

// between is the word between a date and a time of day: the one that stands
// there, or where a comma does that of the language, which shows after the day.
func between(afterDay, word string) string {
	switch {
	case word != "":
		return word
	case afterDay == ".":
		return "um"
	case afterDay == " de":
		return "a las"
	}
	return "at"
}
