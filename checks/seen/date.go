package seen

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"certdesk/checks/lazyregexp"
	"certdesk/checks/say"
)

// maxDate bounds the text of a date.
const maxDate = 120

// errDate ends in the forms that are understood.
var errDate = unread(say.P("not read", "is not a date. Enter it as the window shows it, for example 2026-11-03, 11/3/2026, 03.11.2026 or 3 November 2026."))

// ParseDate reads a date, with or without a time of day, as the usual national
// formats have it. It returns all its readings, the likelier first: 3/11/2026
// is a day in November or in March. locale is the reader's own (BCP 47, such as
// "en-GB"), "" if it is not known; it decides the order of the readings and
// rules none out. What is written in a zone of its own (Z, +01:00) is returned as
// that moment, everything else as if it were UTC; without a time it is midnight.
func ParseDate(s, locale string) ([]time.Time, error) {
	text := plain(s)
	if text == "" || len(text) > maxDate {
		return nil, errDate
	}
	if t, ok := compact(text); ok {
		return []time.Time{t}, nil
	}
	text, clock, ok := cutClock(text)
	if !ok {
		return nil, errDate
	}
	numbers, month, ok := tokens(text)
	if !ok {
		return nil, errDate
	}
	var days [][3]int
	switch {
	case month != 0 && len(numbers) == 2:
		days = named(numbers, month)
	case month == 0 && len(numbers) == 3:
		days = numeric(numbers, text, locale)
	}
	var out []time.Time
	for _, d := range days {
		day := time.Date(d[0], time.Month(d[1]), d[2], 0, 0, 0, 0, time.UTC)
		valid := d[0] >= 1950 && d[0] <= 9999 && int(day.Month()) == d[1] && day.Day() == d[2]
		if t := day.Add(clock); valid && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	if out == nil {
		return nil, errDate
	}
	return out, nil
}

// plain takes out what cannot be seen (Windows puts marks of direction between
// the parts of a date), makes all spaces the same and all letters small.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Cf, r):
		case unicode.IsSpace(r) || unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Trim(b.String(), " \"'“”„«»’`,;")
}

// compact are the forms without separators: ISO 8601 and those of X.509.
func compact(text string) (time.Time, bool) {
	for _, layout := range [...]string{"20060102150405z", "060102150405z", "20060102"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1950 {
			return t, true
		}
	}
	return time.Time{}, false
}

var (
	clockForm = lazyregexp.New(`(\d{1,2})(?::|\s?h\s?)(\d{2})(?:[:m](\d{2})(?:[.,]\d{1,9})?\s?s?)?`)
	bareHour  = lazyregexp.New(`\b(\d{1,2})\s*([ap])\.?\s?m\b\.?`)
	halfOfDay = lazyregexp.New(`^\s*([ap])\.?\s?m(?:\.|\b)`)
	offset    = lazyregexp.New(`^\s*(?:utc|gmt)?\s*([+-])(\d{2}):?(\d{2})\b`)
	// zoneName is a zone in full, as macOS and browsers write it after the time.
	zoneName = lazyregexp.New(`^[^\d]*(?:\btime|\pLzeit|\bheure|\bhora)\b[^\d]*$`)
	isoT     = lazyregexp.New(`(\d)t(\d)`)
)

