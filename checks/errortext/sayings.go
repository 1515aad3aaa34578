package errortext

import (
	"slices"
	"sync"
)

// supposedly is what a supposition begins with.
var supposedly = phrases("mal angenommen", "nur angenommen")

// vanished are what is said of a warning that no longer comes, or should not have come.
var vanished = phrases("false alarm", "falscher alarm", "fehlalarm", "fausse alerte", "falsa alarma", "warnung nicht mehr", "zertifikatswarnung nicht mehr", "meldung nicht mehr", "vuelto a salir", "vuelto a aparecer", "ya no sale", "ya no aparece", "ne s affiche plus", "n apparaît plus", "no longer shows up", "no longer appears", "warning is gone", "warnings are gone", "error is gone", "total failure session count 0")

// intended are words at the end of whoever tells that all is as it should be.
var intended = phrases("that s normal", "this is normal", "fine since", "all good", "works as designed", "as designed", "by design", "on purpose", "as planned", "as announced", "how it should be", "as it should be", "nothing to do", "das gehört so", "ist so gewollt", "ist gewollt", "alles gut", "alles ok", "alles in ordnung", "wie geplant", "wie angekündigt", "das ist normal", "c est normal", "c est voulu", "tout va bien", "comme prévu", "comme annoncé", "es normal", "todo bien", "todo en orden", "como estaba previsto", "está previsto", "a propósito")

// foreseen are those by which somebody says of a message that it was to come.
var foreseen = phrases("works as designed", "as designed", "by design", "on purpose", "as planned", "as announced", "wie geplant", "wie angekündigt", "comme prévu", "comme annoncé", "como estaba previsto", "está previsto", "a propósito")

// contrasts are words for that without which, or with which alone, all is as it should be.
var contrasts = set("without ohne sans sin sni")

// isIntended tells whether a sentence of a text, or a part of one between commas, ends by telling
// that all is as it should be, and is no question and no
// contrast ("without the scanner all is well").
func (r *reading) isIntended() bool { return r.endsBy(intended()) }

// isForeseen tells whether it ends by telling that it was to be so.
func (r *reading) isForeseen() bool { return r.endsBy(foreseen()) }

// endsBy tells whether a sentence of a text, or a part of one between commas, ends by one of
// several phrases, and neither asks nor makes a contrast.
func (r *reading) endsBy(any [][]string) bool {
	const before = 4
	return slices.ContainsFunc(any, func(phrase []string) bool {
		return slices.ContainsFunc(r.places[phrase[0]], func(at int) bool {
			end := at + len(phrase)
			return end <= len(r.words) && slices.Equal(r.words[at:end], phrase) && !r.tokens[end-1].asked &&
				!slices.ContainsFunc(r.words[max(0, at-before):at], func(word string) bool { return contrasts()[word] }) &&
				(end == len(r.tokens) || r.tokens[end].clause != r.tokens[at].clause || r.tokens[end].sentence != r.tokens[at].sentence)
		})
	})
}

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
