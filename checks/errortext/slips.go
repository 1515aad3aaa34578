package errortext

import "math/bits"

// Words are mistyped, and misread by whoever types them off a screenshot.

const (
	// slippedFrom is the length from which a letter of a word may be missing or too many,
	// or two may have changed places; mistypedFrom that from which one may also be another,
	// and mistypedTwice that from which two may.
	slippedFrom, mistypedFrom, mistypedTwice = 6, 8, 12
	// maxWord is the length above which a word is none of a language.
	maxWord = 40
)

// letters are those that a word has, as a set: most words differ so much in them that no
// edit need be tried.
type letters uint64

func lettersOf(word string) letters {
	var s letters
	for i := range len(word) {
		s |= 1 << (word[i] % 64)
	}
	return s
}

// within tells whether n edits may be enough: each changes the set by two letters at most.
func (s letters) within(o letters, n int) bool { return bits.OnesCount64(uint64(s^o)) <= 2*n }

// within tells whether two words differ by at most n edits: a letter too many, too few or
// another, or two that have changed places (optimal string alignment).
func within(a, b string, n int) bool {
	if len(a)-len(b) > n || len(b)-len(a) > n {
		return false
	}
	var rows [3][maxWord + 1]int
	if len(b) > maxWord {
		return false
	}
	before, last, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > n {
			return false
		}
	}
	return row[len(b)] <= n
}

// slipped tells whether a word is another with a letter missing or too many, or with two
// that have changed places.
func slipped(meant, typed string) bool {
	if len(meant) < len(typed) {
		meant, typed = typed, meant
	}
	at := 0
	for at < len(typed) && meant[at] == typed[at] {
		at++
	}
	switch len(meant) - len(typed) {
	case 1:
		return meant[at+1:] == typed[at:]
	case 0:
		return at+1 < len(typed) && meant[at] == typed[at+1] && meant[at+1] == typed[at] && meant[at+2:] == typed[at+2:]
	}
	return false
}
