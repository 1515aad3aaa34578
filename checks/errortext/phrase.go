package errortext

// phrase is a folded phrase.
type phrase []string

const (
	// short is the length below which a phrase must be there word by word.
	short = 6
	// maxGap is how many words in all may stand between those of a longer phrase.
	maxGap = 3
	// A word found counts for the phrase, one that is missing against it, so that
	// what stands there in full outweighs what is nearly there.
	foundScore, missingDebit = 10, 15
)

// in tells how well the phrase stands in a text, its words in order and close
// together; 0 if it is not there.
func (p phrase) in(text []string, places map[string][]int) int {
	best := 0
	// A phrase may begin with a misread word: any of its first three leads in.
	for lead := range min(3, len(p)) {
		if lead > 0 && len(p) < short {
			break
		}
		for _, at := range places[p[lead]] {
			best = max(best, p.align(text, at, lead))
		}
		if best == len(p)*foundScore {
			break
		}
	}
	return best
}

// align matches the phrase from its word lead on at a place in the text.
func (p phrase) align(text []string, at, lead int) int {
	missing := lead
	budget := 0
	if len(p) >= short {
		budget = len(p) / 5
	}
	matched, room := 0, maxGap
	for i := lead; i < len(p); i++ {
		gap := 0
		if len(p) >= short && i > lead {
			gap = room
		}
		found := -1
		for j := at; j <= at+gap && j < len(text); j++ {
			if alike(p[i], text[j], len(p) >= short) {
				found = j
				break
			}
		}
		if found < 0 {
			if missing++; missing > budget {
				return 0
			}
			continue
		}
		matched++
		if i > lead {
			room -= found - at
		}
		at = found + 1
	}
	if missing > budget {
		return 0
	}
	return max(0, matched*foundScore-missing*missingDebit)
}

// alike tells whether a word is meant, with a letter or two misread in a long
// one.
func alike(want, got string, tolerant bool) bool {
	if want == got {
		return true
	}
	if !tolerant || len(want) < 5 {
		return false
	}
	allowed := 1
	if len(want) >= 9 {
		allowed = 2
	}
	return within(want, got, allowed)
}

// within tells whether two words differ by at most n edits (Levenshtein).
func within(a, b string, n int) bool {
	if len(a)-len(b) > n || len(b)-len(a) > n {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
			least = min(least, row[j+1])
		}
		if least > n {
			return false
		}
	}
	return row[len(b)] <= n
}
