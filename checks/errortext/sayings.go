package errortext

import (
	"slices"
	"sync"
)

// supposedly is what a supposition begins with.
var supposedly = phrases("mal angenommen", "nur angenommen")

// vanished are what is said of a warning that no longer comes.
var vanished = phrases("warnung nicht mehr", "zertifikatswarnung nicht mehr", "meldung nicht mehr", "vuelto a salir", "vuelto a aparecer", "ya no sale", "ya no aparece", "ne s affiche plus", "n apparaît plus", "no longer shows up", "no longer appears", "warning is gone", "warnings are gone", "error is gone", "total failure session count 0")

// phrases folds several phrases of a table.
func phrases(all ...string) func() [][]string {
	return sync.OnceValue(func() [][]string {
		out := make([][]string, len(all))
		for i, phrase := range all {
			out[i] = words(phrase)
		}
		return out
	})
}

// says tells whether one of several phrases stands in a text, word by word.
func (r *reading) says(any [][]string) bool {
	return slices.ContainsFunc(any, func(phrase []string) bool {
		return slices.ContainsFunc(r.places[phrase[0]], func(at int) bool {
			return at+len(phrase) <= len(r.words) && slices.Equal(r.words[at:at+len(phrase)], phrase)
		})
	})
}
