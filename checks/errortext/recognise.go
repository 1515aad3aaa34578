package errortext

import (
	"slices"
	"strings"
	"sync"

	"certdesk/checks"
)

// Match is what a text turned out to be.
type Match struct {
	Entry Entry
	// Also are other entries found in it, the likelier first.
	Also []Entry
	// Servers are those named in the text.
	Servers []checks.Target
}

// table is the entries, folded for comparing.
type table struct {
	entries []Entry
	codes   map[string]int
	phrases []struct {
		entry int
		words phrase
	}
}

var folded = sync.OnceValue(func() *table {
	t := &table{entries: Entries(), codes: make(map[string]int)}
	for i, e := range t.entries {
		for _, c := range e.Codes {
			t.codes[code(c)] = i
		}
		for _, p := range e.Phrases {
			t.phrases = append(t.phrases, struct {
				entry int
				words phrase
			}{i, words(p)})
		}
	}
	return t
})

// context are words beside which a bare negative number is an error code.
var context = map[string]bool{"error": true, "fehler": true, "erreur": true, "code": true, "osstatus": true, "ssl": true, "errssl": true, "nsurlerrordomain": true, "kcfstreamerrordomainssl": true}

// inContext tells whether such a word stands near a token.
func inContext(tokens []string, at int) bool {
	const before, behind = 5, 3
	return slices.ContainsFunc(tokens[max(0, at-before):min(len(tokens), at+behind+1)], func(token string) bool {
		return context[strings.ToLower(token)]
	})
}

// Recognise finds the error message in a text. What says most counts: a code or
// the words of a reason before a headline that fits all of them. Only the first
// 64 KiB are read.
func Recognise(text string) (Match, bool) {
	t := folded()
	scores := make(map[int]int)
	tokens := codeTokens(text)
	for at, token := range tokens {
		i, ok := t.codes[token]
		if !ok || strings.HasPrefix(token, "-") && len(token) <= 7 && !inContext(tokens, at) {
			continue
		}
		scores[i] = max(scores[i], codeScore)
	}
	read := words(text)
	places := make(map[string][]int)
	for at, w := range read {
		places[w] = append(places[w], at)
	}
	for _, p := range t.phrases {
		if n := p.words.in(read, places); n > 0 {
			scores[p.entry] = max(scores[p.entry], n)
		}
	}
	var found []int
	for i := range t.entries { // in the order of the table, so that ties are stable
		if scores[i] > 0 {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return Match{}, false
	}
	rank := func(i int) int {
		n := scores[i]
		if t.entries[i].Headline {
			n -= headlineDebit
		}
		return n
	}
	for a := 1; a < len(found); a++ {
		for b := a; b > 0 && rank(found[b]) > rank(found[b-1]); b-- {
			found[b], found[b-1] = found[b-1], found[b]
		}
	}
	m := Match{Entry: t.entries[found[0]], Servers: Servers(text)}
	for _, i := range found[1:] {
		m.Also = append(m.Also, t.entries[i])
	}
	return m, true
}

const (
	// codeScore is what a code is worth: a phrase of twelve words.
	codeScore = 12 * foundScore
	// headlineDebit puts headlines behind everything else.
	headlineDebit = 100_000
)
