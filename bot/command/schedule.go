package command

import (
	"strconv"
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

const scheduleExample = "/certwatch schedule \"weekdays 09:00 Europe/Berlin\""

var dayWords = map[string]uint8{
	"daily": bot.EveryDay, "everyday": bot.EveryDay, "weekdays": bot.Weekdays, "workdays": bot.Weekdays,
	"weekends": bot.Weekend, "weekend": bot.Weekend,
}

// weekWords are the days by name, short name and plural.
func weekWords() map[string]uint8 {
	words := make(map[string]uint8)
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		words[name], words[name[:3]], words[name+"s"] = 1<<day, 1<<day, 1<<day
	}
	return words
}

// ParseSchedule reads `weekdays 09:00 Europe/Berlin`: days, a time, a zone, in
// any order, in quotes or not. Without days it is every day; without a zone it
// has none, for whoever knows the channel's to put in. "off" is no schedule: nil. The error is a *Usage.
func ParseSchedule(text string) (*bot.Schedule, error) {
	text = dashes.Replace(unquoted(text))
	switch strings.ToLower(text) {
	case "":
		return nil, usage(scheduleExample, say.S("Enter when the digest is due."))
	case "off", "never", "none":
		return nil, nil
	}
	s := bot.Schedule{Minute: -1}
	week := weekWords()
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return isSpace(r) || r == ',' }) {
		lower := strings.ToLower(word)
		if lower == "every" || lower == "day" && s.Days == 0 || lower == "at" || lower == "and" || lower == "on" {
			continue
		}
		if days, ok := dayWords[lower]; ok {
			s.Days |= days
			continue
		}
		if day, ok := week[lower]; ok {
			s.Days |= day
			continue
		}
		if from, to, ok := strings.Cut(lower, "-"); ok && week[from] != 0 && week[to] != 0 {
			for day := week[from]; ; day = day<<1&bot.EveryDay | day>>6 {
				s.Days |= day
				if day == week[to] {
					break
				}
			}
			continue
		}
		if minute, ok := timeOfDay(lower); ok {
			if s.Minute >= 0 {
				return nil, usage(scheduleExample, say.S("A digest has one time of day, but two were given."))
			}
			s.Minute = minute
			continue
		}
		if zone, ok := ParseZone(word); ok && s.Zone == "" {
			s.Zone = zone
			continue
		}
		return nil, usage(scheduleExample, say.S("“{word}” is neither a day, a time nor a time zone.", say.Foreign("word", word)))
	}
	if s.Minute < 0 {
		return nil, usage(scheduleExample, say.S("The time of day is missing."))
	}
	if s.Days == 0 {
		s.Days = bot.EveryDay
	}
	return &s, nil
}

// quotes are those that keyboards, phones and word processors make.
const quotes = "\"'“”„‟‘’‚‛«»‹›`´"

// unquoted is text without the quotes around it.
func unquoted(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return isSpace(r) || strings.ContainsRune(quotes, r) })
}

// dashes are what people write between two days or hours.
var dashes = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-")

// ParseZone reads the name of a time zone in whatever case: "europe/berlin" is
// "Europe/Berlin". It is false where there is none of that name.
func ParseZone(word string) (name string, ok bool) {
	if word == "" || strings.EqualFold(word, "local") {
		return "", false
	}
	for _, name := range []string{word, strings.ToUpper(word), zoneCase(word)} {
		if _, err := time.LoadLocation(name); err == nil {
			return name, true
		}
	}
	return "", false
}

// small are the words that stay small in names of zones (Isle_of_Man,
// Port-au-Prince, Dar_es_Salaam).
var small = map[string]bool{"of": true, "au": true, "es": true}

// zoneCase writes a name as the zones are written: each word with a capital.
func zoneCase(word string) string {
	var b strings.Builder
	for rest := strings.ToLower(word); rest != ""; {
		i := strings.IndexAny(rest, "/_-")
		part, sign := rest, ""
		if i >= 0 {
			part, sign = rest[:i], rest[i:i+1]
		}
		rest = rest[len(part)+len(sign):]
		if part != "" && !small[part] {
			part = strings.ToUpper(part[:1]) + part[1:]
		}
		b.WriteString(part + sign)
	}
	return b.String()
}

// timeOfDay reads 09:00, 9.30, 9am.
func timeOfDay(s string) (minute int, ok bool) {
	half := -1
	if rest, found := strings.CutSuffix(s, "am"); found {
		s, half = rest, 0
	} else if rest, found := strings.CutSuffix(s, "pm"); found {
		s, half = rest, 12
	}
	h, m, found := strings.Cut(strings.Replace(s, ".", ":", 1), ":")
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
