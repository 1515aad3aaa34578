//go:build !race

package errortext_test

import (
	"testing"

	"certdesk/checks/errortext"
)

// TestDates: a date is read in the ways of all languages, and what is none is left alone.
// Where the day and the month can be told in two ways it is the later one.
func TestDates(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]errortext.Kind{
		"14 November 2026":         "expired",
		"14th November 2026":       "expired",
		"November 14th, 2026":      "expired",
		"the 1st of November 2026": "expired",
		"2nd Nov 2026":             "expired",
		"November 3rd 2026":        "expired",
		"14. November 2026":        "expired",
		"5th November 2026":        "expired",
		"25th of November 2026":    "expired",
		"1er novembre 2026":        "",
		"14 de noviembre de 2026":  "expired",
		"14.11.2026":               "expired",
		"14/11/2026":               "expired",
		"11/14/2026":               "expired",
		"2026-11-14":               "expired",
		"2026-11-29":               "expired",
		"14.11.26":                 "expired",
		"1/2/26":                   "expired",
		"31.10.2026":               "expired",
		"2026-10-31":               "expired",
		"Oct 31 2026":              "expired",
		"Nov 14 12:00:00 2026":     "expired",
		"14.11.1990":               "expired",
		"5/12/2026":                "expires-soon",
		"12/5/2026":                "expires-soon",
		"12/12/2026":               "expires-soon",
		"31/12/2026":               "expires-soon",
		"5.12.2026":                "expires-soon",
		"12.5.2026":                "expired",
		"Dec 5th 2026":             "expires-soon",
		"2026-12-05":               "expires-soon",
		"5.12.2060":                "",
		"14.11.2100":               "",
		"14.11.1989":               "",
		"14.11.2101":               "",
		"32.10.2026":               "",
		"14.13.2026":               "",
		"13.14.2026":               "",
		"0.11.2026":                "",
		"14.0.2026":                "",
		"2026-13-14":               "",
		"2026-11-32":               "",
		"10.11.14.20":              "",
		"14.11.19":                 "",
		"14.11.61":                 "",
		"32 Nov 2026":              "",
		"14 Nov 1989":              "",
		"14 Nov":                   "",
	} {
		text := "certificate of mail.corp.example is valid until " + date
		if m, ok := errortext.Recognise(text, today); ok != (want != "") || m.Entry.Kind != want {
			t.Errorf("%q is %q, want %q", text, m.Entry.Kind, want)
		}
	}
}
