package errortext

import (
	"strings"
	"sync"
	"time"
)

// The number says whether something has expired or will: of the days that are left, and of
// the date until which it is valid, held against today.

// days and spans are what is counted until something ends.
var (
	days  = set("day days tag tage tagen jour jours día días dias")
	spans = set("day days tag tage tagen jour jours día días dias d week weeks woche wochen semaine semaines semana semanas hour hours stunde stunden heure heures hora horas month months monat monate monaten mois mes meses")
)

// counts are numbers as words.
var counts = set("two three four five six seven eight nine ten twelve fourteen zwei drei vier fünf sechs sieben acht neun zehn zwölf vierzehn deux trois quatre cinq six sept huit neuf dix douze quinze dos tres cuatro cinco seis siete ocho nueve diez doce quince couple few paar quelques pocos unos")

// monthNames are those of the four languages and their short forms, folded.
var monthNames = sync.OnceValue(func() map[string]time.Month {
	out := make(map[string]time.Month)
	for i, names := range []string{
		"january jan januar jänner janvier enero ene", "february feb februar février févr fév febrero", "march mar märz mär mars marzo", "april apr avril avr abril abr", "may mai mayo", "june jun juni juin junio",
		"july jul juli juillet juil julio", "august aug août agosto ago", "september sep sept septembre septiembre", "october oct oktober okt octobre octubre", "november nov novembre noviembre", "december dec dezember dez décembre déc diciembre dic",
	} {
		for name := range strings.FieldsSeq(names) {
			out[words(name)[0]] = time.Month(i + 1)
		}
	}
	return out
})

// ofDates may stand between the parts of a date ("14 de marzo de 2026").
var ofDates = set("de del of the")

const (
	leastYear, mostYear = 1990, 2100
	lastDay, lastMonth  = 31, 12
)

func isYear(n int) bool { return n >= leastYear && n <= mostYear }

// shortYear is the year of two digits at the end of a date, of a certificate of our time;
// any other number is as it was.
func shortYear(n int) int {
	const century, least, most = 2000, 20, 60
	if n >= least && n <= most {
		return century + n
	}
	return n
}

