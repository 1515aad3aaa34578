package errortext

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Printed tells whether a text is one that a program shows, whatever it says: also an error
// that no row knows. It has a code, the number or the name of an error, the words of one
// behind a colon or between quotes, several lines, or sentences of nobody who speaks of
// himself. What is neither is somebody's remark.
func Printed(text string) bool {
	if len(text) > maxText {
		text = text[:maxText]
	}
	if slices.ContainsFunc(strings.FieldsFunc(text, isBetweenCodes), isCode) || numbersError(codeTokens(text)) {
		return true
	}
	r := newReading(text, time.Time{})
	return slices.ContainsFunc(r.words, isRaised) || r.announcesError() || isQuoted(text) || isLong(text) || r.isFormal(text)
}

func isBetweenCodes(letter rune) bool {
	return !(isLetter(letter) || unicode.IsDigit(letter) || letter == '_' || letter == '-')
}

// isCode tells whether a word is written as codes are: 0x800CCC1A, CERT_E_EXPIRED, -9814.
func isCode(word string) bool {
	const (
		digits = 3  // of a hexadecimal number
		long   = 4  // of a negative one
		named  = 6  // letters of a name in capitals
		result = 10 // digits of a negative result of Windows
	)
	if hex, ok := strings.CutPrefix(strings.ToUpper(word), "0X"); ok {
		return len(hex) >= digits && isHex(hex)
	}
	if negative, ok := strings.CutPrefix(word, "-"); ok {
		return len(negative) >= long && len(negative) <= result && isDecimal(negative)
	}
	if isHRESULT(word) {
		return true
	}
	return strings.Contains(strings.Trim(word, "_"), "_") && len(word) >= named && word == strings.ToUpper(word) && !isDecimal(strings.ReplaceAll(word, "_", ""))
}

// isHRESULT tells whether a word is a result of Windows without the 0x before it, which
// is no telephone number.
func isHRESULT(word string) bool {
	upper := strings.ToUpper(word)
	return len(upper) == 8 && upper[0] == '8' && isHex(upper) && !isDecimal(upper)
}

var (
	// errorWords stand before the number of an error, between are the words that may
	// stand there as well, and countable are words of what is counted.
	errorWords = set("error errors errno fehler fehlercode fehlernummer erreur code codigo exception status")
	between    = set("code no nr num number nummer numero n id")
	countable  = set("times time minutes hours days mal minuten stunden tage tagen fois jours heures minutos horas dias veces people users")
)

// numbersError tells whether a number stands behind the word for an error.
func numbersError(tokens []string) bool {
	for at, token := range tokens {
		if number := strings.TrimPrefix(token, "-"); at == 0 || !isDecimal(number) || len(number) > 10 {
			continue
		}
		before := at - 1
		if before > 0 && between()[fold(tokens[before])] {
			before--
		}
		if errorWords()[fold(tokens[before])] && (at+1 == len(tokens) || !countable()[fold(tokens[at+1])]) {
			return true
		}
	}
	return false
}

// fold is a single word, folded.
func fold(word string) string { return strings.Join(words(word), "") }

// announcesError tells whether what went wrong stands behind the word for it and a colon.
func (r *reading) announcesError() bool {
	const least = 2 // words behind it
	for at, word := range r.words {
		if announces()[word] && at+least < len(r.tokens) && r.tokens[at+1].announced {
			return true
		}
	}
	return false
}

// quotes are pairs of them around what is said word by word.
var quotes = []struct{ open, end string }{{"“", "”"}, {"„", "“"}, {"«", "»"}, {"\"", "\""}}

// isQuoted tells whether a sentence stands between quotes.
func isQuoted(text string) bool {
	const sentence = 4 // words
	for _, q := range quotes {
		_, behind, opened := strings.Cut(text, q.open)
		if quoted, _, ended := strings.Cut(behind, q.end); opened && ended && len(strings.Fields(quoted)) >= sentence {
			return true
		}
	}
	return false
}

// isLong tells whether a text has as many lines as nobody types.
func isLong(text string) bool {
	const lines, sentence = 3, 3
	n := 0
	for line := range strings.Lines(text) {
		if len(strings.Fields(line)) >= sentence {
			n++
		}
	}
	return n >= lines
}

// failures are how programs say that they could not do something.
var failures = phrases("cannot", "can not", "could not", "unable to", "failed", "was not", "were not", "is not", "konnte nicht", "konnten nicht", "kann nicht", "können nicht", "wurde nicht", "fehlgeschlagen",
	"impossible de", "est impossible", "n a pas pu", "n a pas été", "ne peut pas", "a échoué", "no se puede", "no se pudo", "no se ha podido", "no ha podido", "imposible", "ha fallado")

// somebodyElse are words of whoever tells of somebody else, or of what was talked about.
var somebodyElse = set("you your he she they them colleague colleagues boss user users customer kollege kollegin kollegen chef chefin kunde kunden anwender collegue patron client elle il companero companera jefe usuario cliente this that it das es ça esto eso")

// isFormal tells whether a text tells of a failure in whole sentences of nobody.
func (r *reading) isFormal(text string) bool {
	const sentence = 6 // words
	text = strings.TrimSpace(text)
	first := []rune(text)
	return len(r.words) >= sentence && unicode.IsUpper(first[0]) && strings.HasSuffix(text, ".") && !strings.ContainsAny(text, "?¿") &&
		!r.isTold() && !slices.ContainsFunc(r.words, func(word string) bool { return somebodyElse()[word] }) && r.says(failures())
}
