package errortext

import (
	"strings"
	"sync"
)

// Entries are all that are known.
func Entries() []Entry {
	var out []Entry
	for _, family := range [][]Entry{outlook, windows, schannel(), apple, dotnet, mozilla, nss, nssMessages, mozillaWords, catalogues, thunderbird, browsers, chromium, mailers, gnutls, desktop, clients, systems, tools, libraries, names, runtimes, reasoned(), numberedEntries()} {
		out = append(out, family...)
	}
	return out
}

// table is the entries, folded for comparing.
type table struct {
	entries []Entry
	codes   map[string]int
	byID    map[string]int
	numbers []numberIn
	reasons map[int64]int // of OpenSSL
	results map[int64]int // of Windows
	phrases []entryPhrase
	leads   map[string][]int // the phrases that a word may lead in
}

type entryPhrase struct {
	entry int
	phrase
}

// spelledParts is how many parts a code must have to be known with spaces for
// its underscores ("sec error unknown issuer").
const spelledParts = 3

var folded = sync.OnceValue(func() *table {
	t := &table{entries: Entries(), codes: make(map[string]int), byID: make(map[string]int), leads: make(map[string][]int)}
	for i, e := range t.entries {
		t.byID[e.ID] = i
		for _, c := range e.Codes {
			t.codes[code(c)] = i
			if parts := strings.Split(c, "_"); len(parts) >= spelledParts {
				spelled := newPhrase(strings.Join(parts, " "))
				spelled.everyday = spelled.everyday && bareNames[e.ID]
				t.phrases = append(t.phrases, entryPhrase{i, spelled})
			}
		}
		for _, p := range e.Phrases {
			t.phrases = append(t.phrases, entryPhrase{i, newPhrase(p)})
		}
	}
	t.numbers = numbersOf(t.byID)
	t.results = resultsOf(t.byID)
	t.reasons = sslReasons.places(t.byID)
	for i, p := range t.phrases {
		for _, word := range p.leading() {
			t.leads[word] = append(t.leads[word], i)
		}
	}
	return t
})

// entryOf is the entry of a code, also where a program prints it with its library's
// prefix, and that of its family where no row knows it.
func (t *table) entryOf(code string) (int, bool) {
	if i, ok := t.codes[code]; ok {
		return i, true
	}
	if noErrors[code] {
		return 0, false
	}
	for _, prefix := range prefixes {
		if bare, ok := strings.CutPrefix(code, prefix); ok {
			if i, ok := t.codes[bare]; ok {
				return i, true
			}
		}
	}
	for _, f := range families {
		if strings.HasPrefix(code, f.beginning) && len(code) > len(f.beginning) {
			return t.byID[f.id], true
		}
	}
	return 0, false
}

// candidates are the phrases that one of their first words leads in, in the order
// of the table.
func (t *table) candidates(read *reading) []*entryPhrase {
	led := make([]bool, len(t.phrases))
	for word := range read.places {
		for _, i := range t.leads[word] {
			led[i] = true
		}
	}
	var out []*entryPhrase
	for i, yes := range led {
		if yes {
			out = append(out, &t.phrases[i])
		}
	}
	return out
}
