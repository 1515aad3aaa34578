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
	phrases []entryPhrase
}

type entryPhrase struct {
	entry int
	phrase
}

// spelledParts is how many parts a code must have to be known with spaces for
// its underscores ("sec error unknown issuer").
const spelledParts = 3

var folded = sync.OnceValue(func() *table {
	t := &table{entries: Entries(), codes: make(map[string]int)}
	for i, e := range t.entries {
		for _, c := range e.Codes {
			t.codes[code(c)] = i
			if parts := strings.Split(c, "_"); len(parts) >= spelledParts {
				spelled := newPhrase(strings.Join(parts, " "))
				spelled.everyday = false
				t.phrases = append(t.phrases, entryPhrase{i, spelled})
			}
		}
		for _, p := range e.Phrases {
			t.phrases = append(t.phrases, entryPhrase{i, newPhrase(p)})
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
	servers := Servers(text)
	read := newReading(text)
	// What says enough by itself is a sign for what does not, which is then asked
	// again.
	for known := len(scores) > 0; ; known = true {
		around := newSigns(read, len(servers) > 0, known)
		for _, p := range t.phrases {
			if n := p.in(read, around.accepts); n > scores[p.entry] {
				scores[p.entry] = n
			}
		}
		if known || len(scores) == 0 {
			break
		}
	}
	var found []int
	for i := range t.entries { // in the order of the table, so that ties are stable
		if scores[i] > 0 {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		if e, ok := saidPlainly(newSigns(read, len(servers) > 0, false)); ok {
			return Match{Entry: e, Servers: servers}, true
		}
		return Match{}, false
	}
	rank := func(i int) int {
		n := scores[i]
		if t.entries[i].Headline {
			n -= headlineDebit
		}
		return n
	}
	slices.SortStableFunc(found, func(a, b int) int { return rank(b) - rank(a) })
	m := Match{Entry: t.entries[found[0]], Servers: servers}
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