// cutClock takes the time of day out of a text and returns what has to be added
// to midnight (UTC) of the day.
func cutClock(text string) (rest string, clock time.Duration, ok bool) {
	text = isoT().ReplaceAllString(text, "$1 $2")
	var hour, minute, second int
	var half string
	var after string
	if at := clockForm().FindStringSubmatchIndex(text); at != nil {
		hour, minute = number(text[at[2]:at[3]]), number(text[at[4]:at[5]])
		if at[6] >= 0 {
			second = number(text[at[6]:at[7]])
		}
		rest, after = text[:at[0]], text[at[1]:]
		if m := halfOfDay().FindStringSubmatchIndex(after); m != nil {
			half, after = after[m[2]:m[3]], after[m[1]:]
		}
	} else if at := bareHour().FindStringSubmatchIndex(text); at != nil {
		hour, half = number(text[at[2]:at[3]]), text[at[4]:at[5]]
		rest, after = text[:at[0]], text[at[1]:]
	} else {
		return text, 0, true
	}
	if half != "" && hour <= 12 {
		if hour %= 12; half == "p" {
			hour += 12
		}
	}
	if hour > 24 || minute > 59 || second > 60 {
		return "", 0, false
	}
	clock = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	if m := offset().FindStringSubmatch(after); m != nil {
		east := time.Duration(number(m[2]))*time.Hour + time.Duration(number(m[3]))*time.Minute
		if m[1] == "-" {
			east = -east
		}
		clock -= east
		after = after[len(m[0]):]
	}
	if zoneName().MatchString(after) {
		after = ""
	}
	return rest + " " + after, clock, true
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1 << 20
	}
	return n
}

// tokens splits into numbers and words; false where a word is not known.
func tokens(text string) (numbers []string, month int, ok bool) {
	ambiguous := false // "mar" is March, and Tuesday in French, Spanish and Italian
	for rest := text; rest != ""; {
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) })
		if end < 0 {
			end = len(rest)
		}
		if end > 0 {
			numbers, rest = append(numbers, rest[:end]), rest[end:]
			continue
		}
		end = strings.IndexFunc(rest, func(r rune) bool { return !isLetter(r) })
		if end < 0 {
			end = len(rest)
		}
		switch word := rest[:end]; {
		case word == "":
			r := []rune(rest)[0]
			if !strings.ContainsRune(" ./-,()'’", r) {
				return nil, 0, false
			}
			rest = rest[len(string(r)):]
			continue
		case months[word] != 0 && (month == 0 || ambiguous):
			month, ambiguous = months[word], word == "mar" && month == 0
		case word == "mar" && month != 0, fillers[word]:
		default:
			return nil, 0, false
		}
		rest = rest[end:]
	}
	return numbers, month, len(numbers) <= 3
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || r == 'º' || r == 'ª' }

// named is a date whose month is a word: the longer number is the year, else the
// later one.
func named(numbers []string, month int) [][3]int {
	day, y := numbers[0], numbers[1]
	if len(day) == 4 {
		day, y = y, day
	}
	if len(day) > 2 {
		return nil
	}
	if full, ok := year(y); ok {
		return [][3]int{{full, month, number(day)}}
	}
	return nil
}

// numeric is a date of three numbers.
func numeric(numbers []string, text, locale string) [][3]int {
	a, b, c := numbers[0], numbers[1], numbers[2]
	switch {
	case len(b) > 2:
		return nil
	case len(a) == 4 && len(c) <= 2, len(a) == 2 && number(a) > 31 && len(c) <= 2:
		if y, ok := year(a); ok {
			return [][3]int{{y, number(b), number(c)}}
		}
		return nil
	case len(a) > 2:
		return nil
	}
	y, ok := year(c)
	if !ok {
		return nil
	}
	dayFirst, monthFirst := [3]int{y, number(b), number(a)}, [3]int{y, number(a), number(b)}
	switch {
	case strings.Contains(strings.Trim(text, " ."), "."): // 03.11.2026 is nowhere the 11th of March
		return [][3]int{dayFirst}
	case strings.Contains(text, "/") && countsMonthsFirst(locale):
		return [][3]int{monthFirst, dayFirst}
	}
	return [][3]int{dayFirst, monthFirst}
}

// countsMonthsFirst: the United States and few others do; where the reader is
// not known, Windows as it comes does too.
func countsMonthsFirst(locale string) bool {
	switch strings.ToLower(strings.ReplaceAll(locale, "_", "-")) {
	case "", "en", "en-us", "en-ph", "es-us", "es-pr", "es-pa":
		return true
	}
	return false
}

// year reads four digits, or two as Windows does.
func year(s string) (int, bool) {
	n := number(s)
	switch len(s) {
	case 4:
		return n, true
	case 2:
		if n < 70 {
			return 2000 + n, true
		}
		return 1900 + n, true
	}
	return 0, false
}
