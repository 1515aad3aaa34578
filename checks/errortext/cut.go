package errortext

import "strings"

// A message may be cut off where a field of a ticket or a screen ends: "The client and server
// cannot communicate, because they do not po".

// cutFrom is how many words of a phrase are enough where a text ends in it, the last of them
// perhaps cut in two.
const cutFrom = 6

// cutReach is how many words from the end of a text a phrase that is cut off there may begin,
// the names between its words included.
const cutReach = 80

// cutShort is the entry of the phrases that a text ends in the midst of; ok tells whether there
// is one, and whether all such phrases have one meaning.
func (t *table) cutShort(read *reading, around *signs) (e Entry, ok bool) {
	for _, p := range t.candidates(read) {
		if t.entries[p.entry].Kind == e.Kind {
			continue
		}
		for _, at := range read.places[p.words[0]] {
			if at < len(read.tokens)-cutReach {
				continue
			}
			n, cut := p.cutAt(read.tokens, at)
			if !cut || areEveryday(p.words[:n]) && !around.accepts(span{at, len(read.tokens) - 1}) {
				continue
			}
			if ok {
				return Entry{}, false
			}
			e, ok = t.entries[p.entry], true
			break
		}
	}
	return e, ok
}

// cutAt tells whether a text has the first words of a phrase from a place to its end, at least
// half of them, and how many. Names of servers may stand between them.
func (p phrase) cutAt(text []token, at int) (n int, ok bool) {
	for ; at < len(text) && n < len(p.words); at++ {
		word, last := text[at].word, at == len(text)-1
		switch {
		case word == p.words[n], last && strings.HasPrefix(p.words[n], word):
			n++
		case !named(text, at):
			return n, false
		}
	}
	return n, at == len(text) && n >= cutFrom && n < len(p.words) && n*2 >= len(p.words)
}
