// Package saytest finds what a reader of another language would read in English.
//
// Its language is not one that people speak: every translation is the English
// text between the signs ⟦ and ⟧. What is worded in it shows at once what no
// catalogue has said: words that stand outside the signs. Values may stand there
// (names, numbers, times, commands), and names that are the same in all
// languages, of which names.go has the list.
//
//	pseudo.go  the language
//	stray.go   the words outside the signs
//	names.go   names that are the same everywhere
package saytest

import (
	"strings"

	"certdesk/checks/say"
)

const (
	open   = "⟦"
	closed = "⟧"
)

// Language is the language. Its zero value is ready, and safe for concurrent use.
type Language struct{}

// Text words a text in it.
func (Language) Text(t say.Text) say.Text { return say.Word(Language{}, t) }

// Template implements say.Catalogue: it has a translation of everything.
func (Language) Template(_, key, plural string, n int) (string, bool) {
	if plural != "" && n != 1 {
		key = plural
	}
	var out strings.Builder
	for key != "" {
		words, rest, slot := strings.Cut(key, "{")
		if words != "" {
			out.WriteString(open + words + closed)
		}
		if !slot {
			break
		}
		name, behind, _ := strings.Cut(rest, "}")
		out.WriteString("{" + name + "}")
		key = behind
	}
	return out.String(), true
}

// Joins implements say.Catalogue.
func (Language) Joins(words, _ string) string { return words }
