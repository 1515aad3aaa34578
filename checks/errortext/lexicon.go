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
	several    map[string][]*expression // by each of their first words
	spelled    map[string]bool          // whole words, and those of expressions
	long       map[byte][]string        // those of them that may be mistyped
}

type part struct {
	letters string
	concepts
}

// lexicon is all languages at once: a text may be of two.
var lexicon = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{whole: map[string]concepts{}, beginnings: map[byte][]part{}, several: map[string][]*expression{}, spelled: map[string]bool{}, long: map[byte][]string{}}
	for _, language := range [][]wording{english, german, french, spanish, idioms(), clauses(), ordinary} {
		for _, w := range language {
			for spelled := range strings.FieldsSeq(w.words) {
				v.add(spelled, setOf(w.concept))
			}
		}
	}
	for _, word := range slices.Sorted(maps.Keys(v.spelled)) {
		if len(word) >= slippedFrom {
			v.long[word[0]] = append(v.long[word[0]], word)
		}
	}
	return v
})

func (v *vocabulary) add(spelled string, c concepts) {
	e := newExpression(strings.Trim(spelled, "*"), c)
	word := e.word()
	switch {
	case word == "":
		for first := range e.firsts() {
			v.several[first] = append(v.several[first], e)
		}
		e.each(func(word string) { v.spelled[word] = true })
	case strings.HasPrefix(spelled, "*"):
		v.parts = append(v.parts, part{word, c})
	case strings.HasSuffix(spelled, "*"):
		v.beginnings[word[0]] = append(v.beginnings[word[0]], part{word, c})
	default:
		v.whole[word] = v.whole[word].and(c)
		v.spelled[word] = true
	}
}

