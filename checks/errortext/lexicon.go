package errortext

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// vocabulary is the words of all languages, folded.
type vocabulary struct {
	whole      map[string]concepts
	beginnings map[byte][]part
	parts      []part
	several    map[string][]expression // by their first word
	long       map[byte][]part         // whole words that may be mistyped
}

type part struct {
	letters string
	concepts
}

type expression struct {
	words []string
	concepts
}

// lexicon is all languages at once: a text may be of two.
var lexicon = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{whole: map[string]concepts{}, beginnings: map[byte][]part{}, several: map[string][]expression{}, long: map[byte][]part{}}
	for _, language := range [][]wording{english, german, french, spanish} {
		for _, w := range language {
			for spelled := range strings.FieldsSeq(w.words) {
				v.add(spelled, setOf(w.concept))
			}
		}
	}
	for _, word := range slices.Sorted(maps.Keys(v.whole)) {
		if len(word) >= mistypedFrom {
			v.long[word[0]] = append(v.long[word[0]], part{word, v.whole[word]})
		}
	}
	return v
})

func (v *vocabulary) add(spelled string, c concepts) {
	bare := strings.Trim(spelled, "*")
	folded := words(strings.ReplaceAll(bare, "_", " "))
	switch {
	case len(folded) > 1:
		v.several[folded[0]] = append(v.several[folded[0]], expression{folded, c})
	case strings.HasPrefix(spelled, "*"):
		v.parts = append(v.parts, part{folded[0], c})
	case strings.HasSuffix(spelled, "*"):
		v.beginnings[folded[0][0]] = append(v.beginnings[folded[0][0]], part{folded[0], c})
	default:
		v.whole[folded[0]] = v.whole[folded[0]].and(c)
	}
}

const (
	// mistypedFrom is the length from which a letter of a word may be mistyped,
	// mistypedTwice that from which two may.
	mistypedFrom, mistypedTwice = 8, 11
	// maxWord is the length above which a word is none of a language.
	maxWord = 40
)

// of is what a word means by itself.
func (v *vocabulary) of(word string) concepts {
	c, ok := v.whole[word]
	if word == "" || len(word) > maxWord {
		return c
	}
	for _, b := range v.beginnings[word[0]] {
		if strings.HasPrefix(word, b.letters) {
			c, ok = c.and(b.concepts), true
		}
	}
	for _, p := range v.parts {
		if at := strings.Index(word, p.letters); at >= 0 && (!p.has(aCertificate) || ofServers(word[:at])) {
			c, ok = c.and(p.concepts), true
		}
	}
	if ok || len(word) < mistypedFrom {
		return c
	}
	for edits := range 2 { // the word that is nearest
		for _, l := range v.long[word[0]] {
			if (edits == 0 || len(l.letters) >= mistypedTwice) && within(l.letters, word, edits+1) {
				return l.concepts
			}
		}
	}
	return c
}

func newThought(read *reading) *thought {
	v := lexicon()
	t := &thought{read: read, at: make([]concepts, len(read.words)), word: make([]int, len(read.words))}
	known := make(map[string]concepts)
	for i, word := range read.words {
		c, ok := known[word]
		if !ok {
			c = v.of(word)
			known[word] = c
		}
		t.at[i] = t.at[i].and(c)
		for _, e := range v.several[word] {
			if end := i + len(e.words); end <= len(read.words) && slices.Equal(e.words, read.words[i:end]) {
				t.at[i] = t.at[i].and(e.concepts)
			}
		}
	}
	n := 0
	for i, token := range read.tokens {
		if i > 0 && !token.joined {
			n++
		}
		t.word[i] = n
		if token.accented && expires()[token.word] {
			t.at[i] = setOf(isExpired)
		}
	}
	t.namesServers()
	t.forgetsPapers()
	return t
}

// namesServers takes a name of three parts that begins like one of a mail server
// ("smtp.corp.com") for a server.
func (t *thought) namesServers() {
	const parts = 3
	for at := 0; at+parts <= len(t.at); at++ {
		if !t.read.tokens[at].joined && t.read.tokens[at+1].joined && t.read.tokens[at+2].joined && t.at[at].meets(setOf(ofMail, ofMailer)) {
			t.at[at] = t.at[at].and(setOf(aServer, aName, ofMailer))
		}
	}
}

// expires is French for "expires", and with an accent for "has expired".
var expires = set("expire")
