package errortext

import "strings"

// expression is words that mean something together: a sequence of slots.
type expression struct {
	slots []slot
	concepts
}

// slot is the choice at one place of an expression, each choice of a word or several.
type slot struct {
	choices  [][]string
	optional bool
	// apart is how many words that nobody asks for may stand before it.
	apart int
}

// maxApart is how many words may stand where a table writes apart, a name being one: "lehnt" and "ab"
// around what is refused, and by whom.
const maxApart = 6

// newExpression reads what a table says: "ran_out", or what combine wrote.
func newExpression(written string, c concepts) *expression {
	e := &expression{concepts: c}
	gap := 0
	for choices := range strings.SplitSeq(written, followedBy) {
		if choices == apart {
			gap = maxApart
			continue
		}
		s := slot{apart: gap}
		gap = 0
		for choice := range strings.SplitSeq(choices, orElse) {
			if choice == missing {
				s.optional = true
				continue
			}
			s.choices = append(s.choices, words(strings.ReplaceAll(choice, "_", " ")))
		}
		e.slots = append(e.slots, s)
	}
	return e
}

// word is the only word of an expression that can be no other, and empty for all others.
func (e *expression) word() string {
	if len(e.slots) == 1 && len(e.slots[0].choices) == 1 && len(e.slots[0].choices[0]) == 1 {
		return e.slots[0].choices[0][0]
	}
	return ""
}

// firsts are the words with which it may begin, each once.
func (e *expression) firsts() map[string]bool {
	out := make(map[string]bool)
	for _, s := range e.slots {
		for _, choice := range s.choices {
			out[choice[0]] = true
		}
		if !s.optional {
			break
		}
	}
	return out
}

// each calls a function with each of its words.
func (e *expression) each(do func(word string)) {
	for _, s := range e.slots {
		for _, choice := range s.choices {
			for _, word := range choice {
				do(word)
			}
		}
	}
}

// ends calls a function with the last place of each way in which it stands at a place.
func (e *expression) ends(place int, text []spelling, found func(last int)) {
	endsOf(e.slots, place, text, found)
}

func endsOf(slots []slot, place int, text []spelling, found func(last int)) {
	if len(slots) == 0 {
		found(place - 1)
		return
	}
	if slots[0].optional {
		endsOf(slots[1:], place, text, found)
	}
	passed := 0
	for at := place; at < len(text); at++ {
		if slots[0].apart > 0 && text[at].starts {
			return
		}
		for _, choice := range slots[0].choices {
			if stands(choice, at, text) {
				endsOf(slots[1:], at+len(choice), text, found)
			}
		}
		if slots[0].apart == 0 || !text[at].passes {
			return
		}
		if !text[at].joined {
			passed++
		}
		if passed > slots[0].apart {
			return
		}
	}
}

// stands tells whether words stand at a place.
func stands(choice []string, place int, text []spelling) bool {
	if place+len(choice) > len(text) {
		return false
	}
	for i, word := range choice {
		if text[place+i].word != word {
			return false
		}
	}
	return true
}

// spelling is a word as it was meant, and what it means. joined: it is a part of the name before it;
// starts: it is the first word of a sentence; passes: it may stand between words that belong together, as it
// does not deny them.
type spelling struct {
	word string
	concepts
	joined, starts, passes bool
}
