package picture

import (
	"strconv"
	"time"

	"certdesk/bot"
	"certdesk/checks/say"
)

// Row is one certificate that is watched.
type Row struct {
	// Name of the server, or of one that serves the certificate. It may be
	// anybody's text.
	Name string
	// NotAfter is the certificate's end. A row without one is left out: there
	// is no bar for what is not known.
	NotAfter time.Time
	// Tone of its last check.
	Tone bot.Tone
	// Endpoints that serve it; they are written where there are several.
	Endpoints int
	// Failing: they fail now. Then the bar is empty and the words say so: no time
	// is left to them, whenever the certificate ends.
	Failing bool
}

// daysLeft counts whole days of 24 hours, as the texts of certdesk do: less
// than a day on either side of the end is 0.
func daysLeft(end, now time.Time) int {
	return int(end.Sub(now) / (24 * time.Hour))
}

// whenItEnds is what stands at the right of a row: "3 days · 26 Nov". The year
// is written where the month alone may mean another.
func whenItEnds(end, now time.Time) say.Text {
	days, local := daysLeft(end, now), end.In(now.Location())
	day := shortDay(local)
	if days < -180 || days > 300 {
		day = shortDate(local)
	}
	date, left := say.Sub("date", day), say.Span("span", end.Sub(now))
	switch {
	case end.Before(now):
		return say.P("picture", "expired · {date}", date)
	case end.Sub(now) < time.Hour:
		return say.Only(left)
	case days == 0:
		return say.P("picture", "{span} · {date} {clock}", left, date, say.Term("clock", local.Format("15:04")))
	default:
		return say.P("picture", "{span} · {date}", left, date)
	}
}

// shortMonths are months as they are written where there is little room.
var shortMonths = [...]say.Text{
	say.P("short month", "Jan"), say.P("short month", "Feb"), say.P("short month", "Mar"), say.P("short month", "Apr"),
	say.P("short month", "May"), say.P("short month", "Jun"), say.P("short month", "Jul"), say.P("short month", "Aug"),
	say.P("short month", "Sep"), say.P("short month", "Oct"), say.P("short month", "Nov"), say.P("short month", "Dec"),
}

// shortDay is a day of about now, in its own time zone: "26 Nov".
func shortDay(t time.Time) say.Text {
	return say.PN("short date", "{n} {month}", "{n} {month}", t.Day(), say.Sub("month", shortMonths[t.Month()-1]))
}

// shortDate is a day of any year: "4 Feb 2027".
func shortDate(t time.Time) say.Text {
	return say.P("short date", "{date} {year}", say.Sub("date", shortDay(t)), say.Term("year", t.Format("2006")))
}

// asOf says when the picture was drawn. A Date is told in UTC, and this one is
// that of now's zone.
func asOf(now time.Time) say.Text {
	year, month, day := now.Date()
	return say.P("picture", "as of {date}", say.Date("date", time.Date(year, month, day, 0, 0, 0, 0, time.UTC)))
}

// andMore counts the rows that have no room: "and 7 more, from 4 Feb 2027 on".
func andMore(rows []Row, now time.Time) say.Text {
	return say.P("picture", "and {n} more, from {date} on", say.Count("n", len(rows)), say.Sub("date", shortDate(rows[0].NotAfter.In(now.Location()))))
}

// longest is the number of characters of a name that are looked at: a host name
// has at most 253.
const longest = 300

// atTheRight is what stands at the right of a row: when it ends, or that the
// server fails already.
func atTheRight(r Row, now time.Time) say.Text {
	if r.Failing && r.NotAfter.After(now) {
		return say.P("picture", "fails now")
	}
	return whenItEnds(r.NotAfter, now)
}

// name is the server's name in at most the given pixels, with the number of
// endpoints behind it if there are several. A long name is shortened in the
// middle: its host at the left and its port at the right tell servers apart.
// Where they do not, what is kept of the middle is where it differs from the
// others.
func (d *sheet) name(rows []Row, i, room int) string {
	behind := ""
	if n := rows[i].Endpoints; n > 1 {
		behind = " +" + strconv.Itoa(n-1)
	}
	names := make([][]rune, len(rows))
	for k := range rows {
		names[k] = []rune(say.Clean(rows[k].Name, longest))
	}
	name := names[i]
	fits := func(text string) bool { return d.width(text+behind, nameSize) <= room }
	if fits(string(name)) {
		return string(name) + behind
	}
	short, kept := shortened(len(name), fits, func(n int) string { return ends(name, n) })
	at := 0 // the longest beginning that a name has in common with one that looks the same
	for k, other := range names {
		if k != i && string(other) != string(name) && ends(other, kept) == short {
			at = max(at, common(name, other))
		}
	}
	if at > 0 {
		short, _ = shortened(len(name), fits, func(n int) string { return around(name, at, n) })
	}
	return short + behind
}

// shortened is the longest form of a name that fits, found by halving; n are the
// runes that it keeps.
func shortened(most int, fits func(string) bool, form func(n int) string) (text string, n int) {
	low, high := 0, most-1
	for low < high {
		if n := (low + high + 1) / 2; fits(form(n)) {
			low = n
		} else {
			high = n - 1
		}
	}
	return form(low), low
}

// ends keeps n runes of a name at its ends.
func ends(name []rune, n int) string {
	n = min(n, len(name))
	return string(name[:(n+1)/2]) + "…" + string(name[len(name)-n/2:])
}

// around keeps n runes of a name from a little before at, and the first three.
func around(name []rune, at, n int) string {
	const first, before = 3, 2
	from := min(max(at-before, first), len(name))
	to := min(from+max(n-first, 0), len(name))
	out := string(name[:min(first, from)])
	if from > first {
		out += "…"
	}
	out += string(name[from:to])
	if to < len(name) {
		out += "…"
	}
	return out
}

// common is how many runes two names have in common at their beginning.
func common(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
