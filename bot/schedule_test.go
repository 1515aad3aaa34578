package bot_test

import (
	"testing"
	"time"

	"certdesk/bot"
)

func TestScheduleNext(t *testing.T) {
	const berlin, newYork, lordHowe, apia, beirut = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut"
	for _, test := range []struct {
		name  string
		s     bot.Schedule
		after string
		want  []string // RFC 3339, each the next after the one before
	}{
		{"weekdays", bot.Schedule{Days: bot.Weekdays, Minute: 540, Zone: berlin}, "2026-11-20T08:00:00Z", // a Friday at nine
			[]string{"2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"}},
		{"just before", bot.Schedule{Days: bot.EveryDay, Minute: 540, Zone: berlin}, "2026-11-20T07:59:59Z", []string{"2026-11-20T08:00:00Z"}},
		{"across summer time", bot.Schedule{Days: bot.EveryDay, Minute: 540, Zone: berlin}, "2026-03-28T00:00:00Z",
			[]string{"2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"}},
		{"left out", bot.Schedule{Days: bot.EveryDay, Minute: 150, Zone: berlin}, "2026-03-28T02:00:00Z",
			[]string{"2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"}},
		{"twice", bot.Schedule{Days: bot.EveryDay, Minute: 150, Zone: berlin}, "2026-10-24T03:00:00Z",
			[]string{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		{"twice, between the two", bot.Schedule{Days: bot.EveryDay, Minute: 150, Zone: berlin}, "2026-10-25T00:45:00Z", []string{"2026-10-26T01:30:00Z"}},
		{"left out in New York", bot.Schedule{Days: bot.EveryDay, Minute: 135, Zone: newYork}, "2026-03-07T12:00:00Z",
			[]string{"2026-03-08T07:00:00Z", "2026-03-09T06:15:00Z"}},
		{"half an hour left out", bot.Schedule{Days: bot.EveryDay, Minute: 135, Zone: lordHowe}, "2026-10-03T00:00:00Z",
			[]string{"2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"}},
		{"half an hour twice", bot.Schedule{Days: bot.EveryDay, Minute: 105, Zone: lordHowe}, "2026-04-04T00:00:00Z",
			[]string{"2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"}},
		{"midnight left out", bot.Schedule{Days: bot.EveryDay, Minute: 0, Zone: beirut}, "2026-03-28T12:00:00Z",
			[]string{"2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z"}},
		{"a day left out", bot.Schedule{Days: bot.EveryDay, Minute: 540, Zone: apia}, "2011-12-29T12:00:00Z", []string{"2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z"}},
		{"one day", bot.Schedule{Days: 1 << time.Tuesday, Minute: 0, Zone: "UTC"}, "2026-11-24T00:00:00Z", []string{"2026-12-01T00:00:00Z"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, test.after)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				at = test.s.Next(at)
				if got := at.UTC().Format(time.RFC3339); got != want {
					t.Fatalf("got %s, want %s", got, want)
				}
			}
		})
	}
	if next := (bot.Schedule{Zone: "UTC"}).Next(time.Now()); !next.IsZero() {
		t.Errorf("a schedule without days is due at %v", next)
	}
	// A zone that this machine does not know is taken for UTC.
	if next := (bot.Schedule{Days: bot.EveryDay, Minute: 60, Zone: "Atlantis/Capital"}).Next(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)); next.UTC().Format(time.RFC3339) != "2026-11-23T01:00:00Z" {
		t.Errorf("in a zone that is not known it is due at %v", next)
	}
}

func TestQuiet(t *testing.T) {
	night := bot.Quiet{From: 22 * 60, To: 7 * 60, Zone: "Europe/Berlin"}
	noon := bot.Quiet{From: 12 * 60, To: 13 * 60, Zone: "UTC"}
	for _, test := range []struct {
		q    bot.Quiet
		at   string
		want bool
		end  string
	}{
		{night, "2026-11-23T20:59:00Z", false, "2026-11-24T06:00:00Z"},
		{night, "2026-11-23T21:00:00Z", true, "2026-11-24T06:00:00Z"},
		{night, "2026-11-24T05:59:59Z", true, "2026-11-24T06:00:00Z"},
		{night, "2026-11-24T06:00:00Z", false, "2026-11-25T06:00:00Z"},
		{noon, "2026-11-24T12:30:00Z", true, "2026-11-24T13:00:00Z"},
		{noon, "2026-11-24T13:00:00Z", false, "2026-11-25T13:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := test.q.At(at); got != test.want {
			t.Errorf("%s at %s: %v", test.q, test.at, got)
		}
		if got := test.q.End(at).UTC().Format(time.RFC3339); got != test.end {
			t.Errorf("%s at %s ends at %s, want %s", test.q, test.at, got, test.end)
		}
	}
}

// A schedule is told in words, for it is put in each reader's language, and is
// shown as it is typed.
func TestScheduleSaid(t *testing.T) {
	for _, test := range []struct {
		days        uint8
		said, typed string
	}{
		{bot.EveryDay, "daily at 09:05, UTC", "daily 09:05 UTC"},
		{bot.Weekdays, "weekdays at 09:05, UTC", "weekdays 09:05 UTC"},
		{bot.Weekend, "weekends at 09:05, UTC", "weekends 09:05 UTC"},
		{1 << time.Sunday, "Sundays at 09:05, UTC", "sun 09:05 UTC"},
		{1<<time.Sunday | 1<<time.Monday | 1<<time.Thursday, "Mondays, Thursdays and Sundays at 09:05, UTC", "mon,thu,sun 09:05 UTC"},
	} {
		s := bot.Schedule{Days: test.days, Minute: 9*60 + 5, Zone: "UTC"}
		if got := s.Said().String(); got != test.said {
			t.Errorf("%b: %q, want %q", test.days, got, test.said)
		}
		if got := s.String(); got != test.typed {
			t.Errorf("%b: %q, want %q", test.days, got, test.typed)
		}
	}
	if got := (bot.Quiet{From: 22 * 60, To: 7*60 + 30, Zone: "Europe/Berlin"}).Said().String(); got != "22:00 to 07:30, Europe/Berlin" {
		t.Errorf("%q", got)
	}
}

// TestIsLostZone: what TZ names is known, or told.
func TestIsLostZone(t *testing.T) {
	for tz, want := range map[string]bool{
		"": false, "UTC": false, "Europe/Berlin": false, ":Europe/Berlin": false, "/etc/localtime": false,
		"Mars/Olympus": true, "Europe/Berln": true, ":nowhere": true, "CET-1CEST,M3.5.0": true,
	} {
		if got := bot.IsLostZone(tz); got != want {
			t.Errorf("%q: %v", tz, got)
		}
	}
}
