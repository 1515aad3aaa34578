package bot

import (
	"fmt"
	"strings"
	"time"
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
