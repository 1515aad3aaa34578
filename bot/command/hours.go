package command

import (
	"strconv"
	"strings"
)

// hourWords stand behind the number of an hour.
var hourWords = wordSet("uhr o'clock oclock o’clock h heures heure horas hora hrs hours am pm a.m. p.m.")

// joinedHours puts the words behind an hour to it, as timeOfDay reads them: "9 uhr"
// and "9 am" are two words each.
func joinedHours(words []string) []string {
	var out []string
	for _, word := range words {
		lower := strings.ToLower(word)
		if n := len(out); n > 0 && hourWords[lower] {
			last := out[n-1]
			if _, ok := timeOfDay(hours(last[strings.LastIndex(last, "-")+1:])); ok {
				if half := strings.ReplaceAll(lower, ".", ""); half == "am" || half == "pm" {
					out[n-1] += half
				}
				continue
			}
		}
		out = append(out, word)
	}
	return out
}

// hours is a time, in which an hour may stand alone: "9", "22-7".
func hours(s string) string {
	if _, err := strconv.Atoi(s); err == nil && len(s) <= 2 {
		return s + "h"
	}
	return s
}

// timeOfDay reads 09:00, 9.30, 9am, 9h, 9h30, 9uhr.
func timeOfDay(s string) (minute int, ok bool) {
	half := -1
	if rest, found := strings.CutSuffix(s, "am"); found {
		s, half = rest, 0
	} else if rest, found := strings.CutSuffix(s, "pm"); found {
		s, half = rest, 12
	}
	if rest, found := strings.CutSuffix(s, "uhr"); found {
		s = rest + "h"
	}
	if rest, found := strings.CutSuffix(s, "h"); found {
		if s = rest; !strings.ContainsAny(s, ".:") {
			s += ":00"
		}
	}
	h, m, found := strings.Cut(strings.NewReplacer(".", ":", "h", ":").Replace(s), ":")
	if !found && half < 0 {
		return 0, false
	}
	hour, err := strconv.Atoi(h)
	if err != nil || hour < 0 || hour > 23 {
		return 0, false
	}
	min := 0
	if found {
		if min, err = strconv.Atoi(m); err != nil || len(m) != 2 || min > 59 || min < 0 {
			return 0, false
		}
	}
	if half >= 0 {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		hour = hour%12 + half
	}
	return hour*60 + min, true
}
