package errortext

import (
	"slices"
	"strconv"
	"strings"
)

// Everything has numbers, so that one is an error only where what gives it is named close by:
// "wolfSSL_connect failed: err = -151" and not "parcel 151".

// numberScore is what a number is worth: a phrase of four words, since longer ones beside it say
// more.
const numberScore = 4 * foundScore

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
		if i, ok := n.entry[value]; ok && n.of.isNamed(tokens, at) {
			return i, true
		}
	}
	return 0, false
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
