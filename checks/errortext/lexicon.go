package errortext

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// What no row knows word by word may still say a thing and its state in one
// sentence: the certificate and that it has expired, the server and that it did not
// answer. The words for the things and the states are in one table for each language
// (english.go, german.go, french.go, spanish.go), and a rule says which of them mean
// what together (rules.go).

// concept is a thing or a state that texts speak of.
type concept uint

// The concepts. Those that rules ask for with denied are the good states: that a
// name matches, that a server is reached.
const (
	aCertificate        concept = iota
	severalCertificates         // of which people talk in general
	aName
	aServer
	aSite
	aConnection
	aSecureConnection // or a secure channel
	aLogin
	aTLS
	aVersion
	aSTARTTLS
	anIssuer
	aRevocationList
	anAddition
	aReport // that a program says something
	aChain  // the chain of certificates, or the one between
	aKey    // of a certificate
	theSSL  // as opposed to STARTTLS
	theSTARTTLS
	aRelease      // of TLS, by its number
	anInterceptor // a product that reads along
	aClientCertificate
	aPrincipal   // Windows' word for whom a certificate is of
	aCipher      // or a suite of them
	aKeyOfServer // that is no door's
	aPronoun     // that may stand for the certificate of the sentence before

	isExpired
	isNotYet
	isSelfSigned
	isRevoked
	isUntrusted
	isMismatched
	isOther     // another name, a wrong one
	isOfAnother // of another server
	isInvalid
	isUnknown    // a certificate
	isIncomplete // a chain
	isIssuedBy
	isForName // what a certificate is for
	isOnly    // this release and no other, or switched off
	isBlamed
	requires
	isShort // a key
	isCommon
	isWeak
	isInsecure // a connection or a site
	isComplaint
	isException // a security exception is asked for
	anException // any
	isTimedOut
	isTimeout // the noun, which settings have too
	isRefused
	isUnreachable
	isCut // the connection was
	isUnknownName
	isTrouble // an error or a warning

	matches
	trusts
	verifies
	valid
	offers
	connects
	answers
	works
	resolves
	findsIssuer

	isNot    // a denial, before or behind what it denies
	isNone   // one that stands only before
	isNicht  // one that stands at the end of a sentence, however long
	isUnable // a failure
	isIf     // what follows is only supposed

	isLater // not yet now
	willBe

	ofWeb    // a site, a browser, a tool that fetches
	ofMail   // mail
	ofMailer // its programs and protocols

	ofElsewhere // a service that fails in the same words

	wordless // a word that is not one of the others, though it looks like one
)

// concepts is a set of them.
type concepts [2]uint64

func setOf(all ...concept) (s concepts) {
	for _, c := range all {
		s[c/64] |= 1 << (c % 64)
	}
	return s
}

func (s concepts) has(c concept) bool { return s[c/64]&(1<<(c%64)) != 0 }

// and is what is in either of two sets.
func (s concepts) and(o concepts) concepts { return concepts{s[0] | o[0], s[1] | o[1]} }

// meets tells whether two sets have one in common.
func (s concepts) meets(o concepts) bool { return s[0]&o[0] != 0 || s[1]&o[1] != 0 }

// wording is the words for a concept in one language, separated by spaces: "ran_out"
// is two words, "vertrau*" a beginning, "*zertifikat*" a part.
type wording struct {
	concept concept
	words   string
}

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

// thought is a text as its concepts: what each of its words means.
type thought struct {
	read *reading
	at   []concepts
	word []int // how many words stand before each: a name is one
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

// maxSpread is how many parts of names and words may lie within a reach at most, so
// that a text made of one endless name costs no more than another.
const maxSpread = 60

// near is the place nearest to another where a concept stands within reach, in the
// same sentence; -1 where there is none. Reach is in words, of which a name is one.
func (t *thought) near(place int, c concept, reach int) int {
	best := -1
	for _, step := range [...]int{-1, 1} {
		for at := place; t.within(place, at, reach); at += step {
			if t.at[at].has(c) {
				if best < 0 || t.apart(place, at) < t.apart(place, best) {
					best = at
				}
				break
			}
		}
	}
	return best
}

// between tells whether one of several concepts stands between two distances from a
// place, in the same sentence.
func (t *thought) between(place, from, to int, any concepts) bool {
	for _, step := range [...]int{-1, 1} {
		for at := place; t.within(place, at, max(-from, to)); at += step {
			if d := t.word[at] - t.word[place]; d >= from && d <= to && t.at[at].meets(any) {
				return true
			}
		}
	}
	return false
}

func (t *thought) apart(a, b int) int { return max(t.word[a]-t.word[b], t.word[b]-t.word[a]) }

// within tells whether a place is there, in the same sentence as another, and in reach
// of it.
func (t *thought) within(place, at, reach int) bool {
	return at >= 0 && at < len(t.at) && max(at-place, place-at) <= maxSpread && t.read.tokens[at].sentence == t.read.tokens[place].sentence && t.apart(place, at) <= reach
}

// around tells whether one of several concepts stands anywhere near a place.
func (t *thought) around(place, reach int, any concepts) bool {
	for at := max(0, place-reach); at <= min(len(t.at)-1, place+reach); at++ {
		if t.at[at].meets(any) {
			return true
		}
	}
	return false
}
