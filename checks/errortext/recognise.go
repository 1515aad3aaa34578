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
	// Also are other entries that stand elsewhere in it word by word, the likelier
	// first.
	Also []Entry
	// Servers are those named in the text.
	Servers []checks.Target
	// Language is that of whoever pasted the text, "" where it does not tell.
	Language string
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
var context = map[string]bool{"error": true, "fehler": true, "erreur": true, "code": true, "osstatus": true, "ssl": true, "errssl": true, "nsurlerrordomain": true, "kcfstreamerrordomainssl": true, "cfnetwork": true, "sslhandshake": true, "secureconnection": true}

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
	where := make(map[int]found)
	servers := Servers(text)
	read := newReading(text)
	// What says enough by itself is a sign for what does not, which is then asked
	// again.
	for known := len(scores) > 0; ; known = true {
		around := newSigns(read, len(servers) > 0, known)
		for _, p := range t.phrases {
			if n, at := p.in(read, around.accepts); n > scores[p.entry] {
				scores[p.entry] = n
				where[p.entry] = found{at, n == len(p.words)*foundScore}
			}
		}
		if known || len(scores) == 0 {
			break
		}
	}
	var all []int
	for i := range t.entries { // in the order of the table, so that ties are stable
		if scores[i] > 0 {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		if e, ok := saidPlainly(newSigns(read, len(servers) > 0, false)); ok {
			return Match{Entry: e, Servers: servers, Language: languageOf(read.words)}, true
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
	slices.SortStableFunc(all, func(a, b int) int { return rank(b) - rank(a) })
	m := Match{Entry: t.entries[all[0]], Servers: servers, Language: languageOf(read.words)}
	if phrase, ok := where[all[0]]; ok {
		m.Language = read.spoken(phrase.at)
	}
	for n, i := range all[1:] {
		other, isPhrase := where[i]
		if isPhrase && (!other.whole || slices.ContainsFunc(all[:n+1], func(before int) bool { return where[before].overlaps(other.at) })) {
			continue
		}
		m.Also = append(m.Also, t.entries[i])
	}
	return m, true
}

// found is a phrase at its best place; whole: word by word.
type found struct {
	at    span
	whole bool
}

func (f found) overlaps(s span) bool { return f.whole && f.at.from <= s.to && s.from <= f.at.to }

const (
	// codeScore is what a code is worth: a phrase of twelve words.
	codeScore = 12 * foundScore
	// headlineDebit puts headlines behind everything else.
	headlineDebit = 100_000
)
