package errortext

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxText bounds what is read of a message.
const maxText = 64 << 10

// token is a folded word and the segment that it stands in: lines, quotes and
// brackets part a text.
type token struct {
	word    string
	letters letters // of the word
	segment int
	// sentence is the one that it stands in: a message that a line breaks in two is
	// one.
	sentence int
	// clause is the part of its sentence between two commas.
	clause int
	// joined: it belongs to the word before, as the parts of a server's name, an
	// address and a time do, which are one word to whoever writes them.
	joined bool
	// dotted: it does so by a dot.
	dotted bool
	// addressed: it does so by an at sign, as the first word of a mail address's domain.
	addressed bool
	// accented: its last letter has an accent, which is the difference between what
	// expires and what has expired in French.
	accented bool
	// announced: a colon stands before it, as between what failed and why.
	announced bool
	// minus: one stands before the number.
	minus bool
	// asked: a question mark follows it.
	asked bool
	// quoted: it stands between quotes.
	quoted bool
	// negates: the word turns what stands around it into its contrary.
	negates bool
}

// reading is a text as phrases are looked for in it.
type reading struct {
	today  time.Time // the zero time where it is not known
	tokens []token
	words  []string
	places map[string][]int // of each word
}

func newReading(text string, today time.Time) *reading {
	r := &reading{today: today, tokens: tokenise(text), places: make(map[string][]int)}
	r.words = make([]string, len(r.tokens))
	for at, t := range r.tokens {
		r.tokens[at].negates = isNegation(t.word)
		r.words[at] = t.word
		r.places[t.word] = append(r.places[t.word], at)
	}
	return r
}

// names tells whether a text names a program by a word of its name.
func (r *reading) names(program string) bool {
	return slices.ContainsFunc(words(program), func(word string) bool { return len(word) > 3 && len(r.places[word]) > 0 })
}

// inName tells whether a token is one of at least three parts of a name or an address.
func (r *reading) inName(at int) bool {
	const parts = 3
	from, to := at, at+1
	for from > 0 && r.tokens[from].joined && at-from < parts {
		from--
	}
	for to < len(r.tokens) && r.tokens[to].joined && to-at < parts {
		to++
	}
	return to-from >= parts
}

// beginsName tells whether a name of at least three parts begins at a place.
func (r *reading) beginsName(at int) bool {
	return at+1 < len(r.tokens) && !r.tokens[at].joined && r.tokens[at+1].dotted && r.inName(at)
}

// endsAddress tells whether a token is the last number of an IPv4 address that a port follows.
func (r *reading) endsAddress(at int) bool {
	const numbers, largest = 4, 255
	if at < numbers-1 || at+1 >= len(r.tokens) || !r.tokens[at+1].joined || r.tokens[at+1].dotted || r.tokens[at-numbers+1].joined {
		return false
	}
	for i := at - numbers + 1; i <= at; i++ {
		if n := number(r.words[i]); n < 0 || n > largest || i > at-numbers+1 && !r.tokens[i].dotted {
			return false
		}
	}
	return true
}

// entersName tells whether several words, of which none belongs to a name, end by the first part of
// one: "it does not. Relay.corp.com" denies no relaying.
func (r *reading) entersName(from, to int) bool {
	return from < to && !r.tokens[to].joined && to+1 < len(r.tokens) && r.tokens[to+1].dotted && r.inName(to)
}

// span is where a phrase stands in a text: tokens from and to, both included.
type span struct{ from, to int }

// meets tells whether two have a token in common.
func (s span) meets(o span) bool { return s.from <= o.to && o.from <= s.to }

// words are the words of a text, folded: lower case, no accents, no
// punctuation, and letters that a scan confuses made one.
func words(text string) []string {
	tokens := tokenise(text)
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.word
	}
	return out
}

// tokenise reads the words of a text.
func tokenise(text string) []token {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var out []token
	var word strings.Builder
	segment, clause := 0, 0
	joined, dotted, addressed, accented, minus, announced, quoted := false, false, false, false, false, false, false
	var before, last rune
	var line sentences
	end := func(by rune) {
		if word.Len() > 0 {
			folded := confusable.Replace(word.String())
			line.dates(out, folded)
			out = append(out, token{word: folded, letters: lettersOf(folded), segment: segment, sentence: line.n, clause: clause, joined: joined, dotted: dotted, addressed: addressed, accented: accented, minus: minus, announced: announced, quoted: quoted})
			word.Reset()
			announced = by == ':'
			joined, dotted, addressed = strings.ContainsRune(joining, by), by == '.', by == '@'
			return
		}
		joined, dotted, addressed, announced = false, false, false, announced || by == ':'
	}
	for _, r := range norm.NFD.String(text) {
		if word.Len() == 0 && unicode.IsDigit(r) {
			minus = (last == '-' || last == '−' || last == '–') && !unicode.IsLetter(before) && !unicode.IsDigit(before)
		}
		before, last = last, r
		if isLetter(r) || unicode.IsDigit(r) {
			line.letter(r)
		}
		if (r == '-' || r == '–' || r == '—') && word.Len() == 0 {
			clause++ // a dash, and no hyphen
		}
		switch {
		case unicode.Is(unicode.Mn, r), r == '\u00ad', r == '\u200b', r == '\u200c', r == '\u200d', r == '\ufeff':
			accented = accented || unicode.Is(unicode.Mn, r) // else an invisible mark within a word
		case r == 'ß':
			word.WriteString("ss")
		case r == 'æ' || r == 'Æ':
			word.WriteString("ae")
		case r == 'œ' || r == 'Œ':
			word.WriteString("oe")
		case isLetter(r), unicode.IsDigit(r):
			accented = false
			word.WriteRune(unicode.ToLower(r))
		default:
			end(r)
			if r == '?' && len(out) > 0 {
				out[len(out)-1].asked = true
			}
			line.sign(r)
			if strings.ContainsRune(parting, r) {
				segment++
			}
			if strings.ContainsRune(quoteMarks, r) {
				quoted = !quoted
			}
			quoted = quoted && r != '\n'
			if r == ',' || r == ';' {
				clause++
			}
		}
	}
	end(0)
	return out
}

