package seen_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/checks/seen"
)

func day(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func clock(t time.Time, hour, minute, second int) time.Time {
	return t.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second)
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	nov3, mar11 := day(2026, 11, 3), day(2026, 3, 11)
	one := func(t time.Time) []time.Time { return []time.Time{t} }
	noon := one(clock(nov3, 13, 0, 0))
	tests := []struct {
		text, locale string
		want         []time.Time
	}{
		// Numbers.
		{"2026-11-03", "", one(nov3)},
		{"2026/11/03", "", one(nov3)},
		{"2026.11.03.", "", one(nov3)},
		{"2026. 11. 03.", "", one(nov3)},
		{"20261103", "", one(nov3)},
		{"11/3/2026", "en-US", []time.Time{nov3, mar11}},
		{"11/3/2026", "", []time.Time{nov3, mar11}},
		{"3/11/2026", "en-GB", []time.Time{nov3, mar11}},
		{"3/11/2026", "fr-FR", []time.Time{nov3, mar11}},
		{"03/11/2026", "es-ES", []time.Time{nov3, mar11}},
		{"03/11/2026", "en-US", []time.Time{mar11, nov3}},
		{"11/3/2026", "it-IT", []time.Time{mar11, nov3}},
		{"11/23/2026", "", one(day(2026, 11, 23))},
		{"23/11/2026", "", one(day(2026, 11, 23))},
		{"11/11/2026", "", one(day(2026, 11, 11))},
		{"03.11.2026", "de-DE", one(nov3)},
		{"3.11.2026", "", one(nov3)},
		{"3. 11. 2026", "cs-CZ", one(nov3)},
		{"03.11.2026", "en-US", one(nov3)},
		{"3-11-2026", "nl-NL", []time.Time{nov3, mar11}},
		{"03-11-2026", "", []time.Time{nov3, mar11}},
		{"11-23-2026", "", one(day(2026, 11, 23))},
		{"03.11.26", "de-DE", one(nov3)},
		{"11/3/26", "en-US", []time.Time{nov3, mar11}},
		{"3/11/26", "en-GB", []time.Time{nov3, mar11}},
		{"11/3/99", "en-US", []time.Time{day(1999, 11, 3), day(1999, 3, 11)}},
		{"2026年11月3日", "ja-JP", one(nov3)},
		{"99-11-03", "", one(day(1999, 11, 3))},
		// Words.
		{"3 November 2026", "", one(nov3)},
		{"November 3, 2026", "", one(nov3)},
		{"Tuesday, November 3, 2026", "", one(nov3)},
		{"Tuesday, 3 November 2026", "en-GB", one(nov3)},
		{"Tue 3 Nov 2026", "", one(nov3)},
		{"3-Nov-2026", "", one(nov3)},
		{"3-Nov-26", "", one(nov3)},
		{"03 Nov 26", "", one(nov3)},
		{"Nov 3, 2026", "", one(nov3)},
		{"Nov. 3rd, 2026", "", one(nov3)},
		{"the 3rd of November 2026", "", one(nov3)},
		{"2026 November 3", "", one(nov3)},
		{"3. November 2026", "de", one(nov3)},
		{"Dienstag, 3. November 2026", "de-DE", one(nov3)},
		{"Di, 3. Nov. 2026", "de", one(nov3)},
		{"3. März 2026", "de", one(day(2026, 3, 3))},
		{"1. Jänner 2027", "de-AT", one(day(2027, 1, 1))},
		{"3. Dezember 2026", "de", one(day(2026, 12, 3))},
		{"3 novembre 2026", "fr-FR", one(nov3)},
		{"mardi 3 novembre 2026", "fr-FR", one(nov3)},
		{"1er février 2027", "fr-FR", one(day(2027, 2, 1))},
		{"3 août 2026", "fr-FR", one(day(2026, 8, 3))},
		{"3 de noviembre de 2026", "es-ES", one(nov3)},
		{"martes, 3 de noviembre de 2026", "es-ES", one(nov3)},
		{"3 de enero de 2027", "es", one(day(2027, 1, 3))},
		{"martedì 3 novembre 2026", "it-IT", one(nov3)},
		{"dinsdag 3 november 2026", "nl-NL", one(nov3)},
		{"3 maart 2026", "nl-NL", one(day(2026, 3, 3))},
		{"terça-feira, 3 de novembro de 2026", "pt-BR", one(nov3)},
		{"MAR 3, 2026", "", one(day(2026, 3, 3))},
		{"mar. 3 nov. 2026", "fr-FR", one(nov3)},
		{"mar 3 mar 2026", "es", one(day(2026, 3, 3))},
		{"3 de noviembre de 2026 a las 13:00", "es-ES", noon},
		{"29 February 2028", "", one(day(2028, 2, 29))},
		// With times.
		{"Tuesday, November 3, 2026 1:00:00 PM", "en-US", noon},
		{"Tuesday, November 3, 2026 at 1:00 PM", "en-US", noon},
		{"11/23/2026 1:00 PM", "en-US", one(clock(day(2026, 11, 23), 13, 0, 0))},
		{"11/23/2026 12:30 AM", "en-US", one(clock(day(2026, 11, 23), 0, 30, 0))},
		{"11/23/2026 12:30 PM", "en-US", one(clock(day(2026, 11, 23), 12, 30, 0))},
		{"Nov 3, 2026 1 PM", "en-US", noon},
		{"3/11/2026 13:00:00", "en-GB", []time.Time{clock(nov3, 13, 0, 0), clock(mar11, 13, 0, 0)}},
		{"Dienstag, 3. November 2026 13:00:00", "de-DE", noon},
		{"03.11.2026 13:00", "de-DE", noon},
		{"03.11.2026, 13:00 Uhr", "de-DE", noon},
		{"Dienstag, den 3. November 2026 um 13:00 Uhr", "de-DE", noon},
		{"mardi 3 novembre 2026 à 13h00", "fr-FR", noon},
		{"mardi 3 novembre 2026 13:00:00", "fr-FR", noon},
		{"martes, 3 de noviembre de 2026 1:00:00 p. m.", "es-MX", noon},
		{"3 de noviembre de 2026, 13:00:00", "es-ES", noon},
		{"2026-11-03 13:00:00", "", noon},
		{"2026-11-03T13:00:00Z", "", noon},
		{"2026-11-03T14:00:00+01:00", "", noon},
		{"2026-11-03T13:00:00.123Z", "", noon},
		{"Tue, 03 Nov 2026 08:00:00 -0500", "", noon},
		{"2026-11-03 13:00:00 +0000 UTC", "", noon},
		{"Nov  3 13:00:00 2026 GMT", "", noon},
		{"Nov 3, 2026 1:00:05 PM", "en-US", one(clock(nov3, 13, 0, 5))},
		{"2026-11-03 00:00:07", "", one(clock(nov3, 0, 0, 7))},
		{"2026-11-03 23:59:60", "", one(day(2026, 11, 4))},
		{"2026-11-03 24:00", "", one(day(2026, 11, 4))},
		{"2026-11-03 13:59:59", "", one(clock(nov3, 13, 59, 59))},
		{"2026-11-03T18:30:00+05:30", "", noon},
		{"2026-11-03T09:30:00-03:30", "", noon},
		{"1950-01-01", "", one(day(1950, 1, 1))},
		{"19500101", "", one(day(1950, 1, 1))},
		{"9999-12-31", "", one(day(9999, 12, 31))},
		{"03.11.69", "de-DE", one(day(2069, 11, 3))},
		{"03.11.70", "de-DE", one(day(1970, 11, 3))},
		{"32-11-03", "", one(day(2032, 11, 3))},
		{"31-10-03", "", one(day(2003, 10, 31))},
		{strings.Repeat("\"", 200) + "3 November 2026", "", one(nov3)},
		{"3" + strings.Repeat(" ", 106) + "November 2026", "", one(nov3)}, // 120 signs
		{"20261103130000Z", "", noon},
		{"261103130000Z", "", noon},
		// As it is copied.
		{"\u200e11\u200e/\u200e23\u200e/\u200e2026", "", one(day(2026, 11, 23))},
		{"\u200eTuesday, \u200eNovember \u200e3, \u200e2026 \u200f\u200e1:00:00 PM", "", noon},
		{"11/23/2026\u202f1:00\u202fPM", "", one(clock(day(2026, 11, 23), 13, 0, 0))},
		{" “3 November 2026” ", "", one(nov3)},
		{"3\u00a0novembre\u00a02026", "fr", one(nov3)},
	}
	for _, tt := range tests {
		got, err := seen.ParseDate(tt.text, tt.locale)
		if err != nil || !equal(got, tt.want) {
			t.Errorf("%q (%s): %v, %v; want %v", tt.text, tt.locale, got, err, tt.want)
		}
	}
	if len(tests) < 60 {
		t.Errorf("only %d formats are tried", len(tests))
	}
}

