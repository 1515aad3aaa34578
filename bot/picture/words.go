package picture

import (
	"fmt"
	"time"

	"certdesk/checks"
)

// daysLeft counts whole days of 24 hours, as the texts of certdesk do: less
// than a day is 0, and what has ended is below.
func daysLeft(end, now time.Time) int {
	left := end.Sub(now)
	days := int(left / (24 * time.Hour))
	if left < 0 {
		days--
	}
	return days
}

// whenItEnds is what stands at the right of a row: "3 days · 26 Nov". The year
// is written where the month alone may mean another.
func whenItEnds(end, now time.Time) string {
	days, local := daysLeft(end, now), end.In(now.Location())
	layout := "2 Jan"
	if days < -180 || days > 300 {
		layout = "2 Jan 2006"
	}
	switch left := checks.Days(end.Sub(now)); {
	case days < 0:
		return "expired · " + local.Format(layout)
	case end.Sub(now) < time.Hour:
		return left
	case days == 0:
		return left + " · " + local.Format("2 Jan 15:04")
	default:
		return left + " · " + local.Format(layout)
	}
}

// andMore counts the rows that have no room: "and 7 more, from 4 Feb 2027 on".
func andMore(rows []Row, now time.Time) string {
	return fmt.Sprintf("and %d more, from %s on", len(rows), rows[0].NotAfter.In(now.Location()).Format("2 Jan 2006"))
}

// longest is the number of characters of a name that are looked at: a host name
// has at most 253.
const longest = 300

// name is the server's name in at most the given pixels, with the number of
// endpoints behind it if there are several. A long name is shortened in the
// middle: its host at the left and its port at the right tell servers apart.
func (d *sheet) name(r Row, room int) string {
	behind := ""
	if r.Endpoints > 1 {
		behind = fmt.Sprintf(" +%d", r.Endpoints-1)
	}
	name := []rune(checks.Clean(r.Name, longest))
	fits := func(text string) bool { return d.width(text+behind, nameSize) <= room }
	if fits(string(name)) {
		return string(name) + behind
	}
	// The most that fits, found by halving: n runes are kept of the name.
	low, high := 0, len(name)-1
	short := func(n int) string { return string(name[:(n+1)/2]) + "…" + string(name[len(name)-n/2:]) }
	for low < high {
		if n := (low + high + 1) / 2; fits(short(n)) {
			low = n
		} else {
			high = n - 1
		}
	}
	return short(low) + behind
}
