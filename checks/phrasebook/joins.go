package phrasebook

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// join is a word of ours that changes before some values: it stands at the end
// of the words, and becomes another one where what follows begins so.
type join struct {
	word, becomes string
	before        func(next string) bool
}

// joins are those of the languages that have any.
var joins = map[string][]join{
	// https://www.rae.es/dpd/y: «e» before the sound i, but not before a
	// diphthong (hielo) or a y that is a consonant.
	"es": {
		{" y ", " e ", func(next string) bool {
			return begins(next, "i", "í", "hi", "hí") && !begins(next, "hie", "hia", "ia", "ie", "io", "iu")
		}},
		{" o ", " u ", func(next string) bool { return begins(next, "o", "ó", "ho", "hó") }},
	},
	// Elision before a vowel. A name that begins with h is left as it is: whether
	// its h is silent is not written on it.
	"fr": {
		{"de ", "d’", vowel}, {"De ", "D’", vowel}, {"que ", "qu’", vowel}, {"Que ", "Qu’", vowel},
	},
}

// vowel tells whether a text begins with one.
func vowel(next string) bool {
	return begins(next, "a", "à", "â", "e", "é", "è", "ê", "i", "î", "o", "ô", "u", "û")
}

// begins tells whether a text begins with one of several, in any case.
func begins(text string, with ...string) bool {
	text = strings.ToLower(text)
	for _, w := range with {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// Joins implements say.Catalogue; English joins nothing.
func (b *Book) Joins(words, next string) string {
	if b == nil {
		return words
	}
	for _, j := range joins[b.lang] {
		if stem, ok := strings.CutSuffix(words, j.word); ok && ownWord(stem, j.word) && j.before(next) {
			return stem + j.becomes
		}
	}
	return words
}

// ownWord tells whether a word is not the end of a longer one.
func ownWord(stem, word string) bool {
	last, _ := utf8.DecodeLastRuneInString(stem)
	return word[0] == ' ' || stem == "" || !unicode.IsLetter(last)
}
