package bot

import (
	"fmt"
	"time"
)

// Hours are when people work: from a time of day on some days of the week to a
// later one, in a time zone.
type Hours struct {
	// Begin is when a day's work begins, To the minute of the day at which it has
	// ended, up to 1440.
	Begin Schedule
	To    int
}

// String is the hours as they are typed: "weekdays 08:00-18:00 Europe/Berlin".
func (h Hours) String() string {
	days, zone := h.Begin, h.Begin.Zone
	days.Zone = ""
	return fmt.Sprintf("%s-%02d:%02d %s", days.String()[:len(days.String())-1], h.To/60, h.To%60, zone)
}

// end is the end of the work that begins at a moment.
func (h Hours) end(begin time.Time) time.Time {
	local := begin.In(location(h.Begin.Zone))
	noon := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, local.Location())
	if h.To >= 24*60 {
		return onDay(noon.AddDate(0, 0, 1), 0)
	}
	return onDay(noon, h.To)
}

// After is the moment at which somebody has worked for d since t, a moment of work.
// It is t where d is nothing. Of d a year is counted at most.
func (h Hours) After(t time.Time, d time.Duration) time.Time {
	if d <= 0 || h.Begin.Days == 0 {
		return t.Add(max(d, 0))
	}
	const longest = 366 // days, each of which has some work
	// Work that t is in the midst of began a day before, at most.
	begin := h.Begin.Next(t.Add(-25 * time.Hour))
	for range longest {
		from, to := begin, h.end(begin)
		if t.After(from) {
			from = t
		}
		worked := max(to.Sub(from), 0)
		if worked >= d {
			return from.Add(d)
		}
		d -= worked
		begin = h.Begin.Next(begin)
	}
	return begin
}