// sentences counts those of a text. A full stop ends one where a space follows, an
// empty line does, and the end of a line that is too short to have been wrapped or
// before one that begins with no small letter.
type sentences struct {
	n       int
	length  int // of the line so far
	stopped bool
	breaks  int // ends of lines since the last letter
	wrapped bool
	first   bool // letter of a word
	small   bool // the word begins with a small letter
}

// abbreviations end with a full stop.
var abbreviations = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool)
	for word := range strings.FieldsSeq("evtl ggf bzw ca nr std tel vs etc incl inkl usw max min bspw approx env aprox resp") {
		out[confusable.Replace(word)] = true
	}
	return out
})

// months are those of German, which stand behind a day with a full stop.
var months = sync.OnceValue(func() map[string]bool {
	out := make(map[string]bool)
	for month := range strings.FieldsSeq("januar janner februar marz april mai juni juli august september oktober november dezember") {
		out[confusable.Replace(month)] = true
	}
	return out
})

// wrappedFrom is the length from which a line may have been wrapped.
const wrappedFrom = 40

func (s *sentences) letter(r rune) {
	if s.breaks > 1 || s.breaks == 1 && !(s.wrapped && unicode.IsLower(r)) {
		s.n++
	}
	s.breaks, s.stopped = 0, false
	s.length++
	if s.first {
		s.small, s.first = unicode.IsLower(r), false
	}
}

// dates takes a full stop back that belongs to a date ("3. Oktober", "28.11. abgelaufen").
func (s *sentences) dates(before []token, word string) {
	const digits = 2 // of a day or a month
	if s.breaks > 0 || len(before) == 0 {
		return
	}
	last := before[len(before)-1]
	if last.sentence == s.n-1 && len(last.word) <= digits && isNumber(last.word) && (s.small || months()[word]) || last.sentence == s.n-1 && s.small && abbreviations()[last.word] {
		s.n--
	}
}

func (s *sentences) sign(r rune) {
	s.first = true
	switch {
	case r == '\n':
		if s.breaks == 0 {
			s.wrapped = s.length >= wrappedFrom && !s.stopped
		}
		s.breaks++
		s.length = 0
	case r == '¿' || r == '¡':
		s.n++
	case unicode.IsSpace(r):
		s.length++
		if s.stopped && s.breaks == 0 {
			s.n++
		}
		s.stopped = false
	default:
		s.length++
		s.stopped = r == '.' || r == '!' || r == '?' || r == '…' || s.stopped && !unicode.IsLetter(r)
	}
}

// isLetter tells whether a sign is a letter of our words. Those of scripts that put
// no space between words part a code from what is written around it.
func isLetter(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// joining are the signs that hold the parts of a name, an address or a time
// together, with nothing else between them.
const joining = ".:-/@_"

// parting are the signs that set a message off from what is written around it.
const parting = "\n\r\"“”„‟«»‹›`[]()<>|*•"

// quoteMarks are those of them that languages quote with.
const quoteMarks = "\"“”„«»"

// confusable folds what looks alike on a screenshot, and how people write
// umlauts without the keys for them. What it makes is for comparing only.
var confusable = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "rn", "m", "0", "o", "1", "l", "i", "l", "j", "l", "5", "s", "vv", "w")

// isNegation tells whether a word turns a phrase into its contrary: "the certificate is
// not yet valid" is no "the certificate is yet valid".
func isNegation(word string) bool { return negations()[word] }

var negations = set("not nicht pas no kein keine never")

// set folds words as texts are.
func set(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := make(map[string]bool)
		for word := range strings.FieldsSeq(list) {
			for _, w := range words(word) {
				out[w] = true
			}
		}
		return out
	})
}

// unfolded gives a number its digits back that look like letters.
var unfolded = strings.NewReplacer("o", "0", "l", "1", "s", "5")

// fifth is "5th" as words are compared; others that begin so are words.
const fifth = "sth"

// number is the value of a word, or -1 where it is none. "14th" is one.
func number(word string) int {
	const longest = 4
	if len(word) > 2 && (word[0] != 's' || word == fifth) { // "14th"
		for _, ending := range []string{"th", "st", "nd", "rd"} {
			word = strings.TrimSuffix(word, ending)
		}
	}
	if len(word) > longest || !isNumber(word) {
		return -1
	}
	n, _ := strconv.Atoi(unfolded.Replace(word)) // digits alone, and few of them
	return n
}

// isNumber tells whether a word is a number as it is compared: one, zero and five look
// like letters, so that some short words do, too.
func isNumber(word string) bool {
	if strings.Trim(word, "los2346789") != "" {
		return false
	}
	return len(word) < 3 || strings.ContainsAny(word, "2346789") || len(word) == 3 && word[0] == 'l' && !wordsLikeNumbers[word]
}

var wordsLikeNumbers = map[string]bool{"los": true, "lol": true}
