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

// Meant is the candidate that a word was most likely meant to be; "" where it is like
// none of them.
func Meant(word string, candidates []string) string {
	word = strings.ToLower(word)
	if near := Nearest(word, candidates); Like(word, near) {
		return near
	}
	return ""
}

// Distance is how many letters are to be changed, added, left out or exchanged with
// the next: "wran" is one away from "warn".
func Distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j+1]+1, next[j]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
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
