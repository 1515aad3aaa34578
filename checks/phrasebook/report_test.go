package phrasebook

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"certdesk/checks"
	"certdesk/checks/say"
)

// fill puts the sentence into every text of a value, and one element into every
// list that holds any.
func fill(v reflect.Value, sentence say.Text) int {
	if v.Type() == reflect.TypeFor[say.Text]() {
		v.Set(reflect.ValueOf(sentence))
		return 1
	}
	texts := 0
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				texts += fill(v.Field(i), sentence)
			}
		}
	case reflect.Slice:
		of := reflect.MakeSlice(v.Type(), 1, 1)
		if n := fill(of.Index(0), sentence); n > 0 {
			v.Set(of)
			texts += n
		}
	case reflect.Map:
		of := reflect.New(v.Type().Elem()).Elem()
		if n := fill(of, sentence); n > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			v.SetMapIndex(reflect.Zero(v.Type().Key()), of)
			texts += n
		}
	}
	return texts
}

// Every text of a report is in the reader's language, and the report that it is
// made from stays as it is.
func TestReport(t *testing.T) {
	t.Parallel()
	const english, german = "The issuer has revoked the certificate.", "Der Aussteller hat das Zertifikat gesperrt."
	var report checks.Report
	texts := fill(reflect.ValueOf(&report).Elem(), say.S(english))
	if texts < 10 {
		t.Fatalf("a report has %d texts", texts)
	}
	report.Findings[0].Code = checks.Revoked
	// Programs read words, never the keys and values that they are made of.
	printed := func(r checks.Report) string {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := printed(report)
	got := book(t, "de").Report(report)
	if after := printed(got); strings.Count(after, `"`+german+`"`) != texts || strings.Contains(after, "key") {
		t.Errorf("in German the report is\n%s\nof\n%s", after, before)
	}
	if got.Findings[0].Code != checks.Revoked {
		t.Errorf("the code became %q", got.Findings[0].Code)
	}
	if after := printed(report); after != before {
		t.Errorf("the report itself became\n%s\nfrom\n%s", after, before)
	}
	if got, want := printed(book(t, "en").Report(report)), strings.ReplaceAll(printed(got), german, english); got != want {
		t.Errorf("in English the report is\n%s\nwant\n%s", got, want)
	}
	if got := book(t, "de").Report(checks.Report{}); got.ClientNotes != nil {
		t.Errorf("a report without notes on clients got some: %v", got.ClientNotes)
	}
}

// A language is offered by the name that it has in itself.
func TestNameOfTheLanguage(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français"} {
		if got := book(t, lang).Name(); !strings.EqualFold(got, want) {
			t.Errorf("%s calls itself %q, want %q", lang, got, want)
		}
	}
}
