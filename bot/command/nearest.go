package command

import "strings"

// Nearest returns the candidate with the least edit distance, the first of several.
func Nearest(word string, candidates []string) string {
	best, least := "", len(word)+64
	for _, c := range candidates {
		if d := Distance(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// Distance is Levenshtein's: how many letters are to be changed, added or left out.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// Like tells whether near may be what a word was meant to be: no more than half of
// the letters are wrong, or one of the two is how the other begins. It is for a
// few short words: of many long names, some are like anything.
func Like(word, near string) bool {
	if word == "" || near == "" {
		return false
	}
	return Distance(word, near)*2 <= max(len(word), len(near)) || strings.HasPrefix(near, word) || strings.HasPrefix(word, near)
}