// dateAt is the date that begins at a place; ok tells whether one does. Where the day and
// the month can be told in two ways it is the later one.
func (r *reading) dateAt(at int) (when time.Time, ok bool) {
	n := number(r.tokens[at].word)
	part := func(i int, joined bool) int {
		if at+i >= len(r.tokens) || r.tokens[at+i].joined != joined {
			return -1
		}
		return number(r.tokens[at+i].word)
	}
	if a, b := part(1, true), part(2, true); a > 0 && b > 0 {
		if n > 0 && n <= lastDay && part(3, true) < 0 {
			b = shortYear(b)
		}
		switch {
		case isYear(n) && a <= lastMonth && b <= lastDay:
			return date(n, a, b), true
		case isYear(b) && n > 0 && n <= lastDay && a <= lastDay:
			european, american := date(b, a, n), date(b, n, a)
			switch {
			case a > lastMonth && n > lastMonth:
				return time.Time{}, false
			case a > lastMonth:
				return american, true
			case n > lastMonth || r.tokens[at+1].dotted || european.After(american):
				return european, true
			}
			return american, true
		}
		return time.Time{}, false
	}
	const longest = 8 // "Mar 14 12:00:00 2026"
	day, month := 0, time.Month(0)
	for i := at; i < min(len(r.tokens), at+longest); i++ {
		word := r.tokens[i].word
		m, isMonth := monthNames()[word]
		n := number(word)
		switch {
		case isMonth && month == 0:
			month = m
		case day > 0 && month > 0 && isYear(n):
			return date(n, int(month), day), true
		case day == 0 && n > 0 && n <= lastDay:
			day = n
		case n >= 0 && month > 0, ofDates()[word] && i > at:
		default:
			return time.Time{}, false
		}
	}
	return time.Time{}, false
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// hour is how hours are written behind their number: "48h".
const hour = "h"

const (
	// wholeDay is how long a date lasts, and soon how near an end is of which one speaks.
	wholeDay = 24 * time.Hour
	soon     = 31 * wholeDay
	// farDays are so many that nobody speaks of an end in them because it is near: a
	// monitor does that says that all is well.
	farDays = 60
)

// counts finds the days and the dates of a text, and takes back what the words near them
// say else: "expires in -3 days" has expired.
func (t *thought) counts(today time.Time) {
	for at := range t.at {
		token := t.read.tokens[at]
		hours, isHours := strings.CutSuffix(token.word, hour)
		isHours = isHours && hours != "" && number(hours) > 0 // "0h" is midnight
		n := number(token.word)
		if isHours {
			n = number(hours)
		}
		if isHours || at+1 < len(t.at) && (n >= 0 && spans()[t.read.words[at+1]] || counts()[token.word] && days()[t.read.words[at+1]]) {
			switch {
			case n == 0 || n > 0 && token.minus:
				t.ends(at, isExpired)
			case n <= farDays || isHours || !days()[t.read.words[at+1]] || t.between(at, -ruleReach, ruleReach, reporting):
				t.at[at] = t.at[at].and(setOf(aDayCount))
			default:
				t.at[at] = t.at[at].and(setOf(aFarDay))
			}
		}
		when, ok := t.read.dateAt(at)
		if !ok && !today.IsZero() {
			when, ok = t.dayAt(at, today)
		}
		if !ok || today.IsZero() || at > 0 && token.joined {
			continue
		}
		switch {
		case when.Add(wholeDay).Before(today):
			t.at[at] = t.at[at].and(setOf(aPastDate))
			if t.between(at, -nearby, -1, setOf(isDue, isEnding)) && !t.between(at, -ruleReach, ruleReach, setOf(aDayCount)) {
				t.ends(at, aPastDate)
			}
		case when.After(today):
			t.at[at] = t.at[at].and(setOf(aFutureDate))
			if when.Before(today.Add(soon)) {
				t.at[at] = t.at[at].and(setOf(aDateSoon))
			}
		}
	}
}

// dayAt finds the date of a day and a month alone behind a word for an end in numbers ("jusqu'au
// 28/11"), or for a start with the month's name: of the years it is the one nearest to today.
func (t *thought) dayAt(at int, today time.Time) (when time.Time, ok bool) {
	const before, digits = 3, 3
	r := t.read
	if !t.between(at, -before, -1, setOf(anEnd, isDue, isEnding, aStart)) {
		return time.Time{}, false
	}
	if day, month, ok := r.namedDay(at); ok && t.between(at, -before, -1, setOf(aStart)) {
		return nearest(day, month, today), true
	}
	if at+1 >= len(t.at) || r.tokens[at].joined || !r.tokens[at+1].joined || at+2 < len(t.at) && r.tokens[at+2].joined {
		return time.Time{}, false
	}
	day, month := number(r.words[at]), number(r.words[at+1])
	if len(r.words[at])+len(r.words[at+1]) < digits {
		return time.Time{}, false // "TLS 1.0 bis 1.2"
	}
	if month > lastMonth && day <= lastMonth {
		day, month = month, day
	}
	if day < 1 || day > lastDay || month < 1 || month > lastMonth {
		return time.Time{}, false
	}
	return nearest(day, month, today), true
}

// namedDay is the day and the month that stand at a place, the month by its name ("5 December"), and
// no year behind them.
func (r *reading) namedDay(at int) (day, month int, ok bool) {
	for i, word := range r.words[at:min(len(r.words), at+3)] {
		n := number(word)
		switch m, isMonth := monthNames()[word]; {
		case isMonth && month == 0:
			month = int(m)
		case n > 0 && n <= lastDay && day == 0:
			day = n
		case i > 0 && ofDates()[word]:
		default:
			return 0, 0, false
		}
		if day > 0 && month > 0 {
			next := at + i + 1
			return day, month, next >= len(r.words) || !isYear(number(r.words[next])) && number(r.words[next]) < 0
		}
	}
	return 0, 0, false
}

// nearest is a day of the year in which it is nearest to today.
func nearest(day, month int, today time.Time) time.Time {
	const half = 183 * wholeDay
	when := date(today.Year(), month, day)
	switch {
	case when.Sub(today) > half:
		return date(today.Year()-1, month, day)
	case today.Sub(when) > half:
		return date(today.Year()+1, month, day)
	}
	return when
}

// ends says of a place that something has ended there, whatever will end by the words
// around it.
func (t *thought) ends(place int, as concept) {
	for at := max(0, place-nearby); at < min(len(t.at), place+nearby); at++ {
		if t.read.tokens[at].sentence == t.read.tokens[place].sentence {
			t.at[at] = t.at[at].without(setOf(isDue, isEnding, isLeft, isLater, endsSoon))
		}
	}
	t.at[place] = t.at[place].and(setOf(as))
}
