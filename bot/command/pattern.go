package command

import (
	"slices"
	"strings"
)

// pattern is what a way to say something is made of: at least one of its keys, and none
// but its other words and courtesies beside them.
type pattern struct {
	keys, beside map[string]bool
	// states are keys in a question of several words alone: as a statement one would tell
	// that all is well.
	states map[string]bool
	// also: one of these has to be there as well; an empty one demands nothing.
	also map[string]bool
	// first: it begins with one of these, perhaps behind one other word; an empty one
	// demands nothing.
	first map[string]bool
}

// patternWords are the words of a pattern, with spaces between them.
type patternWords struct{ keys, beside, states, also, first string }

func (w *patternWords) pattern() pattern {
	return pattern{keys: wordSet(w.keys), beside: wordSet(w.beside), states: wordSet(w.states), also: wordSet(w.also), first: wordSet(w.first)}
}

// heard is what somebody has said, as it is held against patterns.
type heard struct {
	words []string
	// question: it is one, of several words.
	question bool
	// port: one was named beside the words, to which each word of a pattern is a key.
	port bool
}

// fits tells whether it is said so.
func (p *pattern) fits(h heard) bool {
	if len(p.first) > 0 && !slices.ContainsFunc(h.words[:min(len(h.words), 2)], func(word string) bool { return p.first[word] }) {
		return false
	}
	keyed, also := false, len(p.also) == 0
	for _, word := range h.words {
		also = also || p.also[word]
		key, beside := p.knows(word, h.question)
		if short, ok := strings.CutSuffix(word, "'s"); ok && !key && !beside { // "funktioniert's"
			key, beside = p.knows(short, h.question)
		}
		keyed = keyed || key || beside && h.port
		if !key && !beside && !aside[word] && !p.also[word] && !p.first[word] {
			return false
		}
	}
	return keyed && also
}

func (p *pattern) knows(word string, question bool) (key, beside bool) {
	return p.keys[word] || question && p.states[word], p.beside[word]
}
