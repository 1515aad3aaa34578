package errortext

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

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
		return n.behind[0][0] + " " + strings.Join(n.behind[0][1:], ".") + "." + number
	}
	return strings.ToLower(n.beside[0]) + " " + number
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

// isNamed tells whether a numbering is named beside a number.
func (n *numbering) isNamed(tokens []string, at int) bool {
	if slices.ContainsFunc(n.behind, func(words []string) bool { return at >= len(words) && slices.Equal(tokens[at-len(words):at], words) }) {
		return true
	}
	return slices.ContainsFunc(tokens[max(0, at-numberBefore):min(len(tokens), at+numberBehind+1)], func(token string) bool {
		return slices.ContainsFunc(n.beside, func(part string) bool { return strings.Contains(token, part) })
	})
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
