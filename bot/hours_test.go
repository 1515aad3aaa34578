package bot_test

import (
	"testing"
	"time"

	"certdesk/bot"
)

func TestHoursCountWork(t *testing.T) {
	office := bot.Hours{Begin: bot.Schedule{Days: bot.Weekdays, Minute: 8 * 60, Zone: "Europe/Berlin"}, To: 18 * 60}
	always := bot.Hours{Begin: bot.Schedule{Days: bot.EveryDay, Minute: 0, Zone: "Europe/Berlin"}, To: 24 * 60}
	if got := office.String(); got != "weekdays 08:00-18:00 Europe/Berlin" {
		t.Error(got)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		t.Helper()
		when, err := time.ParseInLocation("Mon 2006-01-02 15:04", s, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct {
		hours bot.Hours
		from  string
		after time.Duration
		want  string
	}{
		{office, "Mon 2026-11-23 08:04", 15 * time.Minute, "Mon 2026-11-23 08:19"},
		{office, "Mon 2026-11-23 07:00", 15 * time.Minute, "Mon 2026-11-23 08:15"},
		{office, "Mon 2026-11-23 17:50", 15 * time.Minute, "Tue 2026-11-24 08:05"},
		{office, "Mon 2026-11-23 17:45", 15 * time.Minute, "Mon 2026-11-23 18:00"},
		{office, "Fri 2026-11-27 17:50", time.Hour, "Mon 2026-11-30 08:50"},
		{office, "Sat 2026-11-28 03:00", 30 * time.Minute, "Mon 2026-11-30 08:30"},
		{office, "Sat 2026-11-28 03:00", 0, "Sat 2026-11-28 03:00"},
		{office, "Thu 2026-11-26 16:00", 24 * time.Hour, "Tue 2026-12-01 10:00"},
		// Clocks go back in the night before the last Sunday of October.
		{always, "Sun 2026-10-25 00:00", 24 * time.Hour, "Sun 2026-10-25 23:00"},
		{office, "Fri 2026-10-23 17:00", 2 * time.Hour, "Mon 2026-10-26 09:00"},
	} {
		if got := c.hours.After(at(c.from), c.after); !got.Equal(at(c.want)) {
			t.Errorf("%s: %s after %s is %s, want %s", c.hours, c.after, c.from, got.In(berlin), c.want)
		}
	}
	// It never stands still, and never runs back.
	last := at("Fri 2026-11-27 17:00")
	for d := time.Minute; d < 40*time.Hour; d += 37 * time.Minute {
		now := office.After(at("Fri 2026-11-27 17:00"), d)
		if !now.After(last) || now.In(berlin).Hour() < 8 || now.In(berlin).Hour() > 18 || now.In(berlin).Weekday() == time.Saturday || now.In(berlin).Weekday() == time.Sunday {
			t.Fatalf("%s: %s behind %s", d, now, last)
		}
		last = now
	}
	// However much is asked for, it comes to an end: at the beginning of a day's work.
	if end := office.After(last, 1e6*time.Hour).In(berlin); !end.After(last.AddDate(1, 0, 0)) || end.Hour() != 8 || end.Minute() != 0 {
		t.Errorf("a hundred years of work are over at %s", end)
	}
	if got := (bot.Hours{}).After(last, time.Hour); !got.Equal(last.Add(time.Hour)) {
		t.Errorf("without days of work an hour is over at %s", got)
	}
}