func equal(a, b []time.Time) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

func TestNoDates(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "tomorrow", "11/2026", "November 2026", "2026", "32/13/2026", "30 February 2026", "31.04.2026", "29.02.2026",
		"0/0/0", "1/2/3/4", "19491231", "2026-11-03 24:60", "2026-11-03 13:00:61", "3" + strings.Repeat(" ", 107) + "November 2026", "3 Foo 2026", "2026-11-03 25:00", "2026-11-03 13:61", "3 November 20266", "3 November December 2026",
		"11/3/202", "1949-01-01", "imap.corp.com", "12 34", "3 Nov 2026; rm -rf", strings.Repeat("1", 5000), "99999999999999999999/1/2026",
	} {
		if got, err := seen.ParseDate(text, ""); err == nil {
			t.Errorf("%q is read as %v", text, got)
		} else if !strings.Contains(err.Error(), "2026-11-03") {
			t.Errorf("%q: the refusal shows no form: %v", text, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("Tuesday, November 3, 2026 1:00:00 PM", "en-US")
	f.Add("3 de noviembre de 2026 a las 1:00 p. m.", "es")
	f.Add("2026-11-03T14:00:00+01:00", "")
	f.Fuzz(func(t *testing.T, text, locale string) {
		got, err := seen.ParseDate(text, locale)
		if (err == nil) != (len(got) > 0) || len(got) > 2 {
			t.Fatalf("%q: %v, %v", text, got, err)
		}
		for _, at := range got {
			if at.Year() < 1949 || at.Year() > 10000 {
				t.Fatalf("%q: %v", text, at)
			}
		}
	})
}
