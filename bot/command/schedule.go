package command

import (
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

const scheduleExample = "/certwatch schedule \"weekdays 09:00 Europe/Berlin\""

// dayWords are several days, in the languages that certdesk speaks.
var dayWords = map[string]uint8{
	"daily": bot.EveryDay, "everyday": bot.EveryDay, "weekdays": bot.Weekdays, "workdays": bot.Weekdays,
	"weekday": bot.Weekdays, "workday": bot.Weekdays, "weekends": bot.Weekend, "weekend": bot.Weekend,
	"täglich": bot.EveryDay, "taeglich": bot.EveryDay, "werktags": bot.Weekdays, "wochentags": bot.Weekdays, "werktage": bot.Weekdays,
	"wochenende": bot.Weekend, "quotidien": bot.EveryDay, "ouvrés": bot.Weekdays, "ouvrables": bot.Weekdays,
	"diario": bot.EveryDay, "diariamente": bot.EveryDay, "laborables": bot.Weekdays, "hábiles": bot.Weekdays,
}

// weekdays are the days from Sunday on, in the other languages.
var weekdays = []string{
	"sonntag montag dienstag mittwoch donnerstag freitag samstag",
	"dimanche lundi mardi mercredi jeudi vendredi samedi",
	"domingo lunes martes miércoles jueves viernes sábado",
	"so mo di mi do fr sa",
}

// betweenWords stand between what a schedule is made of.
var betweenWords = wordSet("every at and on the each um und jeden am à et le les chaque jours a las y los días cada todos tous zone")

// oneDay are the words for a day, which mean every day where none is named.
var oneDay = wordSet("day tag jour día")

// weekWords are the days by name, short name and plural.
func weekWords() map[string]uint8 {
	words := make(map[string]uint8)
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		words[name], words[name[:3]], words[name+"s"] = 1<<day, 1<<day, 1<<day
	}
	for _, days := range weekdays {
		for day, name := range strings.Fields(days) {
			words[name], words[name+"s"] = 1<<day, 1<<day
		}
	}
	return words
}

// ParseSchedule reads `weekdays 09:00 Europe/Berlin`: days, a time, a zone, in
// any order, in quotes or not. Without days it is every day; without a zone it
// has none, for whoever knows the channel's to put in. "off" is no schedule: nil.
// The error is a *Usage.
func ParseSchedule(text string) (*bot.Schedule, error) {
	text = dashes.Replace(unquoted(text))
	switch lower := strings.ToLower(text); {
	case lower == "":
		return nil, usage(scheduleExample, say.S("Enter when the digest is due."))
	case offWords[lower]:
		return nil, nil
	}
	s := bot.Schedule{Minute: -1}
	week := weekWords()
	words := joinedHours(strings.FieldsFunc(text, func(r rune) bool { return isSpace(r) || r == ',' }))
	for _, word := range words {
		if err := takeScheduleWord(&s, word, week); err != nil {
			return nil, err
		}
	}
	if s.Minute < 0 {
		return nil, usage(scheduleExample, say.S("The time of day is missing."))
	}
	if s.Days == 0 {
		s.Days = bot.EveryDay
	}
	return &s, nil
}

// takeScheduleWord takes a word of a schedule: days, the time of day, the zone, or one
// that stands between them. week is what weekWords returns; a Minute below 0 is none.
func takeScheduleWord(s *bot.Schedule, word string, week map[string]uint8) error {
	lower := strings.ToLower(word)
	if betweenWords[lower] || oneDay[lower] && s.Days == 0 { // "every day"
		return nil
	}
	if days := daysSaid(lower, week); days != 0 {
		s.Days |= days
		return nil
	}
	if minute, ok := timeOfDay(hours(lower)); ok {
		if s.Minute >= 0 {
			return usage(scheduleExample, say.S("A digest has one time of day, but two were given."))
		}
		s.Minute = minute
		return nil
	}
	if zone, ok := ParseZone(word); ok && s.Zone == "" {
		s.Zone = zone
		return nil
	}
	if looksLikeZone(lower) {
		return usage(scheduleExample, noZone(word))
	}
	return usage(scheduleExample, say.S("“{word}” is neither a day, a time nor a time zone.", say.Foreign("word", word)))
}

// daysSaid are the days that a word in lower case means, "weekdays", "monday" or
// "mon-fri", and 0 where it means none.
func daysSaid(word string, week map[string]uint8) uint8 {
	if days := dayWords[word] | week[word]; days != 0 {
		return days
	}
	first, last, _ := strings.Cut(word, "-")
	if week[first] == 0 || week[last] == 0 {
		return 0
	}
	days := week[first]
	for day := week[first]; day != week[last]; {
		day = dayAfter(day)
		days |= day
	}
	return days
}

// dayAfter is the next of the seven days, of which each is a bit, Sunday the lowest.
func dayAfter(day uint8) uint8 {
	if day == 1<<time.Saturday {
		return 1 << time.Sunday
	}
	return day << 1
}

// quotes are those that keyboards, phones and word processors make.
const quotes = "\"'“”„‟‘’‚‛«»‹›`´"

// unquoted is text without the quotes around it.
func unquoted(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return isSpace(r) || strings.ContainsRune(quotes, r) })
}

// dashes are what people write between two days or hours.
var dashes = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-")
