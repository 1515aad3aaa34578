package phrasebook

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"certdesk/checks/say"
)

func book(t *testing.T, lang string) *Book {
	t.Helper()
	b, err := In(lang)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestIn(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{
		"en": "en", "en-GB": "en", "de": "de", "de-AT": "de", "de_AT.UTF-8": "de", "DE": "de", "fr_CA": "fr", "es@euro": "es", "es.UTF-8": "es", "es-419": "es", " fr ": "fr",
	} {
		b, err := In(lang)
		if err != nil || b.Lang() != want {
			t.Errorf("%q: %v, %v", lang, b.Lang(), err)
		}
	}
	for _, lang := range []string{"", "it", "deu", "german", "-", "d"} {
		if _, err := In(lang); err == nil || !strings.Contains(err.Error(), "en, de, es, fr") {
			t.Errorf("%q: %v", lang, err)
		}
	}
}

// A language is its file.
func TestAnotherLanguage(t *testing.T) {
	t.Parallel()
	books, err := Open(fstest.MapFS{"po/nl.po": {Data: []byte(`msgid ""
msgstr ""
"Language: nl\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "The certificate of {host} expires on {date}, in {span}."
msgstr "Het certificaat van {host} verloopt op {date}, over {span}."

msgctxt "date"
msgid "{n} March {year}"
msgid_plural "{n} March {year}"
msgstr[0] "{n} maart {year}"
msgstr[1] "{n} maart {year}"

msgctxt "span"
msgid "1 day"
msgid_plural "{n} days"
msgstr[0] "1 dag"
msgstr[1] "{n} dagen"
`)}})
	if err != nil {
		t.Fatal(err)
	}
	if got := books.Languages(); !slices.Equal(got, []string{"en", "nl"}) {
		t.Errorf("the languages are %q", got)
	}
	nl, err := books.In("nl-BE")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]string{
		1: "Het certificaat van imap.corp.com verloopt op 3 maart 2027, over 1 dag.",
		9: "Het certificaat van imap.corp.com verloopt op 3 maart 2027, over 9 dagen.",
	} {
		text := say.S("The certificate of {host} expires on {date}, in {span}.", say.Host("host", "imap.corp.com"),
			say.Date("date", at), say.Span("span", time.Duration(days)*24*time.Hour))
		if got := nl.Text(text).String(); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
	// What a language lacks is said in English.
	if got := nl.Text(say.S("Good.")).String(); got != "Good." {
		t.Errorf("%q", got)
	}
}

// The first of a month is an ordinal in French, and a number like the others elsewhere.
func TestDays(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][2]string{
		"en": {"1 December 2026", "21 December 2026"},
		"de": {"1. Dezember 2026", "21. Dezember 2026"},
		"es": {"1 de diciembre de 2026", "21 de diciembre de 2026"},
		"fr": {"1er décembre 2026", "21 décembre 2026"},
	} {
		book, err := In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for i, day := range []int{1, 21} {
			date := say.Only(say.Date("date", time.Date(2026, time.December, day, 0, 0, 0, 0, time.UTC)))
			if got := book.Text(date).String(); got != want[i] {
				t.Errorf("%s: %q, want %q", lang, got, want[i])
			}
		}
	}
}
