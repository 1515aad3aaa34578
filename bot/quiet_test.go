package bot_test

import (
	"testing"
	"time"

	"certdesk/bot"
)

// TestQuietAt: quiet hours begin with their first minute and are over with the one
// that they are said to last to, also past midnight.
func TestQuietAt(t *testing.T) {
	day, night := bot.Quiet{From: 9 * 60, To: 17 * 60, Zone: "UTC"}, bot.Quiet{From: 22 * 60, To: 7 * 60, Zone: "UTC"}
	none := bot.Quiet{From: 9 * 60, To: 9 * 60, Zone: "UTC"}
	for _, c := range []struct {
		quiet bot.Quiet
		at    string
		want  bool
	}{
		{day, "08:59", false}, {day, "09:00", true}, {day, "16:59", true}, {day, "17:00", false},
		{night, "21:59", false}, {night, "22:00", true}, {night, "00:00", true}, {night, "06:59", true}, {night, "07:00", false},
		{none, "08:59", false}, {none, "09:00", false},
	} {
		at, err := time.Parse("15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.quiet.At(at); got != c.want {
			t.Errorf("%s is quiet in %+v: %v", c.at, c.quiet, got)
		}
	}
	if got := (bot.Quiet{From: 22*60 + 15, To: 7*60 + 5, Zone: "Europe/Berlin"}).String(); got != "22:15-07:05 Europe/Berlin" {
		t.Errorf("it is typed %q", got)
	}
}