// of is what a word means by itself; ok tells whether the word is known.
func (v *vocabulary) of(word string) (c concepts, ok bool) {
	c, ok = v.whole[word], v.spelled[word]
	if word == "" || len(word) > maxWord {
		return c, true
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
	return c, ok
}

// meant is the word that a mistyped one was to be: the nearest that is known, or the
// word itself.
func (v *vocabulary) meant(word string) string {
	if len(word) < slippedFrom-1 || len(word) > maxWord || strings.ContainsAny(word, "23456789") {
		return word
	}
	for _, l := range v.long[word[0]] {
		if slipped(l, word) {
			return l
		}
	}
	for edits := range 2 {
		least := [...]int{mistypedFrom, mistypedTwice}[edits]
		for _, l := range v.long[word[0]] {
			if len(l) >= least && within(l, word, edits+1) {
				return l
			}
		}
	}
	return word
}

// spell reads the words of a text.
func (v *vocabulary) spell(read []string) []spelling {
	out, known := make([]spelling, len(read)), make(map[string]spelling)
	for i, word := range read {
		as, ok := known[word]
		if !ok {
			as.word = word
			if as.concepts, ok = v.of(word); !ok || !v.spelled[word] && len(word) >= mistypedTwice {
				as.word = v.meant(word) // a part of a long word may be right where the rest is not
				as.concepts = as.and(v.whole[as.word])
			}
			known[word] = as
		}
		out[i] = as
	}
	return out
}

// expressed is an expression where it stands.
type expressed struct {
	span
	concepts
}

// excluded is what the words of an expression do not mean in it.
func (e expressed) excluded() concepts {
	switch {
	case e.has(isRevoked): // "on the revocation list"
		return setOf(aRevocationList)
	case e.has(isTooLong): // "dépasse la limite"
		return setOf(isExpired)
	case e.has(wordless): // "asks whether I accept"
		return setOf(isIf)
	case e.has(aMoment): // "before the certificate came"
		return setOf(aCertificate)
	case e.has(isExpired): // "was good only until", "bon" is no voucher
		return setOf(ofOthers, isMalformed, isInvalid)
	case e.has(hangsUp), e.has(cuts): // "slams the phone down"
		return setOf(isDown)
	}
	return setOf(matches) // "irgendwas stimmt nicht"
}

func newThought(read *reading) *thought {
	v := lexicon()
	t := &thought{read: read, at: make([]concepts, len(read.words)), word: make([]int, len(read.words))}
	text := v.spell(read.words)
	for i, token := range read.tokens {
		text[i].joined = token.joined
		text[i].starts = i > 0 && read.tokens[i-1].sentence != token.sentence
		text[i].passes = !text[i].meets(setOf(isNot, isNone, isNicht, isIf))
	}
	var listed []expressed
	for i, as := range text {
		t.at[i] = t.at[i].and(as.concepts)
		for _, e := range v.several[as.word] {
			e.ends(i, text, func(last int) {
				if read.entersName(i, last) || e.has(isInsecure) && read.goesOn(last) {
					return
				}
				t.at[i] = t.at[i].and(e.concepts)
				if e.meets(setOf(isRevoked, aMoment, isAmiss, isTooLong, wordless, hangsUp, cuts, isExpired)) {
					listed = append(listed, expressed{span{i, last}, e.concepts})
				}
			})
		}
	}
	for _, s := range listed {
		for at := s.from; at <= s.to; at++ {
			t.at[at] = t.at[at].without(s.excluded())
		}
	}
	n := 0
	for i, token := range read.tokens {
		if !token.joined {
			n++
		}
		t.word[i] = n
		if isNumber(token.word) && (token.dotted || i+1 < len(read.tokens) && read.tokens[i+1].dotted) {
			t.at[i] = t.at[i].without(setOf(isIf)) // 51 looks like "si"
		}
		if token.addressed {
			t.at[i] = t.at[i].and(setOf(aMailbox, ofMail))
		}
		if dated()[token.word] && i+1 < len(read.words) && isNumber(read.words[i+1]) {
			for at := max(0, i-1); at <= i; at++ {
				t.at[at] = t.at[at].and(setOf(isLater))
			}
		}
		if arrives()[token.word] && !token.accented && (i == 0 || !auxiliaries()[read.words[i-1]]) {
			t.at[i] = t.at[i].without(setOf(isExpired))
		}
		if t.at[i].has(aReport) && read.beginsName(i+1) && !slices.ContainsFunc(read.words[max(0, i-nextTo):i], func(word string) bool { return sheets()[word] }) || remaining()[token.word] && (read.beginsName(i+1) || read.beginsName(i+2) && !ons()[read.words[i+1]]) {
			t.at[i] = t.at[i].and(setOf(isMadeOut)) // "the certificate says www.corp.com", "still carries imap.corp.com"
		}
		if !token.accented && accentless()[token.word] {
			t.at[i] = concepts{}
		}
		if token.accented && affirms()[token.word] {
			t.at[i] = t.at[i].without(setOf(isIf))
		}
		if token.accented && expires()[token.word] {
			t.at[i] = setOf(isExpired)
		}
	}
	t.forgetsFutures()
	t.forgetsPassives()
	t.forgetsLooks()
	t.forgetsNames()
	t.namesServers()
	t.forgetsPapers()
	t.counts(read.today)
	return t
}

// ons stand before where something is.
var ons = set("on auf am en sur from vom")

// sheets are what a name stands on that is no certificate.
var sheets = set("sheet leaflet instructions manual notice note did anleitung zettel blatt merkblatt handbuch fiche papier notice mode hoja papel instrucciones manual")

// remaining are words for what is still so.
var remaining = set("still noch toujours encore sigue todavía aún")

// wishes is German for "wants", and English for what is to come.
var wishes = set("will")

// forgetsFutures takes it back that something is to come where German wants it.
func (t *thought) forgetsFutures() {
	for at, word := range t.read.words {
		if wishes()[word] && languageOf(t.read.words) == "de" {
			t.at[at] = t.at[at].without(setOf(willBe, isToCome))
		}
	}
}

// abilities are German for "can", and passives for what is then done to something.
var (
	abilities = set("kann können konnte konnten")
	passives  = set("werden")
)

// forgetsPassives takes it back that something can do a thing where the thing is done to it:
// "TLS-Sitzung kann nicht gestartet werden" tells of nobody who knows TLS.
func (t *thought) forgetsPassives() {
	for at, word := range t.read.words {
		if !abilities()[word] {
			continue
		}
		for behind := at + 1; t.within(at, behind, ruleReach) && t.read.tokens[behind].clause == t.read.tokens[at].clause; behind++ {
			if passives()[t.read.words[behind]] {
				t.at[at] = t.at[at].without(setOf(offers))
				break
			}
		}
	}
}

// looked is what somebody did himself who had a look, behind what such a sentence begins with.
var (
	looked = set("vérifié contrôlé regardé geprüft nachgesehen kontrolliert checked verified comprobado revisado mirado")
	// looks is what a program asks to have a look at, and inspected stand before that.
	looks     = set("check verify vérifiez vérifie prüfen prüfe prüf überprüfen compruebe comprueba verifique revise")
	inspected = set("the your le la l votre ton den die deinen ihren el su tu")
	lookers   = set("ai avons habe hab haben i we he hemos")
)

// forgetsLooks takes it back that a program verifies where somebody had a look himself: "j'ai vérifié".
func (t *thought) forgetsLooks() {
	const near = 2
	for at, word := range t.read.words {
		if looked()[word] && slices.ContainsFunc(t.read.words[max(0, at-near):at], func(word string) bool { return lookers()[word] }) {
			t.at[at] = t.at[at].without(setOf(verifies, findsIssuer))
		}
		if looks()[word] && at+nextTo < len(t.at) && t.at[at+nextTo].meets(setOf(aName, someSettings)) && inspected()[t.read.words[at+1]] && (at == 0 || !unables()[t.read.words[at-1]] && !undone()[t.read.words[at-1]]) {
			t.at[at] = t.at[at].without(setOf(verifies))
		}
	}
}

// isTopLevel tells whether a word is the last part of most servers' names: one of two
// letters, or one of the others that are common.
func isTopLevel(word string) bool {
	const country = 2
	return tops()[word] || len(word) == country && (!isNumber(word) || word == ioFolded)
}

// ioFolded is "io" as words are compared, where it looks like the number 10.
const ioFolded = "lo"

// tops are those that are longer.
var tops = set("com net org info biz edu gov dev app cloud lan local intern internal corp home example test invalid shop club online store tech agency school bank hotel cafe beer pub scot wales berlin koeln hamburg bayern wien swiss cat paris bzh systems solutions services company digital media network care clinic dental legal church farm garden")

// isTop tells whether a token is the last part of a server's name, of three at least.
func (t *thought) isTop(at int) bool { return t.nameFrom(at) < at }

// nameFrom is where the server's name begins of which a token is the last part; the place of
// the token itself where it is none.
func (t *thought) nameFrom(last int) int {
	const leastDots = 2
	if !t.read.tokens[last].dotted || !isTopLevel(t.read.words[last]) || last+1 < len(t.at) && t.read.tokens[last+1].dotted {
		return last
	}
	from, dots := last, 0
	for ; t.read.tokens[from].joined; from-- { // the first is joined to none
		if t.read.tokens[from].dotted {
			dots++
		}
	}
	if dots < leastDots {
		return last
	}
	return from
}

// forgetsNames forgets what the words in a server's name mean elsewhere, but for what they
// tell of the server: "expired.corp.com" has not expired.
func (t *thought) forgetsNames() {
	telling := setOf(ofMail, ofMailer, aServer, aHost, ofWeb, aPlainPort, anEncryptedPort, aSTARTTLSPort, isNot, isNone, anAutodiscover, aMailbox)
	for last := range t.at {
		for at := t.nameFrom(last); at < last; at++ {
			t.at[at] = t.at[at].without(t.at[at].without(telling))
		}
	}
}

// namesServers takes a name of three parts that begins like one of a mail server
// ("smtp.corp.com") for a server.
func (t *thought) namesServers() {
	const parts = 3
	for at := 0; at+parts <= len(t.at); at++ {
		if !t.read.tokens[at].joined && t.read.tokens[at+1].joined && t.read.tokens[at+2].joined && t.at[at].meets(setOf(ofMail, ofMailer)) {
			t.at[at] = t.at[at].and(setOf(aServer, aHost, ofMailer))
		}
	}
	for last := range t.at {
		if from := t.nameFrom(last); from < last {
			t.at[from] = t.at[from].and(setOf(aNamed))
		}
	}
}

// expires is French for "expires", and with an accent for "has expired".
var expires = set("expire")

// accentless is French that means nothing of ours but with an accent: "tombe" is no "tombé".
var accentless = set("tombe laisse rate foire")

// affirms is Spanish for "if", and with an accent for "yes" or "itself".
var affirms = set("si")

// prepositions are French for "on", and with an accent for "safe".
var prepositions = set("sur")

// goesOn tells whether a word that ends an expression is a preposition of what follows it: "ne passe
// pas sur smtp.corp.com" is not "pas sûr".
func (r *reading) goesOn(at int) bool {
	return prepositions()[r.words[at]] && !r.tokens[at].accented && at+1 < len(r.tokens) && r.tokens[at+1].clause == r.tokens[at].clause
}

// dated is French for "in", of so many days: what is due then is not yet so.
var dated = set("dans")

// arrives is French for "arrives at", and with an accent or an auxiliary before it for
// "has arrived at".
var (
	arrives     = set("arrive")
	auxiliaries = set("est soit était sont semble déjà")
)
