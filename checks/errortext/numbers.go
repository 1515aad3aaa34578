package errortext

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Everything has numbers, so that one is an error only where what gives it is named close by:
// "wolfSSL_connect failed: err = -151" and not "parcel 151".

// numbering is the numbers that a library, or a program of it, gives to its errors.
type numbering struct {
	id, client string
	// beside are parts of words, as codes are compared, of which one stands near a number.
	beside []string
	// behind are the words that stand right before a number, where that tells enough.
	behind [][]string
	kinds  []numbered
	// format is how texts have its numbers, where that is not in decimal.
	format string
}

// numbered is the numbers of one meaning, separated by spaces.
type numbered struct {
	kind    Kind
	numbers string
}

const (
	// A word of a numbering stands at most numberBefore words before a number, or
	// numberBehind behind it.
	numberBefore, numberBehind = 9, 3
	// numberScore is what a number is worth: a phrase of four words, since longer ones
	// beside it say more.
	numberScore = 4 * foundScore
)

// entries are those of a numbering, one for each meaning.
func (n *numbering) entries() []Entry {
	var out []Entry
	for _, k := range n.kinds {
		e := Entry{ID: n.id + "-number-" + string(k.kind), Client: n.client, Kind: k.kind, Headline: rankOf(k.kind) > ofCause}
		for number := range strings.FieldsSeq(k.numbers) {
			e.Numbers = append(e.Numbers, n.spelled(number))
		}
		out = append(out, e)
	}
	return out
}

// spelled is a number as texts have it, beside the first word of its numbering.
func (n *numbering) spelled(number string) string {
	if value, ok := valueOf(number); ok && n.format != "" {
		return fmt.Sprintf(n.format, value)
	}
	if len(n.beside) == 0 {
		return "550 " + strings.Join(n.behind[0], ".") + "." + number
	}
	return strings.ToLower(n.beside[0]) + " " + number
}

// numberedEntries are those of all numberings.
func numberedEntries() []Entry {
	var out []Entry
	for i := range numberings {
		out = append(out, numberings[i].entries()...)
	}
	return append(out, sslReasons.entries()...)
}

// numberIn is where a numbering has its numbers in the table of entries.
type numberIn struct {
	*numbering
	entry map[int64]int
}

// numbersOf are the numberings, given the places of all entries.
func numbersOf(byID map[string]int) []numberIn {
	var out []numberIn
	for i := range numberings {
		out = append(out, numberIn{&numberings[i], numberings[i].places(byID)})
	}
	return out
}

// resultsOf are the numbers of Windows that its result codes wrap, given the places of all
// entries.
func resultsOf(byID map[string]int) map[int64]int {
	out := make(map[int64]int)
	for _, n := range numberings {
		if n.client == "Windows" {
			maps.Copy(out, n.places(byID))
		}
	}
	return out
}

// places are where the entries of a numbering are, by their numbers.
func (n *numbering) places(byID map[string]int) map[int64]int {
	out := make(map[int64]int)
	for _, k := range n.kinds {
		for number := range strings.FieldsSeq(k.numbers) {
			if value, ok := valueOf(strings.ToUpper(number)); ok {
				out[value] = byID[n.id+"-number-"+string(k.kind)]
			}
		}
	}
	return out
}

// valueOf is the number that a token is, decimal or hexadecimal.
func valueOf(token string) (int64, bool) {
	digits, negative := strings.CutPrefix(token, "-")
	base := 10
	if hex, ok := strings.CutPrefix(digits, "0X"); ok {
		digits, base = hex, 16
	}
	value, err := strconv.ParseInt(digits, base, 64)
	if negative {
		value = -value
	}
	return value, err == nil
}

// numberAt is the entry of the number at a place of a text's tokens.
func (t *table) numberAt(tokens []string, at int) (int, bool) {
	token := tokens[at]
	if i, ok := t.reasonAt(tokens, at); ok {
		return i, true
	}
	if i, ok := t.resultAt(token); ok {
		return i, true
	}
	value, ok := valueOf(token)
	if !ok {
		return 0, false
	}
	for _, n := range t.numbers {
		if i, ok := n.entry[value]; ok && n.isNamed(tokens, at) {
			return i, true
		}
	}
	return 0, false
}

// isNamed tells whether a numbering is named beside a number.
func (n *numbering) isNamed(tokens []string, at int) bool {
	if slices.ContainsFunc(n.behind, func(words []string) bool { return at >= len(words) && slices.Equal(tokens[at-len(words):at], words) }) {
		return true
	}
	return slices.ContainsFunc(tokens[max(0, at-numberBefore):min(len(tokens), at+numberBehind+1)], func(token string) bool {
		return slices.ContainsFunc(n.beside, func(part string) bool { return strings.Contains(token, part) })
	})
}

// ofSSL are the beginnings of OpenSSL's error codes, in hexadecimal, that are its SSL
// library's: those of version 3 and those before it. The reason is in the last three digits.
var ofSSL = []string{"0A000", "14"}

// reasonAt is the entry of OpenSSL's error code at a place ("error:0A000086:lib(20)::").
func (t *table) reasonAt(tokens []string, at int) (int, bool) {
	const length, reason = 8, 3
	token := tokens[at]
	if len(token) != length || !isHex(token) || at == 0 || !strings.HasSuffix(tokens[at-1], "ERROR") && tokens[at-1] != "ERR" {
		return 0, false
	}
	if !slices.ContainsFunc(ofSSL, func(beginning string) bool { return strings.HasPrefix(token, beginning) }) {
		return 0, false
	}
	value, err := strconv.ParseInt(token[length-reason:], 16, 64)
	if err != nil {
		return 0, false
	}
	i, ok := t.reasons[value]
	return i, ok
}

// resultAt is the entry of a result code of Windows that wraps one of its numbers
// (HRESULT_FROM_WIN32).
func (t *table) resultAt(token string) (int, bool) {
	const facility, length = "8007", 8
	digits, ok := strings.CutPrefix(token, facility)
	value, err := strconv.ParseInt(digits, 16, 64)
	if !ok || len(token) != length || err != nil {
		return 0, false
	}
	i, ok := t.results[value]
	return i, ok
}
