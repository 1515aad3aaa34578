package bot

import (
	"fmt"
	"strings"
	"time"

	"certdesk/checks/say"
)

// Schedule is a time of day on some days of the week, in a time zone.
type Schedule struct {
	// Days has a bit for each time.Weekday.
	Days uint8 `json:"days"`
	// Minute of the day, 0 to 1439.
	Minute int `json:"minute"`
	// Zone is an IANA name.
	Zone string `json:"zone"`
}

// Sets of days.
const (
	EveryDay uint8 = 1<<7 - 1
	Weekdays uint8 = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	Weekend  uint8 = 1<<time.Saturday | 1<<time.Sunday
)

// String is the schedule as it is typed: "weekdays 09:00 Europe/Berlin".
func (s Schedule) String() string {
	var days string
	switch s.Days {
	case EveryDay:
		days = "daily"
	case Weekdays:
		days = "weekdays"
	case Weekend:
		days = "weekends"
	default:
		var names []string
		for i := range 7 {
			day := time.Weekday((i + 1) % 7) // Monday first
			if s.Days&(1<<day) != 0 {
				names = append(names, strings.ToLower(day.String()[:3]))
			}
		}
		days = strings.Join(names, ",")
	}
	return fmt.Sprintf("%s %02d:%02d %s", days, s.Minute/60, s.Minute%60, s.Zone)
}

// Said is the schedule as it is told: "weekdays at 09:00, Europe/Berlin".
func (s Schedule) Said() say.Text {
	var days say.Text
	switch s.Days {
	case EveryDay:
		days = say.P("schedule", "daily")
	case Weekdays:
		days = say.P("schedule", "weekdays")
	case Weekend:
		days = say.P("schedule", "weekends")
	default:
		var named []say.Text
		for i := range 7 {
			if day := time.Weekday((i + 1) % 7); s.Days&(1<<day) != 0 { // Monday first
				named = append(named, everyWeek[day])
			}
		}
		days = say.Only(say.Subs("days", len(named), named))
	}
	return say.P("schedule", "{days} at {clock}, {zone}", say.Sub("days", days), clock("clock", s.Minute), say.Term("zone", s.Zone))
}

// everyWeek are the days of the week, as those on which something happens again
// and again.
var everyWeek = [...]say.Text{
	time.Sunday: say.P("schedule", "Sundays"), time.Monday: say.P("schedule", "Mondays"), time.Tuesday: say.P("schedule", "Tuesdays"),
	time.Wednesday: say.P("schedule", "Wednesdays"), time.Thursday: say.P("schedule", "Thursdays"), time.Friday: say.P("schedule", "Fridays"),
	time.Saturday: say.P("schedule", "Saturdays"),
}

// clock is a minute of the day as clocks show it.
func clock(slot string, minute int) say.Arg {
	return say.Term(slot, fmt.Sprintf("%02d:%02d", minute/60, minute%60))
}

// Next is the first time of the schedule after a moment; zero if no day is set.
// Each day has one: a time that a change to summer time leaves out is the
// moment of the change, one that comes twice in autumn is the first of the two.
func (s Schedule) Next(after time.Time) time.Time {
	zone := location(s.Zone)
	local := after.In(zone)
	for day := range 9 {
		noon := time.Date(local.Year(), local.Month(), local.Day()+day, 12, 0, 0, 0, zone)
		if s.Days&(1<<noon.Weekday()) == 0 {
			continue
		}
		if t := onDay(noon, s.Minute); t.After(after) {
			return t
		}
	}
	return time.Time{}
}

// onDay is the moment at which clocks show a minute on the day of noon.
func onDay(noon time.Time, minute int) time.Time {
	year, month, day := noon.Date()
	at := func(minute int) time.Time {
		return time.Date(year, month, day, minute/60, minute%60, 0, 0, noon.Location())
	}
	shows := func(t time.Time, minute int) bool {
		return t.Day() == day && t.Hour()*60+t.Minute() == minute
	}
	t := at(minute)
	if !shows(t, minute) {
		// Clocks leap over it. The leap is where the offset changes.
		_, before := t.Add(-3 * time.Hour).Zone()
		low, high := t.Add(-3*time.Hour), t.Add(3*time.Hour)
		for high.Sub(low) > time.Second {
			middle := low.Add(high.Sub(low) / 2)
			if _, offset := middle.Zone(); offset == before {
				low = middle
			} else {
				high = middle
			}
		}
		return high.Truncate(time.Second)
	}
	// Clocks may show it twice, half an hour to two hours apart.
	for _, earlier := range []time.Duration{2 * time.Hour, time.Hour, 30 * time.Minute} {
		if e := t.Add(-earlier); shows(e, minute) {
			return e
		}
	}
	return t
}

// location is a time zone, UTC where this machine does not know it.
func location(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// IsLostZone tells whether the variable TZ names a time zone that this machine does not
// know: then every time that is shown is in UTC, without a word. Empty is UTC on
// purpose, and what begins with a slash is a file of the system's.
func IsLostZone(tz string) bool {
	tz = strings.TrimPrefix(tz, ":")
	if strings.HasPrefix(tz, "/") {
		return false
	}
	_, err := time.LoadLocation(tz)
	return err != nil
}
