package main

import (
	"testing"

	"certdesk/checks/errortext"
	"certdesk/checks/phrasebook"
)

// What an error means is said in every language.
func TestMeaningsAreTranslated(t *testing.T) {
	for _, lang := range phrasebook.Languages()[1:] {
		book, err := phrasebook.In(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range errortext.Entries() {
			if text := e.Meaning().Text; !book.Says(text.String()) {
				t.Errorf("%s lacks the meaning of %s: %s", lang, e.ID, text)
			}
		}
	}
}
