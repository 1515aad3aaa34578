package errortext

import (
	"slices"
	"strings"
)

// phrase is a folded phrase.
type phrase struct {
	words   []string
	letters []letters // of each word
	// needed are the words without which the rest means something else; they are
	// marked with a star in the tables.
	needed []bool
	// everyday: the words are those of everyday talk, so that the phrase counts
	// only where something else shows that it is an error message (signs.go).
	everyday bool
}

// unread stands before a phrase that was written from memory: nobody has read it
// where its program keeps it, nor on a page that shows it.
const unread = "? "

// telltale are words without which a phrase that has one speaks of encryption no more.
var telltale = set("ssl tls starttls stls")

// newPhrase folds a phrase of the tables.
func newPhrase(text string) phrase {
	var p phrase
	for field := range strings.FieldsSeq(strings.TrimPrefix(text, unread)) {
		word, needed := strings.CutPrefix(field, "*")
		for _, w := range words(word) {
			p.words = append(p.words, w)
			p.letters = append(p.letters, lettersOf(w))
			p.needed = append(p.needed, needed || isNegation(w))
		}
	}
	for at, w := range p.words {
		p.needed[at] = p.needed[at] || telltale()[w] && slices.Index(p.words, w) == at && !slices.Contains(p.words[at+1:], w)
	}
	p.everyday = areEveryday(p.words)
	return p
}

// serving are the words for a server in what programs say of a connection.
var serving = set("server servers serveur servidor smtp hostname servername serverkommunikationsfehler mailserver postausgangsserver posteingangsserver")

// namesServer tells whether the phrase speaks of a server: no other connection is meant then.
func (p phrase) namesServer() bool {
	return slices.ContainsFunc(p.words, func(word string) bool { return serving()[word] })
}

const (
	// short is the length below which a phrase must be there word by word, but
	// for a letter or two of a very long word.
	short = 6
	// maxGap is how many words in all may stand between those of a longer phrase;
	// names of servers, addresses and times stand between those of any. maxRun is how
	// many parts all of that may have.
	maxGap, maxRun = 3, 16
	// maxPlaces bounds at how many places of a text a phrase is tried: a word that
	// stands there more often is one of everyday, or the text is made to keep us busy.
	maxPlaces = 1000
	// A word found counts for the phrase, one that is missing against it, so that
	// what stands there in full outweighs what is nearly there.
	foundScore, missingDebit = 10, 15
)

// in tells how well the phrase stands in a text, its words in order and close
// together, and where; 0 if it is not there. around is asked for a place where the
// words alone do not say enough, and for every place that is doubtful.
func (p phrase) in(text *reading, around *signs) (best int, at span) {
	full := len(p.words) * foundScore
	try := func(place, lead int) {
		score, where := p.align(text.tokens, place, lead)
		if score > best && p.everyday && where.from > 0 && text.tokens[where.from-1].negates && text.tokens[where.from-1].clause == text.tokens[where.from].clause && text.tokens[where.from-1].sentence == text.tokens[where.from].sentence {
			return // "no untrusted certificates"
		}
		if score <= best || telltale()[text.words[where.to]] && text.isRelease(where.to+1) {
			return // "does not support TLS 1.0" is not "does not support TLS"
		}
		sure := !p.everyday && !around.developing && (score == full || len(p.words) >= sureLength) && (len(p.words) >= sureLength || !around.isSupposed(where))
		if sure || around.accepts(where) {
			best, at = score, where
		}
	}
	for lead, word := range p.leading() {
		places := text.places[word]
		for _, place := range places[:min(len(places), maxPlaces)] {
			if try(place, lead); best == full {
				return best, at
			}
		}
	}
	return best, at
}

// isRelease tells whether the number of a release stands at a place ("1.2").
func (r *reading) isRelease(at int) bool {
	return at+1 < len(r.tokens) && r.tokens[at+1].dotted && isNumber(r.words[at]) && isNumber(r.words[at+1])
}

// leading are the words that may lead a phrase in: it may begin with a misread
// one, so the first three of a long phrase.
func (p phrase) leading() []string {
	if len(p.words) < short {
		return p.words[:1]
	}
	return p.words[:3]
}

// align matches the phrase from its word lead on at a place in the text.
func (p phrase) align(text []token, at, lead int) (int, span) {
	where := span{from: at, to: at}
	if slices.Contains(p.needed[:lead], true) {
		return 0, where
	}
	missing := lead
	budget := 0
	long := len(p.words) >= short
	if long {
		budget = len(p.words) / 5
	}
	matched, room := 0, maxGap
	for i := lead; i < len(p.words); i++ {
		gap := 0
		if long && i > lead {
			gap = room
		}
		found, passed := -1, 0
		for j := at; passed <= gap && j < len(text) && j <= at+maxRun; j++ {
			if alike(p.words[i], text[j].word, p.letters[i], text[j].letters, long) {
				found = j
				break
			}
			if text[j].negates {
				break // it says the contrary
			}
			if !named(text, j) {
				passed++
			}
		}
		if found < 0 {
			if missing++; missing > budget || p.needed[i] {
				return 0, where
			}
			continue
		}
		matched++
		if i > lead {
			room -= passed
		}
		if i == lead+1 {
			where.from = lastOf(text, text[where.from].word, where.from, found)
		}
		at, where.to = found+1, found
	}
	if missing > budget {
		return 0, where
	}
	return max(0, matched*foundScore-missing*missingDebit), where
}

// lastOf is the last place of a word between two places, of which it stands at the first: in "el
// manual: si el certificado" a phrase begins at the second "el", behind what supposes it.
func lastOf(text []token, word string, from, to int) int {
	for at := to - 1; at > from; at-- {
		if text[at].word == word {
			return at
		}
	}
	return from
}

// named tells whether a token is a part of a name, an address or a time.
func named(text []token, at int) bool {
	return text[at].joined || at+1 < len(text) && text[at+1].joined
}

const (
	// longWord is the length from which a letter of a word may be misread in a
	// long phrase, veryLongWord that from which two may, and one in a short one.
	longWord, veryLongWord = 5, 9
)

// alike tells whether a word is meant, with a letter or two misread in a long
// one.
func alike(want, got string, of, in letters, tolerant bool) bool {
	switch {
	case want == got:
		return true
	case len(want) >= veryLongWord:
		return of.within(in, 2) && within(want, got, 2)
	case len(want) >= longWord && tolerant:
		return of.within(in, 1) && within(want, got, 1)
	case len(want) >= slippedFrom && len(got) > 0:
		return want[0] == got[0] && slipped(want, got)
	}
	return false
}
