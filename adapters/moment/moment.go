// Package moment finds the times in a reply's text, so that a platform can show
// each in the reader's own zone.
package moment

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Span is text, or a time.
type Span struct {
	// Text is what is written there.
	Text string
	// At is the time that is meant, zero for text.
	At time.Time
	// Between is the word between a date and a time of day in the text's
	// language, for platforms that let it be said: "at", "um".
	Between string
}

// written are the ways in which this program writes a time, in each of its
// languages (checks/phrasebook):
//
//	3 March 2027 at 10:00 UTC, 3 March 2027, 10:00 UTC
//	3. März 2027 um 10:00 Uhr UTC, 3. März 2027, 10:00 Uhr UTC
//	3 mars 2027 à 10:00 UTC
//	3 de marzo de 2027 a las 10:00 UTC
var written = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(\d{1,2})(\.| de|) (\p{L}+)(?: de)? (\d{4})(?:,| (at|um|à|a las)) (\d{2}):(\d{2})(?: Uhr)? UTC\b`)
})

// months are the names that stand in what is written.
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

// Split takes a text apart at its times. Together the spans are the text.
func Split(s string) []Span {
	if s == "" {
		return nil
	}
	if !strings.Contains(s, " UTC") {
		return []Span{{Text: s}}
	}
	var out []Span
	last := 0
	for _, found := range written().FindAllStringSubmatchIndex(s, -1) {
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
			out = append(out, Span{Text: s[last:found[0]]})
		}
		out = append(out, Span{Text: part(0), At: at, Between: between(part(2), part(5))})
		last = found[1]
	}
	if last < len(s) {
		out = append(out, Span{Text: s[last:]})
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
